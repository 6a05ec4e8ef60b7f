//! `cargo xtask deps`: every crate in the tree against `deny.toml` - its licence, where it comes
//! from, and whether it is one of those kept out. It needs no network and no further tool;
//! `cargo deny check` reads the same file and adds the advisories.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use crate::Outcome;

/// What `deny.toml` says.
struct Policy {
    allowed: Vec<String>,
    exceptions: BTreeMap<String, Vec<String>>,
    banned: Vec<String>,
}

/// One crate of the tree.
struct Dependency {
    name: String,
    /// Where it comes from, when that is not the crates.io registry.
    origin: Option<String>,
    licence: String,
}

/// Checks the dependencies of the project at `root`.
pub(crate) fn run(root: &Path) -> Result<Outcome, String> {
    let text =
        std::fs::read_to_string(root.join("deny.toml")).map_err(|error| format!("deny.toml: {error}"))?;
    let policy = Policy::parse(&text)?;
    let output = Command::new(env!("CARGO"))
        .args([
            "tree", "--workspace", "--locked", "--edges", "all", "--prefix", "none", "--format", "{p}|{l}",
        ])
        .current_dir(root)
        .output()
        .map_err(|error| format!("cargo tree: {error}"))?;
    if !output.status.success() {
        return Err(format!("cargo tree: {}", String::from_utf8_lossy(&output.stderr)));
    }
    let listing = String::from_utf8_lossy(&output.stdout);
    let mut dependencies: Vec<Dependency> =
        listing.lines().filter_map(|line| Dependency::parse(line, root)).collect();
    dependencies.sort_by(|a, b| a.name.cmp(&b.name));
    dependencies.dedup_by(|a, b| a.name == b.name && a.licence == b.licence && a.origin == b.origin);
    let faults: Vec<String> = dependencies.iter().flat_map(|dependency| policy.faults(dependency)).collect();
    if faults.is_empty() {
        return Ok(Outcome::clean(format!("deps: {} crates in order", dependencies.len())));
    }
    Ok(Outcome::broken(format!("{}\n\ndeps: {} to put right", faults.join("\n"), faults.len())))
}

impl Policy {
    fn parse(text: &str) -> Result<Self, String> {
        let table: toml::Table = text.parse().map_err(|error| format!("deny.toml: {error}"))?;
        let list = |section: &str, key: &str| -> Vec<toml::Value> {
            table.get(section).and_then(|value| value.get(key)?.as_array().cloned()).unwrap_or_default()
        };
        let strings = |values: Vec<toml::Value>| -> Vec<String> {
            values.iter().filter_map(|value| value.as_str().map(String::from)).collect()
        };
        let crate_of = |value: &toml::Value| value.get("crate").unwrap_or(value).as_str().map(String::from);
        let exceptions = list("licenses", "exceptions").into_iter().filter_map(|value| {
            let allowed = value.get("allow")?.as_array()?.clone();
            Some((crate_of(&value)?, strings(allowed)))
        });
        let policy = Self {
            allowed: strings(list("licenses", "allow")),
            exceptions: exceptions.collect(),
            banned: list("bans", "deny").iter().filter_map(crate_of).collect(),
        };
        if policy.allowed.is_empty() || policy.banned.is_empty() {
            return Err("deny.toml: licenses.allow and bans.deny must both name something".into());
        }
        Ok(policy)
    }

    fn faults(&self, dependency: &Dependency) -> Vec<String> {
        let mut faults = Vec::new();
        let Dependency { name, origin, licence } = dependency;
        if self.banned.contains(name) {
            faults.push(format!(
                "{name}: is kept out by deny.toml; `cargo tree -i {name}` tells who brings it in"
            ));
        }
        if let Some(origin) = origin {
            faults.push(format!("{name}: comes from {origin}; only crates.io and this project are sources"));
        }
        let extra: &[String] = self.exceptions.get(name).map_or(&[], Vec::as_slice);
        let allowed = |id: &str| self.allowed.iter().chain(extra).any(|known| known == id);
        if !permits(licence, &allowed) {
            let shown = if licence.is_empty() { "none stated" } else { licence };
            faults.push(format!("{name}: licence {shown} is not allowed by deny.toml"));
        }
        faults
    }
}

impl Dependency {
    /// Reads `name v1.2.3 (origin)|licence`. A crate of the project itself has its path as origin.
    fn parse(line: &str, root: &Path) -> Option<Self> {
        let (package, licence) = line.rsplit_once('|')?;
        let licence = licence.trim_end_matches("(*)").trim();
        let name = package.split_whitespace().next()?;
        let notes = package.split('(').skip(1).filter_map(|note| note.split(')').next());
        let origin = notes
            .filter(|note| !matches!(*note, "*" | "proc-macro"))
            .find(|note| !Path::new(note).starts_with(root));
        Some(Self { name: name.into(), origin: origin.map(String::from), licence: licence.into() })
    }
}

/// Whether a licence expression can be met with what is allowed. `OR` is enough on one side,
/// `AND` needs both; `WITH` belongs to the licence before it; the old `/` means `OR`.
fn permits(expression: &str, allowed: &dyn Fn(&str) -> bool) -> bool {
    let spaced =
        expression.replace('(', " ( ").replace(')', " ) ").replace('/', " OR ").replace(" WITH ", "\u{1}");
    let words: Vec<String> = spaced.split_whitespace().map(|word| word.replace('\u{1}', " WITH ")).collect();
    let mut reader = Expression { words: &words, at: 0, allowed };
    reader.either() && reader.at == words.len()
}

struct Expression<'a> {
    words: &'a [String],
    at: usize,
    allowed: &'a dyn Fn(&str) -> bool,
}

impl Expression<'_> {
    fn next_is(&mut self, word: &str) -> bool {
        let found = self.words.get(self.at).is_some_and(|next| next == word);
        self.at += usize::from(found);
        found
    }

    fn either(&mut self) -> bool {
        let mut met = self.both();
        while self.next_is("OR") {
            met |= self.both();
        }
        met
    }

    fn both(&mut self) -> bool {
        let mut met = self.one();
        while self.next_is("AND") {
            met &= self.one();
        }
        met
    }

    fn one(&mut self) -> bool {
        if self.next_is("(") {
            return self.either() & self.next_is(")");
        }
        let Some(id) = self.words.get(self.at) else {
            return false;
        };
        self.at += 1;
        (self.allowed)(id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const POLICY: &str = "[licenses]\nallow = [\"MIT\", \"Apache-2.0\", \"Unicode-3.0\"]\n\
        exceptions = [{ crate = \"roots\", allow = [\"CDLA-Permissive-2.0\"] }]\n\
        [bans]\ndeny = [{ crate = \"openssl-sys\" }, \"cmake\"]\n";

    fn faults(line: &str) -> Vec<String> {
        let policy = Policy::parse(POLICY).unwrap();
        policy.faults(&Dependency::parse(line, Path::new("/project")).unwrap())
    }

    #[test]
    fn good_crates_pass() {
        let none: [String; 0] = [];
        for line in [
            "serde v1.0.0|MIT OR Apache-2.0",
            "derive v1.0.0 (proc-macro)|MIT/Apache-2.0 (*)",
            "site v0.1.0 (/project/crates/site)|Apache-2.0",
            "icu v2.0.0|(MIT OR GPL-3.0) AND Unicode-3.0",
            "roots v1.0.0|CDLA-Permissive-2.0",
        ] {
            assert_eq!(faults(line), none, "{line}");
        }
    }

    #[test]
    fn faults_are_named() {
        assert!(faults("openssl-sys v0.9.0|MIT")[0].contains("kept out"));
        assert!(faults("cmake v0.1.0|MIT")[0].contains("kept out"));
        assert!(faults("odd v1.0.0 (https://example.org/odd.git#abc)|MIT")[0].contains("example.org"));
        assert!(faults("viral v1.0.0|MIT AND GPL-3.0")[0].contains("GPL-3.0"));
        assert!(faults("silent v1.0.0|")[0].contains("none stated"));
        assert!(faults("other v1.0.0|CDLA-Permissive-2.0")[0].contains("not allowed"));
        assert!(faults("odd v1.0.0|Apache-2.0 WITH LLVM-exception")[0].contains("not allowed"));
    }

    #[test]
    fn an_empty_policy_is_refused() {
        assert!(Policy::parse("[licenses]\nallow = []\n").is_err());
    }
}

//! Which crate may build on which. Read from the manifests, so a wrong `use` cannot even compile.

use super::Violation;
use super::tree::Tree;

/// Every crate with the crates of this project that it may name, development included.
const LAYERS: &[(&str, &[&str])] = &[
    ("archive", &[]),
    ("db", &["db-macros"]),
    // The test attribute of `db`: it writes code and so must be a crate of its own.
    ("db-macros", &[]),
    // Its queue is a table.
    ("jobs", &["db"]),
    ("locale", &[]),
    ("mail", &[]),
    ("markup", &[]),
    ("meaning", &[]),
    ("registry", &[]),
    ("search", &[]),
    ("stance", &[]),
    ("site", GROUND),
    ("cli", &["site", "archive", "db", "jobs", "locale", "mail", "markup", "meaning", "search", "stance"]),
    ("xtask", GROUND),
];

/// Crates that know nothing of the product, nor of each other.
const GROUND: &[&str] =
    &["archive", "db", "jobs", "locale", "mail", "markup", "meaning", "registry", "search", "stance"];

const TABLES: [&str; 3] = ["dependencies", "dev-dependencies", "build-dependencies"];

const WHY: &str = "a crate that knows only what lies below it can be read, tested and replaced alone";

pub(super) fn check(tree: &Tree) -> Vec<Violation> {
    let mut violations = Vec::new();
    for (path, text) in tree.ending(&["/Cargo.toml"]) {
        if !is_member(path) {
            continue;
        }
        match text.parse::<toml::Table>() {
            Ok(manifest) => check_manifest(path, text, &manifest, &mut violations),
            Err(error) => violations.push(Violation {
                path: path.into(),
                line: 1,
                what: format!("not a manifest: {}", error.message()),
                why: "cargo and this check must be able to read it",
                fix: "correct the TOML",
            }),
        }
    }
    violations
}

fn is_member(path: &str) -> bool {
    path == "xtask/Cargo.toml"
        || path.strip_prefix("crates/").is_some_and(|rest| rest.matches('/').count() == 1)
}

fn check_manifest(path: &str, text: &str, manifest: &toml::Table, violations: &mut Vec<Violation>) {
    let name = manifest.get("package").and_then(|package| package.get("name")?.as_str()).unwrap_or_default();
    let Some((_, allowed)) = LAYERS.iter().find(|(crate_name, _)| *crate_name == name) else {
        violations.push(Violation {
            path: path.into(),
            line: 1,
            what: format!("crate `{name}` has no place among the layers"),
            why: WHY,
            fix: "give it a line in LAYERS in xtask/src/tidy/layers.rs, and a reason in ARCHITECTURE.md",
        });
        return;
    };
    for used in dependencies(manifest) {
        // A crate may name itself in its own tests, with more features.
        let ours = used != name && LAYERS.iter().any(|(crate_name, _)| *crate_name == used);
        if ours && !allowed.contains(&used.as_str()) {
            violations.push(Violation {
                path: path.into(),
                line: line_naming(text, &used),
                what: format!("`{name}` builds on `{used}`, which is not below it"),
                why: WHY,
                fix: "pass what is needed as an argument, or move the shared part down",
            });
        }
    }
}

fn dependencies(manifest: &toml::Table) -> Vec<String> {
    let per_target = manifest.get("target").and_then(toml::Value::as_table);
    let targets = per_target.into_iter().flat_map(|table| table.values().filter_map(toml::Value::as_table));
    std::iter::once(manifest)
        .chain(targets)
        .flat_map(|table| TABLES.iter().filter_map(|name| table.get(*name)?.as_table()))
        .flat_map(|table| table.keys().cloned())
        .collect()
}

fn line_naming(text: &str, used: &str) -> usize {
    let starts = |line: &str| {
        line.trim_start().strip_prefix(used).is_some_and(|rest| rest.starts_with(['.', ' ', '=']))
    };
    text.lines().position(starts).map_or(1, |index| index + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn violations(path: &str, text: &str) -> Vec<String> {
        check(&Tree::sample(&[(path, text)])).into_iter().map(|v| format!("{}: {}", v.line, v.what)).collect()
    }

    #[test]
    fn downward_is_allowed() {
        let site = "[package]\nname = \"site\"\n[dependencies]\ndb.workspace = true\naxum = \"0.8\"\n";
        assert_eq!(violations("crates/site/Cargo.toml", site), [""; 0]);
    }

    #[test]
    fn upward_and_sideways_are_not() {
        let db = "[package]\nname = \"db\"\n[dependencies]\nsite.workspace = true\n[dev-dependencies]\nmarkup = { path = \"x\" }\n";
        assert_eq!(
            violations("crates/db/Cargo.toml", db),
            [
                "4: `db` builds on `site`, which is not below it",
                "6: `db` builds on `markup`, which is not below it"
            ]
        );
    }

    #[test]
    fn a_crate_without_a_place_is_named() {
        let text = "[package]\nname = \"utils\"\n";
        assert_eq!(
            violations("crates/utils/Cargo.toml", text),
            ["1: crate `utils` has no place among the layers"]
        );
    }
}

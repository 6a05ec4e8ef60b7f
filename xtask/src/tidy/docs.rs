//! That documents are not stale: every relative link leads somewhere, every heading linked to is
//! there, and every file of the project named in backquotes exists.

use super::Violation;
use super::source::line_of;
use super::tree::Tree;

/// What is written of the past may name what is gone.
const HISTORY: &str = "CHANGELOG.md";

const TOP_FOLDERS: [&str; 5] = ["crates/", "docs/", "e2e/", "xtask/", ".ci/"];

pub(super) fn check(tree: &Tree) -> Vec<Violation> {
    let mut violations = Vec::new();
    for (path, text) in tree.ending(&[".md"]) {
        let prose = without_fences(text);
        for (line, target) in links(&prose) {
            violations.extend(follow(tree, path, line, &target));
        }
        if path != HISTORY {
            violations.extend(named_files(tree, path, &prose));
        }
    }
    violations
}

/// The text with fenced code blanked, line by line.
fn without_fences(text: &str) -> String {
    let mut fenced = false;
    let lines = text.lines().map(|line| {
        let fence = line.trim_start().starts_with("```");
        fenced ^= fence;
        if fenced || fence { "" } else { line }
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// Line and target of `[text](target)` and `[name]: target`.
fn links(prose: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for (at, _) in prose.match_indices("](") {
        let rest = &prose[at + 2..];
        let target = rest.split([')', ' ', '\n']).next().unwrap_or_default();
        found.push((line_of(prose, at), target.to_owned()));
    }
    for (index, line) in prose.lines().enumerate() {
        let definition = line.strip_prefix('[').and_then(|rest| rest.split_once("]: "));
        if let Some((_, target)) = definition {
            found.push((index + 1, target.split(' ').next().unwrap_or_default().to_owned()));
        }
    }
    found
}

fn follow(tree: &Tree, path: &str, line: usize, target: &str) -> Option<Violation> {
    if target.contains("://") || target.starts_with("mailto:") || target.is_empty() {
        return None;
    }
    let (file, heading) =
        target.split_once('#').map_or((target, None), |(file, heading)| (file, Some(heading)));
    let full = if file.is_empty() { path.to_owned() } else { resolve(path, file) };
    let broken = |what: String| {
        Some(Violation {
            path: path.into(),
            line,
            what,
            why: "a link that leads nowhere tells the reader that the rest may be stale too",
            fix: "point it at what is there now",
        })
    };
    if !tree.has(&full) {
        return broken(format!("links to `{target}`, which is not there"));
    }
    let heading = heading?;
    let missing = full.ends_with(".md") && !headings(tree.text(&full)?).iter().any(|known| known == heading);
    if missing { broken(format!("links to `{target}`, which has no such heading")) } else { None }
}

/// `../STYLE.md` seen from `docs/install.md` is `STYLE.md`.
fn resolve(from: &str, target: &str) -> String {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in target.split('/') {
        match part {
            "." | "" => {}
            ".." => {
                parts.pop();
            }
            name => parts.push(name),
        }
    }
    parts.join("/")
}

/// The anchors of a document's headings, as the common Markdown sites make them.
fn headings(text: &str) -> Vec<String> {
    let prose = without_fences(text);
    let titles =
        prose.lines().filter(|line| line.starts_with('#')).map(|line| line.trim_start_matches('#').trim());
    titles
        .map(|title| {
            let kept = title.to_lowercase();
            let kept = kept.chars().filter(|char| char.is_alphanumeric() || matches!(char, ' ' | '-' | '_'));
            kept.map(|char| if char == ' ' { '-' } else { char }).collect()
        })
        .collect()
}

fn named_files(tree: &Tree, path: &str, prose: &str) -> Vec<Violation> {
    let mut violations = Vec::new();
    for (index, line) in prose.lines().enumerate() {
        for word in line.split('`').skip(1).step_by(2) {
            let ours = TOP_FOLDERS.iter().any(|folder| word.starts_with(folder));
            // `<feature>`, `*` and `{a,b}` stand for more than one file.
            let pattern = word.contains(['<', '*', '{', ' ', '…', '$']);
            let file = word.split(':').next().unwrap_or_default();
            if ours && !pattern && !tree.has(file) {
                violations.push(Violation {
                    path: path.into(),
                    line: index + 1,
                    what: format!("names `{word}`, which is not there"),
                    why: "a map that shows a road which is gone is worse than no map",
                    fix: "name what is there now",
                });
            }
        }
    }
    violations
}

#[cfg(test)]
mod tests {
    use super::*;

    fn violations(files: &[(&str, &str)]) -> Vec<String> {
        check(&Tree::sample(files)).into_iter().map(|v| format!("{}: {}", v.line, v.what)).collect()
    }

    #[test]
    fn links_that_lead_somewhere_pass() {
        let none: [String; 0] = [];
        assert_eq!(
            violations(&[
                (
                    "docs/a.md",
                    "# Of hats & coats\n[b](../b.md) [self](#of-hats--coats) [x](https://x.org/y) [f](../docs)\n"
                ),
                (
                    "b.md",
                    "[a](docs/a.md#of-hats--coats)\n```\n[no](nowhere.md)\n```\n[r]: docs/a.md\n`docs/a.md` `crates/<name>/x.rs`\n"
                ),
            ]),
            none
        );
    }

    #[test]
    fn links_that_lead_nowhere_are_named() {
        assert_eq!(
            violations(&[("docs/a.md", "# A\n\n[b](b.md)\n[c](#c)\n")]),
            ["3: links to `b.md`, which is not there", "4: links to `#c`, which has no such heading"]
        );
    }

    #[test]
    fn files_that_are_gone_are_named() {
        assert_eq!(
            violations(&[("a.md", "see `crates/gone/src/lib.rs`")]),
            ["1: names `crates/gone/src/lib.rs`, which is not there"]
        );
        let none: [String; 0] = [];
        assert_eq!(violations(&[("CHANGELOG.md", "removed `crates/gone/src/lib.rs`")]), none);
    }
}

//! Words that do not belong into the project: silenced lints, notes to oneself, paths of one machine.
//! Also that every Rust file opens by saying what it is for.

use super::Violation;
use super::source::{Source, find_word, line_of};
use super::tree::Tree;

const NOTES: [&str; 4] = ["TODO", "FIXME", "XXX", "HACK"];

/// Folders that exist on somebody's machine, written without their slashes.
const FOLDERS: [&str; 5] = ["home", "root", "tmp", "work", "Users"];

pub(super) fn check(tree: &Tree) -> Vec<Violation> {
    let mut violations = Vec::new();
    for source in tree.sources() {
        violations.extend(silenced_lints(source));
        if !source.in_test.iter().all(|test| *test) {
            violations.extend(opening(source));
        }
        violations.extend(notes(&source.path, &source.code));
        violations.extend(notes(&source.path, &source.comments));
    }
    for (path, text) in tree.texts() {
        if path.ends_with("package-lock.json") || path == "LICENSE" {
            continue;
        }
        if !path.ends_with(".rs") {
            violations.extend(notes(path, text));
        }
        violations.extend(machine_paths(path, text));
    }
    violations
}

fn silenced_lints(source: &Source) -> Vec<Violation> {
    let code = &source.code;
    let silent = ["#[allow", "#![allow"].into_iter().flat_map(|word| code.match_indices(word));
    silent
        .map(|(at, _)| Violation {
            path: source.path.clone(),
            line: line_of(code, at),
            what: "silences a lint by `allow`".into(),
            why: "it stays after its cause is gone, and says nothing of the cause",
            fix: "write `#[expect(lint, reason = \"…\")]`, which complains when it is no longer needed",
        })
        .collect()
}

fn opening(source: &Source) -> Option<Violation> {
    let first = source.comments.lines().chain([""]).next().unwrap_or_default();
    (!first.starts_with("//!")).then(|| Violation {
        path: source.path.clone(),
        line: 1,
        what: "does not open with `//!`".into(),
        why: "the first line tells a newcomer whether this is the file they look for",
        fix: "say in a sentence what the file is for",
    })
}

fn notes(path: &str, text: &str) -> Vec<Violation> {
    let found = NOTES.iter().flat_map(|word| find_word(text, word).map(move |at| (at, word)));
    found
        .map(|(at, word)| Violation {
            path: path.into(),
            line: line_of(text, at),
            what: format!("leaves a note to itself: {word}"),
            why: "nobody comes back to it, and a reader cannot tell whether it still holds",
            fix: "do it now, or write it where work is planned",
        })
        .collect()
}

fn machine_paths(path: &str, text: &str) -> Vec<Violation> {
    let mut violations = Vec::new();
    for folder in FOLDERS {
        let needle = format!("/{folder}/");
        for (at, _) in text.match_indices(&needle) {
            // In `example.org/home/` or `src/home/` it is a part of a longer path.
            let before = text[..at].chars().next_back();
            if before.is_some_and(|char| char.is_alphanumeric() || "._-}~/".contains(char)) {
                continue;
            }
            violations.push(Violation {
                path: path.into(),
                line: line_of(text, at),
                what: format!("names a folder of one machine: {needle}"),
                why: "on another machine it is not there, or is somebody else's",
                fix: "use a path from the project's root, a temporary folder asked for by name, or /var/lib/consilium",
            });
        }
    }
    violations
}

#[cfg(test)]
mod tests {
    use super::*;

    fn violations(path: &str, text: &str) -> Vec<String> {
        check(&Tree::sample(&[(path, text)])).into_iter().map(|v| v.what).collect()
    }

    #[test]
    fn a_good_file_passes() {
        let none: [String; 0] = [];
        let text =
            "//! What it is for.\n#[expect(dead_code, reason = \"shown\")]\nlet t = \"TODO in a string\";\n";
        assert_eq!(violations("a.rs", text), none);
    }

    #[test]
    fn silence_and_notes_are_refused() {
        assert_eq!(violations("a.rs", "//! A.\n#[allow(dead_code)]\n"), ["silences a lint by `allow`"]);
        assert_eq!(violations("a.rs", "//! A.\n// FIXME later\n"), ["leaves a note to itself: FIXME"]);
        assert_eq!(violations("a.css", "/* TODO */"), ["leaves a note to itself: TODO"]);
        assert_eq!(violations("a.rs", "fn a() {}\n"), ["does not open with `//!`"]);
    }

    #[test]
    fn paths_of_one_machine_are_refused() {
        for folder in FOLDERS {
            let text = format!("read /{folder}/me/file");
            assert_eq!(violations("a.md", &text), [format!("names a folder of one machine: /{folder}/")]);
            let none: [String; 0] = [];
            assert_eq!(
                violations("a.md", &format!("see example.org/{folder}/ or src/{folder}/mod.rs")),
                none
            );
        }
    }
}

//! The order inside the product: what each module of `crates/site` may name.

use super::Violation;
use super::paths::{Named, paths_from};
use super::source::Source;
use super::tree::Tree;

const SOURCES: &str = "crates/site/src/";

/// From the ground up. A module names only those before it; `lib` names all.
const ORDER: &[&str] = &[
    "error", "config", "app", "policy", "web", "letter", "notification", "draft", "account", "audit",
    "taxonomy", "agreement", "index", "evidence", "review", "doctor", "reviewing", "answer", "question",
    "inbox", "topic", "search", "moderation", "credential", "home", "about", "own_data", "feed", "archive",
    "demo", "lib",
];

/// Modules before this one serve every feature and know none.
const FIRST_FEATURE: &str = "letter";

const WHY: &str =
    "with one order there is no circle, and a change to a feature reaches only the features after it";

pub(super) fn check(tree: &Tree) -> Vec<Violation> {
    let mut violations = Vec::new();
    for source in tree.sources() {
        let Some(inside) = source.path.strip_prefix(SOURCES) else {
            continue;
        };
        let module = module_of(inside);
        let Some(rank) = rank_of(module) else {
            violations.push(stranger(source, module));
            continue;
        };
        for named in names(source, inside) {
            violations.extend(judge(tree, source, (module, rank), &named));
        }
    }
    violations.extend(templates(tree));
    violations
}

fn rank_of(module: &str) -> Option<usize> {
    ORDER.iter().position(|name| *name == module)
}

fn is_feature(module: &str) -> bool {
    module != "lib" && rank_of(module) >= rank_of(FIRST_FEATURE)
}

/// `doctor/store.rs` and `doctor.rs` are both of `doctor`.
fn module_of(inside: &str) -> &str {
    inside.split('/').next().unwrap_or_default().trim_end_matches(".rs")
}

fn stranger(source: &Source, module: &str) -> Violation {
    Violation {
        path: source.path.clone(),
        line: 1,
        what: format!("module `{module}` has no place in the order"),
        why: WHY,
        fix: "put it into ORDER in xtask/src/tidy/site.rs where it belongs",
    }
}

/// The paths a file names from the crate's root, whether by `crate::` or by climbing there.
fn names(source: &Source, inside: &str) -> Vec<Named> {
    let mut found = paths_from(&source.live, "crate");
    for mut named in paths_from(&source.live, "super") {
        let further = named.segments.iter().take_while(|segment| *segment == "super").count();
        // A path that does not climb to the root stays in the feature.
        if further + 1 == depth(inside) {
            named.segments.drain(..further);
            found.push(named);
        }
    }
    found
}

/// How many modules deep a file is: `doctor.rs` and `doctor/mod.rs` are one deep.
fn depth(inside: &str) -> usize {
    inside.matches('/').count() + usize::from(!inside.ends_with("/mod.rs"))
}

fn judge(tree: &Tree, source: &Source, (module, rank): (&str, usize), named: &Named) -> Option<Violation> {
    let place = |what: String, why: &'static str, fix: &'static str| {
        Some(Violation { path: source.path.clone(), line: named.line, what, why, fix })
    };
    let first = named.segments.first()?;
    let target = rank_of(first)?;
    if first == module || module == "lib" {
        return None;
    }
    if target > rank {
        return place(
            format!("`{module}` names `{first}`, which comes after it"),
            WHY,
            "turn the call round, move the shared part down, or write an event row that the later feature reads",
        );
    }
    let second = named.segments.get(1)?;
    if is_feature(first) && is_inner(tree, first, second) {
        return place(
            format!("`{module}` reaches into `{first}::{second}`"),
            "what a feature offers to others is what its mod.rs exports; the rest may change any day",
            "export the name from the feature's mod.rs and use it from there",
        );
    }
    None
}

/// Whether this is a file of the feature that its mod.rs does not offer. Pages and queries are never
/// offered whole.
fn is_inner(tree: &Tree, feature: &str, name: &str) -> bool {
    let folder = format!("{SOURCES}{feature}");
    if !tree.has(&format!("{folder}/{name}.rs")) && !tree.has_folder(&format!("{folder}/{name}")) {
        return false;
    }
    let offered =
        tree.text(&format!("{folder}/mod.rs")).is_some_and(|text| text.contains(&format!("pub mod {name};")));
    !offered || ["pages", "store"].contains(&name)
}

/// A template may take in those of its own feature and of what comes before it.
fn templates(tree: &Tree) -> Vec<Violation> {
    let mut violations = Vec::new();
    for (path, text) in tree.ending(&[".html", ".xml", ".txt"]) {
        let Some(inside) = path.strip_prefix(SOURCES) else {
            continue;
        };
        let module = module_of(inside);
        for (index, line) in text.lines().enumerate() {
            for used in super::templates::taken_in(line) {
                let later = rank_of(module_of(used)) > rank_of(module);
                if later && used.contains('/') && rank_of(module).is_some() {
                    violations.push(Violation {
                        path: path.into(),
                        line: index + 1,
                        what: format!("template of `{module}` takes in `{used}`, which comes after it"),
                        why: WHY,
                        fix: "move the shared piece down, to web/components if every feature may want it",
                    });
                }
            }
        }
    }
    violations
}

#[cfg(test)]
mod tests {
    use super::*;

    fn violations(files: &[(&str, &str)]) -> Vec<String> {
        let files: Vec<(String, &str)> =
            files.iter().map(|(path, text)| (format!("{SOURCES}{path}"), *text)).collect();
        let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), *text)).collect();
        check(&Tree::sample(&files)).into_iter().map(|v| v.what).collect()
    }

    #[test]
    fn downward_through_the_front_door() {
        let none: [String; 0] = [];
        assert_eq!(
            violations(&[
                ("lib.rs", "use crate::question;"),
                ("doctor/mod.rs", "pub use store::Doctor; pub mod counts; use super::app::App;"),
                ("doctor/store.rs", "use super::Doctor; use crate::taxonomy::Topic;"),
                ("doctor/counts.rs", ""),
                ("question/counts.rs", "use crate::doctor::counts::Change;"),
                (
                    "answer/pages.rs",
                    "use crate::{app::App, doctor::Doctor, answer::store::find, web::page::Page};"
                ),
                ("web/page.rs", "use crate::app::App;"),
            ]),
            none
        );
    }

    #[test]
    fn upward_is_refused() {
        assert_eq!(
            violations(&[("web/page.rs", "use crate::doctor::Doctor;")]),
            ["`web` names `doctor`, which comes after it"]
        );
        assert_eq!(
            violations(&[("doctor/mod.rs", "use super::answer::Answer;")]),
            ["`doctor` names `answer`, which comes after it"]
        );
        assert_eq!(
            violations(&[("error.rs", "fn a() { crate::config::read() }")]),
            ["`error` names `config`, which comes after it"]
        );
    }

    #[test]
    fn a_back_door_is_refused() {
        assert_eq!(
            violations(&[
                ("doctor/store.rs", ""),
                ("doctor/mod.rs", "pub mod store;"),
                ("answer/mod.rs", "use crate::doctor::store::find;")
            ]),
            ["`answer` reaches into `doctor::store`"]
        );
        assert_eq!(
            violations(&[
                ("doctor/store.rs", ""),
                ("answer/a/b.rs", "use super::super::super::doctor::store::find;")
            ]),
            ["`answer` reaches into `doctor::store`"]
        );
        let none: [String; 0] = [];
        assert_eq!(violations(&[("answer/a/b.rs", "use super::super::store::find;")]), none);
    }

    #[test]
    fn tests_may_name_anything() {
        let none: [String; 0] = [];
        assert_eq!(
            violations(&[("review/mod.rs", "#[cfg(test)]\nmod tests { use crate::answer::Answer; }")]),
            none
        );
    }

    #[test]
    fn an_unknown_module_is_named() {
        assert_eq!(violations(&[("utils.rs", "")]), ["module `utils` has no place in the order"]);
    }

    #[test]
    fn templates_follow_the_same_order() {
        let none: [String; 0] = [];
        assert_eq!(violations(&[("question/show.html", "{% include \"answer/card.html\" %}")]), none);
        assert_eq!(
            violations(&[("answer/card.html", "{%- include \"question/show.html\" -%}")]),
            ["template of `answer` takes in `question/show.html`, which comes after it"]
        );
    }
}

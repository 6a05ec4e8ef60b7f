//! The house rules as code. Each rule is one file beside this one: a `check` that reads the
//! [`Tree`] and returns what breaks the rule, with a good and a bad sample in its tests.

mod borders;
mod css;
mod docs;
mod functions;
mod layers;
mod paths;
mod site;
mod sizes;
mod source;
mod templates;
mod tree;
mod words;

use std::fmt;
use std::path::Path;

use crate::Outcome;
use tree::Tree;

/// One place that breaks one rule.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Violation {
    path: String,
    line: usize,
    what: String,
    why: &'static str,
    fix: &'static str,
}

impl fmt::Display for Violation {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(out, "{}:{}: {}", self.path, self.line, self.what)?;
        writeln!(out, "    why: {}", self.why)?;
        write!(out, "    do:  {}", self.fix)
    }
}

type Rule = fn(&Tree) -> Vec<Violation>;

const RULES: [Rule; 8] = [
    layers::check,
    site::check,
    borders::check,
    sizes::check,
    words::check,
    templates::check,
    css::check,
    docs::check,
];

/// Runs every rule over the project at `root`.
pub(crate) fn run(root: &Path) -> Result<Outcome, String> {
    let tree = Tree::read(root)?;
    let mut violations: Vec<Violation> = RULES.iter().flat_map(|rule| rule(&tree)).collect();
    violations.sort();
    violations.dedup();
    let figures = sizes::figures(&tree);
    if violations.is_empty() {
        return Ok(Outcome::clean(format!("tidy: {} files in order\n{figures}", tree.len())));
    }
    let list: Vec<String> = violations.iter().map(Violation::to_string).collect();
    Ok(Outcome::broken(format!("{}\n\ntidy: {} to put right\n{figures}", list.join("\n"), violations.len())))
}

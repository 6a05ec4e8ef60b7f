//! How long a file and a function may be. Tests do not count.

use super::Violation;
use super::functions::{Function, functions};
use super::source::Source;
use super::tree::Tree;

const FILE_LINES: usize = 400;
const FUNCTION_LINES: usize = 80;
const ARGUMENTS: usize = 5;
/// A function up to this length is short; at most this share may be longer.
const SHORT_FUNCTION: usize = 45;
const LONG_SHARE_PERCENT: usize = 5;

pub(super) fn check(tree: &Tree) -> Vec<Violation> {
    let mut violations = Vec::new();
    for source in tree.sources() {
        violations.extend(file_length(source));
        for function in functions(&source.live) {
            violations.extend(function_size(source, &function));
        }
    }
    violations.extend(share_of_long(tree));
    violations
}

/// One line for the end of a run: the figures that the rules are about.
pub(super) fn figures(tree: &Tree) -> String {
    let mut lengths: Vec<usize> =
        tree.sources().iter().map(Source::live_lines).filter(|lines| *lines > 0).collect();
    lengths.sort_unstable();
    let median = lengths.get(lengths.len() / 2).copied().unwrap_or(0);
    let (long, all) = long_functions(tree);
    let share = if all == 0 { 0.0 } else { 100.0 * long.len() as f64 / all as f64 };
    format!(
        "source files: {}, median {median} lines; functions: {all}, {share:.1}% over {SHORT_FUNCTION} lines",
        lengths.len()
    )
}

fn file_length(source: &Source) -> Option<Violation> {
    let lines = source.live_lines();
    (lines > FILE_LINES).then(|| Violation {
        path: source.path.clone(),
        line: 1,
        what: format!("{lines} lines without tests; at most {FILE_LINES}"),
        why: "a file that does one thing fits into a head; a long one does several",
        fix: "split it by what changes together",
    })
}

fn function_size(source: &Source, function: &Function) -> Vec<Violation> {
    let mut violations = Vec::new();
    let mut report = |what, why, fix| {
        violations.push(Violation { path: source.path.clone(), line: function.line, what, why, fix });
    };
    let Function { name, lines, arguments, .. } = function;
    if *lines > FUNCTION_LINES {
        report(
            format!("`{name}` has {lines} lines; at most {FUNCTION_LINES}"),
            "a function is read from top to bottom; a long one hides what it decides",
            "give its steps names and let them be functions",
        );
    }
    if *arguments > ARGUMENTS {
        report(
            format!("`{name}` takes {arguments} arguments; at most {ARGUMENTS}"),
            "nobody remembers the order of six things at a call",
            "group those that travel together in a struct",
        );
    }
    violations
}

fn share_of_long(tree: &Tree) -> Vec<Violation> {
    let (long, all) = long_functions(tree);
    // Below twenty functions one long one would already be too much.
    if all < 20 || long.len() * 100 <= all * LONG_SHARE_PERCENT {
        return Vec::new();
    }
    long.into_iter()
        .map(|(path, function)| Violation {
            path,
            line: function.line,
            what: format!(
                "`{}` has {} lines, and too many functions are that long",
                function.name, function.lines
            ),
            why: "at most one function in twenty may be longer than 45 lines",
            fix: "shorten this one or one of the others listed",
        })
        .collect()
}

fn long_functions(tree: &Tree) -> (Vec<(String, Function)>, usize) {
    let mut all = 0;
    let mut long = Vec::new();
    for source in tree.sources() {
        for function in functions(&source.live) {
            all += 1;
            if function.lines > SHORT_FUNCTION {
                long.push((source.path.clone(), function));
            }
        }
    }
    (long, all)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn violations(text: &str) -> Vec<String> {
        check(&Tree::sample(&[("crates/site/src/home.rs", text)])).into_iter().map(|v| v.what).collect()
    }

    fn function(lines: usize) -> String {
        format!("fn f() {{\n{}}}\n", "    work();\n".repeat(lines - 2))
    }

    #[test]
    fn lengths_are_held() {
        let none: [String; 0] = [];
        assert_eq!(violations(&function(80)), none);
        assert_eq!(violations(&function(81)), ["`f` has 81 lines; at most 80"]);
        assert_eq!(violations(&"// x\n".repeat(400)), none);
        assert_eq!(violations(&"// x\n".repeat(401)), ["401 lines without tests; at most 400"]);
        let tests = format!("#[cfg(test)]\nmod tests {{\n{}}}\n", function(500));
        assert_eq!(violations(&tests), none);
    }

    #[test]
    fn arguments_are_counted() {
        assert_eq!(
            violations("fn f(a: u8, b: u8, c: u8, d: u8, e: u8, g: u8) {}"),
            ["`f` takes 6 arguments; at most 5"]
        );
    }

    #[test]
    fn one_in_twenty_may_be_long() {
        let none: [String; 0] = [];
        let short = "fn s() {}\n".repeat(19);
        assert_eq!(violations(&format!("{short}{}", function(60))), none);
        let two = violations(&format!("{short}{}{}", function(60), function(50)));
        assert_eq!(two.len(), 2, "{two:?}");
    }

    #[test]
    fn figures_are_given() {
        let tree = Tree::sample(&[("a.rs", "fn f() {}\n")]);
        assert_eq!(figures(&tree), "source files: 1, median 1 lines; functions: 1, 0.0% over 45 lines");
    }
}

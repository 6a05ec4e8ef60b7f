//! The style sheet: small, from nobody else, and without left and right, so that one sheet serves
//! languages of both directions.

use super::Violation;
use super::source::line_of;
use super::tree::Tree;

const SHEETS: &str = "crates/site/src/";
const BYTES: usize = 15_000;

const PHYSICAL: [&str; 22] = [
    "left",
    "right",
    "margin-left",
    "margin-right",
    "padding-left",
    "padding-right",
    "border-left",
    "border-right",
    "border-left-width",
    "border-right-width",
    "border-left-color",
    "border-right-color",
    "border-left-style",
    "border-right-style",
    "border-top-left-radius",
    "border-top-right-radius",
    "border-bottom-left-radius",
    "border-bottom-right-radius",
    "scroll-margin-left",
    "scroll-margin-right",
    "scroll-padding-left",
    "scroll-padding-right",
];

/// Properties whose value may be a side.
const SIDED: [&str; 4] = ["text-align", "float", "clear", "caption-side"];

/// Properties whose four values go round by top, right, bottom, left.
const ROUND: [&str; 6] = ["margin", "padding", "inset", "border-width", "border-color", "border-style"];

pub(super) fn check(tree: &Tree) -> Vec<Violation> {
    let sheets: Vec<(&str, &str)> =
        tree.ending(&[".css"]).filter(|(path, _)| path.starts_with(SHEETS)).collect();
    let mut violations: Vec<Violation> = sheets.iter().flat_map(|(path, text)| sheet(path, text)).collect();
    for (path, text) in sheets.iter().filter(|(_, text)| text.len() > BYTES) {
        violations.push(Violation {
            path: (*path).into(),
            line: 1,
            what: format!("{} bytes of style; at most {BYTES}", text.len()),
            why: "the sheet stands between a reader on a phone and the first word",
            fix: "look for rules that repeat a token or style what no template has",
        });
    }
    violations
}

fn sheet(path: &str, text: &str) -> Vec<Violation> {
    let plain = without_comments(text);
    let mut violations = Vec::new();
    for (at, property, value) in declarations(&plain) {
        if let Some(what) = physical(&property, &value) {
            violations.push(Violation {
                path: path.into(),
                line: line_of(&plain, at),
                what,
                why: "a right-to-left language is served by the same sheet",
                fix: "write start and end: `margin-inline-start`, `inset-inline-end`, `text-align: start`",
            });
        }
    }
    let foreign = ["@import", "url(http", "url(\"http", "url('http", "url(//"];
    for (at, word) in foreign.iter().flat_map(|word| plain.match_indices(word)) {
        violations.push(Violation {
            path: path.into(),
            line: line_of(&plain, at),
            what: format!("fetches more: {word}"),
            why: "no reader's browser contacts anybody but this site, and one sheet is one request",
            fix: "write the rules here",
        });
    }
    violations
}

/// What is wrong with a declaration, if it names a side.
fn physical(property: &str, value: &str) -> Option<String> {
    if PHYSICAL.contains(&property) {
        return Some(format!("physical property `{property}`"));
    }
    let words: Vec<&str> = value.split_whitespace().collect();
    if SIDED.contains(&property) && words.iter().any(|word| matches!(*word, "left" | "right")) {
        return Some(format!("physical value in `{property}: {value}`"));
    }
    let uneven =
        ROUND.contains(&property) && !value.contains('(') && words.len() == 4 && words[1] != words[3];
    uneven.then(|| format!("different left and right in `{property}: {value}`"))
}

/// Offset, property and value of each declaration.
fn declarations(plain: &str) -> Vec<(usize, String, String)> {
    let mut found = Vec::new();
    let mut start = 0;
    for (at, byte) in plain.bytes().enumerate() {
        if !matches!(byte, b';' | b'{' | b'}') {
            continue;
        }
        // What stands before `{` is a selector.
        let piece = if byte == b'{' { "" } else { &plain[start..at] };
        if let Some((property, value)) = piece.split_once(':') {
            let offset = start + (piece.len() - piece.trim_start().len());
            found.push((offset, property.trim().to_ascii_lowercase(), value.trim().to_ascii_lowercase()));
        }
        start = at + 1;
    }
    found
}

fn without_comments(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find("/*") {
        let end = rest[start..].find("*/").map_or(rest.len(), |length| start + length + 2);
        plain.push_str(&rest[..start]);
        plain.extend(rest.as_bytes()[start..end].iter().map(|byte| if *byte == b'\n' { '\n' } else { ' ' }));
        rest = &rest[end..];
    }
    plain.push_str(rest);
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    fn violations(css: &str) -> Vec<String> {
        let files = [("crates/site/src/web/site.css", css)];
        check(&Tree::sample(&files)).into_iter().map(|v| format!("{}: {}", v.line, v.what)).collect()
    }

    #[test]
    fn logical_rules_pass() {
        let none: [String; 0] = [];
        let css = "/* left: 0 */\na:hover { margin-inline-start: 1rem; text-align: start; margin: 0 auto 1rem auto }\n\
            @media (width > 40rem) { p { inset-inline-end: 0; padding: 0 var(--a) 0 calc(1px + 2px); } }\n";
        assert_eq!(violations(css), none);
    }

    #[test]
    fn sides_are_refused() {
        assert_eq!(violations("a {\n  margin-left: 0;\n}\n"), ["2: physical property `margin-left`"]);
        assert_eq!(violations("a{left:0}"), ["1: physical property `left`"]);
        assert_eq!(violations("a { text-align: RIGHT }"), ["1: physical value in `text-align: right`"]);
        assert_eq!(
            violations("a { padding: 0 1px 0 2px }"),
            ["1: different left and right in `padding: 0 1px 0 2px`"]
        );
    }

    #[test]
    fn weight_and_foreign_sheets_are_refused() {
        assert_eq!(violations(&"a{b:c}".repeat(2501)), ["1: 15006 bytes of style; at most 15000"]);
        assert_eq!(violations("@import \"x.css\";"), ["1: fetches more: @import"]);
    }
}

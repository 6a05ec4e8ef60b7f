//! Templates: none forgotten, nothing inline that the content policy forbids, nothing from
//! foreign hosts, and no text let through unescaped but what was made safe before.

use std::collections::BTreeSet;

use super::Violation;
use super::source::line_of;
use super::tree::Tree;

const SOURCES: &str = "crates/site/src/";
const ENDINGS: [&str; 3] = [".html", ".xml", ".txt"];

/// Attributes by which a browser fetches something by itself.
const FETCHING: [&str; 6] = ["src", "srcset", "poster", "data", "formaction", "action"];

pub(super) fn check(tree: &Tree) -> Vec<Violation> {
    let used = used(tree);
    let mut violations = Vec::new();
    for (path, text) in tree.ending(&ENDINGS) {
        let Some(inside) = path.strip_prefix(SOURCES) else {
            continue;
        };
        if !used.contains(inside) {
            violations.push(violation(
                path,
                1,
                "no page, letter or other template names this template".into(),
                "what nobody renders nobody tests",
                "name it by its path from crates/site/src, or delete it",
            ));
        }
        violations.extend(unescaped(path, text));
        if path.ends_with(".html") {
            violations.extend(tags(text).iter().flat_map(|tag| judge(path, text, tag)));
        }
    }
    violations
}

/// Paths from `src` that some template or some Rust file names.
fn used(tree: &Tree) -> BTreeSet<String> {
    let mut used = BTreeSet::new();
    for source in tree.sources() {
        let Some(inside) = source.path.strip_prefix(SOURCES) else {
            continue;
        };
        let folder = inside.rsplit_once('/').map_or("", |(folder, _)| folder);
        for (_, text) in &source.strings {
            if ENDINGS.iter().any(|ending| text.ends_with(ending)) {
                used.insert(text.clone());
                // `include_str!` counts from the file itself.
                used.insert(format!("{folder}/{text}").trim_start_matches('/').to_owned());
            }
        }
    }
    for (path, text) in tree.ending(&ENDINGS) {
        if path.starts_with(SOURCES) {
            used.extend(text.lines().flat_map(taken_in).map(String::from));
        }
    }
    used
}

/// The templates that a line takes in by `extends`, `include` or `import`.
pub(super) fn taken_in(line: &str) -> Vec<&str> {
    let blocks = line.split("{%").skip(1).filter_map(|rest| rest.split("%}").next());
    let named = blocks.filter_map(|block| {
        let block = block.trim_start_matches(['-', '+', '~']).trim_start();
        let rest = ["extends", "include", "import"].iter().find_map(|word| block.strip_prefix(word))?;
        rest.trim_start().strip_prefix('"')?.split('"').next()
    });
    named.collect()
}

fn violation(path: &str, line: usize, what: String, why: &'static str, fix: &'static str) -> Violation {
    Violation { path: path.into(), line, what, why, fix }
}

/// `|safe` is for values whose name says that they are HTML made safe, or JSON-LD made safe.
fn unescaped(path: &str, text: &str) -> Vec<Violation> {
    let mut violations = Vec::new();
    for (at, _) in text.match_indices('|') {
        let after = text[at + 1..].trim_start();
        let filter = after
            .strip_prefix("safe")
            .is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphanumeric() || c == '_'));
        let before = text[..at].trim_end().trim_end_matches("()");
        let made_safe = before.ends_with("_html") || before.ends_with("json_ld");
        if filter && in_block(text, at) && !made_safe {
            violations.push(violation(
                path,
                line_of(text, at),
                "lets text through unescaped".into(),
                "one forgotten case is enough to run a stranger's script on every reader's machine",
                "escape it; HTML that went through crates/markup is held in a value whose name ends in `_html`",
            ));
        }
    }
    violations
}

/// Whether a place lies within `{{ … }}` or `{% … %}`.
fn in_block(text: &str, at: usize) -> bool {
    let open = text[..at].rfind("{{").max(text[..at].rfind("{%"));
    let close = text[..at].rfind("}}").max(text[..at].rfind("%}"));
    open.is_some() && open > close
}

/// A start tag: where it is, its name and its attributes.
struct Tag {
    at: usize,
    name: String,
    attributes: Vec<(String, String)>,
}

impl Tag {
    fn value(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// The start tags of a template, with its own blocks blanked so that they cannot confuse.
fn tags(text: &str) -> Vec<Tag> {
    let plain = without_blocks(text);
    let mut found = Vec::new();
    for (at, _) in plain.match_indices('<') {
        let rest = &plain[at + 1..];
        if rest.starts_with(|char: char| char.is_ascii_alphabetic()) {
            let name: String =
                rest.chars().take_while(|char| char.is_ascii_alphanumeric() || *char == '-').collect();
            let attributes = attributes(&rest[name.len()..]);
            found.push(Tag { at, name: name.to_ascii_lowercase(), attributes });
        }
    }
    found
}

/// Blocks become spaces of the same length.
fn without_blocks(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((start, end)) = ["{{", "{%", "{#"]
        .iter()
        .zip(["}}", "%}", "#}"])
        .filter_map(|(open, close)| Some((rest.find(open)?, close)))
        .min()
    {
        let length = rest[start..].find(end).map_or(rest.len() - start, |length| length + end.len());
        plain.push_str(&rest[..start]);
        // Newlines stay, so that line numbers do.
        plain.extend(
            rest.as_bytes()[start..start + length].iter().map(|byte| if *byte == b'\n' { '\n' } else { ' ' }),
        );
        rest = &rest[start + length..];
    }
    plain.push_str(rest);
    plain
}

/// Reads `name="value"` pairs up to the `>` that closes the tag.
fn attributes(text: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        if first == '>' {
            break;
        }
        let name: String =
            rest.chars().take_while(|char| !char.is_whitespace() && !"=>\"'".contains(*char)).collect();
        rest = rest[name.len()..].trim_start();
        let mut value = String::new();
        if let Some(after) = rest.strip_prefix('=') {
            let after = after.trim_start();
            let (inside, left) = match after.chars().next() {
                Some(quote @ ('"' | '\'')) => after[1..].split_once(quote).unwrap_or((&after[1..], "")),
                _ => after.split_at(after.find([' ', '\n', '>']).unwrap_or(after.len())),
            };
            value = inside.to_owned();
            rest = left;
        } else if name.is_empty() {
            // A stray quote.
            rest = &rest[first.len_utf8()..];
        }
        if !name.is_empty() {
            found.push((name.to_ascii_lowercase(), value));
        }
        rest = rest.trim_start();
    }
    found
}

fn judge(path: &str, text: &str, tag: &Tag) -> Vec<Violation> {
    const POLICY: &str =
        "the content policy refuses what is inline, so it would not work, and a stranger's would";
    const HOSTS: &str = "no reader's browser ever contacts anybody but this site";
    let line = line_of(text, tag.at);
    let mut violations = Vec::new();
    let mut report = |what: String, why, fix| violations.push(violation(path, line, what, why, fix));
    for (name, value) in &tag.attributes {
        if name == "style" {
            report(
                format!("`style` on <{}>", tag.name),
                POLICY,
                "give it a class in crates/site/src/web/site.css",
            );
        }
        if name.len() > 3 && name.starts_with("on") {
            report(format!("`{name}` on <{}>", tag.name), POLICY, "listen in crates/site/src/web/desk.js");
        }
        let fetches = FETCHING.contains(&name.as_str()) || tag.name == "link" && name == "href" && loads(tag);
        if fetches && is_foreign(value) {
            report(format!("<{}> fetches {value}", tag.name), HOSTS, "serve the file from the site itself");
        }
    }
    let data =
        tag.value("type").is_some_and(|kind| matches!(kind, "application/ld+json" | "application/json"));
    if tag.name == "script" && tag.value("src").is_none() && !data {
        report("script inside the page".into(), POLICY, "put it into crates/site/src/web/desk.js");
    }
    if tag.name == "style" {
        report("styles inside the page".into(), POLICY, "put them into crates/site/src/web/site.css");
    }
    violations
}

/// Whether a `<link>` makes the browser fetch, unlike `canonical` or `alternate`.
fn loads(tag: &Tag) -> bool {
    const LOADING: [&str; 7] =
        ["stylesheet", "icon", "preload", "modulepreload", "prefetch", "preconnect", "manifest"];
    tag.value("rel").is_some_and(|rel| rel.split_whitespace().any(|word| LOADING.contains(&word)))
}

fn is_foreign(value: &str) -> bool {
    let value = value.trim_start().to_ascii_lowercase();
    value.starts_with("http://") || value.starts_with("https://") || value.starts_with("//")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn violations(html: &str) -> Vec<String> {
        let files = [
            ("crates/site/src/home.rs", "#[template(path = \"home/index.html\")]"),
            ("crates/site/src/home/index.html", html),
        ];
        check(&Tree::sample(&files)).into_iter().map(|v| format!("{}: {}", v.line, v.what)).collect()
    }

    #[test]
    fn a_good_template_passes() {
        let none: [String; 0] = [];
        let html = "<p class=\"a\" {% if x > 1 %}lang=\"{{ lang }}\"{% endif %}>{{ body_html|safe }} 1 < 2 on=\n\
            <a href=\"https://example.org/\">x</a> <link rel=\"canonical\" href=\"https://e.org/\">\n\
            <script src=\"/assets/site.js\" defer></script>\n\
            <script type=\"application/ld+json\">{{ json_ld|safe }}</script>";
        assert_eq!(violations(html), none);
    }

    #[test]
    fn inline_styles_and_scripts_are_refused() {
        assert_eq!(violations("\n<p style=\"color: red\">"), ["2: `style` on <p>"]);
        assert_eq!(violations("<a\n  href='/'\n  onclick=go()>"), ["1: `onclick` on <a>"]);
        assert_eq!(violations("<script>go()</script>"), ["1: script inside the page"]);
        assert_eq!(violations("<style>p {}</style>"), ["1: styles inside the page"]);
        assert_eq!(violations("<p {% if a %}class=\"{{ b }}\"{% endif %} STYLE=x>"), ["1: `style` on <p>"]);
    }

    #[test]
    fn foreign_hosts_are_refused() {
        assert_eq!(
            violations("<img src=\"https://cdn.example/x.png\">"),
            ["1: <img> fetches https://cdn.example/x.png"]
        );
        assert_eq!(
            violations("<link href=\"//cdn.example/x.css\" rel=\"stylesheet\">"),
            ["1: <link> fetches //cdn.example/x.css"]
        );
    }

    #[test]
    fn unescaped_text_is_refused() {
        assert_eq!(violations("<p>{{ body|safe }}"), ["1: lets text through unescaped"]);
        assert_eq!(violations("<p>{{ body.html() | safe }}"), ["1: lets text through unescaped"]);
        let none: [String; 0] = [];
        assert_eq!(violations("<p>{{ body|safely }} a|safe {{ answer.body_html()|safe }}"), none);
    }

    #[test]
    fn orphans_are_found() {
        let files = [
            ("crates/site/src/home/mod.rs", "include_str!(\"robots.txt\"); \"home/index.html\""),
            ("crates/site/src/home/robots.txt", ""),
            ("crates/site/src/home/index.html", "{% extends \"web/layout.html\" %}"),
            ("crates/site/src/web/layout.html", "{%- import \"web/stars.html\" as stars -%}"),
            ("crates/site/src/web/stars.html", ""),
            ("crates/site/src/web/old.html", ""),
        ];
        let found: Vec<String> = check(&Tree::sample(&files)).into_iter().map(|v| v.path).collect();
        assert_eq!(found, ["crates/site/src/web/old.html"]);
    }
}

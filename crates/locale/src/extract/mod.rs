//! Finds the texts to translate in templates and Rust files, so that a test can hold every catalogue to them.
//!
//! A call counts when it is written `.t("...")`, `.n(.., "one", "many")`, `.c("context", "text")` or
//! `mark("...")` with the texts as literals. A text that is put together at run time cannot be found and
//! so cannot be translated: name it with [`mark`](crate::mark) where it is written.

mod calls;
mod literal;

/// A text that the site shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Tells apart texts that are written alike, from `c(..)`.
    pub context: Option<String>,
    /// The English text; for a count, the form for one.
    pub text: String,
    /// The English form for other counts, from `n(..)`.
    pub plural: Option<String>,
    /// The file it was found in.
    pub file: String,
    /// Line of the call, counted from 1.
    pub line: usize,
}

/// Finds every text in a file: a name that ends in `.rs` is read as Rust, any other as an askama template.
///
/// A Rust file is read up to its unit tests.
#[must_use]
pub fn extract(file: &str, source: &str) -> Vec<Message> {
    let mut messages = Vec::new();
    if file.ends_with(".rs") {
        let code = source.split("#[cfg(test)]\nmod ").next().unwrap_or(source);
        calls::find(code, true, &mut |call| messages.push(message(file, source, call.at, call)));
    } else {
        for code in template_code(source) {
            let offset = code.as_ptr() as usize - source.as_ptr() as usize;
            calls::find(code, false, &mut |call| {
                messages.push(message(file, source, offset + call.at, call))
            });
        }
    }
    messages
}

fn message(file: &str, source: &str, at: usize, call: calls::Call) -> Message {
    let line = source[..at].matches('\n').count() + 1;
    Message { context: call.context, text: call.text, plural: call.plural, file: file.to_owned(), line }
}

/// The insides of `{{ }}` and `{% %}`, without what stands in `{# #}`.
fn template_code(source: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut rest = source;
    while let Some(open) = rest.find('{') {
        let inside = &rest[open + 1..];
        let length = match inside.as_bytes().first() {
            Some(b'#') => comment_length(inside),
            Some(b'{') => code_length(inside, "}}"),
            Some(b'%') => code_length(inside, "%}"),
            _ => 0,
        };
        if length > 0 && !inside.starts_with('#') {
            pieces.push(&inside[1..length]);
        }
        rest = &inside[length..];
    }
    pieces
}

/// Length up to the closing mark, which may stand inside a literal without closing anything.
fn code_length(inside: &str, close: &str) -> usize {
    let mut at = 1;
    while at < inside.len() {
        let rest = &inside[at..];
        if rest.starts_with(close) {
            return at;
        }
        at += literal::skip(rest).unwrap_or_else(|| rest.chars().next().map_or(1, char::len_utf8));
    }
    inside.len()
}

/// Length of a comment, which may hold others.
fn comment_length(inside: &str) -> usize {
    let mut depth = 1;
    let mut at = 1;
    while at < inside.len() && depth > 0 {
        let rest = &inside[at..];
        let (step, change) = if rest.starts_with("{#") {
            (2, 1)
        } else if rest.starts_with("#}") {
            (2, -1)
        } else {
            (rest.chars().next().map_or(1, char::len_utf8), 0)
        };
        at += step;
        depth += change;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn texts(file: &str, source: &str) -> Vec<String> {
        let show = |message: Message| {
            let context = message.context.map(|context| format!("{context}: ")).unwrap_or_default();
            let plural = message.plural.map(|plural| format!(" / {plural}")).unwrap_or_default();
            format!("{} {context}{}{plural}", message.line, message.text)
        };
        extract(file, source).into_iter().map(show).collect()
    }

    #[test]
    fn templates() {
        let source = r#"<h1 title="l.t('no')">{{ l.t("Title") }}</h1> "it's
            {# l.t("commented") {# inner #} l.t("still") #}
            {% if l.t( "Shown" ).is_empty() -%} {{- l.n(page.count(1, "x"), "{n} answer", "{n} answers") -}}
            {{ l.c("verb", "Open")
               .with("a", l.t("Inside \"quotes\" }} \u{e9}")) }} l.t("outside") {{ open.t(dynamic) }} {{ x.t"#;
        assert_eq!(
            texts("a.html", source),
            ["1 Title", "3 Shown", "3 {n} answer / {n} answers", "4 verb: Open", "5 Inside \"quotes\" }} é",]
        );
    }

    #[test]
    fn rust_files() {
        let source = "//! l.t(\"doc\")\nfn a<'a>(l: Locale) { /* l.t(\"no\") */ l\n.t(\"Yes\"); let c = '\"'; mark(\"Marked\"); \
                      format(\"x\"); start(\"y\"); icons.mark(\"z\"); l.n(f(a, b), r#\"one \"1\"\"#, \"ma\\\n   ny\",); let s = \"l.t(\\\"z\\\")\"; }\n\
                      #[cfg(test)]\nmod tests { l.t(\"test\") }";
        assert_eq!(texts("a.rs", source), ["3 Yes", "3 Marked", "3 one \"1\" / many"]);
    }

    proptest! {
        #[test]
        fn never_panics(source in "(\\{\\{|\\}\\}|\\{#|#\\}|\\{%|\\.t\\(|\\.n\\(|\\.c\\(|\"|'|\\\\|r#|//|/\\*|,|[()]|é|\\PC|\n){0,40}") {
            let _ = extract("a.rs", &source);
            let _ = extract("a.html", &source);
        }
    }
}

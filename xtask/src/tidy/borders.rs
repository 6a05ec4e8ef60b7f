//! Things that only one part of the project may name, so that there is one place to look.

use super::Violation;
use super::source::{Source, find_word, is_name, line_of};
use super::tree::Tree;

/// Words that may stand only in some folders.
struct Border {
    what: &'static str,
    words: &'static [&'static str],
    homes: &'static [&'static str],
    why: &'static str,
    fix: &'static str,
}

const BORDERS: &[Border] = &[
    Border {
        what: "reads the environment",
        words: &["env::var", "env::var_os", "env::vars", "env::vars_os", "env::set_var", "env::remove_var"],
        homes: &["crates/site/src/config", "crates/db/src/test", "xtask/"],
        why: "an operator must find every setting in one place, with its default and its meaning",
        fix: "add a field to a struct in crates/site/src/config and take the value from App",
    },
    Border {
        what: "names a header or a cookie",
        words: &["HeaderMap", "HeaderName", "HeaderValue", "header", "Cookie", "CookieJar"],
        // Letters have headers of their own.
        homes: &["crates/site/src/web", "crates/mail/src", "xtask/"],
        why: "caching, privacy and security hang on headers; they are decided once, in web",
        fix: "use or extend an answer type or an extractor of crates/site/src/web",
    },
    Border {
        what: "asks the clock",
        words: &["SystemTime::now", "Instant::now", "Timestamp::now", "Zoned::now", "Utc::now", "Local::now"],
        homes: &["crates/site/src/app", "xtask/"],
        why: "time that is handed in can be set by a test; time that is asked for cannot",
        fix: "take the clock from App, or the moment as an argument",
    },
    Border {
        what: "names the search engine",
        words: &["tantivy::", "tantivy_fst::"],
        homes: &["crates/search/src"],
        why: "the engine can be replaced, and its long build is waited for once, as long as one crate knows it",
        fix: "use what crates/search gives, or give it what is missing",
    },
    Border {
        what: "makes randomness of its own",
        words: &["rand::", "getrandom::", "fastrand::", "thread_rng", "OsRng", "RandomState::new"],
        homes: &["crates/site/src/app", "xtask/"],
        why: "randomness that is handed in can be repeated by a test",
        fix: "take it from App, or the value as an argument",
    },
];

/// Parts of names that belong to one database or to its driver.
const DATABASES: [&str; 6] = ["sqlite", "postgres", "sqlx", "dbbackend", "databasebackend", "pragma"];

/// Header names as text, for answers built from plain strings.
const HEADERS: [&str; 12] = [
    "accept-encoding",
    "cache-control",
    "content-disposition",
    "content-encoding",
    "content-security-policy",
    "content-type",
    "etag",
    "if-none-match",
    "last-modified",
    "retry-after",
    "set-cookie",
    "x-robots-tag",
];

pub(super) fn check(tree: &Tree) -> Vec<Violation> {
    let mut violations = Vec::new();
    for source in tree.sources() {
        for border in BORDERS {
            violations.extend(crossings(source, border));
        }
        violations.extend(headers_as_text(source));
        violations.extend(databases(source));
    }
    violations
}

fn at_home(source: &Source, homes: &[&str]) -> bool {
    homes.iter().any(|home| source.path.starts_with(home))
}

fn crossings(source: &Source, border: &Border) -> Vec<Violation> {
    if at_home(source, border.homes) {
        return Vec::new();
    }
    let code = &source.live;
    let found = border.words.iter().flat_map(|word| {
        // A word that ends in `::` is a crate: what follows it is part of the path.
        let plain: Box<dyn Iterator<Item = usize>> = match word.strip_suffix("::") {
            Some(name) => {
                Box::new(find_word(code, name).filter(move |at| code[at + name.len()..].starts_with("::")))
            }
            // `header` counts only as a path, not as somebody's variable.
            None if *word == "header" => {
                Box::new(find_word(code, word).filter(move |at| code[at + word.len()..].starts_with("::")))
            }
            None => Box::new(find_word(code, word)),
        };
        plain.map(move |at| (at, word.trim_end_matches(':')))
    });
    found
        .map(|(at, word)| Violation {
            path: source.path.clone(),
            line: line_of(code, at),
            what: format!("{}: `{word}`", border.what),
            why: border.why,
            fix: border.fix,
        })
        .collect()
}

fn headers_as_text(source: &Source) -> Vec<Violation> {
    let border = &BORDERS[1];
    if at_home(source, border.homes) {
        return Vec::new();
    }
    let named =
        source.strings.iter().filter(|(_, text)| HEADERS.contains(&text.to_ascii_lowercase().as_str()));
    named
        .map(|(line, text)| Violation {
            path: source.path.clone(),
            line: *line,
            what: format!("{}: \"{text}\"", border.what),
            why: border.why,
            fix: border.fix,
        })
        .collect()
}

fn databases(source: &Source) -> Vec<Violation> {
    if at_home(source, &["crates/db/", "xtask/"]) {
        return Vec::new();
    }
    let code = &source.live;
    let mut violations = Vec::new();
    let mut at = 0;
    while at < code.len() {
        let name: &[u8] = code.as_bytes()[at..].split(|byte| !is_name(*byte)).next().unwrap_or_default();
        let lower = String::from_utf8_lossy(name).to_ascii_lowercase().replace('_', "");
        if DATABASES.iter().any(|part| lower.contains(part)) {
            violations.push(Violation {
                path: source.path.clone(),
                line: line_of(code, at),
                what: format!("names a database: `{}`", String::from_utf8_lossy(name)),
                why: "one query path serves both databases; what differs between them is hidden in crates/db",
                fix: "give crates/db a function named after what you want done, and call that",
            });
        }
        at += name.len().max(1);
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
    fn words_are_refused_away_from_home() {
        let cases = [
            ("std::env::var(\"X\")", "reads the environment: `env::var`"),
            ("axum::http::header::ETAG", "names a header or a cookie: `header`"),
            ("HeaderValue::from_static(\"x\")", "names a header or a cookie: `HeaderValue`"),
            ("[(\"Content-Type\", \"text/xml\")]", "names a header or a cookie: \"Content-Type\""),
            ("let t = Instant::now();", "asks the clock: `Instant::now`"),
            ("use tantivy::Index;", "names the search engine: `tantivy`"),
            ("rand::random()", "makes randomness of its own: `rand`"),
            ("DbBackend::Unknown", "names a database: `DbBackend`"),
            ("map_sqlx_sqlite_opts()", "names a database: `map_sqlx_sqlite_opts`"),
        ];
        for (text, what) in cases {
            assert_eq!(violations("crates/site/src/question/pages.rs", text), [what]);
        }
    }

    #[test]
    fn words_are_at_home_somewhere() {
        let none: [String; 0] = [];
        for (path, text) in [
            ("crates/site/src/config/mod.rs", "std::env::var(\"X\")"),
            ("crates/site/src/web/headers.rs", "header::ETAG; (\"etag\", HeaderValue::from(1))"),
            ("crates/site/src/app.rs", "SystemTime::now(); rand::random()"),
            ("crates/db/src/connect.rs", "DbBackend::Sqlite"),
            (
                "crates/site/src/question/pages.rs",
                "let header = table.header; // SQLite, Instant::now\n\"sqlite\"",
            ),
            ("crates/site/src/question/pages.rs", "#[cfg(test)]\nmod tests { fn t() { Instant::now(); } }"),
        ] {
            assert_eq!(violations(path, text), none, "{path}: {text}");
        }
    }
}

//! The settings as a chapter of the handbook and as a file to start from, both made from what the settings say of
//! themselves.

use site::config::Field;

const OPENING: &str = "\
# Reference of settings

<!-- Written by `consilium config --reference`. Change the settings' own comments in crates/site/src/config instead. -->

How settings are given, and which place wins, is told in [Configure](configure.md). Times are written as 500ms, 5s, 10m
or 2h. A setting whose default is empty is off, or worked out as its text says.
";

const EXAMPLE: &str = "\
# Settings of Consilium, all at their defaults. Take the # from those that you change.
# Name this file with --config, or put it into the data folder as consilium.toml.
";

/// The chapter: each section with its settings, what each is for, its default and its variable.
pub(super) fn markdown(fields: impl Iterator<Item = &'static Field>) -> String {
    let mut out = OPENING.to_owned();
    let mut section = "";
    for field in fields {
        if field.section != section {
            section = field.section;
            out.push_str(&format!("\n## {section}\n"));
        }
        let default =
            if field.default.is_empty() { "empty".to_owned() } else { format!("`{}`", field.default) };
        out.push_str(&format!(
            "\n### `{}`\n\n{}\n\n- default: {default}\n- variable: `{}`\n",
            field.path(),
            field.help(),
            field.variable
        ));
    }
    out
}

/// The file: each setting commented out, with what it is for above it.
pub(super) fn example(fields: impl Iterator<Item = &'static Field>) -> String {
    let mut out = EXAMPLE.to_owned();
    let mut section = "";
    for field in fields {
        if field.section != section {
            section = field.section;
            out.push_str(&format!("\n[{section}]\n"));
        }
        for line in field.doc {
            out.push_str(&format!("# {}\n", line.trim()));
        }
        out.push_str(&format!("#{} = {}\n", field.key, value(field.default)));
    }
    out
}

/// Numbers stand bare in TOML, everything else in quotes.
fn value(default: &str) -> String {
    if default.parse::<u64>().is_ok() { default.to_owned() } else { format!("{default:?}") }
}

//! The long path: reads Markdown into comrak's tree and makes the tree fit for a page.

mod plain;
mod reshape;

pub(crate) use plain::Signs;

use comrak::nodes::Node;
use comrak::options::{Extension, Parse, Render};
use comrak::{Arena, Options};
use std::cell::Cell;

/// The HTML of a body, not sanitised yet; `None` when reading it would cost too much.
pub(crate) fn html(markdown: &str) -> Option<String> {
    let arena = Arena::new();
    let options = options();
    let root = parse(&arena, markdown, &options)?;
    let mut html = String::with_capacity(markdown.len() * 2);
    comrak::format_html(root, &options, &mut html).ok()?;
    Some(html)
}

/// The words of a body; `None` when reading it would cost too much.
pub(crate) fn plain(markdown: &str, signs: Signs) -> Option<String> {
    let arena = Arena::new();
    Some(plain::write(parse(&arena, markdown, &options())?, signs))
}

fn options() -> Options<'static> {
    Options {
        extension: Extension { strikethrough: true, table: true, autolink: true, ..Extension::default() },
        parse: Parse::default(),
        // Whoever types into a box on a page expects a new line to be one.
        render: Render { hardbreaks: true, escape: true, ..Render::default() },
    }
}

/// Reads and reshapes. The work is counted, not timed, so that a body always comes out the same.
fn parse<'a>(arena: &'a Arena<'a>, markdown: &str, options: &Options) -> Option<Node<'a>> {
    // comrak asks every 256 steps. Honest text takes about one step for every four bytes.
    let left = Cell::new(64 + markdown.len() / 64);
    let spent = || {
        left.set(left.get().saturating_sub(1));
        left.get() == 0
    };
    let root = comrak::try_parse_document(arena, markdown, options, &spent).ok()?;
    reshape::reshape(arena, root);
    Some(root)
}

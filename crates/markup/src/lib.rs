//! Words as people typed them, made into what a page can show: safe HTML, plain text, excerpts and slugs.
//!
//! Bodies are Markdown and come from strangers. [`render`] is the one way from a body to HTML, and [`SafeHtml`]
//! the one type that a template prints without escaping. Plain prose, which nearly every body is, takes a short
//! path that never builds a tree; a property test holds it to the same bytes as the long one: Markdown tree
//! (`tree/`), comrak's writer, ammonia last. All of it is bounded: deep nesting is flattened, and a body that is
//! too long or too costly to read as Markdown is shown as the plain text it is.

mod excerpt;
mod prose;
mod safe;
mod sanitise;
mod slug;
mod tree;

pub use excerpt::excerpt;
pub use safe::{SafeHtml, escape_json_for_script};
pub use slug::slug;

use tree::Signs;

/// Changes whenever the same Markdown would render to other HTML, so that kept HTML can be told stale.
pub const RENDERER_VERSION: i32 = 1;

/// Bodies longer than this are shown as plain text. Every way in refuses them earlier.
const LONGEST_MARKDOWN: usize = 128 * 1024;

/// Renders a body. Line breaks are kept, headings become bold lines so that they cannot upset the page's outline,
/// pictures become links, raw HTML is shown as it was typed.
#[must_use]
pub fn render(markdown: &str) -> SafeHtml {
    let text = tidy_lines(markdown);
    SafeHtml::made(prose::html(&text).unwrap_or_else(|| rich_html(&text)))
}

/// The long way: through the tree, with plain text as the way out.
fn rich_html(text: &str) -> String {
    let html = (text.len() <= LONGEST_MARKDOWN).then(|| tree::html(text)).flatten();
    let html = html.and_then(|html| sanitise::clean(&html));
    html.unwrap_or_else(|| prose::literal_html(text))
}

/// What a body says without any markup: for structured data, feeds and terminals. Paragraphs are set apart by an
/// empty line.
#[must_use]
pub fn plain_text(markdown: &str) -> String {
    words(markdown, Signs::Typed)
}

/// What readers see of a body, as text: dots before list items, and after the words of a link where it leads. Two bodies that
/// differ in this differ in more than looks.
#[must_use]
pub fn shown_text(markdown: &str) -> String {
    words(markdown, Signs::Shown)
}

fn words(markdown: &str, signs: Signs) -> String {
    let text = tidy_lines(markdown);
    prose::plain(&text).unwrap_or_else(|| {
        let plain = (text.len() <= LONGEST_MARKDOWN).then(|| tree::plain(&text, signs)).flatten();
        plain.unwrap_or_else(|| prose::literal_plain(&text))
    })
}

/// One kind of line end, and none of the characters that no text has.
fn tidy_lines(text: &str) -> std::borrow::Cow<'_, str> {
    let odd = |c: char| {
        (c.is_ascii_control() && c != '\n' && c != '\t') || matches!(c, '\u{feff}' | '\u{80}'..='\u{9f}')
    };
    // Bytes first, without a branch for each: nearly no text has any of these.
    let suspect =
        |byte: u8| ((byte < b' ') & (byte != b'\n')) | (byte == 0x7f) | (byte == 0xc2) | (byte == 0xef);
    if !text.bytes().fold(false, |found, byte| found | suspect(byte)) {
        return text.into();
    }
    if !text.contains(odd) {
        return text.into();
    }
    text.replace("\r\n", "\n").replace('\r', "\n").replace(odd, "").into()
}

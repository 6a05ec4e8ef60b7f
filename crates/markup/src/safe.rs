//! Text that may stand in a page as it is.

use askama::filters::HtmlSafe;
use askama::{FastWritable, Values};
use std::fmt;

/// HTML that this crate made. A template prints it as it is, without a filter; nothing else can make one, so no
/// template needs `|safe`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct SafeHtml(String);

impl SafeHtml {
    pub(crate) fn made(html: String) -> Self {
        Self(html)
    }

    /// HTML that [`render`](crate::render) made earlier and a database column kept since.
    ///
    /// Only for columns that nothing but `render` fills: what is given here reaches the page unescaped.
    #[must_use]
    pub fn stored(html: String) -> Self {
        Self(html)
    }

    /// The HTML.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The HTML, to be kept.
    #[must_use]
    pub fn into_string(self) -> String {
        self.0
    }

    /// Whether there is nothing to show.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Display for SafeHtml {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl HtmlSafe for SafeHtml {}

impl FastWritable for SafeHtml {
    fn write_into(&self, dest: &mut dyn fmt::Write, _: &dyn Values) -> askama::Result<()> {
        Ok(dest.write_str(&self.0)?)
    }
}

/// JSON for a `<script type="application/ld+json">`, in which no text can close the element or open a comment.
///
/// The characters escaped occur in JSON only inside strings, where `\u003c` means the same.
#[must_use]
pub fn escape_json_for_script(json: String) -> SafeHtml {
    if memchr::memchr3(b'<', b'>', b'&', json.as_bytes()).is_none() {
        return SafeHtml(json);
    }
    let mut escaped = String::with_capacity(json.len() + json.len() / 16);
    let mut written = 0;
    for at in memchr::memchr3_iter(b'<', b'>', b'&', json.as_bytes()) {
        escaped.push_str(&json[written..at]);
        escaped.push_str(match json.as_bytes()[at] {
            b'<' => "\\u003c",
            b'>' => "\\u003e",
            _ => "\\u0026",
        });
        written = at + 1;
    }
    escaped.push_str(&json[written..]);
    SafeHtml(escaped)
}

#[cfg(test)]
mod tests {
    use super::*;
    use askama::Template;

    #[derive(Template)]
    #[template(source = "<div>{{ body }}|{{ reference }}|{{ text }}</div>", ext = "html")]
    struct Page<'a> {
        body: SafeHtml,
        reference: &'a SafeHtml,
        text: &'a str,
    }

    #[test]
    fn templates_print_it_as_it_is_and_escape_the_rest() {
        let html = SafeHtml::stored("<p>A &amp; B</p>".to_owned());
        let page = Page { body: html.clone(), reference: &html, text: "<p>" };
        assert_eq!(page.render().unwrap(), "<div><p>A &amp; B</p>|<p>A &amp; B</p>|&#60;p&#62;</div>");
    }

    #[test]
    fn json_cannot_leave_its_script() {
        let escaped = |json: &str| escape_json_for_script(json.to_owned()).into_string();
        assert_eq!(escaped("{\"text\":\"é\"}"), "{\"text\":\"é\"}");
        let json = "{\"text\":\"</script><!-- & é\"}";
        assert_eq!(escaped(json), "{\"text\":\"\\u003c/script\\u003e\\u003c!-- \\u0026 é\"}");
    }
}

//! The last step before a page: whatever went wrong before, only these elements and attributes get through.

use ammonia::{Builder, UrlRelative};
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// Everything a body may be made of. No headings, pictures, classes, ids or styles.
const ELEMENTS: [&str; 19] = [
    "a", "blockquote", "br", "code", "del", "em", "hr", "li", "ol", "p", "pre", "strong", "table", "tbody",
    "td", "th", "thead", "tr", "ul",
];

/// Addresses that a link may lead to. Not to mail: whoever leaves an address in a text has most often done so without a thought.
pub(crate) const SCHEMES: [&str; 2] = ["http", "https"];

static SANITISER: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut builder = Builder::empty();
    builder
        .tags(HashSet::from(ELEMENTS))
        .tag_attributes(HashMap::from([("a", HashSet::from(["href"])), ("ol", HashSet::from(["start"]))]))
        .generic_attributes(HashSet::new())
        .clean_content_tags(HashSet::from(["script", "style"]))
        .url_schemes(HashSet::from(SCHEMES))
        .url_relative(UrlRelative::Deny)
        .link_rel(Some("nofollow ugc noopener"));
    builder
});

/// Bytes that the HTML reader may move about because of character references, each of which makes it copy the
/// words before it. Real bodies need some thousands.
const MOST_MOVED: usize = 20_000_000;

/// Leaves what is allowed; `None` when reading the HTML would cost too much.
pub(crate) fn clean(html: &str) -> Option<String> {
    (moved(html) <= MOST_MOVED).then(|| SANITISER.clean(html).to_string())
}

/// The sum, over all words between two tags, of their length times the references in them.
fn moved(html: &str) -> usize {
    html.split('<').map(|words| words.len().saturating_mul(words.matches('&').count())).sum()
}

#[cfg(test)]
mod tests {
    use super::clean;

    #[test]
    fn nothing_else_gets_through() {
        for (html, left) in [
            ("<p onclick=x style=y class=z id=a lang=en>t</p>", "<p>t</p>"),
            ("<script>x</script><style>y</style>t", "t"),
            ("<a href='javascript:x'>t</a>", "<a rel=\"nofollow ugc noopener\">t</a>"),
            ("<a href='/relative'>t</a>", "<a rel=\"nofollow ugc noopener\">t</a>"),
            ("<h1>t</h1><img src=x><iframe src=y></iframe><svg><script>z</script></svg>", "t"),
        ] {
            assert_eq!(clean(html).as_deref(), Some(left));
        }
    }

    #[test]
    fn costly_html_is_not_read() {
        assert_eq!(clean(&format!("<p>{}</p>", "&lt;".repeat(50_000))), None);
        assert!(clean(&"<p>&lt;&amp;</p>".repeat(10_000)).is_some());
    }
}

//! What a body becomes, by example.

use markup::{plain_text, render};

fn html(markdown: &str) -> String {
    render(markdown).into_string()
}

#[test]
fn prose_keeps_its_lines() {
    assert_eq!(html("One\ntwo\n\nThree & <4"), "<p>One<br>\ntwo</p>\n<p>Three &amp; &lt;4</p>\n");
    assert_eq!(html("One\r\ntwo\r\rThree"), "<p>One<br>\ntwo</p>\n<p>Three</p>\n");
    assert_eq!(html(" \n "), "");
}

#[test]
fn the_marks_people_use() {
    assert_eq!(
        html("*a* **b** ~~c~~ `d`"),
        "<p><em>a</em> <strong>b</strong> <del>c</del> <code>d</code></p>\n"
    );
    assert_eq!(html("> a"), "<blockquote>\n<p>a</p>\n</blockquote>\n");
    assert_eq!(html("- a\n- b"), "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n");
    assert_eq!(html("3. a\n4. b"), "<ol start=\"3\">\n<li>a</li>\n<li>b</li>\n</ol>\n");
    assert_eq!(html("```rust\na < b\n```"), "<pre><code>a &lt; b\n</code></pre>\n");
    let table = html("|a|b|\n|-|:-:|\n|c|d|");
    assert!(table.contains("<th>a</th>") && table.contains("<td>d</td>"), "{table}");
}

#[test]
fn headings_leave_the_page_outline_alone() {
    assert_eq!(html("# A **b** c"), "<p><strong>A b c</strong></p>\n");
    assert_eq!(html("A\n==="), "<p><strong>A</strong></p>\n");
    assert_eq!(html("###### A"), "<p><strong>A</strong></p>\n");
}

#[test]
fn links_say_that_the_site_does_not_vouch_for_them() {
    let link = |to: &str, words: &str| {
        format!("<p><a href=\"{to}\" rel=\"nofollow ugc noopener\">{words}</a></p>\n")
    };
    assert_eq!(html("[a](https://b.c/d \"title\")"), link("https://b.c/d", "a"));
    assert_eq!(html("[a](HTTPS://B.c/é)"), link("https://b.c/%C3%A9", "a"));
    assert_eq!(html("[](https://b.c)"), link("https://b.c/", "https://b.c"));
    assert_eq!(html("https://b.c/d?e=f&g=h"), link("https://b.c/d?e=f&amp;g=h", "https://b.c/d?e=f&amp;g=h"));
    assert_eq!(html("www.b.c"), link("http://www.b.c/", "www.b.c"));
    assert_eq!(html("a@b.co"), "<p>a@b.co</p>\n");
}

#[test]
fn links_to_strange_places_are_words() {
    for to in [
        "javascript:alert(1)", "JaVaScRiPt:x", "data:text/html,x", "vbscript:x", "/relative", "//host", "x",
        "https://", "https://a[b",
    ] {
        assert_eq!(html(&format!("[a]({to})")), "<p>a</p>\n", "{to}");
    }
}

#[test]
fn pictures_become_links() {
    let link = |words: &str| {
        format!("<p><a href=\"https://b.c/d.png\" rel=\"nofollow ugc noopener\">{words}</a></p>\n")
    };
    assert_eq!(html("![My scalp](https://b.c/d.png)"), link("My scalp"));
    assert_eq!(html("![](https://b.c/d.png)"), link("https://b.c/d.png"));
    assert_eq!(html("![a](local.png)"), "<p>a</p>\n");
    assert_eq!(html("[![a](https://x.y/z.png)](https://b.c/d.png)"), link("a"));
    assert_eq!(html("![a [b](https://x.y)](https://b.c/d.png)"), link("a b"));
}

#[test]
fn raw_html_is_shown_as_typed() {
    assert_eq!(html("a <b onclick=x>c</b>"), "<p>a &lt;b onclick=x&gt;c&lt;/b&gt;</p>\n");
    assert_eq!(html("<script>x</script>"), "<p>&lt;script&gt;x&lt;/script&gt;</p>\n");
    assert_eq!(html("<!-- a -->"), "<p>&lt;!-- a --&gt;</p>\n");
}

#[test]
fn plain_text_reads_like_the_page() {
    assert_eq!(plain_text("One\ntwo\n\n\nThree"), "One\ntwo\n\nThree");
    assert_eq!(plain_text("# A *b*\nc [d](https://e.f) ![g](https://h.i) `j`"), "A b\n\nc d g j");
    assert_eq!(plain_text("a:\n\n- b\n- c\n  1. d\n  2. e\n\nf"), "a:\n\n- b\n- c\n  1. d\n  2. e\n\nf");
    assert_eq!(plain_text("> a\n\nb\n\n---\n\n```\nc\n```"), "a\n\nb\n\nc");
    assert_eq!(plain_text("|a|b|\n|-|-|\n|c||\n\nd"), "a | b\nc | \n\nd");
    assert_eq!(plain_text("a <b>c</b> &amp; \\*d\\*"), "a <b>c</b> & *d*");
}

#[test]
fn what_is_shown_has_dots_before_items_and_tells_where_links_lead() {
    assert_eq!(
        markup::shown_text("**Bold** [link](https://a.example/b)\n\n- one\n- two\n\n1. first"),
        "Bold link (https://a.example/b)\n\n• one\n• two\n\n1. first"
    );
    assert_eq!(
        markup::shown_text("See https://a.example/b or www.a.example"),
        "See https://a.example/b or www.a.example"
    );
    assert_eq!(markup::shown_text("Write to ann@a.example"), "Write to ann@a.example");
}

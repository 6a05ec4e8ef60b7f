//! Bodies made to harm: what must never get through, and what must never take long.

#![expect(clippy::disallowed_methods, reason = "a test of how long something takes needs a watch")]

mod strict_html;

use markup::{excerpt, plain_text, render};
use proptest::prelude::*;
use std::time::{Duration, Instant};
use strict_html::check;

#[test]
fn the_checker_can_fail() {
    for html in [
        "<script>x</script>",
        "<p>",
        "</p>",
        "<p><em></p></em>",
        "<p onclick=\"x\">a</p>",
        "a > b",
        "<a href=\"javascript:x\" rel=\"nofollow ugc noopener\">a</a>",
        "<a href=\"https://b\">a</a>",
        "<h1>a</h1>",
        "<img src=\"x\">",
        "<p",
    ] {
        assert!(check(html).is_err(), "{html}");
    }
    assert_eq!(check("<p>a <a href=\"https://b\" rel=\"nofollow ugc noopener\">c</a><br>&gt;</p>"), Ok(()));
}

const PIECES: &str = r#"(<script>|</script>|<img src=x onerror=alert\(1\)>|<a href="|javascript:|data:|JAVASCRIPT&colon;|<style>|<svg/onload=|<!--|-->|<!\[CDATA\[|\]\]>|<\?|\?>|</p>|<p>|<math>|<table>|<td>|\[|\]|\(|\)|!|\[a\]\(|\[a\]: |<https://a.b>|https://a.b|www\.a\.b|a@b\.co|\*|\*\*|_|__|~|~~|`|```|\n|\n\n|# |## |> |- |1\. |\+ |    |\t|---|===|\||\|-\||&|&lt;|&#60;|&#x0;|&NewLine;|\\|"|'|=|on|style=|[a-z]|é|\x00|\x1b|\u{a0}|\u{202e}|\PC){0,50}"#;

proptest! {
    #[test]
    fn only_well_nested_harmless_html(body in PIECES) {
        let html = render(&body).into_string();
        prop_assert!(check(&html).is_ok(), "{:?}: {}", check(&html), html);
        prop_assert!(!html.contains('\0'));
    }

    #[test]
    fn text_and_excerpts_of_anything(body in PIECES, most in 0_usize..200) {
        let _ = plain_text(&body);
        prop_assert!(excerpt(&body, most).chars().count() <= most);
    }
}

/// Generous, for a machine that is busy and a build without optimisation: work that grows with the square takes minutes.
const LIMIT: Duration = Duration::from_secs(8);

#[test]
fn long_runs_take_no_longer_than_prose() {
    let lines = |line: &str| line.repeat(100_000 / line.len());
    let mut bodies: Vec<(String, String)> = [
        "*", "_", "**", "`", "~", "~~", "[", "]", "(", "![", "[](", "[a](", "<", "<a", "<!--", "<?",
        "<![CDATA[", "&", "&#", "\\", "|", "|-|", "-", "- ", "=", "> ", ">", "#", "# ", "1. ", "1) ", "*a ",
        "*a **a ", "**a *a ", "a**b", "_a ", "[a", "[a]", "[a]: b\n", "[a][", "a@", "a@b.", "www.",
        "http://", "://", "www.a.b(", "http://a.b)", "&a;", "\t", "    ", "\n", " \n", "\u{a0}", "```\n",
        "~~~\n", "* * * ", "- - ", "+ + ", "| a ", "|\n|-", "a\n=\n", "a\n-\n", "<b>", "</b>", "\"",
        "<a href=\"", "!\\[", "> - ", "> 1. ", "- > ", "*_", "~~*", "[![", "](", "](a)", "`a``", "<a@b.c>",
        "a\\\n", "a  \n", "x|y\n-|-\n", "\0", "\u{feff}",
    ]
    .iter()
    .map(|piece| ((*piece).to_owned(), lines(piece)))
    .collect();
    let nested =
        |open: &str, close: &str, depth: usize| format!("{}a{}", open.repeat(depth), close.repeat(depth));
    bodies.push(("nested emphasis".to_owned(), nested("*a **a ", "** *", 12_000)));
    bodies.push(("nested links".to_owned(), nested("[", "](http://a.b)", 6_000)));
    bodies.push(("nested pictures".to_owned(), nested("![", "](http://a.b)", 6_000)));
    bodies.push(("nested brackets".to_owned(), nested("[", "]", 50_000)));
    bodies.push((
        "table".to_owned(),
        format!("{}\n{}\n{}", "|a".repeat(1000), "|-".repeat(1000), "|\n".repeat(40_000)),
    ));
    bodies.push((
        "staircase".to_owned(),
        (0..440).map(|depth| format!("{}- a\n", "  ".repeat(depth))).collect(),
    ));
    bodies.push(("quotes".to_owned(), (0..440).map(|depth| format!("{}a\n", ">".repeat(depth))).collect()));
    let mut slow = Vec::new();
    for (name, body) in &bodies {
        let start = Instant::now();
        let html = render(body).into_string();
        let rendered = start.elapsed();
        let _ = plain_text(body);
        let _ = excerpt(body, 200);
        let all = start.elapsed();
        println!("{name:?}: {} kB, render {rendered:?}, all {all:?}", body.len() / 1000);
        assert_eq!(check(&html), Ok(()), "{name:?}");
        if all > LIMIT {
            slow.push(format!("{name:?} took {all:?}"));
        }
    }
    assert!(slow.is_empty(), "{slow:#?}");
}

#[test]
fn deep_nesting_keeps_its_words() {
    for (open, depth) in [("> ", 5_000), ("- ", 5_000), ("1. ", 90), ("*a **a ", 5_000)] {
        let html = render(&format!("{}innermost", open.repeat(depth))).into_string();
        assert!(html.contains("innermost"), "{open}");
        assert_eq!(check(&html), Ok(()));
    }
}

#[test]
fn a_long_honest_body_is_still_markdown() {
    let paragraph = "He said \"wait & see\" for **6 weeks** (see [this](https://a.b/c?d=e&f=g)) if < 5 mg.\n- first *thing*\n- `x < y`\n\n";
    let body = paragraph.repeat(100_000 / paragraph.len());
    let html = render(&body).into_string();
    assert_eq!(html.matches("<strong>").count(), body.matches("**6").count());
    assert_eq!(check(&html), Ok(()));
}

#[test]
fn a_body_beyond_all_limits_is_shown_as_text() {
    let html = render(&"*a* ".repeat(100_000)).into_string();
    assert!(html.starts_with("<p>*a* *a*"));
    assert_eq!(plain_text(&"*a*\n".repeat(100_000)).lines().count(), 100_000);
}

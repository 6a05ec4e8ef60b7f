//! Throws bytes at everything that reads a body: nothing may panic, and what is rendered must be strict, harmless HTML.

#![no_main]

#[path = "../../crates/markup/tests/strict_html/mod.rs"]
mod strict_html;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let body = String::from_utf8_lossy(bytes);
    let html = markup::render(&body);
    if let Err(what) = strict_html::check(html.as_str()) {
        panic!("{what} in {html}");
    }
    let text = markup::plain_text(&body);
    assert!(markup::excerpt(&body, 60).chars().count() <= 60);
    assert!(!markup::slug(&text, "question").is_empty());
    assert!(!markup::escape_json_for_script(text.clone()).as_str().contains('<'));
});

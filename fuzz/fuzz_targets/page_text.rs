//! Any bytes are read as a page or refused; every record of a page that is read passes the checks.
#![no_main]

use archive::page_text;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(page) = page_text::read(bytes) {
        let records = page.into_records("fuzz", "page").expect("a page that was read becomes records");
        assert!(records.iter().all(|placed| placed.record.check().is_ok()));
    }
    if let Ok(stem) = std::str::from_utf8(bytes) {
        let id = page_text::external_id(stem);
        assert!(!id.is_empty() && id.chars().count() <= 80 && !id.contains('/'));
    }
});

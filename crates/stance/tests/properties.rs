//! Whatever it is given, the reader answers quickly, without a panic, and quotes only what it was given.

use std::time::{Duration, Instant};

use proptest::prelude::*;
use stance::read;

/// Fragments that the rules look for, in any order.
fn talk() -> impl Strategy<Value = String> {
    let words = [
        "is", "it", "safe", "not", "no", "yes", ",", ".", "?", "but", "although", "if", "without", "can't",
        "n't", "'", "cause", "hair", "loss", "difference", "similar", "risk", "lower", ";", " - ", "or",
        "too", "there", "evidence", "never", "\n\n", "é", "…", "İ", "’",
    ];
    prop::collection::vec(prop::sample::select(words.to_vec()), 0..60).prop_map(|words| words.join(" "))
}

proptest! {
    #[test]
    fn any_text_is_read_without_a_panic(question in ".*", headline in ".*", text in ".*") {
        read(&question, &headline, &text);
    }

    #[test]
    fn any_talk_is_read_and_quoted_faithfully(question in talk(), headline in talk(), text in talk()) {
        if let Some(reading) = read(&question, &headline, &text) {
            prop_assert!(headline.contains(reading.evidence) || text.contains(reading.evidence));
        }
    }
}

#[test]
#[expect(clippy::disallowed_methods, reason = "a test of how long it takes")]
fn huge_input_is_read_in_bounded_time() {
    let question = "is it safe or not ".repeat(500_000);
    let text = "no difference é although it is not without risk and ".repeat(200_000);
    let start = Instant::now();
    read(&question, &text, &text);
    read("Is it safe?", &text, &text);
    assert!(start.elapsed() < Duration::from_secs(2), "{:?}", start.elapsed());
}

#[test]
fn one_word_without_end_is_read() {
    read(&"a".repeat(1_000_000), &"b".repeat(1_000_000), &"né".repeat(1_000_000));
}

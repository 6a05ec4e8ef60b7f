//! The closing text of a page, which tells a whole page from one that was cut short.

/// Whether a paragraph reads as the beginning of a disclaimer rather than of one more answer.
pub(super) fn reads_as_disclaimer(text: &str) -> bool {
    const SIGNS: &[&str] = &[
        "advice", "consult", "disclaimer", "doctor", "educational", "emergency", "information", "medical",
        "physician", "professional", "relationship", "substitute",
    ];
    let lower = text.to_lowercase();
    SIGNS.iter().any(|sign| lower.contains(sign))
}

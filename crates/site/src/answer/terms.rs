//! What a doctor accepts before an answer is published. Which text that was is kept by its digest.

use locale::{Languages, Locale, Text};

use crate::app::chance;

/// The text, a sentence after the other.
pub(super) fn sentences(l: Locale) -> [Text<'static>; 4] {
    [
        l.t("My answer is for learning only. It does not make the person who asked my patient."),
        l.t("I have not seen this person, and I do not tell anybody to start or stop a treatment without their own doctor."),
        l.t("I write what I hold to be true myself, and nobody pays me for what I say here."),
        l.t("My name and profile stand beside my answer, and earlier versions of it stay open to everybody."),
    ]
}

/// The text in one piece.
pub(super) fn whole(l: Locale) -> String {
    sentences(l).map(|sentence| sentence.to_string()).join("\n")
}

/// What tells this text from any other.
pub(super) fn digest(l: Locale) -> String {
    chance::digest(&whole(l))
}

/// The text with this digest, if it is still one that is shown.
pub(super) fn with_digest(languages: &Languages, digest: &str) -> Option<String> {
    languages.all().map(whole).find(|text| chance::digest(text) == digest)
}

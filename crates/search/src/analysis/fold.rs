//! Letters that readers take for the same: case, accents, ligatures, British spellings.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// Appends a letter in its plainest form.
pub(super) fn push(out: &mut String, letter: char) {
    if letter.is_ascii() {
        out.push(letter.to_ascii_lowercase());
        return;
    }
    for part in std::iter::once(letter).nfkd().filter(|part| !is_combining_mark(*part)) {
        match part {
            'ß' | 'ẞ' => out.push_str("ss"),
            'æ' | 'Æ' => out.push_str("ae"),
            'œ' | 'Œ' => out.push_str("oe"),
            'ø' | 'Ø' => out.push('o'),
            'đ' | 'Đ' | 'ð' | 'Ð' => out.push('d'),
            'ł' | 'Ł' => out.push('l'),
            'ı' => out.push('i'),
            'µ' | 'μ' if letter == 'µ' => out.push('u'),
            other => out.extend(other.to_lowercase().filter(|lower| !is_combining_mark(*lower))),
        }
    }
}

/// Writes a folded word as Americans do, in place: `oedema`, `haemorrhage`, `tumour`, `anaesthetise`.
pub(crate) fn american(word: &mut String) {
    if word.len() < 6 || !word.is_ascii() {
        return;
    }
    for (british, american) in [("ae", "e"), ("oe", "e")] {
        let Some(at) = word.find(british) else { continue };
        // `does`, `shoed`, `canoeing` end in what only looks like it.
        let rest = &word[at + 2..];
        if !(rest.is_empty() || ["s", "d", "r", "rs", "ing"].contains(&rest)) {
            word.replace_range(at..at + 2, american);
        }
    }
    if let Some(at) = word.rfind("our")
        && at >= 3
        && ["", "s", "ed", "ing", "al", "less"].contains(&&word[at + 3..])
    {
        word.replace_range(at..at + 3, "or");
    }
    for (british, american) in [("isation", "ization"), ("yse", "yze"), ("ysing", "yzing")] {
        if let Some(at) = word.find(british) {
            word.replace_range(at..at + british.len(), american);
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(text: &str) -> String {
        let mut out = String::new();
        text.chars().for_each(|letter| push(&mut out, letter));
        american(&mut out);
        out
    }

    #[test]
    fn letters_lose_case_and_accents() {
        for (text, plain) in [
            ("Sjögren", "sjogren"),
            ("ÉPIDERME", "epiderme"),
            ("Straße", "strasse"),
            ("ﬁller", "filler"),
            ("İĞNE", "igne"),
            ("µg", "ug"),
        ] {
            assert_eq!(folded(text), plain);
        }
    }

    #[test]
    fn british_words_are_american_ones() {
        for (british, american) in [
            ("oedema", "edema"),
            ("Haemorrhage", "hemorrhage"),
            ("tumours", "tumors"),
            ("diarrhoea", "diarrhea"),
            ("paediatric", "pediatric"),
            ("cauterisation", "cauterization"),
            ("paralysed", "paralyzed"),
        ] {
            assert_eq!(folded(british), american);
        }
        for same in ["toes", "shoes", "hours", "canoeing", "tomatoes", "pouring", "four"] {
            assert_eq!(folded(same), same);
        }
    }
}

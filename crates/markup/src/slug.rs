//! Readable addresses.

/// Long enough for a question's title, short enough for a mail.
const LONGEST: usize = 80;
/// Characters of the text that are looked at.
const WINDOW: usize = 400;

/// A text as part of an address: lower-case ASCII letters and digits with single hyphens between words, at most
/// 80 characters, ending with a whole word. A text without any letter gives the `fallback`.
#[must_use]
pub fn slug(text: &str, fallback: &str) -> String {
    let window = text.char_indices().nth(WINDOW).map_or(text, |(at, _)| &text[..at]);
    let mut slug = String::with_capacity(LONGEST + 16);
    let mut gap = false;
    for c in window.chars() {
        if matches!(c, '\'' | '’' | '‘' | '`' | '´') {
            // "doctor's" is one word.
            continue;
        }
        let letters = if c.is_ascii() { None } else { deunicode::deunicode_char(c) };
        let mut ascii = [0; 1];
        let letters = letters.unwrap_or_else(|| if c.is_ascii() { c.encode_utf8(&mut ascii) } else { "" });
        for byte in letters.bytes() {
            if byte.is_ascii_alphanumeric() {
                if gap && !slug.is_empty() {
                    slug.push('-');
                }
                gap = false;
                slug.push(char::from(byte.to_ascii_lowercase()));
            } else {
                gap = true;
            }
        }
        if slug.len() > LONGEST {
            break;
        }
    }
    shorten(&mut slug);
    if slug.is_empty() { fallback.to_owned() } else { slug }
}

fn shorten(slug: &mut String) {
    if slug.len() > LONGEST {
        let end = slug[..=LONGEST].rfind('-').unwrap_or(LONGEST);
        slug.truncate(end);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn titles_become_addresses() {
        assert_eq!(slug("Can Botox cause hair loss?", "question"), "can-botox-cause-hair-loss");
        assert_eq!(slug("  The doctor's -- \"advice\" ", "question"), "the-doctors-advice");
        assert_eq!(
            slug("¿Cuánto dura el ácido hialurónico?", "question"),
            "cuanto-dura-el-acido-hialuronico"
        );
        assert_eq!(slug("Größe & Maß", "question"), "grosse-mass");
        assert_eq!(slug("北京", "question"), "bei-jing");
        assert_eq!(slug("?!…", "question"), "question");
        assert_eq!(slug("", "question"), "question");
    }

    #[test]
    fn long_titles_end_with_a_whole_word() {
        let slugged = slug(&"word ".repeat(100), "question");
        assert_eq!(slugged, "word-".repeat(16).trim_end_matches('-'));
        assert_eq!(slug(&"a".repeat(500), "question").len(), 80);
    }

    proptest! {
        #[test]
        fn always_fit_for_an_address(text in "\\PC{0,120}") {
            let slugged = slug(&text, "question");
            prop_assert!(!slugged.is_empty() && slugged.len() <= LONGEST);
            prop_assert!(slugged.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-'));
            prop_assert!(!slugged.starts_with('-') && !slugged.ends_with('-') && !slugged.contains("--"));
            prop_assert_eq!(slug(&slugged, "question"), slugged);
        }
    }
}

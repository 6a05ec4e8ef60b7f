//! The test language: English made to look foreign, longer, and written from the right.
//!
//! A page in it shows at once which text never went through translation, which box is too narrow for a longer
//! language, and what a right-to-left reader would see.

use std::fmt::{self, Write};

/// Its language tag, from the range that is kept for private use.
pub(crate) const TAG: &str = "qps-rtl";

/// Its name in language menus.
pub(crate) const NAME: &str = "Þšéûđö";

/// Writes a piece of text with accents, vowels doubled as a longer language would.
pub(crate) fn write(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    text.chars().try_for_each(|c| {
        let changed = accented(c);
        f.write_char(changed)?;
        if changed != c && matches!(c, 'a' | 'e' | 'i' | 'o' | 'u') { f.write_char(changed) } else { Ok(()) }
    })
}

fn accented(c: char) -> char {
    const PAIRS: [(char, char); 21] = [
        ('a', 'á'),
        ('c', 'ç'),
        ('d', 'đ'),
        ('e', 'é'),
        ('g', 'ğ'),
        ('i', 'í'),
        ('l', 'ł'),
        ('n', 'ñ'),
        ('o', 'ö'),
        ('r', 'ŕ'),
        ('s', 'š'),
        ('t', 'ţ'),
        ('u', 'û'),
        ('y', 'ý'),
        ('z', 'ž'),
        ('A', 'Å'),
        ('E', 'É'),
        ('I', 'Î'),
        ('O', 'Ø'),
        ('U', 'Ü'),
        ('S', 'Š'),
    ];
    PAIRS.iter().find(|(plain, _)| *plain == c).map_or(c, |(_, accented)| *accented)
}

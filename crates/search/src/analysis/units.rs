//! Units that are written onto their number: `5mg` is `5 mg`.

const UNITS: [&str; 44] = [
    "bpm", "cc", "cl", "cm", "day", "days", "dl", "ft", "g", "gm", "gram", "grams", "gy", "h", "hour",
    "hours", "hr", "hrs", "iu", "kcal", "kg", "l", "lb", "lbs", "mcg", "mg", "min", "mins", "ml", "mm",
    "mmhg", "mmol", "month", "months", "ng", "oz", "ug", "unit", "units", "week", "weeks", "yo", "year",
    "years",
];

/// Whether these letters after a number are a unit. `s` is none: `11s` are lines between the brows.
pub(super) fn is_unit(letters: &str) -> bool {
    UNITS.contains(&letters)
}

/// Where a word made of a number and a unit parts, in bytes.
pub(super) fn split(word: &str) -> Option<usize> {
    let at = word.find(|char: char| !char.is_ascii_digit() && char != '.')?;
    (at > 0 && is_unit(&word[at..])).then_some(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_units_part_from_their_number() {
        assert_eq!(split("5mg"), Some(1));
        assert_eq!(split("2.5ml"), Some(3));
        for whole in ["11s", "b12", "5", "mg", "3d", "h1n1", ""] {
            assert_eq!(split(whole), None, "{whole}");
        }
    }
}

//! Numbers with the separators of their language.

use crate::format::Format;
use std::fmt;

/// A whole number. Made by `Locale::number`.
#[derive(Clone, Copy)]
pub struct Number {
    pub(crate) value: i64,
    pub(crate) format: &'static Format,
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.value < 0 {
            f.write_str("-")?;
        }
        write_grouped(f, self.value.unsigned_abs(), self.format)
    }
}

/// A number with a fixed count of decimal places. Made by `Locale::decimal`.
#[derive(Clone, Copy)]
pub struct Decimal {
    pub(crate) value: f64,
    pub(crate) places: u32,
    pub(crate) format: &'static Format,
}

/// More places than any page shows.
const MOST_PLACES: u32 = 6;

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let places = self.places.min(MOST_PLACES);
        let scale = 10_u64.pow(places);
        let scaled = (self.value.abs() * scale as f64).round();
        if !scaled.is_finite() || scaled >= 1e18 {
            return f.write_str("–");
        }
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "positive and below 1e18"
        )]
        let scaled = scaled as u64;
        if self.value < 0.0 && scaled > 0 {
            f.write_str("-")?;
        }
        write_grouped(f, scaled / scale, self.format)?;
        if places > 0 {
            let width = places as usize;
            write!(f, "{}{:0width$}", self.format.decimal, scaled % scale)?;
        }
        Ok(())
    }
}

fn write_grouped(f: &mut fmt::Formatter<'_>, value: u64, format: &Format) -> fmt::Result {
    let digits = value.checked_ilog10().unwrap_or(0) as usize + 1;
    if digits < format.grouped_from.max(4) {
        return write!(f, "{value}");
    }
    let mut power = 1000_u64.pow(((digits - 1) / 3) as u32);
    write!(f, "{}", value / power)?;
    while power > 1 {
        let rest = value % power;
        power /= 1000;
        write!(f, "{}{:03}", format.group, rest / power)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format;
    use proptest::prelude::*;

    fn number(tag: &str, value: i64) -> String {
        Number { value, format: format::find(tag).unwrap() }.to_string()
    }

    fn decimal(tag: &str, value: f64, places: u32) -> String {
        Decimal { value, places, format: format::find(tag).unwrap() }.to_string()
    }

    #[test]
    fn whole_numbers() {
        assert_eq!(number("en", 0), "0");
        assert_eq!(number("en", 999), "999");
        assert_eq!(number("en", 1000), "1,000");
        assert_eq!(number("en", 12_345), "12,345");
        assert_eq!(number("en", -1_002_003), "-1,002,003");
        assert_eq!(number("es", 1234), "1234");
        assert_eq!(number("es", 12_345), "12.345");
        assert_eq!(number("en", i64::MIN), "-9,223,372,036,854,775,808");
    }

    #[test]
    fn decimals() {
        assert_eq!(decimal("en", 4.7, 1), "4.7");
        assert_eq!(decimal("es", 4.7, 1), "4,7");
        assert_eq!(decimal("en", 4.96, 1), "5.0");
        assert_eq!(decimal("en", 4.05, 2), "4.05");
        assert_eq!(decimal("en", -0.01, 1), "0.0");
        assert_eq!(decimal("en", -12_345.5, 0), "-12,346");
        assert_eq!(decimal("en", f64::NAN, 1), "–");
        assert_eq!(decimal("en", f64::INFINITY, 1), "–");
    }

    proptest! {
        #[test]
        fn grouping_only_adds_separators(value: i64) {
            prop_assert_eq!(number("en", value).replace(',', ""), value.to_string());
        }

        #[test]
        fn decimals_never_panic(value: f64, places: u32) {
            decimal("es", value, places);
        }
    }
}

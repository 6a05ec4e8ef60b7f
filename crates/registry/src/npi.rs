//! The National Provider Identifier of the United States: ten digits, the last of which checks the others.

use std::fmt;

/// What stands before the ten digits when the check digit is worked out: health (80) in the United States (840). See
/// "Requirements for National Provider Identifier (NPI) and NPI Check Digit", Centers for Medicare & Medicaid Services.
const PREFIX: [u32; 5] = [8, 0, 8, 4, 0];

/// How many digits there are.
const LENGTH: usize = 10;

/// A number that can be an NPI: its check digit is right.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Npi(String);

/// Why a number can't be an NPI.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NpiError {
    /// It has something other than digits in it.
    #[error("an NPI has digits only; take out the {0:?}")]
    NotADigit(char),
    /// It is too short or too long.
    #[error("an NPI has {LENGTH} digits; this has {0}")]
    Length(usize),
    /// It begins with another digit than 1 and 2.
    #[error("an NPI begins with 1 or 2")]
    FirstDigit,
    /// The last digit does not fit the others.
    #[error(
        "the last digit of this NPI does not fit the others; look for a digit that is wrong or two that changed places"
    )]
    CheckDigit,
}

impl Npi {
    /// Reads a number as people write it: spaces and hyphens between the digits don't matter.
    ///
    /// # Errors
    /// [`NpiError`] says what is wrong with it.
    pub fn parse(text: &str) -> Result<Self, NpiError> {
        let written = text.chars().filter(|c| !c.is_whitespace() && *c != '-');
        let digits: Vec<u32> =
            written.map(|c| c.to_digit(10).ok_or(NpiError::NotADigit(c))).collect::<Result<_, _>>()?;
        if digits.len() != LENGTH {
            return Err(NpiError::Length(digits.len()));
        }
        if !matches!(digits.first(), Some(1 | 2)) {
            return Err(NpiError::FirstDigit);
        }
        if luhn(PREFIX.iter().chain(&digits).copied()) % 10 != 0 {
            return Err(NpiError::CheckDigit);
        }
        Ok(Self(digits.into_iter().filter_map(|digit| char::from_digit(digit, 10)).collect()))
    }

    /// The ten digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Npi {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The sum of Luhn's formula (ISO/IEC 7812-1), the check digit among the digits: every second one from the end counts
/// double, and one above 9 as the sum of its digits.
fn luhn(digits: impl DoubleEndedIterator<Item = u32>) -> u32 {
    let weigh = |(place, digit): (usize, u32)| match (place % 2, digit * 2) {
        (0, _) => digit,
        (_, double) => double / 10 + double % 10,
    };
    digits.rev().enumerate().map(weigh).sum()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_example_of_the_authority_is_right() {
        assert_eq!(Npi::parse("1234567893").unwrap().as_str(), "1234567893");
        assert_eq!(Npi::parse(" 1234-567 893 ").unwrap().to_string(), "1234567893");
        assert!(Npi::parse("1245319599").is_ok(), "another example of theirs");
    }

    #[test]
    fn what_is_wrong_is_said() {
        for (text, error) in [
            ("", NpiError::Length(0)),
            ("123456789", NpiError::Length(9)),
            ("12345678933", NpiError::Length(11)),
            ("123456789O", NpiError::NotADigit('O')),
            ("١٢٣٤٥٦٧٨٩٣", NpiError::NotADigit('١')),
            ("3234567893", NpiError::FirstDigit),
            ("1234567890", NpiError::CheckDigit),
            ("1324567893", NpiError::CheckDigit),
        ] {
            assert_eq!(Npi::parse(text), Err(error), "{text}");
        }
    }

    proptest! {
        #[test]
        fn one_wrong_digit_is_always_seen(place in 1_usize..10, other in 0_u8..10) {
            let mut digits = *b"1234567893";
            prop_assume!(digits[place] != b'0' + other);
            digits[place] = b'0' + other;
            prop_assert_eq!(Npi::parse(std::str::from_utf8(&digits).unwrap()), Err(NpiError::CheckDigit));
        }

        #[test]
        fn anything_typed_is_answered(text in "\\PC{0,30}") {
            drop(Npi::parse(&text));
        }
    }
}

//! Mail addresses as accounts have them.

use std::{fmt, str::FromStr};

/// Longest address that mail servers take, in bytes (RFC 5321, 4.5.3.1.3).
const LONGEST: usize = 254;

/// An address that mail can go to: `local@domain.tld` in ASCII, without comments or quotes.
///
/// RFC 5322 allows more. Hardly anybody has such an address, and each form of it is a way to have two accounts or to
/// smuggle something into a header.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address(lettre::Address);

/// Why a text is no address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AddressError {
    /// Nothing was written.
    #[error("is empty")]
    Empty,
    /// Longer than 254 bytes.
    #[error("is too long")]
    TooLong,
    /// Something in it can't be in an address here.
    #[error("is no mail address")]
    Malformed,
}

impl Address {
    /// Reads what somebody typed; spaces around it are dropped.
    ///
    /// # Errors
    /// [`AddressError`] says what is wrong with it.
    pub fn parse(typed: &str) -> Result<Self, AddressError> {
        let typed = typed.trim();
        if typed.is_empty() {
            return Err(AddressError::Empty);
        }
        if typed.len() > LONGEST {
            return Err(AddressError::TooLong);
        }
        let plain = typed.bytes().all(|byte| byte.is_ascii_graphic() && !b"\"()<>[]\\,;:".contains(&byte));
        let (local, domain) = typed.rsplit_once('@').ok_or(AddressError::Malformed)?;
        let named = domain.split('.').count() > 1 && domain.split('.').all(|label| !label.is_empty());
        if !plain || !named || local.contains('@') {
            return Err(AddressError::Malformed);
        }
        lettre::Address::from_str(typed).map(Self).map_err(|_| AddressError::Malformed)
    }

    /// What accounts are told apart by: two addresses that differ in capitals alone are one.
    pub fn key(&self) -> String {
        self.to_string().to_ascii_lowercase()
    }

    pub(crate) fn inner(&self) -> lettre::Address {
        self.0.clone()
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_have_is_taken() {
        for typed in [
            "ann@example.org",
            " Ann.Ash+site@mail.example.org ",
            "o'neil@example.co",
            "a@xn--bcher-kva.example",
        ] {
            let address = Address::parse(typed).unwrap();
            assert_eq!(address.to_string(), typed.trim());
            assert_eq!(address.key(), typed.trim().to_lowercase());
        }
    }

    #[test]
    fn what_could_be_two_things_is_refused() {
        let long = format!("{}@example.org", "a".repeat(250));
        for (typed, why) in [
            ("", AddressError::Empty),
            ("  ", AddressError::Empty),
            (long.as_str(), AddressError::TooLong),
            ("ann", AddressError::Malformed),
            ("ann@example", AddressError::Malformed),
            ("ann@.org", AddressError::Malformed),
            ("ann@@example.org", AddressError::Malformed),
            ("ann(comment)@example.org", AddressError::Malformed),
            ("\"ann ash\"@example.org", AddressError::Malformed),
            ("Ann <ann@example.org>", AddressError::Malformed),
            ("ann@example.org, bo@example.org", AddressError::Malformed),
            ("ann@example.org\r\nBcc: bo@example.org", AddressError::Malformed),
            ("ann@[127.0.0.1]", AddressError::Malformed),
            ("änn@example.org", AddressError::Malformed),
            ("ann@exa\u{200b}mple.org", AddressError::Malformed),
        ] {
            assert_eq!(Address::parse(typed), Err(why), "{typed:?}");
        }
    }
}

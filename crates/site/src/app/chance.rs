//! The one place that asks for randomness that nobody can guess.

use std::fmt;

use sha2::{Digest, Sha256};

use crate::error::Failure;

/// Something that only whoever was given it knows: 256 bits, in hexadecimal.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(String);

impl Token {
    /// A new one.
    ///
    /// # Errors
    /// [`Failure::Internal`] when the system has no randomness to give.
    pub fn new() -> Result<Self, Failure> {
        Ok(Self(hexadecimal(&random::<32>()?)))
    }

    /// What somebody brought back, if it can be one.
    pub fn parse(text: &str) -> Option<Self> {
        let sound =
            text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'a'..=b'f'));
        sound.then(|| Self(text.to_owned()))
    }

    /// The token itself: for its owner's eyes.
    pub fn secret(&self) -> &str {
        &self.0
    }

    /// What the database keeps: whoever reads that can't make the token from it.
    pub fn hash(&self) -> String {
        digest(&self.0)
    }
}

/// Never the token: it must not get into a log.
impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token")
    }
}

/// Bytes that nobody can guess.
///
/// # Errors
/// [`Failure::Internal`] when the system has no randomness to give.
pub fn random<const N: usize>() -> Result<[u8; N], Failure> {
    let mut bytes = [0; N];
    match getrandom::fill(&mut bytes) {
        Ok(()) => Ok(bytes),
        Err(error) => {
            tracing::error!(%error, "the system has no randomness to give");
            Err(Failure::Internal)
        }
    }
}

/// SHA-256 of a secret that is long enough not to be guessed, in hexadecimal.
pub fn digest(secret: &str) -> String {
    hexadecimal(&Sha256::digest(secret.as_bytes()))
}

fn hexadecimal(bytes: &[u8]) -> String {
    let digit = |nibble: u8| char::from_digit(nibble.into(), 16).unwrap_or('0');
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_comes_back_and_nothing_else_passes() {
        let token = Token::new().unwrap();
        assert_eq!(Token::parse(token.secret()), Some(token.clone()));
        assert_ne!(token.hash(), token.secret());
        assert_eq!(format!("{token:?}"), "Token");
        for text in ["", "abc", &"g".repeat(64), &"A".repeat(64), &"a".repeat(65)] {
            assert_eq!(Token::parse(text), None, "{text}");
        }
        assert_eq!(digest("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }
}

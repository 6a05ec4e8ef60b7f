//! The signed file: one line of JSON whose `payload` is a text that holds the record, as JSON. The signature is over the
//! bytes of that text, so that whoever checks it need not write anything anew.

use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::error::Failure;

const FORMAT: &str = "consilium-record";
const VERSION: u32 = 1;

/// The file.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    format: String,
    version: u32,
    public_key: String,
    signature: String,
    payload: String,
}

impl File {
    fn written(&self) -> Result<Vec<u8>, serde_json::Error> {
        let mut bytes = serde_json::to_vec(self)?;
        bytes.push(b'\n');
        Ok(bytes)
    }
}

pub(super) fn sealed(key: &SigningKey, payload: &Value) -> Result<Vec<u8>, Failure> {
    let payload = payload.to_string();
    let file = File {
        format: FORMAT.to_owned(),
        version: VERSION,
        public_key: hexadecimal(key.verifying_key().as_bytes()),
        signature: hexadecimal(&key.sign(payload.as_bytes()).to_bytes()),
        payload,
    };
    file.written().map_err(|_| Failure::Internal)
}

/// What a record proves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Proof {
    /// The address of the site that says so.
    pub site: String,
    /// When it said so, RFC 3339.
    pub made_at: String,
    /// The doctor's name, where it is known.
    pub doctor: Option<String>,
    /// How many answers it tells of.
    pub answers: usize,
    /// How many versions of them.
    pub versions: usize,
    /// The key that signed it, in hexadecimal.
    pub public_key: String,
    /// Whether that key was compared with one from elsewhere.
    pub key_compared: bool,
}

/// Why a file proves nothing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotProven {
    /// It is something else.
    #[error("is no record of a Consilium site: {0}")]
    NoRecord(String),
    /// It is of a later version.
    #[error("is a record of version {0}, which this program does not know; use a newer one")]
    Newer(u32),
    /// Something outside the signed part was changed.
    #[error(
        "is not as the site wrote it: something around the signed part was changed; use the file as it was downloaded"
    )]
    Rewritten,
    /// The signature does not fit.
    #[error("is not what was signed: the record, the key or the signature was changed; don't rely on it")]
    Forged,
    /// It was signed by somebody else.
    #[error("was signed by another key, {0}; don't rely on it unless the site says that this was its key")]
    OtherKey(String),
    /// What it is to be compared with is no key.
    #[error(
        "can't be compared: the key is not 64 hexadecimal digits, as {{site}}/.well-known/consilium-record.pub gives them"
    )]
    NoKey,
}

#[derive(Deserialize)]
struct Payload {
    site: String,
    made_at: String,
    doctor: Doctor,
    answers: Vec<Answer>,
}

#[derive(Deserialize)]
struct Doctor {
    name: Option<String>,
}

#[derive(Deserialize)]
struct Answer {
    versions: Vec<serde::de::IgnoredAny>,
}

/// Checks a record, with nothing but the file, and the key from elsewhere where there is one.
///
/// # Errors
/// [`NotProven`] says why it proves nothing.
pub fn check(bytes: &[u8], key: Option<&str>) -> Result<Proof, NotProven> {
    let no_record = |error: serde_json::Error| NotProven::NoRecord(error.to_string());
    let file: File = serde_json::from_slice(bytes).map_err(no_record)?;
    if file.format != FORMAT {
        return Err(NotProven::NoRecord("its format is another".into()));
    }
    if file.version != VERSION {
        return Err(NotProven::Newer(file.version));
    }
    let public = bytes_of_key(&file.public_key).ok_or(NotProven::Forged)?;
    let signature = self::bytes::<64>(&file.signature).ok_or(NotProven::Forged)?;
    let signature = Signature::from_bytes(&signature);
    public.verify_strict(file.payload.as_bytes(), &signature).map_err(|_| NotProven::Forged)?;
    if file.written().map_err(no_record)? != bytes {
        return Err(NotProven::Rewritten);
    }
    if let Some(key) = key {
        let known = bytes_of_key(key.trim()).ok_or(NotProven::NoKey)?;
        if known != public {
            return Err(NotProven::OtherKey(file.public_key));
        }
    }
    let payload: Payload = serde_json::from_str(&file.payload).map_err(no_record)?;
    Ok(Proof {
        site: payload.site,
        made_at: payload.made_at,
        doctor: payload.doctor.name,
        answers: payload.answers.len(),
        versions: payload.answers.iter().map(|answer| answer.versions.len()).sum(),
        public_key: file.public_key,
        key_compared: key.is_some(),
    })
}

fn bytes_of_key(text: &str) -> Option<VerifyingKey> {
    VerifyingKey::from_bytes(&bytes::<32>(text)?).ok()
}

pub(super) fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// So many bytes from hexadecimal digits in small letters.
pub(super) fn bytes<const N: usize>(text: &str) -> Option<[u8; N]> {
    let mut bytes = [0; N];
    if text.len() != 2 * N || !text.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'a'..=b'f')) {
        return None;
    }
    for (at, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&text[2 * at..2 * at + 2], 16).ok()?;
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn file() -> Vec<u8> {
        let key = SigningKey::from_bytes(&[3; 32]);
        let payload = json!({"site": "https://ask.example.org", "made_at": "2026-11-01T12:00:00Z",
            "doctor": {"name": "Ann Ash"}, "answers": [{"versions": [{}, {}]}]});
        sealed(&key, &payload).unwrap()
    }

    #[test]
    fn a_record_proves_what_it_says_and_no_byte_of_it_can_be_changed() {
        let file = file();
        let proof = check(&file, None).unwrap();
        assert_eq!((proof.answers, proof.versions, proof.doctor.as_deref()), (1, 2, Some("Ann Ash")));
        assert!(check(&file, Some(&proof.public_key)).unwrap().key_compared);
        for at in 0..file.len() {
            let mut changed = file.clone();
            changed[at] ^= 1;
            assert!(check(&changed, None).is_err(), "byte {at}");
        }
        assert!(check(&file[..file.len() - 1], None).is_err());
        assert_eq!(check(&[b" ", &file[..]].concat(), None), Err(NotProven::Rewritten));
    }

    #[test]
    fn what_is_no_record_or_of_another_key_says_so() {
        let other = hexadecimal(SigningKey::from_bytes(&[4; 32]).verifying_key().as_bytes());
        assert!(matches!(check(&file(), Some(&other)), Err(NotProven::OtherKey(_))));
        assert_eq!(check(&file(), Some("abc")), Err(NotProven::NoKey));
        for text in ["", "{}", "not json", "[1,2]"] {
            assert!(matches!(check(text.as_bytes(), None), Err(NotProven::NoRecord(_))), "{text}");
        }
        let newer = String::from_utf8(file()).unwrap().replacen("\"version\":1", "\"version\":2", 1);
        assert_eq!(check(newer.as_bytes(), None), Err(NotProven::Newer(2)));
    }
}

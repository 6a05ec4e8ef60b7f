//! Codes of an authenticator (TOTP, RFC 6238), and how its key gets there.

use qrcodegen::{QrCode, QrCodeEcc};
use totp_rs::{Builder, Secret, Totp};

use crate::{app::chance, error::Failure};

/// Characters of a key.
const KEY_LENGTH: usize = 32;

/// A new key, in base32.
pub(super) fn new_key() -> Result<String, Failure> {
    Ok(Secret::from(chance::random::<20>()?.to_vec()).to_base32())
}

/// A code for the day when the authenticator is lost.
pub(super) fn new_recovery_code() -> Result<String, Failure> {
    Ok(Secret::from(chance::random::<10>()?.to_vec()).to_base32())
}

/// Whether a key that came back from a form can be one that was handed out.
pub(super) fn is_key(text: &str) -> bool {
    text.len() == KEY_LENGTH
}

/// The address by which an authenticator learns a key.
pub(super) fn address(key: &str, account: &str, site: &str) -> String {
    let plain = |text: &str| text.replace(':', " ");
    totp(key, &plain(account), &plain(site)).and_then(|totp| totp.to_url().ok()).unwrap_or_default()
}

/// The time step that a code belongs to.
pub(super) fn matched(secret: Option<&str>, code: &str, now: i64) -> Option<i64> {
    let found = totp(secret?, "", "")?.check(code, u64::try_from(now).ok()?)?;
    i64::try_from(found).ok()
}

fn totp(secret: &str, account: &str, issuer: &str) -> Option<Totp> {
    let secret = Secret::try_from_base32(secret).ok()?;
    let builder = Builder::new().with_secret(secret).with_account_name(account).with_issuer(Some(issuer));
    Some(builder.build_noncompliant())
}

/// A QR code as one path of squares.
pub(super) struct Picture {
    pub(super) size: i32,
    pub(super) path: String,
}

impl Picture {
    pub(super) fn of(text: &str) -> Option<Self> {
        let code = QrCode::encode_text(text, QrCodeEcc::Medium).ok()?;
        let squares = (0..code.size()).flat_map(|y| (0..code.size()).map(move |x| (x, y)));
        let dark = squares.filter(|(x, y)| code.get_module(*x, *y));
        let path = dark.map(|(x, y)| format!("M{} {}h1v1h-1z", x + 4, y + 4)).collect();
        Some(Self { size: code.size() + 8, path })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 6238, appendix B, with six digits: the secret is "12345678901234567890".
    #[test]
    fn codes_are_those_of_the_standard() {
        let secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
        assert_eq!(matched(Some(secret), "287082", 59), Some(1));
        assert_eq!(matched(Some(secret), "081804", 1_111_111_109), Some(37_037_036));
        assert_eq!(matched(Some(secret), "287082", 200), None);
        assert_eq!(matched(Some("no secret!"), "287082", 59), None);
        assert_eq!(matched(None, "287082", 59), None);
    }
}

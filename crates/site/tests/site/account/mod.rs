//! Signing up, in and out; one's own account.

mod own;
mod second_step;
mod sign_in;
mod sign_up;

use totp_rs::{Builder, Secret};

/// A password that nobody else has.
const PASSWORD: &str = "seven herons over the canal";
/// What the session's cookie is called.
const SESSION: &str = "__Host-session";

/// What an authenticator with this key shows.
pub(super) fn code(secret: &str, at: i64) -> String {
    let secret = Secret::try_from_base32(secret).unwrap();
    Builder::new().with_secret(secret).build_noncompliant().generate(at.unsigned_abs()).to_string()
}

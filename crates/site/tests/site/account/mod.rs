//! Signing up, in and out; one's own account.

mod own;
mod second_step;
mod sign_in;
mod sign_up;

/// A password that nobody else has.
const PASSWORD: &str = "seven herons over the canal";
/// What the session's cookie is called.
const SESSION: &str = "__Host-session";

//! Scratch: numbers from outside.
pub(crate) fn tune(n: &str, d: f32) -> f32 {
    std::env::var(n).ok().and_then(|v| v.parse().ok()).unwrap_or(d)
}

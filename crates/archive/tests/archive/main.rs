//! The archive formats from the outside: what they read, what they refuse, and that they never panic.

#[cfg(test)]
mod jsonl;
#[cfg(test)]
mod page_text;
#[cfg(test)]
mod properties;
#[cfg(test)]
mod record;
#[cfg(test)]
mod samples;
#[cfg(test)]
mod schema;

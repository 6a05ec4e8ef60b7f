//! What people are told, on the site and by mail.

mod digest;
mod letters;
mod list;
mod settings;
mod unsubscribe;

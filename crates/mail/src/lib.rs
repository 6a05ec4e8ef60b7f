//! Letters by mail: an address, a message, and the ways to send one. Knows no letter.

mod address;
mod message;
mod transport;

pub use address::{Address, AddressError};
pub use message::{Letter, Message};
pub use transport::{Mailer, Security, SendError, SetupError, Smtp};

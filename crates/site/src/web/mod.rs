//! HTTP as the features see it: who visits and in which language, pages and their frame, lists, errors, headers
//! and the cache of finished pages. Knows no feature.

mod assets;
mod body;
mod cache;
mod disclaimer;
mod encoding;
mod error_page;
mod face;
mod frame;
mod front;
mod headers;
mod internal;
pub mod json_ld;
mod listener;
mod pager;
mod telemetry;
mod viewer;

pub use assets::Assets;
pub use body::{feed, html, moved, plain_text, status, xml};
pub use disclaimer::Disclaimer;
pub use error_page::removal_reason;
pub use face::{Face, FaceError};
pub use frame::{Crumb, Frame};
pub use front::Front;
pub use listener::{Listener, serve};
pub use pager::{Cursor, Pager};
pub use telemetry::start_log;
pub use viewer::Viewer;

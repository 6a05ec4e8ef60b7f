//! HTTP as the features see it: who visits and in which language, pages and their frame, lists, errors, headers
//! and the cache of finished pages. Knows no feature.

mod agent;
mod assets;
mod body;
mod cache;
mod cookies;
mod disclaimer;
mod download;
mod encoding;
mod error_page;
mod face;
mod field;
mod form;
mod frame;
mod front;
mod headers;
mod internal;
pub mod json_ld;
mod limits;
mod listener;
mod next;
mod origin;
mod pager;
mod reasons;
mod routes;
mod sent;
mod telemetry;
mod upload;
mod viewer;
mod visit;
mod words;
mod written;

pub use agent::Agent;
pub use assets::Assets;
pub use body::{
    again, depends, download, feed, fragment, html, moved, own, plain_text, saved, see, status, xml,
};
pub use cookies::Jar;
pub use disclaimer::Disclaimer;
pub use download::file;
pub use face::{Face, FaceError};
pub use field::{Choice, Field};
pub use form::{Errors, Form, Wrong, number};
pub use frame::{Crumb, Frame};
pub use front::Front;
pub use limits::{Limit, Network};
pub use listener::{Listener, serve};
pub use next::Next;
pub use pager::{Cursor, Pager};
pub use reasons::{BY_MODERATOR, Of, REASONS, Reason, removal_reason};
pub use routes::{Endpoint, Routes};
pub use telemetry::start_log;
pub use upload::Upload;
pub use viewer::{MANY, Person, Viewer, WhoIs};
pub use words::{Unfit, Words};

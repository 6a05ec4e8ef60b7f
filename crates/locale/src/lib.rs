//! Languages: translated text, plural forms, dates, numbers and the choice of a language.
//!
//! The English text in a template is the key of its translation, so a template can be read without a second
//! file beside it: `{{ l.t("Asked on {date}").with("date", l.date(asked_at)) }}`. Translations come from PO
//! files, which every translation tool can open. [`Languages`] is built once at start; [`Locale`] is the small
//! copyable handle that pages carry. Nothing here reads a file, a clock or a request.
//!
//! **Why no catalogue crate.** `gettext` reads the binary MO form only and would put a compiler step between a
//! translator and the site; `polib` and `rspolib` are editors for whole files and keep every message as owned
//! strings in a list without lookup by context. What is needed, a reader and an index, is in `po.rs` and
//! `catalogue.rs`. **Why no plural data.** A PO file states its own rule (`Plural-Forms`), written
//! for its language, and orders its forms by that rule; a second source of rules could only disagree with it.

mod catalogue;
mod check;
mod country;
mod date;
mod extract;
mod format;
mod integer;
mod language;
mod languages;
mod list;
mod negotiate;
mod number;
mod plural;
mod po;
mod pseudo;
mod skeleton;
mod text;

pub use catalogue::Catalogue;
pub use check::{Problem, missing, unused};
pub use date::{Date, IsoDate, iso_date};
pub use extract::{Message, extract};
pub use integer::{Integer, Real};
pub use language::{Href, Locale};
pub use languages::{Languages, LanguagesBuilder, LanguagesError};
pub use list::List;
pub use number::{Decimal, Number};
pub use po::PoError;
pub use skeleton::skeleton;
pub use text::{Arg, Args, Text};

/// Names an English text that is translated elsewhere, where it is shown.
///
/// A `match` that returns labels has no locale at hand: it returns `mark("Yes")`, the page calls `l.t(label)`,
/// and [`extract()`] finds the text by this call.
#[must_use]
pub const fn mark(text: &'static str) -> &'static str {
    text
}

//! `Locale`, the handle that pages carry, and the language behind it.

use crate::catalogue::Catalogue;
use crate::date::Date;
use crate::format::{Direction, Format};
use crate::integer::{Integer, Real};
use crate::list::List;
use crate::number::{Decimal, Number};
use crate::text::{Arg, Style, Text};
use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;

/// A language that the site speaks. Built by `Languages` and kept for the life of the process.
pub(crate) struct Language {
    pub(crate) tag: String,
    pub(crate) name: &'static str,
    pub(crate) direction: Direction,
    pub(crate) format: &'static Format,
    pub(crate) catalogue: Option<Catalogue>,
    pub(crate) style: Style,
    pub(crate) is_default: bool,
}

/// A language in use: translates texts and writes dates, numbers and lists. Small and copyable.
#[derive(Clone, Copy)]
pub struct Locale(pub(crate) &'static Language);

impl Locale {
    /// BCP 47 tag for `lang` and `hreflang`: "en".
    #[must_use]
    pub fn tag(self) -> &'static str {
        &self.0.tag
    }

    /// The language's name in itself: "English", "Español".
    #[must_use]
    pub fn name(self) -> &'static str {
        self.0.name
    }

    /// Writing direction for the `dir` attribute: "ltr" or "rtl".
    #[must_use]
    pub fn dir(self) -> &'static str {
        match self.0.direction {
            Direction::LeftToRight => "ltr",
            Direction::RightToLeft => "rtl",
        }
    }

    /// Whether this is the site's default language, whose addresses carry no prefix.
    #[must_use]
    pub fn is_default(self) -> bool {
        self.0.is_default
    }

    /// The address of a page in this language: `/questions`, or `/es/questions` when it is not the default.
    #[must_use]
    pub fn href<P: fmt::Display>(self, path: P) -> Href<P> {
        Href { prefix: (!self.0.is_default).then(|| self.tag()), path }
    }

    /// A text in this language. English stands in where there is no translation.
    #[must_use]
    pub fn t(self, text: &str) -> Text<'_> {
        self.find(None, text)
    }

    /// A text that is translated in different ways in different places; the context tells them apart and is
    /// never shown.
    #[must_use]
    pub fn c<'a>(self, context: &str, text: &'a str) -> Text<'a> {
        self.find(Some(context), text)
    }

    /// A text in the form that goes with a number, which fills `{n}`.
    pub fn n<'a>(self, count: impl Integer, one: &'a str, many: &'a str) -> Text<'a, ((), Arg<'a, Number>)> {
        let count = count.integer();
        let size = count.unsigned_abs();
        let translated = self.0.catalogue.as_ref().and_then(|catalogue| catalogue.plural(one, size));
        let pattern = translated.unwrap_or(if size == 1 { one } else { many });
        let value = Number { value: count, format: self.0.format };
        Text { pattern, style: self.0.style, args: ((), Arg { name: "n", value }) }
    }

    /// A day: "1 May 2024".
    pub fn date(self, unix: impl Integer) -> Date {
        Date { seconds: unix.integer(), pieces: self.0.format.date, format: self.0.format }
    }

    /// A month: "May 2024".
    pub fn month_year(self, unix: impl Integer) -> Date {
        Date { seconds: unix.integer(), pieces: self.0.format.month_year, format: self.0.format }
    }

    /// A whole number: "12,345".
    pub fn number(self, value: impl Integer) -> Number {
        Number { value: value.integer(), format: self.0.format }
    }

    /// A number with so many decimal places: "4.7".
    pub fn decimal(self, value: impl Real, places: u32) -> Decimal {
        Decimal { value: value.real(), places, format: self.0.format }
    }

    /// Several things: "A, B and C".
    pub fn list<I: AsRef<[T]>, T: fmt::Display>(self, items: I) -> List<I, T> {
        List { items, format: self.0.format, kind: PhantomData }
    }

    fn find<'a>(self, context: Option<&str>, text: &'a str) -> Text<'a> {
        let translated = self.0.catalogue.as_ref().and_then(|catalogue| catalogue.text(context, text));
        Text { pattern: translated.unwrap_or(text), style: self.0.style, args: () }
    }
}

impl PartialEq for Locale {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.0, other.0)
    }
}

impl Eq for Locale {}

impl Hash for Locale {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.tag.hash(state);
    }
}

impl fmt::Debug for Locale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Locale({})", self.0.tag)
    }
}

/// An address with its language prefix. Made by [`Locale::href`].
#[derive(Clone, Copy)]
pub struct Href<P> {
    prefix: Option<&'static str>,
    path: P,
}

impl<P: fmt::Display> fmt::Display for Href<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(prefix) = self.prefix {
            write!(f, "/{prefix}")?;
        }
        self.path.fmt(f)
    }
}

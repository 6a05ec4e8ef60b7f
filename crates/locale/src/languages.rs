//! The set of languages a site speaks, put together once at start.

use crate::catalogue::Catalogue;
use crate::format::{self, Direction, Format};
use crate::language::{Language, Locale};
use crate::negotiate;
use crate::pseudo;
use crate::text::Style;
use std::fmt;

/// The languages of a site, the default one first. Small and copyable.
#[derive(Clone, Copy)]
pub struct Languages(&'static [Language]);

/// Why the languages could not be put together.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LanguagesError {
    /// A catalogue's language has no table of months, separators and the like.
    #[error("no dates and numbers are known for the language {0:?}: add its table to the locale crate")]
    NoFormat(String),
    /// Two catalogues for one language.
    #[error("the language {0:?} is given twice")]
    Twice(String),
    /// The default language is none of those there are.
    #[error("the default language {wanted:?} is not one of {known}")]
    UnknownDefault {
        /// What was asked for.
        wanted: String,
        /// What there is.
        known: String,
    },
}

/// Collects languages; English is always among them, as the language the texts are written in.
pub struct LanguagesBuilder {
    catalogues: Vec<Catalogue>,
    default: String,
    pseudo: bool,
}

impl LanguagesBuilder {
    /// Adds a translation.
    #[must_use]
    pub fn catalogue(mut self, catalogue: Catalogue) -> Self {
        self.catalogues.push(catalogue);
        self
    }

    /// Sets the default language by its tag; English unless told.
    #[must_use]
    pub fn default_language(mut self, tag: &str) -> Self {
        tag.clone_into(&mut self.default);
        self
    }

    /// Adds the test language `qps-rtl`: accented, bracketed, longer, right to left.
    #[must_use]
    pub fn pseudo(mut self, wanted: bool) -> Self {
        self.pseudo = wanted;
        self
    }

    /// Puts the set together for the life of the process, which is why its memory is never given back.
    ///
    /// # Errors
    /// When a language has no table of formats, comes twice, or the default is not among them.
    pub fn build(self) -> Result<Languages, LanguagesError> {
        let mut languages = vec![language("en", format::english(), None)];
        for catalogue in self.catalogues {
            let tag = catalogue.tag().to_owned();
            let format = format::find(&tag).ok_or_else(|| LanguagesError::NoFormat(tag.clone()))?;
            if languages.iter().any(|language| language.tag.eq_ignore_ascii_case(&tag)) {
                return Err(LanguagesError::Twice(tag));
            }
            languages.push(language(&tag, format, Some(catalogue)));
        }
        if self.pseudo {
            languages.push(Language {
                name: pseudo::NAME,
                direction: Direction::RightToLeft,
                style: Style::Pseudo { open: true, close: true },
                ..language(pseudo::TAG, format::english(), None)
            });
        }
        let default = languages.iter().position(|language| language.tag.eq_ignore_ascii_case(&self.default));
        let Some(default) = default else {
            let known = languages.iter().map(|language| language.tag.as_str()).collect::<Vec<_>>().join(", ");
            return Err(LanguagesError::UnknownDefault { wanted: self.default, known });
        };
        languages[..=default].rotate_right(1);
        languages[0].is_default = true;
        Ok(Languages(Vec::leak(languages)))
    }
}

fn language(tag: &str, format: &'static Format, catalogue: Option<Catalogue>) -> Language {
    Language {
        tag: tag.to_owned(),
        name: format.name,
        direction: format.direction,
        format,
        catalogue,
        style: Style::Plain,
        is_default: false,
    }
}

impl fmt::Debug for Languages {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.all()).finish()
    }
}

impl Languages {
    /// Starts a set with English in it.
    #[must_use]
    pub fn builder() -> LanguagesBuilder {
        LanguagesBuilder { catalogues: Vec::new(), default: "en".to_owned(), pseudo: false }
    }

    /// The language of a visitor who asks for none.
    #[must_use]
    pub fn default_locale(self) -> Locale {
        Locale(&self.0[0])
    }

    /// All languages, the default one first.
    pub fn all(self) -> impl ExactSizeIterator<Item = Locale> + Clone {
        self.0.iter().map(Locale)
    }

    /// The language with exactly this tag, in any case.
    #[must_use]
    pub fn get(self, tag: &str) -> Option<Locale> {
        self.all().find(|locale| locale.tag().eq_ignore_ascii_case(tag))
    }

    /// The language that suits an `Accept-Language` header best; the default one when none does.
    #[must_use]
    pub fn negotiate(self, accept_language: &str) -> Locale {
        negotiate::negotiate(accept_language, self)
    }

    /// Takes the language off an address: "/es/questions" gives Spanish and "/questions".
    ///
    /// A prefix counts only when written as the tag is, so that each page has one address.
    #[must_use]
    pub fn split_prefix(self, path: &str) -> (Option<Locale>, &str) {
        let Some(inner) = path.strip_prefix('/') else {
            return (None, path);
        };
        let end = inner.find('/').unwrap_or(inner.len());
        match self.all().find(|locale| locale.tag() == &inner[..end]) {
            Some(locale) if end == inner.len() => (Some(locale), "/"),
            Some(locale) => (Some(locale), &inner[end..]),
            None => (None, path),
        }
    }
}

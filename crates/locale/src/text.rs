//! A piece of interface text on its way to the page: the pattern and what fills its placeholders.
//!
//! Nothing is put together until it is shown, and then it goes straight to the formatter, through askama's
//! escaper, without a string in between. askama's `FastWritable` is left out: it would save a few nanoseconds
//! a text and tie this crate to the template engine.

use crate::pseudo;
use std::fmt;

/// Interface text, ready to be shown. `A` holds the values for its placeholders.
#[derive(Clone, Copy)]
pub struct Text<'a, A = ()> {
    pub(crate) pattern: &'a str,
    pub(crate) style: Style,
    pub(crate) args: A,
}

/// How the letters of a pattern are shown.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Style {
    Plain,
    /// Test language, with a bracket at the ends that the text really has.
    Pseudo {
        open: bool,
        close: bool,
    },
}

/// A value and the placeholder it fills.
#[derive(Clone, Copy)]
pub struct Arg<'a, V> {
    pub(crate) name: &'a str,
    pub(crate) value: V,
}

/// The values of a text: none, or those before and one more.
pub trait Args {
    /// Writes the value of a placeholder; `None` when there is no such value.
    fn write(&self, name: &str, f: &mut fmt::Formatter<'_>) -> Option<fmt::Result>;
}

impl Args for () {
    fn write(&self, _: &str, _: &mut fmt::Formatter<'_>) -> Option<fmt::Result> {
        None
    }
}

impl<A: Args, V: fmt::Display> Args for (A, Arg<'_, V>) {
    fn write(&self, name: &str, f: &mut fmt::Formatter<'_>) -> Option<fmt::Result> {
        if self.1.name == name { Some(self.1.value.fmt(f)) } else { self.0.write(name, f) }
    }
}

impl<'a, A: Args> Text<'a, A> {
    /// Fills `{name}` with a value.
    pub fn with<V: fmt::Display>(self, name: &'a str, value: V) -> Text<'a, (A, Arg<'a, V>)> {
        Text { pattern: self.pattern, style: self.style, args: (self.args, Arg { name, value }) }
    }

    /// The text before and after `{name}`, so that a template can put a link or other markup in its place and
    /// the translator still decides where in the sentence it stands.
    ///
    /// When the text has no such placeholder everything stands before it.
    pub fn around(self, name: &str) -> (Self, Self)
    where
        A: Clone,
    {
        let pattern = self.pattern;
        let hole = placeholders(pattern).find(|hole| hole.name == name);
        let (start, end) = hole.map_or((pattern.len(), pattern.len()), |hole| (hole.start, hole.end));
        let (before_style, after_style) = match self.style {
            Style::Plain => (Style::Plain, Style::Plain),
            Style::Pseudo { open, close } => {
                (Style::Pseudo { open, close: false }, Style::Pseudo { open: false, close })
            }
        };
        let before = Text { pattern: &pattern[..start], style: before_style, args: self.args.clone() };
        let after = Text { pattern: &pattern[end..], style: after_style, args: self.args };
        (before, after)
    }
}

impl<A: Args> fmt::Display for Text<'_, A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Style::Pseudo { open: true, .. } = self.style {
            f.write_str("⟦")?;
        }
        let mut shown = 0;
        for hole in placeholders(self.pattern) {
            self.write_letters(f, &self.pattern[shown..hole.start])?;
            match self.args.write(hole.name, f) {
                Some(result) => result?,
                None => f.write_str(&self.pattern[hole.start..hole.end])?,
            }
            shown = hole.end;
        }
        self.write_letters(f, &self.pattern[shown..])?;
        if let Style::Pseudo { close: true, .. } = self.style {
            f.write_str("⟧")?;
        }
        Ok(())
    }
}

impl<A> Text<'_, A> {
    fn write_letters(&self, f: &mut fmt::Formatter<'_>, letters: &str) -> fmt::Result {
        match self.style {
            Style::Plain if letters.is_empty() => Ok(()),
            Style::Plain => f.write_str(letters),
            Style::Pseudo { .. } => pseudo::write(f, letters),
        }
    }
}

impl<A: Args> fmt::Debug for Text<'_, A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Text({self})")
    }
}

/// A placeholder and where it stands in its pattern, braces included.
pub(crate) struct Placeholder<'a> {
    pub(crate) name: &'a str,
    start: usize,
    end: usize,
}

/// All `{name}` of a pattern; braces around anything but a plain name are ordinary letters.
pub(crate) fn placeholders(pattern: &str) -> impl Iterator<Item = Placeholder<'_>> {
    let mut from = 0;
    std::iter::from_fn(move || {
        loop {
            let start = from + pattern[from..].find('{')?;
            let length = pattern[start + 1..]
                .bytes()
                .take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'_')
                .count();
            let close = start + 1 + length;
            from = close;
            if length > 0 && pattern.as_bytes().get(close) == Some(&b'}') {
                from = close + 1;
                return Some(Placeholder { name: &pattern[start + 1..close], start, end: close + 1 });
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn plain(pattern: &str) -> Text<'_> {
        Text { pattern, style: Style::Plain, args: () }
    }

    #[test]
    fn placeholders_are_filled_in_any_order() {
        let text = plain("{b} before {a}, {b}").with("a", 1).with("b", "two");
        assert_eq!(text.to_string(), "two before 1, two");
    }

    #[test]
    fn what_is_no_placeholder_stays() {
        assert_eq!(
            plain("{missing} {not a name} {} { {{x}").with("x", 1).to_string(),
            "{missing} {not a name} {} { {1"
        );
    }

    #[test]
    fn a_value_is_never_read_as_a_pattern() {
        assert_eq!(plain("{a}{b}").with("a", "{b}").with("b", "!").to_string(), "{b}!");
    }

    #[test]
    fn markup_goes_between_the_halves() {
        let (before, after) = plain("See {link} of {n}.").with("n", 3).around("link");
        assert_eq!(format!("{before}<a>{after}"), "See <a> of 3.");
        let (before, after) = plain("No hole").around("link");
        assert_eq!(format!("{before}|{after}"), "No hole|");
    }

    proptest! {
        #[test]
        fn never_panics(pattern in "([{}]|[a-z]|é|\\PC){0,40}") {
            let text = plain(&pattern).with("a", 1);
            let _ = text.to_string();
            let (before, after) = text.around("a");
            let _ = format!("{before}{after}");
        }

        #[test]
        fn without_braces_the_text_is_itself(pattern in "[^{]{0,40}") {
            prop_assert_eq!(plain(&pattern).with("a", 1).to_string(), pattern);
        }
    }
}

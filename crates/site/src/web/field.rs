//! One field of a form as it is written: label, hint, what is wrong, and the control, tied together for screen readers.

use std::{borrow::Cow, fmt, ops::RangeInclusive};

use askama::{Template, filters::HtmlSafe};
use locale::Locale;

use super::Errors;

/// A field. It is a line of text unless something else is said.
#[derive(Template)]
#[template(path = "web/components/field.html")]
pub struct Field {
    l: Locale,
    name: &'static str,
    id: Cow<'static, str>,
    label: String,
    control: Control,
    value: String,
    hint: Option<String>,
    error: Option<String>,
    autocomplete: Option<&'static str>,
    longest: Option<usize>,
    size: Option<String>,
    optional: bool,
    read_only: bool,
    preview: Option<String>,
}

enum Control {
    Line(&'static str),
    Lines(u8),
    Select(Vec<Choice>),
    Radio(Vec<Choice>),
    Check,
    File(String),
}

/// Something that can be chosen.
#[derive(Clone, Debug)]
pub struct Choice {
    /// What is sent.
    pub value: String,
    /// What is read.
    pub label: String,
}

impl Choice {
    /// A choice.
    pub fn new(value: impl Into<String>, label: impl fmt::Display) -> Self {
        Self { value: value.into(), label: label.to_string() }
    }
}

impl HtmlSafe for Field {}

impl Field {
    pub(super) fn new(name: &'static str, label: String, l: Locale) -> Self {
        Self {
            l,
            name,
            id: name.into(),
            label,
            control: Control::Line("text"),
            value: String::new(),
            hint: None,
            error: None,
            autocomplete: None,
            longest: None,
            size: None,
            optional: false,
            read_only: false,
            preview: None,
        }
    }

    /// Known by this on its page, where another form has a field of the same name.
    #[must_use]
    pub fn under(mut self, id: String) -> Self {
        self.id = id.into();
        self
    }

    /// A mail address.
    #[must_use]
    pub fn email(mut self) -> Self {
        (self.control, self.autocomplete, self.longest) =
            (Control::Line("email"), Some("username"), Some(254));
        self
    }

    /// The password that somebody has.
    #[must_use]
    pub fn password(mut self) -> Self {
        (self.control, self.autocomplete) = (Control::Line("password"), Some("current-password"));
        self
    }

    /// A password that somebody makes up.
    #[must_use]
    pub fn new_password(mut self) -> Self {
        (self.control, self.autocomplete) = (Control::Line("password"), Some("new-password"));
        self
    }

    /// A code from somewhere else.
    #[must_use]
    pub fn code(mut self) -> Self {
        (self.autocomplete, self.longest) = (Some("one-time-code"), Some(40));
        self
    }

    /// A month of a year.
    #[must_use]
    pub fn month(mut self) -> Self {
        self.control = Control::Line("month");
        self
    }

    /// A day.
    #[must_use]
    pub fn date(mut self) -> Self {
        self.control = Control::Line("date");
        self
    }

    /// The address of a page.
    #[must_use]
    pub fn url(mut self) -> Self {
        self.control = Control::Line("url");
        self
    }

    /// A text of several lines, about so many.
    #[must_use]
    pub fn lines(mut self, lines: u8) -> Self {
        self.control = Control::Lines(lines);
        self
    }

    /// One of several, folded away.
    #[must_use]
    pub fn select(mut self, choices: Vec<Choice>) -> Self {
        self.control = Control::Select(choices);
        self
    }

    /// One of a few, all in sight.
    #[must_use]
    pub fn radio(mut self, choices: Vec<Choice>) -> Self {
        self.control = Control::Radio(choices);
        self
    }

    /// Yes or no.
    #[must_use]
    pub fn check(mut self) -> Self {
        self.control = Control::Check;
        self
    }

    /// A file of one of these kinds, as a list with commas.
    #[must_use]
    pub fn file(mut self, kinds: String) -> Self {
        self.control = Control::File(kinds);
        self
    }

    /// What was entered before.
    #[must_use]
    pub fn value(mut self, value: impl fmt::Display) -> Self {
        self.value = value.to_string();
        self
    }

    /// What helps to fill it in.
    #[must_use]
    pub fn hint(mut self, hint: impl fmt::Display) -> Self {
        self.hint = Some(hint.to_string());
        self
    }

    /// What is wrong with it, where something is.
    #[must_use]
    pub fn errors(mut self, errors: &Errors) -> Self {
        errors.learn(self.name, &self.label);
        self.error = errors.of(self.name).map(ToOwned::to_owned);
        self
    }

    /// The most characters that it takes.
    #[must_use]
    pub fn longest(mut self, longest: usize) -> Self {
        self.longest = Some(longest);
        self
    }

    /// How many characters its text has, as the parser of it asks for. Whoever fills it in is told when one is not enough.
    #[must_use]
    pub fn fits(mut self, characters: RangeInclusive<usize>) -> Self {
        let (least, most) = characters.into_inner();
        if least > 1 {
            let said = self.l.t("{least} to {most} characters.");
            let said = said.with("least", self.l.number(least)).with("most", self.l.number(most));
            self.size = Some(said.to_string());
        }
        self.longest = Some(most);
        self
    }

    /// May be left empty, and says so.
    #[must_use]
    pub fn optional(mut self) -> Self {
        self.optional = true;
        self
    }

    /// A text of several lines that is there to be read and copied.
    #[must_use]
    pub fn read_only(mut self) -> Self {
        self.read_only = true;
        self
    }

    /// Where its text is shown as readers will see it, while it is typed.
    #[must_use]
    pub fn preview(mut self, path: impl fmt::Display) -> Self {
        self.preview = Some(path.to_string());
        self
    }

    /// A choice says its hint below its question, before what can be chosen.
    fn is_radio(&self) -> bool {
        matches!(self.control, Control::Radio(_))
    }

    /// What helps to fill it in, with how long it may be.
    fn help(&self) -> Option<String> {
        let parts: Vec<&str> = [&self.size, &self.hint].into_iter().flatten().map(String::as_str).collect();
        (!parts.is_empty()).then(|| parts.join(" "))
    }

    fn described_by(&self) -> String {
        let parts = [("hint", self.help().is_some()), ("error", self.error.is_some())];
        let ids: Vec<String> =
            parts.iter().filter(|(_, there)| *there).map(|(part, _)| format!("{}-{part}", self.id)).collect();
        ids.join(" ")
    }

    fn is(&self, choice: &Choice) -> bool {
        self.value == choice.value
    }
}

//! What somebody wrote into a form that could not be taken: given back to them on the page that says so.

use locale::{Locale, mark};

use super::Field;

/// What a form may carry, at most: fields.
const MOST_FIELDS: usize = 200;

/// Fields that people write into, with what they are called where one page has no room for each form's own words. What is
/// not named here is never shown: passwords and codes, mail addresses, and what pages put into forms themselves.
const WORDS: &[(&str, &str)] = &[
    ("title", mark("Title")),
    ("headline", mark("Headline")),
    ("body", mark("Text")),
    ("text", mark("Text")),
    ("words", mark("Text")),
    ("details", mark("Details")),
    ("reply", mark("Your reply")),
    ("note", mark("Note")),
    ("reason", mark("Reason")),
    ("topics", mark("Topics")),
    ("treatment", mark("What the visit was for")),
    ("see_someone", mark("See someone in person if")),
    ("no_see_someone", mark("Or: why you do not say when to see someone")),
    ("interests", mark("Your interests in what you write about")),
    ("citations", mark("Sources")),
    ("correction", mark("What you changed, and why")),
    ("duration", mark("How long has it lasted?")),
    ("medication", mark("Which medicines do you take?")),
    ("tried", mark("What have you tried?")),
    ("different", mark("Mine is different because…")),
    ("name", mark("Your name")),
    ("letters", mark("Letters after your name")),
    ("city", mark("City")),
    ("region", mark("State or region")),
    ("practice", mark("Practice or clinic")),
    ("biography", mark("About you")),
    ("issuer", mark("Who issued it?")),
    ("number", mark("Number")),
    ("jurisdiction", mark("Country or state where it is good")),
    ("link", mark("Where we can look it up")),
    ("into", mark("The other question")),
];

/// Fields that are words in one form and a choice in another. A choice has no space in it.
const OR_CHOSEN: &[&str] = &["reason", "topics"];

/// Fields whose content is written into no page. A form that has one can't be sent again from one.
const SECRET: &[&str] = &["password", "code", "secret", "token"];

/// What somebody wrote.
pub(super) struct Written {
    words: Vec<Word>,
    /// Everything else that the form carried.
    others: Vec<(String, String)>,
    /// Whether what is here is all that the form carried.
    complete: bool,
}

/// One text.
struct Word {
    name: &'static str,
    label: &'static str,
    text: String,
}

impl Written {
    /// Reads a form. None: nobody has written anything in it.
    pub(super) fn read(form: &[u8]) -> Option<Self> {
        let fields: Vec<(String, String)> = serde_html_form::from_bytes(form).ok()?;
        if fields.len() > MOST_FIELDS {
            return None;
        }
        let mut written = Self { words: Vec::new(), others: Vec::new(), complete: true };
        for (name, text) in fields {
            match called(&name, &text) {
                _ if SECRET.contains(&&*name) => written.complete = false,
                Some((name, label)) => written.words.push(Word { name, label, text }),
                None => written.others.push((name, text)),
            }
        }
        (!written.words.is_empty()).then_some(written)
    }

    /// The texts, each as a field that can be read and copied.
    pub(super) fn fields(&self, l: Locale) -> Vec<Field> {
        let field = |(at, word): (usize, &Word)| {
            let lines = if word.text.len() > 80 { 8 } else { 2 };
            let field = Field::new(word.name, l.t(word.label).to_string(), l).under(format!("written-{at}"));
            field.lines(lines).value(&word.text).read_only()
        };
        self.words.iter().enumerate().map(field).collect()
    }

    /// What goes with them when they are sent again.
    pub(super) fn others(&self) -> &[(String, String)] {
        &self.others
    }

    /// Whether they can be sent again from here.
    pub(super) fn is_complete(&self) -> bool {
        self.complete
    }
}

fn called(name: &str, text: &str) -> Option<(&'static str, &'static str)> {
    let chosen = OR_CHOSEN.contains(&name) && !text.trim().contains(char::is_whitespace);
    if text.trim().is_empty() || chosen {
        return None;
    }
    WORDS.iter().copied().find(|known| known.0 == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(form: &str) -> Option<Vec<(&'static str, String)>> {
        let written = Written::read(form.as_bytes())?;
        Some(written.words.into_iter().map(|word| (word.name, word.text)).collect())
    }

    #[test]
    fn words_are_told_from_choices_and_secrets() {
        assert_eq!(shown("title=It+is&version=3&stance=no"), Some(vec![("title", "It is".into())]));
        assert_eq!(shown("reason=spam&note=Be+kind"), Some(vec![("note", "Be kind".into())]));
        assert_eq!(shown("reason=It+was+fine."), Some(vec![("reason", "It was fine.".into())]));
        for nothing in ["", "email=a%40example.org&password=x", "code=123456", "title=+", "reason=spam"] {
            assert_eq!(shown(nothing), None, "{nothing}");
        }
        assert_eq!(shown(&"title=x&".repeat(MOST_FIELDS + 1)), None);
    }

    #[test]
    fn a_form_with_a_secret_is_not_sent_again_and_the_secret_is_nowhere() {
        let written = Written::read(b"text=Words&password=heron&version=2").unwrap();
        assert!(!written.is_complete());
        assert_eq!(written.others(), [("version".to_owned(), "2".to_owned())]);
        assert!(Written::read(b"text=Words&version=2").unwrap().is_complete());
    }
}

//! What an asker wrote beside their question, in fields of their own: a moderator changes these words with the others.

use db::entity::question;
use locale::{Locale, Text};
use serde_json::{Value, json};

use super::form::Values;
use crate::{
    question::{DURATION, NOTE},
    web::{Errors, Field, Frame, Words},
};

/// Each as it is shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Notes {
    pub(super) duration: Option<String>,
    pub(super) medication: Option<String>,
    pub(super) tried: Option<String>,
    pub(super) different: Option<String>,
}

impl Notes {
    /// Those of a question.
    pub(super) fn of(row: &question::Model) -> Self {
        Self {
            duration: row.duration.clone(),
            medication: row.medication.clone(),
            tried: row.tried.clone(),
            different: row.different.clone(),
        }
    }

    /// Reads them from a form; what is wrong with one stands with its field. One that is as it was stays so, however long: an
    /// archive may bring more than a form takes.
    pub(super) fn parse(&self, l: Locale, values: &Values, errors: &mut Errors) -> Self {
        let lines = |text: &str| text.replace("\r\n", "\n").trim().to_owned();
        let mut read = |name, (was, text): (&Option<String>, &str), fits| {
            if was.as_deref().is_some_and(|was| lines(was) == lines(text)) {
                return was.clone();
            }
            match Words::parse_optional(text, fits) {
                Ok(words) => words.map(String::from),
                Err(unfit) => {
                    errors.add(name, unfit.message(l));
                    None
                }
            }
        };
        Self {
            duration: read("duration", (&self.duration, &values.duration), DURATION),
            medication: read("medication", (&self.medication, &values.medication), NOTE),
            tried: read("tried", (&self.tried, &values.tried), NOTE),
            different: read("different", (&self.different, &values.different), NOTE),
        }
    }

    /// Puts them into a form.
    pub(super) fn fill(self, values: &mut Values) {
        let Self { duration, medication, tried, different } = self;
        values.duration = duration.unwrap_or_default();
        values.medication = medication.unwrap_or_default();
        values.tried = tried.unwrap_or_default();
        values.different = different.unwrap_or_default();
    }

    /// What was given, each with what it is called.
    pub(super) fn shown(self, l: Locale) -> Vec<(String, String)> {
        let all = [
            (l.t("How long"), self.duration),
            (l.t("Medicines"), self.medication),
            (l.t("Already tried"), self.tried),
            (l.t("How it differs"), self.different),
        ];
        all.into_iter().filter_map(|(label, words)| Some((label.to_string(), words?))).collect()
    }

    /// The fields of the form: of those that were given, or are wrong.
    pub(super) fn fields(frame: &Frame, values: &Values, errors: &Errors) -> Vec<Field> {
        let l = frame.l;
        let field = |name, label: Text<'_>, value: &str| {
            let field = frame.field(name, label).optional().value(value).errors(errors);
            (!value.is_empty()).then_some(field)
        };
        let all = [
            field("duration", l.t("How long"), &values.duration),
            field("medication", l.t("Medicines"), &values.medication),
            field("tried", l.t("Already tried"), &values.tried),
            field("different", l.t("How it differs"), &values.different),
        ];
        all.into_iter().flatten().collect()
    }

    /// As a revision keeps them.
    pub(super) fn keep(&self, content: &mut Value) {
        let Self { duration, medication, tried, different } = self;
        for (name, words) in
            [("duration", duration), ("medication", medication), ("tried", tried), ("different", different)]
        {
            content[name] = json!(words);
        }
    }

    /// As a revision kept them; none where it is of before they were kept.
    pub(super) fn kept(content: &Value) -> Option<Self> {
        let read = |name| Some(content.get(name)?.as_str().map(ToOwned::to_owned));
        Some(Self {
            duration: read("duration")?,
            medication: read("medication")?,
            tried: read("tried")?,
            different: read("different")?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_revision_keeps_is_what_was_there() {
        let notes = Notes { tried: Some("Rest.".to_owned()), ..Notes::default() };
        let mut content = json!({"title": "Does it grow?"});
        assert_eq!(Notes::kept(&content), None);
        notes.keep(&mut content);
        assert_eq!(Notes::kept(&content), Some(notes));
        assert_eq!(content["title"], "Does it grow?");
    }
}

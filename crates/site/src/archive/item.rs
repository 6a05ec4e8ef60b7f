//! A record on its way from a file into the tables.

use std::sync::Arc;

use archive::{
    Problem, Record, Ref,
    record::{Case, StanceSource, escaped_excerpt},
};
use db::value::Stance;

use super::rejects::Rejected;

/// How much of a refused record is quoted, in characters.
const EXCERPT: usize = 120;

/// Where a record stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) file: Arc<str>,
    pub(super) line: u64,
}

/// The stance read from an answer, with the title it was read against.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Reading {
    pub(super) title: String,
    pub(super) stance: Option<Stance>,
}

/// A record with what was worked out about it before the database is asked.
#[derive(Clone, Debug)]
pub(super) struct Item {
    pub(super) place: Place,
    pub(super) record: Record,
    pub(super) fingerprint: i64,
    /// The record's Markdown as HTML, when it is known already.
    pub(super) html: Option<String>,
    /// The stance, when it is known already.
    pub(super) reading: Option<Reading>,
    /// Looked unchanged when it was prepared, so that nothing was.
    pub(super) skip: bool,
    /// Waited for what it refers to, and will not wait again.
    pub(super) waited: bool,
    /// Was put together from what is stored and what a page says, and so may come again and again.
    pub(super) merged: bool,
}

impl Item {
    pub(super) fn new(place: Place, mut record: Record) -> Result<Self, Problem> {
        let fingerprint = fingerprint(&mut record)?;
        Ok(Self {
            place,
            record,
            fingerprint,
            html: None,
            reading: None,
            skip: false,
            waited: false,
            merged: false,
        })
    }

    pub(super) fn rejected(&self, reason: String) -> Rejected {
        let excerpt = self.record.canonical_json().unwrap_or_default();
        let (file, line) = (self.place.file.clone(), self.place.line);
        Rejected { file, line, reason, excerpt: escaped_excerpt(&excerpt, EXCERPT) }
    }
}

/// The fingerprint of what the source says. Left out is what a site gives an item rather than its source: its number,
/// its address, readers' thanks and a stance that was read from the text. So an export comes back unchanged into the site that wrote it.
pub(super) fn fingerprint(record: &mut Record) -> Result<i64, Problem> {
    plain(record);
    match record {
        Record::Doctor(doctor) => {
            let slug = doctor.slug.take();
            let fingerprint = record.fingerprint();
            if let Record::Doctor(doctor) = record {
                doctor.slug = slug;
            }
            fingerprint
        }
        Record::Question(question) => {
            let number = question.number.take();
            let fingerprint = record.fingerprint();
            if let Record::Question(question) = record {
                question.number = number;
            }
            fingerprint
        }
        Record::Answer(answer) => {
            let (number, helped) = (answer.number.take(), std::mem::take(&mut answer.helped));
            let inferred = answer.stance_source == Some(StanceSource::Inferred);
            let stance =
                if inferred { (answer.stance.take(), answer.stance_source.take()) } else { (None, None) };
            let fingerprint = record.fingerprint();
            if let Record::Answer(answer) = record {
                (answer.number, answer.helped) = (number, helped);
                if inferred {
                    (answer.stance, answer.stance_source) = stance;
                }
            }
            fingerprint
        }
        _ => record.fingerprint(),
    }
}

/// Gives a record the one form that an export writes, where the format lets it say the same in two ways.
fn plain(record: &mut Record) {
    let shorten = |own: &str, reference: &mut Ref| {
        if let Ref::Elsewhere { source, id } = reference
            && source == own
        {
            *reference = Ref::Local(std::mem::take(id));
        }
    };
    match record {
        Record::Credential(it) => shorten(&it.source, &mut it.doctor),
        Record::Rating(it) => shorten(&it.source, &mut it.doctor),
        Record::Review(it) => shorten(&it.source, &mut it.doctor),
        Record::Question(it) => {
            it.case.take_if(|case| *case == Case::default());
            it.merged_into.iter_mut().for_each(|other| shorten(&it.source, other));
        }
        Record::Answer(it) => {
            shorten(&it.source, &mut it.question);
            shorten(&it.source, &mut it.doctor);
        }
        Record::Citation(it) => shorten(&it.source, &mut it.answer),
        Record::Agreement(it) => {
            shorten(&it.source, &mut it.answer);
            shorten(&it.source, &mut it.doctor);
        }
        Record::Revision(it) => shorten(&it.source, &mut it.subject),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn print(json: &str) -> i64 {
        fingerprint(&mut Record::parse(json).unwrap()).unwrap()
    }

    #[test]
    fn what_a_site_adds_is_no_change() {
        let bare = r#"{"kind":"answer","source":"s","id":"1","question":"q","doctor":"d","headline":"No","body":"No."}"#;
        let full = r#"{"kind":"answer","source":"s","id":"1","number":7,"question":{"source":"s","id":"q"},"doctor":"d",
            "headline":"No","body":"No.","stance":"no","stance_source":"inferred","helped":3}"#;
        let stated = r#"{"kind":"answer","source":"s","id":"1","question":"q","doctor":"d","headline":"No","body":"No.",
            "stance":"no","stance_source":"stated"}"#;
        assert_eq!(print(bare), print(full));
        assert_ne!(print(bare), print(stated));
    }

    #[test]
    fn a_fingerprint_leaves_the_record_as_it_was() {
        let json = r#"{"kind":"answer","source":"s","id":"1","number":7,"question":"q","doctor":"d","headline":"No",
            "body":"No.","stance":"no","stance_source":"inferred"}"#;
        let before = Record::parse(json).unwrap();
        let mut after = before.clone();
        fingerprint(&mut after).unwrap();
        assert_eq!(before, after);
    }
}

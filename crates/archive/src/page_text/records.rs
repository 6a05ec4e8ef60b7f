//! From a page to the records of an archive.

use super::{Page, PageAnswer, PageDoctor, PageError};
use crate::record::{Answer, Doctor, Question, Rating, Record, Ref, Scope, State};
use sha2::{Digest, Sha256};
use unicode_normalization::UnicodeNormalization;

/// Ids are cut to these lengths, so that an answer's id, made of both, stays within the limit of the format.
const QUESTION_ID: usize = 80;
const DOCTOR_ID: usize = 110;

/// A record with the line of the page that it begins at.
#[derive(Clone, Debug, PartialEq)]
pub struct Placed {
    /// Counted from 1.
    pub line: u64,
    /// The record.
    pub record: Record,
}

/// An id for the page of a file, from the file's name without its ending.
///
/// What is not a letter, digit, dot, hyphen or underscore becomes a hyphen; a name that is changed or cut by this
/// gets a short hash of the original, so that two names never share an id.
#[must_use]
pub fn external_id(file_stem: &str) -> String {
    let kept = |c: char| if c.is_alphanumeric() || matches!(c, '.' | '-' | '_') { c } else { '-' };
    let plain: String = file_stem.nfc().map(kept).collect();
    let short = plain.chars().count() <= QUESTION_ID;
    if plain == file_stem && short && plain.contains(char::is_alphanumeric) {
        return plain;
    }
    with_hash(&plain, file_stem, QUESTION_ID)
}

impl Page {
    /// The records of the page: its question, then each answer after its doctor and the doctor's rating.
    ///
    /// All have the same `source`. A named doctor's id is made of name, city and specialty, so it is the same in
    /// every file; a doctor without a name is known only by the page. The source itself and the specialties (see
    /// [`crate::specialties`]) must exist before.
    pub fn into_records(self, source: &str, external_id: &str) -> Result<Vec<Placed>, PageError> {
        let mut records = vec![Placed {
            line: self.question.line,
            record: Record::Question(Question {
                source: source.to_owned(),
                id: external_id.to_owned(),
                number: None,
                title: self.question.title,
                body: self.question.body,
                lang: "en".to_owned(),
                scope: Scope::General,
                case: None,
                topics: Vec::new(),
                author: None,
                url: None,
                asked_at: None,
                updated_at: None,
                state: State::Published,
                state_reason: None,
                country: None,
                details: Vec::new(),
                locked: None,
                merged_into: None,
                found_answer_at: None,
                edited_for: None,
                different: None,
                chosen: 0,
            }),
        }];
        let mut unnamed = 0;
        for answer in self.answers {
            let (doctor_id, answer_id) = match answer.doctor.id() {
                Some(id) => (id.clone(), format!("{external_id}/{id}")),
                None => {
                    unnamed += 1;
                    let id = format!("{external_id}/unnamed-{unnamed}");
                    (id.clone(), id)
                }
            };
            let line = answer.doctor.line;
            let (doctor, rating) = doctor_records(&answer.doctor, source, &doctor_id);
            records.push(Placed { line, record: Record::Doctor(doctor) });
            records.extend(rating.map(|rating| Placed { line, record: Record::Rating(rating) }));
            let line = answer.line;
            let record = Record::Answer(answer_record(answer, source, (external_id, &doctor_id), answer_id));
            records.push(Placed { line, record });
        }
        for placed in &records {
            placed.record.check().map_err(|problem| PageError::at(placed.line, problem.to_string()))?;
        }
        Ok(records)
    }
}

impl PageDoctor {
    /// What identifies a named doctor across pages: name, city and specialty, whatever their case and accents' coding.
    pub(super) fn id(&self) -> Option<String> {
        let name = self.name.as_deref()?;
        let id = format!("{}--{}--{}", words(name), words(&self.city), self.specialty.slug);
        Some(if id.chars().count() <= DOCTOR_ID { id } else { with_hash(&id, &id, DOCTOR_ID) })
    }
}

fn doctor_records(doctor: &PageDoctor, source: &str, id: &str) -> (Doctor, Option<Rating>) {
    let profile = Doctor {
        source: source.to_owned(),
        id: id.to_owned(),
        slug: None,
        name: doctor.name.clone(),
        letters: doctor.letters.clone(),
        specialty: Some(doctor.specialty.slug.to_owned()),
        city: Some(doctor.city.clone()),
        region: None,
        country: None,
        practice: None,
        biography: None,
        lang: "en".to_owned(),
        log: Vec::new(),
    };
    let rating = doctor.rating.map(|rating| Rating {
        source: source.to_owned(),
        doctor: Ref::from(id),
        sum: rating.sum(),
        count: rating.count,
    });
    (profile, rating)
}

fn answer_record(answer: PageAnswer, source: &str, (question, doctor): (&str, &str), id: String) -> Answer {
    Answer {
        source: source.to_owned(),
        id,
        number: None,
        question: Ref::from(question),
        doctor: Ref::from(doctor),
        headline: answer.headline,
        body: answer.body,
        lang: "en".to_owned(),
        stance: None,
        stance_source: None,
        answered_at: None,
        updated_at: None,
        state: State::Published,
        state_reason: None,
        see_someone: None,
        no_see_someone: None,
        interests: None,
        correction: None,
        edited_for: None,
        helped: 0,
    }
}

/// Lower-case words joined by single hyphens. Letters of every script stay, for two names that differ must not meet.
fn words(text: &str) -> String {
    let mut joined = String::with_capacity(text.len());
    for character in text.to_lowercase().nfc() {
        let mark = unicode_normalization::char::is_combining_mark(character);
        if character.is_alphanumeric() || mark {
            joined.push(character);
        } else if !matches!(character, '\'' | '’' | '‘' | 'ʻ' | '.') && !joined.ends_with('-') {
            joined.push('-');
        }
    }
    joined.trim_matches('-').to_owned()
}

/// `text` cut to fit, with the first twelve hexadecimal digits of the hash of `original` at its end.
fn with_hash(text: &str, original: &str, limit: usize) -> String {
    let digest = Sha256::digest(original.as_bytes());
    let hash: String = digest.iter().take(6).map(|byte| format!("{byte:02x}")).collect();
    let start: String = text.chars().take(limit - hash.len() - 1).collect();
    let start = start.trim_matches('-');
    if start.is_empty() { format!("page-{hash}") } else { format!("{start}-{hash}") }
}

//! What identifies a record within an archive, and which other records it needs before it.

use super::{Kind, Record, Ref, SubjectKind};
use std::borrow::Cow;
use std::fmt;

/// What identifies a record: its kind, its source and its id there.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Key<'a> {
    /// The kind of the record.
    pub kind: Kind,
    /// The source's id; empty for sources, specialties and topics, which belong to the site as a whole.
    pub source: &'a str,
    /// The id within the source. Ratings and revisions have none of their own and are known by what they are on.
    pub id: Cow<'a, str>,
}

impl fmt::Display for Key<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let id = self.id.replace('\n', " ");
        if self.source.is_empty() {
            write!(out, "{} {id}", self.kind)
        } else {
            write!(out, "{} {}/{id}", self.kind, self.source)
        }
    }
}

/// One record that another needs before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Reference<'a> {
    /// The field that holds the reference.
    pub field: &'static str,
    /// The kind of the record referred to.
    pub kind: Kind,
    /// Its source; empty for sources, specialties and topics.
    pub source: &'a str,
    /// Its id.
    pub id: &'a str,
}

impl From<SubjectKind> for Kind {
    fn from(subject: SubjectKind) -> Kind {
        match subject {
            SubjectKind::Question => Kind::Question,
            SubjectKind::Answer => Kind::Answer,
            SubjectKind::Doctor => Kind::Doctor,
            SubjectKind::Review => Kind::Review,
        }
    }
}

impl Record {
    /// The source that the record belongs to; `None` for headers, sources, specialties and topics.
    #[must_use]
    pub fn source(&self) -> Option<&str> {
        match self {
            Record::Archive(_) | Record::Source(_) | Record::Specialty(_) | Record::Topic(_) => None,
            Record::Doctor(doctor) => Some(&doctor.source),
            Record::Credential(credential) => Some(&credential.source),
            Record::Rating(rating) => Some(&rating.source),
            Record::Review(review) => Some(&review.source),
            Record::Question(question) => Some(&question.source),
            Record::Answer(answer) => Some(&answer.source),
            Record::Citation(citation) => Some(&citation.source),
            Record::Agreement(agreement) => Some(&agreement.source),
            Record::Revision(revision) => Some(&revision.source),
        }
    }

    /// What identifies the record; `None` for the header.
    #[must_use]
    pub fn key(&self) -> Option<Key<'_>> {
        let source = self.source().unwrap_or_default();
        let id = match self {
            Record::Archive(_) => return None,
            Record::Source(source) => Cow::from(&source.id),
            Record::Specialty(specialty) => Cow::from(&specialty.id),
            Record::Topic(topic) => Cow::from(&topic.id),
            Record::Doctor(doctor) => Cow::from(&doctor.id),
            Record::Credential(credential) => Cow::from(&credential.id),
            Record::Rating(rating) => subject_id(&rating.doctor, source),
            Record::Review(review) => Cow::from(&review.id),
            Record::Question(question) => Cow::from(&question.id),
            Record::Answer(answer) => Cow::from(&answer.id),
            Record::Citation(citation) => Cow::from(&citation.id),
            Record::Agreement(agreement) => Cow::from(&agreement.id),
            Record::Revision(revision) => {
                let subject = subject_id(&revision.subject, source);
                Cow::from(format!("{}\n{subject}\n{}", revision.subject_kind, revision.number))
            }
        };
        Some(Key { kind: self.kind(), source, id })
    }

    /// Every record that must come before this one, its source first.
    #[must_use]
    pub fn references<'r>(&'r self) -> Vec<Reference<'r>> {
        let mut found = Vec::new();
        let own = self.source().unwrap_or_default();
        if !own.is_empty() {
            found.push(Reference { field: "source", kind: Kind::Source, source: "", id: own });
        }
        let to = |field, kind, reference: &'r Ref| linked(field, kind, reference, own);
        match self {
            Record::Archive(_) | Record::Source(_) | Record::Specialty(_) => {}
            Record::Topic(topic) => {
                found.extend(topic.parent.iter().map(|id| site_wide("parent", Kind::Topic, id)))
            }
            Record::Doctor(doctor) => {
                found.extend(doctor.specialty.iter().map(|id| site_wide("specialty", Kind::Specialty, id)));
            }
            Record::Credential(credential) => found.push(to("doctor", Kind::Doctor, &credential.doctor)),
            Record::Rating(rating) => found.push(to("doctor", Kind::Doctor, &rating.doctor)),
            Record::Review(review) => found.push(to("doctor", Kind::Doctor, &review.doctor)),
            Record::Question(question) => {
                found.extend(question.topics.iter().map(|id| site_wide("topics", Kind::Topic, id)));
                found.extend(
                    question.merged_into.iter().map(|other| to("merged_into", Kind::Question, other)),
                );
            }
            Record::Answer(answer) => {
                found.push(to("question", Kind::Question, &answer.question));
                found.push(to("doctor", Kind::Doctor, &answer.doctor));
            }
            Record::Citation(citation) => found.push(to("answer", Kind::Answer, &citation.answer)),
            Record::Agreement(agreement) => {
                found.push(to("answer", Kind::Answer, &agreement.answer));
                found.push(to("doctor", Kind::Doctor, &agreement.doctor));
            }
            Record::Revision(revision) => {
                found.push(to("subject", revision.subject_kind.into(), &revision.subject));
            }
        }
        found
    }
}

fn site_wide<'a>(field: &'static str, kind: Kind, id: &'a str) -> Reference<'a> {
    Reference { field, kind, source: "", id }
}

fn linked<'a>(field: &'static str, kind: Kind, reference: &'a Ref, own_source: &'a str) -> Reference<'a> {
    let (source, id) = reference.resolve(own_source);
    Reference { field, kind, source, id }
}

/// The id of what a record is on. No id can hold a line's end, so the two forms cannot be mistaken for each other.
fn subject_id<'a>(subject: &'a Ref, own_source: &'a str) -> Cow<'a, str> {
    let (source, id) = subject.resolve(own_source);
    if source == own_source { Cow::from(id) } else { Cow::from(format!("{source}\n{id}")) }
}

//! What an answer said at a time: kept as the record that an archive has of it, with what no archive format has yet.

use archive::{Record, Ref, Timestamp, record};
use db::{
    entity::{answer, revision},
    value::{Stance, StanceSource, State},
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::kept::Origin;
use crate::{
    error::Failure,
    evidence::{Citation, Cited},
    taxonomy::Taxonomy,
};

/// What an answer said. The names are those of the archive's record.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Said {
    pub(super) headline: String,
    pub(super) body: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) stance: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) stance_source: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) see_someone: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) no_see_someone: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) interests: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) citations: Vec<String>,
}

impl Said {
    /// What it says now.
    pub(super) fn now(row: &answer::Model, citations: &[Citation]) -> Self {
        Self {
            headline: row.headline.clone(),
            body: row.body.clone(),
            stance: row.stance.map(|stance| stance.word().to_owned()),
            stance_source: row.stance_source.map(|source| source.word().to_owned()),
            see_someone: row.see_someone.clone(),
            no_see_someone: row.no_see_someone.clone(),
            interests: row.interests.clone(),
            citations: lines(citations),
        }
    }

    /// What it said before a change.
    pub(super) fn before(change: &revision::Model) -> Self {
        serde_json::from_str(&change.content).unwrap_or_default()
    }

    pub(super) fn stance(&self) -> Option<Stance> {
        self.stance.as_deref().and_then(Stance::from_word)
    }
}

fn lines(citations: &[Citation]) -> Vec<String> {
    let line = |c: &Citation| Cited { scheme: c.scheme, identifier: c.identifier.clone() }.to_string();
    citations.iter().map(line).collect()
}

/// The answer as a revision keeps it.
pub(super) fn content(
    row: &answer::Model,
    citations: &[Citation],
    (asked, given): &(Origin, Origin),
    taxonomy: &Taxonomy,
) -> Result<String, Failure> {
    let (source, id) = handle(taxonomy, &(row.source_id, row.external_id.clone()), row.id);
    let to = |origin: &Origin, id: i64| {
        let (elsewhere, id) = handle(taxonomy, origin, id);
        Ref::to(&source, &elsewhere, &id)
    };
    let whole = Record::Answer(record::Answer {
        question: to(asked, row.question_id),
        doctor: to(given, row.doctor_id),
        source: source.clone(),
        id,
        number: Some(row.id),
        headline: row.headline.clone(),
        body: row.body.clone(),
        lang: row.lang.clone(),
        stance: row.stance.map(outward_stance),
        stance_source: row.stance_source.map(outward_source),
        answered_at: row.answered_at.and_then(Timestamp::from_seconds),
        updated_at: row.updated_at.and_then(Timestamp::from_seconds),
        state: outward_state(row.state),
        state_reason: row.state_reason.clone(),
        see_someone: row.see_someone.clone(),
        no_see_someone: row.no_see_someone.clone(),
        interests: row.interests.clone(),
        correction: row.correction.clone(),
        edited_for: row.edited_for.clone(),
        helped: u32::try_from(row.helped_count).unwrap_or_default(),
    });
    let json = whole.canonical_json().map_err(|_| Failure::Internal)?;
    let mut fields: Map<String, Value> = serde_json::from_str(&json).map_err(|_| Failure::Internal)?;
    if !citations.is_empty() {
        fields.insert("citations".to_owned(), lines(citations).into());
    }
    serde_json::to_string(&fields).map_err(|_| Failure::Internal)
}

/// By which source and id an archive knows something. What was written here is of the source `local`, or `local-2` and so on
/// where an archive brought its own `local` along.
fn handle(taxonomy: &Taxonomy, (source, external): &Origin, id: i64) -> (String, String) {
    match (taxonomy.source(*source), external) {
        (Some(source), Some(external)) => (source.key.clone(), external.clone()),
        _ => {
            let taken = |key: &str| taxonomy.sources().iter().any(|source| source.key == key);
            let names = std::iter::once("local".to_owned()).chain((2..).map(|n| format!("local-{n}")));
            (names.into_iter().find(|name| !taken(name)).unwrap_or_default(), id.to_string())
        }
    }
}

fn outward_stance(stance: Stance) -> record::Stance {
    match stance {
        Stance::Yes => record::Stance::Yes,
        Stance::No => record::Stance::No,
        Stance::Depends => record::Stance::Depends,
        Stance::Unknown => record::Stance::Unknown,
    }
}

fn outward_source(source: StanceSource) -> record::StanceSource {
    match source {
        StanceSource::Stated => record::StanceSource::Stated,
        StanceSource::Confirmed => record::StanceSource::Confirmed,
        StanceSource::Inferred => record::StanceSource::Inferred,
    }
}

fn outward_state(state: State) -> record::State {
    match state {
        State::Published => record::State::Published,
        State::Held => record::State::Held,
        State::Removed => record::State::Removed,
    }
}

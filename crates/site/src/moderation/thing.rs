//! What can be reported and decided on: a question, an answer, a review or a doctor's profile, as it stands.

use db::{
    entity::{answer, doctor, question, review},
    sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter},
    value::{Matter, State},
};
use locale::{Locale, Text};
use markup::SafeHtml;

use crate::{
    app::{Tag, Write},
    error::Failure,
};

/// Which thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Thing {
    pub(super) kind: Matter,
    pub(super) id: i64,
}

/// The kinds of thing that are reported, by their words in order, as the queue tells equals apart.
pub(super) const KINDS: [Matter; 4] = [Matter::Answer, Matter::Doctor, Matter::Question, Matter::Review];

impl Thing {
    /// As addresses name it.
    pub(super) fn parse((kind, id): &(String, i64)) -> Result<Self, Failure> {
        let kind = Matter::from_word(kind).filter(|kind| KINDS.contains(kind)).ok_or(Failure::NotFound)?;
        Ok(Self { kind, id: *id })
    }

    /// As a checkbox names it: `question-12`.
    pub(super) fn parse_box(text: &str) -> Option<Self> {
        let (kind, id) = text.split_once('-')?;
        Self::parse(&(kind.to_owned(), id.parse().ok()?)).ok()
    }

    /// Where moderators look at it.
    pub(super) fn desk(self) -> String {
        format!("/moderation/{}/{}", self.kind.word(), self.id)
    }

    /// The place of its kind among the kinds.
    pub(super) fn rank(self) -> i64 {
        KINDS.iter().zip(0..).find(|(kind, _)| **kind == self.kind).map_or(9, |(_, rank)| rank)
    }
}

/// A thing as it stands.
pub(super) enum Item {
    Question(question::Model),
    /// With the question that it answers.
    Answer(answer::Model, question::Model),
    Review(review::Model, doctor::Model),
    Doctor(doctor::Model),
}

/// Reads a thing, in whatever state.
///
/// # Errors
/// What the database says.
pub(super) async fn find(db: &impl ConnectionTrait, thing: Thing) -> Result<Option<Item>, DbErr> {
    Ok(all(db, &[thing]).await?.pop())
}

/// Reads many things with a few statements, in no particular order.
///
/// # Errors
/// What the database says.
pub(super) async fn all(db: &impl ConnectionTrait, things: &[Thing]) -> Result<Vec<Item>, DbErr> {
    let of = |kind: Matter| things.iter().filter(move |thing| thing.kind == kind).map(|thing| thing.id);
    let mut items = Vec::new();
    if of(Matter::Question).next().is_some() {
        let found = question::Entity::find().filter(question::Column::Id.is_in(of(Matter::Question)));
        items.extend(found.all(db).await?.into_iter().map(Item::Question));
    }
    if of(Matter::Answer).next().is_some() {
        let found =
            answer::Entity::find().filter(answer::Column::Id.is_in(of(Matter::Answer))).all(db).await?;
        let asked = found.iter().map(|answer| answer.question_id);
        let asked = question::Entity::find().filter(question::Column::Id.is_in(asked)).all(db).await?;
        items.extend(found.into_iter().filter_map(|answer| {
            let question = asked.iter().find(|question| question.id == answer.question_id)?.clone();
            Some(Item::Answer(answer, question))
        }));
    }
    if of(Matter::Review).next().is_some() {
        let found =
            review::Entity::find().filter(review::Column::Id.is_in(of(Matter::Review))).all(db).await?;
        let rated = found.iter().map(|review| review.doctor_id);
        let rated = doctor::Entity::find().filter(doctor::Column::Id.is_in(rated)).all(db).await?;
        items.extend(found.into_iter().filter_map(|review| {
            let doctor = rated.iter().find(|doctor| doctor.id == review.doctor_id)?.clone();
            Some(Item::Review(review, doctor))
        }));
    }
    if of(Matter::Doctor).next().is_some() {
        let found = doctor::Entity::find().filter(doctor::Column::Id.is_in(of(Matter::Doctor)));
        items.extend(found.all(db).await?.into_iter().map(Item::Doctor));
    }
    Ok(items)
}

impl Item {
    pub(super) fn thing(&self) -> Thing {
        let (kind, id) = match self {
            Self::Question(question) => (Matter::Question, question.id),
            Self::Answer(answer, _) => (Matter::Answer, answer.id),
            Self::Review(review, _) => (Matter::Review, review.id),
            Self::Doctor(doctor) => (Matter::Doctor, doctor.id),
        };
        Thing { kind, id }
    }

    /// Its state; a profile is always published.
    pub(super) fn state(&self) -> State {
        match self {
            Self::Question(question) => question.state,
            Self::Answer(answer, _) => answer.state,
            Self::Review(review, _) => review.state,
            Self::Doctor(_) => State::Published,
        }
    }

    /// Whether its address leads to another question.
    pub(super) fn is_merged(&self) -> bool {
        matches!(self, Self::Question(question) if question.merged_into.is_some())
    }

    /// Whether it takes no more answers.
    pub(super) fn is_locked(&self) -> bool {
        matches!(self, Self::Question(question) if question.locked.is_some())
    }

    pub(super) fn state_reason(&self) -> Option<&str> {
        match self {
            Self::Question(question) => question.state_reason.as_deref(),
            Self::Answer(answer, _) => answer.state_reason.as_deref(),
            Self::Review(review, _) => review.state_reason.as_deref(),
            Self::Doctor(_) => None,
        }
    }

    /// What stands above its text; none: nothing.
    pub(super) fn title(&self) -> Option<&str> {
        match self {
            Self::Question(question) => Some(&question.title),
            Self::Answer(answer, _) => Some(&answer.headline),
            Self::Review(review, _) => review.title.as_deref(),
            Self::Doctor(doctor) => doctor.name.as_deref(),
        }
    }

    /// Its text, Markdown.
    pub(super) fn text(&self) -> &str {
        match self {
            Self::Question(question) => &question.body,
            Self::Answer(answer, _) => &answer.body,
            Self::Review(review, _) => &review.text,
            Self::Doctor(doctor) => doctor.biography.as_deref().unwrap_or_default(),
        }
    }

    /// Its text as `markup` rendered it.
    pub(super) fn html(&self) -> SafeHtml {
        SafeHtml::stored(match self {
            Self::Question(question) => question.body_html.clone(),
            Self::Answer(answer, _) => answer.body_html.clone(),
            Self::Review(review, _) => review.text_html.clone(),
            Self::Doctor(doctor) => doctor.biography_html.clone().unwrap_or_default(),
        })
    }

    /// BCP 47 tag of its text.
    pub(super) fn lang(&self) -> &str {
        match self {
            Self::Question(question) => &question.lang,
            Self::Answer(answer, _) => &answer.lang,
            Self::Review(review, _) => &review.lang,
            Self::Doctor(doctor) => &doctor.lang,
        }
    }

    /// Where readers see it, without a language.
    pub(super) fn path(&self) -> String {
        match self {
            Self::Question(question) => format!("/questions/{}/{}", question.id, question.slug),
            Self::Answer(answer, question) => {
                format!("/questions/{}/{}#answer-{}", question.id, question.slug, answer.id)
            }
            Self::Review(_, doctor) => format!("/doctors/{}/reviews", doctor.slug),
            Self::Doctor(doctor) => format!("/doctors/{}", doctor.slug),
        }
    }

    /// What it is, in words.
    pub(super) fn kind(&self, l: Locale) -> Text<'static> {
        kind(l, self.thing().kind)
    }

    /// Notes which pages show it.
    pub(super) fn changes(&self, write: &mut Write) {
        match self {
            // Lists of topics count it.
            Self::Question(question) => {
                write.changes(Tag::Question(question.id));
                write.changes(Tag::Vocabulary);
            }
            Self::Answer(answer, question) => {
                write.changes(Tag::Question(question.id));
                write.changes(Tag::Doctor(answer.doctor_id));
            }
            Self::Review(_, doctor) | Self::Doctor(doctor) => write.changes(Tag::Doctor(doctor.id)),
        }
    }
}

/// A kind of thing, in words.
pub(super) fn kind(l: Locale, kind: Matter) -> Text<'static> {
    match kind {
        Matter::Question => l.t("Question"),
        Matter::Answer => l.t("Answer"),
        Matter::Review => l.t("Review"),
        Matter::Doctor => l.t("Doctor’s profile"),
        Matter::Credential => l.t("Credential"),
        Matter::Agreement => l.t("Colleague’s view"),
        Matter::Report => l.t("Report"),
        Matter::Account => l.t("Account"),
    }
}

/// A state, in words.
pub(super) fn state(l: Locale, state: State) -> Text<'static> {
    match state {
        State::Published => l.t("published"),
        State::Held => l.t("held back"),
        State::Removed => l.t("removed"),
    }
}

//! What can be reported and decided on: a question, an answer, a review or a doctor's profile, and what stands inside one of
//! them, as it stands.

use db::{
    entity::{
        agreement::Model as Mark, answer::Model as Answer, decision::Model as Decision,
        doctor::Model as Doctor, question::Model as Question, question_detail::Model as Detail,
        review::Model as Review,
    },
    sea_orm::{ConnectionTrait, DbErr},
    value::{Matter, State},
};
use locale::{Locale, Text};
use markup::SafeHtml;

use super::{notes::Notes, store};
use crate::{
    agreement,
    answer::hold_question,
    app::{Tag, Write},
    doctor as doctors,
    error::Failure,
    review as reviews,
};

/// Which thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Thing {
    pub(super) kind: Matter,
    pub(super) id: i64,
}

/// The kinds of thing that are reported, by their words in order, as the queue tells equals apart.
pub(super) const KINDS: [Matter; 7] = [
    Matter::Agreement,
    Matter::Answer,
    Matter::Detail,
    Matter::Doctor,
    Matter::Question,
    Matter::Reply,
    Matter::Review,
];

impl Thing {
    /// What a decision is about.
    pub(super) fn of(decision: &Decision) -> Self {
        Self { kind: decision.matter_kind, id: decision.matter_id }
    }

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
#[derive(Clone)]
pub(super) enum Item {
    Question(Question),
    /// With the question that it answers.
    Answer(Answer, Question),
    Review(Review, Doctor),
    Doctor(Doctor),
    /// A colleague's caveat or reason, with what it is on.
    Mark(Box<Mark>, Answer, Question),
    /// What an asker added later, with the question.
    Detail(Detail, Question),
    /// A doctor's reply, with the review that it stands in.
    Reply(Review, Doctor),
}

/// Reads a thing, in whatever state.
///
/// # Errors
/// What the database says.
pub(super) async fn find(db: &impl ConnectionTrait, thing: Thing) -> Result<Option<Item>, DbErr> {
    store::find_thing(db, thing).await
}

/// Takes hold of a thing as whoever changes it does, and reads it again.
///
/// # Errors
/// What the database says.
pub(super) async fn hold(write: &Write, item: &Item) -> Result<Option<Item>, DbErr> {
    let tx = &**write;
    match item {
        Item::Question(question) | Item::Answer(_, question) | Item::Detail(_, question) => {
            hold_question(tx, question.id).await?;
        }
        Item::Mark(_, answer, _) => {
            agreement::hold(tx, answer.id).await?;
        }
        Item::Review(review, _) | Item::Reply(review, _) => {
            reviews::hold(tx, review.id).await?;
        }
        Item::Doctor(doctor) => {
            doctors::hold(tx, doctor.id).await?;
        }
    }
    find(tx, item.thing()).await
}

impl Item {
    pub(super) fn thing(&self) -> Thing {
        let (kind, id) = match self {
            Self::Question(question) => (Matter::Question, question.id),
            Self::Answer(answer, _) => (Matter::Answer, answer.id),
            Self::Review(review, _) => (Matter::Review, review.id),
            Self::Doctor(doctor) => (Matter::Doctor, doctor.id),
            Self::Mark(mark, ..) => (Matter::Agreement, mark.id),
            Self::Detail(detail, _) => (Matter::Detail, detail.id),
            Self::Reply(review, _) => (Matter::Reply, review.id),
        };
        Thing { kind, id }
    }

    /// Its state; a profile is always published, and what stands inside something is published or removed.
    pub(super) fn state(&self) -> State {
        match self {
            Self::Question(question) => question.state,
            Self::Answer(answer, _) => answer.state,
            Self::Review(review, _) => review.state,
            Self::Doctor(_) => State::Published,
            Self::Mark(..) | Self::Detail(..) | Self::Reply(..) => match self.state_reason() {
                Some(_) => State::Removed,
                None => State::Published,
            },
        }
    }

    /// The states of what it stands in.
    pub(super) fn around(&self) -> Vec<State> {
        match self {
            Self::Question(_) | Self::Review(..) | Self::Doctor(_) => Vec::new(),
            Self::Answer(_, question) | Self::Detail(_, question) => vec![question.state],
            Self::Mark(_, answer, question) => vec![answer.state, question.state],
            Self::Reply(review, _) => vec![review.state],
        }
    }

    /// Whether its words are held back from readers, though it is there.
    pub(super) fn is_wordless(&self) -> bool {
        matches!(self, Self::Review(review, _) | Self::Reply(review, _) if review.text_held.is_some())
    }

    /// Whether it has a title, as far as it can be changed.
    pub(super) fn takes_title(&self) -> bool {
        matches!(self, Self::Question(_) | Self::Answer(..) | Self::Review(..))
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
            Self::Mark(mark, ..) => mark.text_held.as_deref(),
            Self::Detail(detail, _) => detail.removed_for.as_deref(),
            Self::Reply(review, _) => review.reply_removed_for.as_deref(),
        }
    }

    /// Why a moderator changed what stands inside something, if one did.
    pub(super) fn edited_for(&self) -> Option<&str> {
        match self {
            Self::Mark(mark, ..) => mark.edited_for.as_deref(),
            Self::Detail(detail, _) => detail.edited_for.as_deref(),
            Self::Reply(review, _) => review.reply_edited_for.as_deref(),
            Self::Question(_) | Self::Answer(..) | Self::Review(..) | Self::Doctor(_) => None,
        }
    }

    /// What stands above its text; none: nothing.
    pub(super) fn title(&self) -> Option<&str> {
        match self {
            Self::Question(question) => Some(&question.title),
            Self::Answer(answer, _) => Some(&answer.headline),
            Self::Review(review, _) => review.title.as_deref(),
            Self::Doctor(doctor) => doctor.name.as_deref(),
            Self::Mark(..) | Self::Detail(..) | Self::Reply(..) => None,
        }
    }

    /// What stands beside a question.
    pub(super) fn notes(&self) -> Option<Notes> {
        match self {
            Self::Question(question) => Some(Notes::of(question)),
            _ => None,
        }
    }

    /// Its text, Markdown.
    pub(super) fn text(&self) -> &str {
        match self {
            Self::Question(question) => &question.body,
            Self::Answer(answer, _) => &answer.body,
            Self::Review(review, _) => &review.text,
            Self::Doctor(doctor) => doctor.biography.as_deref().unwrap_or_default(),
            Self::Mark(mark, ..) => mark.text.as_deref().unwrap_or_default(),
            Self::Detail(detail, _) => &detail.body,
            Self::Reply(review, _) => review.reply.as_deref().unwrap_or_default(),
        }
    }

    /// Its text as `markup` rendered it.
    pub(super) fn html(&self) -> SafeHtml {
        if let Self::Mark(..) = self {
            return markup::render(self.text());
        }
        SafeHtml::stored(match self {
            Self::Question(question) => question.body_html.clone(),
            Self::Answer(answer, _) => answer.body_html.clone(),
            Self::Review(review, _) => review.text_html.clone(),
            Self::Doctor(doctor) => doctor.biography_html.clone().unwrap_or_default(),
            Self::Mark(..) => String::new(),
            Self::Detail(detail, _) => detail.body_html.clone(),
            Self::Reply(review, _) => review.reply_html.clone().unwrap_or_default(),
        })
    }

    /// BCP 47 tag of its text.
    pub(super) fn lang(&self) -> &str {
        match self {
            Self::Question(question) | Self::Detail(_, question) => &question.lang,
            Self::Answer(answer, _) | Self::Mark(_, answer, _) => &answer.lang,
            Self::Review(review, _) | Self::Reply(review, _) => &review.lang,
            Self::Doctor(doctor) => &doctor.lang,
        }
    }

    /// The same place by numbers alone: nothing in it tells what it is about.
    pub(super) fn bare_path(&self) -> String {
        match self {
            Self::Question(question) => format!("/questions/{}", question.id),
            Self::Answer(answer, question) => format!("/questions/{}#answer-{}", question.id, answer.id),
            Self::Review(review, _) => format!("/reviews/{}", review.id),
            Self::Doctor(_) | Self::Mark(..) | Self::Detail(..) | Self::Reply(..) => self.path(),
        }
    }

    /// Where readers see it, without a language.
    pub(super) fn path(&self) -> String {
        match self {
            Self::Question(question) => format!("/questions/{}/{}", question.id, question.slug),
            Self::Answer(answer, question) | Self::Mark(_, answer, question) => {
                format!("/questions/{}/{}#answer-{}", question.id, question.slug, answer.id)
            }
            Self::Detail(detail, question) => {
                format!("/questions/{}/{}#detail-{}", question.id, question.slug, detail.id)
            }
            Self::Reply(review, _) => format!("/reviews/{}", review.id),
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
            Self::Mark(_, _, question) | Self::Detail(_, question) => {
                write.changes(Tag::Question(question.id));
            }
            Self::Review(_, doctor) | Self::Reply(_, doctor) | Self::Doctor(doctor) => {
                write.changes(Tag::Doctor(doctor.id));
            }
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
        Matter::Detail => l.t("Added details"),
        Matter::Reply => l.t("Doctor’s reply"),
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

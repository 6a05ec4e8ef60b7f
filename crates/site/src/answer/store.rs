//! Queries for answers.

use db::{
    Db, FromRow, Prepared, Reading,
    entity::{answer, doctor, question},
    proof::is_verified,
    sea_orm::{
        self, ColumnTrait, DbErr, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect,
        sea_query::{Expr, ExprTrait, Query, SelectStatement},
    },
    value::{Stance, StanceSource, State},
};

use super::rules::{Peers, Standing};
use crate::{
    doctor::{Person, columns},
    policy::{self, Role, View},
};

/// An answer with its author, as a question's page shows it.
#[derive(Clone, Debug, FromRow)]
pub struct Answer {
    /// The answer's own columns.
    #[row(nested)]
    pub row: Row,
    /// Who gave it.
    #[row(nested)]
    pub author: Person,
}

/// The answer's own columns.
#[derive(Clone, Debug, FromRow)]
pub struct Row {
    /// Identity; `#answer-{id}` on the page.
    pub id: i64,
    /// Headline.
    pub headline: String,
    /// Markdown.
    pub body: String,
    /// The text as `markup` rendered it.
    pub body_html: String,
    /// BCP 47 tag.
    pub lang: String,
    /// What it says.
    pub stance: Option<Stance>,
    /// Where the stance comes from.
    pub stance_source: Option<StanceSource>,
    pub(super) state: State,
    pub(super) state_reason: Option<String>,
    /// When it was given, Unix seconds.
    pub answered_at: Option<i64>,
    /// When it was last changed, Unix seconds.
    pub updated_at: Option<i64>,
    pub(super) agree_count: i32,
    pub(super) caveat_count: i32,
    pub(super) disagree_count: i32,
    /// Sources cited.
    pub citation_count: i32,
    /// Readers' thanks.
    pub helped_count: i32,
    pub(super) source_id: Option<i64>,
    /// When to see someone in person.
    pub see_someone: Option<String>,
    /// Why it does not say when to see someone in person.
    pub no_see_someone: Option<String>,
    /// Interests that the doctor declared; none: not stated.
    pub interests: Option<String>,
    /// What the author says of their latest change.
    pub correction: Option<String>,
    /// Whether the author was verified when it was given, so far as is known.
    pub verified_then: bool,
    /// Code of the reason for which a moderator changed its words.
    pub edited_for: Option<String>,
}

impl Row {
    /// Whether the stance was read from the text.
    pub fn is_inferred(&self) -> bool {
        self.stance_source == Some(StanceSource::Inferred)
    }

    /// Colleagues' marks.
    pub fn peers(&self) -> Peers {
        let count = |n: i32| u32::try_from(n).unwrap_or_default();
        Peers {
            agree: count(self.agree_count),
            caveat: count(self.caveat_count),
            disagree: count(self.disagree_count),
        }
    }
}

impl Answer {
    /// What the order of answers looks at.
    pub fn standing(&self) -> Standing {
        Standing {
            peers: self.row.peers(),
            verified: self.author.verified,
            citations: u32::try_from(self.row.citation_count).unwrap_or_default(),
            answered_at: self.row.answered_at,
            id: self.row.id,
        }
    }
}

/// The hottest query of the site: built once.
static OF_QUESTION: Prepared<Answer> = Prepared::new(of_question_query);

/// Parameters: the time now, three times, as [`columns`] needs it, and the question.
fn of_question_query() -> SelectStatement {
    use answer::Column as A;
    let column = |column: A| Expr::col((answer::Entity, column));
    let mut query = Query::select().from(answer::Entity).take();
    for name in [
        A::Id,
        A::Headline,
        A::Body,
        A::BodyHtml,
        A::Lang,
        A::Stance,
        A::StanceSource,
        A::State,
        A::StateReason,
        A::AnsweredAt,
        A::UpdatedAt,
        A::AgreeCount,
        A::CaveatCount,
        A::DisagreeCount,
        A::CitationCount,
        A::HelpedCount,
        A::SourceId,
        A::SeeSomeone,
        A::NoSeeSomeone,
        A::Interests,
        A::Correction,
        A::EditedFor,
    ] {
        query.expr(column(name));
    }
    query.expr_as(is_verified(column(A::DoctorId), column(A::AnsweredAt)), "verified_then");
    columns(&mut query, 0);
    query
        .inner_join(doctor::Entity, column(A::DoctorId).equals((doctor::Entity, doctor::Column::Id)))
        .and_where(column(A::QuestionId).eq(0));
    query
}

/// What a question's page shows of its answers.
#[derive(Clone, Debug, Default)]
pub struct Answers {
    /// Those that the role may see whole, in no particular order.
    pub shown: Vec<Answer>,
    /// Those that were removed: identity and code of the reason.
    pub removed: Vec<(i64, Option<String>)>,
}

/// The answers to a question as far as this role may see them, with their authors as of `now`.
///
/// # Errors
/// Whatever the database says.
pub async fn of_question(
    reading: &mut Reading,
    role: Role,
    question: i64,
    now: i64,
) -> Result<Answers, DbErr> {
    let found = OF_QUESTION.all(reading, vec![now.into(), now.into(), now.into(), question.into()]).await?;
    let mut answers = Answers::default();
    for answer in found {
        match policy::view(role, answer.row.state) {
            View::Whole => answers.shown.push(answer),
            View::Tombstone => answers.removed.push((answer.row.id, answer.row.state_reason)),
            View::Nothing => {}
        }
    }
    Ok(answers)
}

/// An answer as feeds list it.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Latest {
    /// Identity.
    pub id: i64,
    /// Headline.
    pub headline: String,
    /// The text as `markup` rendered it.
    pub body_html: String,
    /// BCP 47 tag.
    pub lang: String,
    /// When it was given, Unix seconds.
    pub answered_at: Option<i64>,
    /// When it was last changed, Unix seconds.
    pub updated_at: Option<i64>,
    /// The question's identity.
    pub question_id: i64,
    /// The question's part of the address.
    pub slug: String,
    /// The question's title.
    pub title: String,
}

/// A doctor's newest answers that this role may see.
///
/// # Errors
/// Whatever the database says.
pub async fn latest(db: &Db, role: Role, doctor: i64, size: u64) -> Result<Vec<Latest>, DbErr> {
    use answer::Column as A;
    let question: db::sea_orm::RelationDef =
        answer::Entity::belongs_to(question::Entity).from(A::QuestionId).to(question::Column::Id).into();
    answer::Entity::find()
        .select_only()
        .columns([A::Id, A::Headline, A::BodyHtml, A::Lang, A::AnsweredAt, A::UpdatedAt, A::QuestionId])
        .columns([question::Column::Slug, question::Column::Title])
        .join(db::sea_orm::JoinType::InnerJoin, question)
        .filter(A::DoctorId.eq(doctor))
        .filter(A::State.is_in(policy::listed(role)))
        .filter(question::Column::State.is_in(policy::listed(role)))
        .order_by_desc(Expr::expr(Expr::col((answer::Entity, A::AnsweredAt)).if_null(0)))
        .order_by_desc(A::Id)
        .limit(size)
        .into_model::<Latest>()
        .all(db.read())
        .await
}

//! One doctor's answer to one question.

use sea_orm::entity::prelude::*;

use crate::FromRow;
use crate::value::{Stance, StanceSource, State};

/// One doctor's answer to one question.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, FromRow)]
#[sea_orm(table_name = "answer")]
pub struct Model {
    /// Identity.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// The question.
    pub question_id: i64,
    /// The doctor.
    pub doctor_id: i64,
    /// The headline.
    pub headline: String,
    /// Markdown.
    pub body: String,
    /// The body as `markup` rendered it.
    pub body_html: String,
    /// BCP 47 tag.
    pub lang: String,
    /// None: the question is none of yes or no, or nothing certain could be read.
    pub stance: Option<Stance>,
    /// The stance source.
    pub stance_source: Option<StanceSource>,
    /// The state.
    pub state: State,
    /// Reason code when not published.
    pub state_reason: Option<String>,
    /// Unix seconds.
    pub answered_at: Option<i64>,
    /// Unix seconds.
    pub updated_at: Option<i64>,
    /// Colleagues who agree.
    pub agree_count: i32,
    /// Colleagues who agree with a caveat.
    pub caveat_count: i32,
    /// Colleagues who disagree.
    pub disagree_count: i32,
    /// The citation count.
    pub citation_count: i32,
    /// Readers' thanks; never ranks.
    pub helped_count: i32,
    /// The archive it came from; none when it was written here.
    pub source_id: Option<i64>,
    /// Its id in that archive.
    pub external_id: Option<String>,
    /// First 8 bytes of the SHA-256 of the record as last imported: equal means unchanged.
    pub fingerprint: Option<i64>,
    /// Unix seconds.
    pub created_at: i64,
    /// When to see someone in person.
    pub see_someone: Option<String>,
    /// Why it does not say when to see someone in person.
    pub no_see_someone: Option<String>,
    /// Interests that the doctor declared; none: not stated.
    pub interests: Option<String>,
    /// What the author says of their latest change.
    pub correction: Option<String>,
    /// Code of the reason for which a moderator changed its words.
    pub edited_for: Option<String>,
}

/// Joins are written where they are used, in the stores.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

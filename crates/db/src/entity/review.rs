//! A patient's stars and words on a doctor.

use sea_orm::entity::prelude::*;

use crate::value::{Relationship, State};

/// A patient's stars and words on a doctor.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "review")]
pub struct Model {
    /// Identity.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// The doctor.
    pub doctor_id: i64,
    /// 1 to 5.
    pub stars: i32,
    /// Markdown.
    pub text: String,
    /// The text as `markup` rendered it.
    pub text_html: String,
    /// How the author wishes to be named.
    pub author: Option<String>,
    /// BCP 47 tag.
    pub lang: String,
    /// The state.
    pub state: State,
    /// Reason code when not published.
    pub state_reason: Option<String>,
    /// Unix seconds.
    pub reviewed_at: Option<i64>,
    /// The archive it came from; none when it was written here.
    pub source_id: Option<i64>,
    /// Its id in that archive.
    pub external_id: Option<String>,
    /// First 8 bytes of the SHA-256 of the record as last imported: equal means unchanged.
    pub fingerprint: Option<i64>,
    /// Unix seconds.
    pub created_at: i64,
    /// The title.
    pub title: Option<String>,
    /// What the visit was for.
    pub treatment: Option<String>,
    /// Month of the visit, as `2026-05`.
    pub visit_month: Option<String>,
    /// What the author is to the doctor.
    pub relationship: Option<Relationship>,
    /// The doctor's answer, Markdown.
    pub reply: Option<String>,
    /// The answer as `markup` rendered it.
    pub reply_html: Option<String>,
    /// When the doctor answered, Unix seconds.
    pub replied_at: Option<i64>,
    /// Code of the reason why the words are held back while the stars count.
    pub text_held: Option<String>,
    /// When it was last changed, Unix seconds.
    pub updated_at: Option<i64>,
    /// Code of the reason for which a moderator changed its words.
    pub edited_for: Option<String>,
    /// Code of the reason for which a moderator removed the doctor's answer.
    pub reply_removed_for: Option<String>,
    /// Code of the reason for which a moderator changed the doctor's answer.
    pub reply_edited_for: Option<String>,
}

/// Joins are written where they are used, in the stores.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

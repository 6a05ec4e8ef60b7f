//! A patient's question, with what lists need to show of its answers.

use sea_orm::entity::prelude::*;

use crate::{
    FromRow,
    value::{Scope, State},
};

/// A patient's question, with what lists need to show of its answers.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, FromRow)]
#[sea_orm(table_name = "question")]
pub struct Model {
    /// Identity.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// Its part of the address, unique.
    pub slug: String,
    /// The title.
    pub title: String,
    /// Markdown.
    pub body: String,
    /// The body as `markup` rendered it.
    pub body_html: String,
    /// BCP 47 tag.
    pub lang: String,
    /// The scope.
    pub scope: Scope,
    /// The age band.
    pub age_band: Option<String>,
    /// The sex.
    pub sex: Option<String>,
    /// The duration.
    pub duration: Option<String>,
    /// The medication.
    pub medication: Option<String>,
    /// The tried.
    pub tried: Option<String>,
    /// How the asker is named, where an archive says.
    pub author: Option<String>,
    /// Its address in the archive it came from.
    pub original_url: Option<String>,
    /// The state.
    pub state: State,
    /// Reason code when not published.
    pub state_reason: Option<String>,
    /// Unix seconds; none when the archive gives no date.
    pub asked_at: Option<i64>,
    /// Unix seconds.
    pub updated_at: Option<i64>,
    /// What lists are ordered by: when asked, or else when it arrived here.
    pub listed_at: i64,
    /// Published answers.
    pub answer_count: i32,
    /// Published answers with this stance.
    pub stance_yes: i32,
    /// The stance no.
    pub stance_no: i32,
    /// The stance depends.
    pub stance_depends: i32,
    /// The stance unknown.
    pub stance_unknown: i32,
    /// How many of the four counts above were read from the text.
    pub stance_inferred: i32,
    /// The archive it came from; none when it was written here.
    pub source_id: Option<i64>,
    /// Its id in that archive.
    pub external_id: Option<String>,
    /// First 8 bytes of the SHA-256 of the record as last imported: equal means unchanged.
    pub fingerprint: Option<i64>,
    /// Unix seconds.
    pub created_at: i64,
    /// Where the asker lives, ISO 3166-1 alpha-2.
    pub country: Option<String>,
    /// Code of the reason why it takes no more answers.
    pub locked: Option<String>,
    /// The question that this one was the same as; its address leads there.
    pub merged_into: Option<i64>,
    /// When the asker said that they found their answer, Unix seconds.
    pub found_answer_at: Option<i64>,
    /// Code of the reason for which a moderator changed its words.
    pub edited_for: Option<String>,
    /// How it differs from questions like it that were answered before, in the asker's words.
    pub different: Option<String>,
    /// How many askers found their answer here and did not ask again.
    pub chosen_count: i32,
}

/// Joins are written where they are used, in the stores.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

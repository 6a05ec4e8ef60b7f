//! What questions are about: a treatment, condition, medicine, body area or symptom.

use sea_orm::entity::prelude::*;

use crate::value::TopicKind;

/// What questions are about: a treatment, condition, medicine, body area or symptom.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "topic")]
pub struct Model {
    /// Identity.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// Its part of the address, unique.
    pub slug: String,
    /// The name.
    pub name: String,
    /// The topic kind.
    pub topic_kind: TopicKind,
    /// The wider topic.
    pub parent_id: Option<i64>,
    /// Markdown.
    pub description: Option<String>,
    /// JSON array of other wordings, lay and professional.
    pub synonyms: String,
    /// Published questions on it.
    pub question_count: i64,
}

/// Joins are written where they are used, in the stores.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

//! What an asker added to a question.

use sea_orm::entity::prelude::*;

use crate::FromRow;

/// Details that came later. The question itself stays as it was.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, FromRow)]
#[sea_orm(table_name = "question_detail")]
pub struct Model {
    /// Identity.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// The question.
    pub question_id: i64,
    /// Markdown.
    pub body: String,
    /// The text as `markup` rendered it.
    pub body_html: String,
    /// When it was added, Unix seconds.
    pub at: i64,
    /// Code of the reason for which a moderator removed it.
    pub removed_for: Option<String>,
    /// Code of the reason for which a moderator changed the words.
    pub edited_for: Option<String>,
}

/// Joins are written where they are used, in the stores.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

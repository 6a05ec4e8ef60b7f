//! How a doctor's mark on a colleague's answer changed.

use sea_orm::entity::prelude::*;

use crate::value::Verdict;

/// One change of a mark. Rows are only added; what stands now is in `agreement`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "agreement_change")]
pub struct Model {
    /// Identity.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// The answer.
    pub answer_id: i64,
    /// The doctor who marks.
    pub doctor_id: i64,
    /// What it was; none: there was no mark.
    pub before: Option<Verdict>,
    /// What it became; none: the mark was taken back.
    pub after: Option<Verdict>,
    /// The words of the mark as it was.
    pub text: Option<String>,
    /// Unix seconds.
    pub at: i64,
    /// Code of the reason why a moderator had taken those words away.
    pub text_held: Option<String>,
}

/// Joins are written where they are used, in the stores.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

//! A verified doctor's mark on a colleague's answer.

use sea_orm::entity::prelude::*;

use crate::value::Verdict;

/// A verified doctor's mark on a colleague's answer.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "agreement")]
pub struct Model {
    /// Identity.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// The answer.
    pub answer_id: i64,
    /// The doctor.
    pub doctor_id: i64,
    /// The verdict.
    pub verdict: Verdict,
    /// The caveat or the reason.
    pub text: Option<String>,
    /// Unix seconds.
    pub made_at: Option<i64>,
    /// The archive it came from; none when it was written here.
    pub source_id: Option<i64>,
    /// Its id in that archive.
    pub external_id: Option<String>,
    /// First 8 bytes of the SHA-256 of the record as last imported: equal means unchanged.
    pub fingerprint: Option<i64>,
    /// Code of the reason why a moderator took the words away, while the mark counts.
    pub text_held: Option<String>,
    /// Code of the reason for which a moderator changed the words.
    pub edited_for: Option<String>,
}

/// Joins are written where they are used, in the stores.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

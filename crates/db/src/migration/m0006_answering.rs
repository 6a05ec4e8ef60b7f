//! Answering: what doctors accepted, what they say of their corrections, and what their inbox has learnt.

use sea_orm_migration::{prelude::*, schema::*};

use super::parts::{Added, Plan, reference, table};

/// Adds the terms of answers, corrections, and what doctors let go by.
pub(super) const PLAN: Plan = Plan {
    tables: &[answer_terms, inbox_pass, inbox_snooze],
    columns: &[Added { to: "answer", columns: answer_columns }],
    unique: &[],
    // For what a doctor did within the last week.
    indexes: &[("inbox_pass", &["doctor_id", "at"])],
};

fn answer_terms() -> TableCreateStatement {
    table("answer_terms")
        .col(big_integer("answer_id").primary_key().take())
        .col(text("digest"))
        .col(big_integer("at"))
        .foreign_key(&mut reference("answer_terms", "answer_id", "answer"))
        .take()
}

fn inbox_pass() -> TableCreateStatement {
    table("inbox_pass")
        .col(big_integer("doctor_id"))
        .col(big_integer("question_id"))
        .col(text("what"))
        .col(big_integer("at"))
        .primary_key(Index::create().col("doctor_id").col("question_id"))
        .foreign_key(&mut reference("inbox_pass", "doctor_id", "doctor"))
        .foreign_key(&mut reference("inbox_pass", "question_id", "question"))
        .take()
}

fn inbox_snooze() -> TableCreateStatement {
    table("inbox_snooze")
        .col(big_integer("doctor_id").primary_key().take())
        .col(big_integer("until"))
        .foreign_key(&mut reference("inbox_snooze", "doctor_id", "doctor"))
        .take()
}

fn answer_columns() -> Vec<ColumnDef> {
    vec![text_null("correction")]
}

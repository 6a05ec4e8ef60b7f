//! What askers add to their questions, and whom answers helped.

use sea_orm_migration::{prelude::*, schema::*};

use super::parts::{Plan, id, reference, table};

/// Adds details of questions, and thanks.
pub(super) const PLAN: Plan = Plan {
    tables: &[question_detail, thanks],
    columns: &[],
    unique: &[],
    indexes: &[
        ("question_detail", &["question_id", "id"]),
        ("thanks", &["account_id", "answer_id"]),
        // Whether a doctor was told of thanks for an answer lately.
        ("notice", &["account_id", "path", "made_at"]),
    ],
};

fn question_detail() -> TableCreateStatement {
    table("question_detail")
        .col(id())
        .col(big_integer("question_id"))
        .col(text("body"))
        .col(text("body_html"))
        .col(big_integer("at"))
        .foreign_key(&mut reference("question_detail", "question_id", "question"))
        .take()
}

/// The pair is the key, so that nobody counts twice.
fn thanks() -> TableCreateStatement {
    table("thanks")
        .col(big_integer("answer_id"))
        .col(big_integer("account_id"))
        .col(big_integer("at"))
        .primary_key(&mut Index::create().col("answer_id").col("account_id").take())
        .foreign_key(&mut reference("thanks", "answer_id", "answer"))
        .foreign_key(&mut reference("thanks", "account_id", "account"))
        .take()
}

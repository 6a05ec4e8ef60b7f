//! How colleagues' marks changed, who wrote which review, and disputes about reviews' words.

use sea_orm_migration::{prelude::*, schema::*};

use super::parts::{Added, Plan, id, reference, table};

/// Creates the history of marks, and the tables behind reviews.
pub(super) const PLAN: Plan = Plan {
    tables: &[agreement_change, review_author, review_dispute],
    columns: &[Added { to: "review", columns: review_columns }],
    unique: &[("review_author", &["account_id", "doctor_id"])],
    indexes: &[
        ("agreement_change", &["answer_id", "doctor_id", "id"]),
        ("review_dispute", &["state", "id"]),
        ("review_dispute", &["review_id", "id"]),
        // What is counted by stars, by state and by reason is counted in the index.
        ("review", &["doctor_id", "state", "state_reason", "stars"]),
        ("review", &["state", "state_reason"]),
    ],
};

fn agreement_change() -> TableCreateStatement {
    table("agreement_change")
        .col(id())
        .col(big_integer("answer_id"))
        .col(big_integer("doctor_id"))
        .col(text_null("before"))
        .col(text_null("after"))
        .col(text_null("text"))
        .col(big_integer("at"))
        .foreign_key(&mut reference("agreement_change", "answer_id", "answer"))
        .foreign_key(&mut reference("agreement_change", "doctor_id", "doctor"))
        .take()
}

/// Apart from the review itself, so that nothing that reads reviews can tell who wrote one.
fn review_author() -> TableCreateStatement {
    table("review_author")
        .col(big_integer("review_id").primary_key().take())
        .col(big_integer("account_id"))
        .col(big_integer("doctor_id"))
        .foreign_key(&mut reference("review_author", "review_id", "review"))
        .foreign_key(&mut reference("review_author", "account_id", "account"))
        .foreign_key(&mut reference("review_author", "doctor_id", "doctor"))
        .take()
}

fn review_dispute() -> TableCreateStatement {
    table("review_dispute")
        .col(id())
        .col(big_integer("review_id"))
        .col(text("state"))
        .col(text("reason"))
        .col(text("words"))
        .col(big_integer("at"))
        .col(big_integer_null("judge_id"))
        .col(text_null("judged_reason"))
        .col(big_integer_null("judged_at"))
        .foreign_key(&mut reference("review_dispute", "review_id", "review"))
        .take()
}

fn review_columns() -> Vec<ColumnDef> {
    vec![big_integer_null("updated_at")]
}

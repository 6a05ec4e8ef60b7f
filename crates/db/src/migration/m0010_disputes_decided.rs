//! Decisions on disputes about reviews, and on what stands inside something: a colleague's words, a detail, a reply.

use sea_orm_migration::{prelude::*, schema::*};

use super::parts::{Added, Plan, id, table};

pub(super) const PLAN: Plan = Plan {
    tables: &[reworded],
    columns: &[
        Added { to: "decision", columns: decision_columns },
        Added { to: "agreement", columns: agreement_columns },
        Added { to: "question_detail", columns: detail_columns },
        Added { to: "review", columns: review_columns },
    ],
    unique: &[],
    indexes: &[("reworded", &["matter_kind", "matter_id"])],
};

fn reworded() -> TableCreateStatement {
    table("reworded")
        .col(id())
        .col(text("matter_kind"))
        .col(big_integer("matter_id"))
        .col(text("text"))
        .col(big_integer("at"))
        .take()
}

fn decision_columns() -> Vec<ColumnDef> {
    vec![big_integer_null("dispute_id")]
}

fn agreement_columns() -> Vec<ColumnDef> {
    vec![text_null("text_held"), text_null("edited_for")]
}

fn detail_columns() -> Vec<ColumnDef> {
    vec![text_null("removed_for"), text_null("edited_for")]
}

fn review_columns() -> Vec<ColumnDef> {
    vec![text_null("reply_removed_for"), text_null("reply_edited_for")]
}

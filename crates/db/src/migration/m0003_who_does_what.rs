//! Who asked and who answers, what they are writing, what they are told, and the record of what staff did.

use sea_orm_migration::{prelude::*, schema::*};

use super::parts::{Added, Plan, id, reference, table};

/// Ties questions and profiles to accounts, and adds drafts, notices and the audit log.
pub(super) const PLAN: Plan = Plan {
    tables: &[question_asker, doctor_account, draft, notice, audit],
    columns: &[
        Added { to: "account", columns: account_columns },
        Added { to: "question", columns: question_columns },
        Added { to: "answer", columns: answer_columns },
        Added { to: "review", columns: review_columns },
    ],
    unique: &[("doctor_account", &["account_id"]), ("draft", &["owner", "kind", "subject_id"])],
    indexes: &[
        ("question_asker", &["account_id", "question_id"]),
        ("draft", &["updated_at"]),
        ("notice", &["account_id", "id"]),
        ("audit", &["subject_kind", "subject_id", "id"]),
    ],
};

/// Apart from the question itself, so that nothing that reads questions can tell who asked.
fn question_asker() -> TableCreateStatement {
    table("question_asker")
        .col(big_integer("question_id").primary_key().take())
        .col(big_integer("account_id"))
        .col(big_integer("asked_at"))
        .foreign_key(&mut reference("question_asker", "question_id", "question"))
        .foreign_key(&mut reference("question_asker", "account_id", "account"))
        .take()
}

fn doctor_account() -> TableCreateStatement {
    table("doctor_account")
        .col(big_integer("doctor_id").primary_key().take())
        .col(big_integer("account_id"))
        .col(big_integer("since"))
        .foreign_key(&mut reference("doctor_account", "doctor_id", "doctor"))
        .foreign_key(&mut reference("doctor_account", "account_id", "account"))
        .take()
}

fn draft() -> TableCreateStatement {
    table("draft")
        .col(id())
        .col(text("owner"))
        .col(text("kind"))
        .col(big_integer("subject_id"))
        .col(big_integer("version"))
        .col(text("content"))
        .col(big_integer("updated_at"))
        .take()
}

fn notice() -> TableCreateStatement {
    table("notice")
        .col(id())
        .col(big_integer("account_id"))
        .col(text("kind"))
        .col(text("path"))
        .col(text_null("reason"))
        .col(big_integer("made_at"))
        .col(big_integer_null("read_at"))
        .col(big_integer_null("mailed_at"))
        .foreign_key(&mut reference("notice", "account_id", "account"))
        .take()
}

/// Names no person but by number, so that it can be kept whole when somebody's data are erased.
fn audit() -> TableCreateStatement {
    table("audit")
        .col(big_integer("id").primary_key().take())
        .col(big_integer("at"))
        .col(big_integer_null("actor_id"))
        .col(text("role"))
        .col(text("action"))
        .col(text("subject_kind"))
        .col(big_integer("subject_id"))
        .col(text_null("reason"))
        .col(text_null("detail"))
        .col(text("previous"))
        .col(text("hash"))
        .take()
}

fn account_columns() -> Vec<ColumnDef> {
    vec![big_integer_null("trusted_at")]
}

fn question_columns() -> Vec<ColumnDef> {
    vec![
        text_null("country"),
        text_null("locked"),
        big_integer_null("merged_into"),
        big_integer_null("found_answer_at"),
    ]
}

fn answer_columns() -> Vec<ColumnDef> {
    vec![text_null("see_someone"), text_null("no_see_someone"), text_null("interests")]
}

fn review_columns() -> Vec<ColumnDef> {
    vec![
        text_null("title"),
        text_null("treatment"),
        text_null("visit_month"),
        text_null("relationship"),
        text_null("reply"),
        text_null("reply_html"),
        big_integer_null("replied_at"),
        text_null("text_held"),
    ]
}

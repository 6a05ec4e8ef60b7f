//! Reports, decisions and appeals, and who is told of answers to merged questions.

use sea_orm_migration::{prelude::*, schema::*};

use super::parts::{Added, Plan, id, reference, table};

/// Adds what moderators work with. Accounts are named by number alone, as in the audit log: a decision outlives them.
pub(super) const PLAN: Plan = Plan {
    tables: &[report, reported, queue_claim, decision, appeal, question_follower],
    columns: &[
        Added { to: "question", columns: edited_for },
        Added { to: "answer", columns: edited_for },
        Added { to: "review", columns: edited_for },
    ],
    unique: &[
        // One open report a person and thing: 0 stands for open.
        ("report", &["matter_kind", "matter_id", "account_id", "decision_id"]),
        ("appeal", &["decision_id"]),
    ],
    indexes: &[
        ("report", &["matter_kind", "matter_id", "decision_id", "reason"]),
        ("report", &["decision_id", "id"]),
        ("report", &["account_id", "at"]),
        ("report", &["month", "reason"]),
        ("reported", &["since", "matter_kind", "matter_id"]),
        ("queue_claim", &["account_id"]),
        ("decision", &["matter_kind", "matter_id", "id"]),
        ("decision", &["month", "act", "reason"]),
        ("appeal", &["outcome", "id"]),
        ("appeal", &["month", "outcome"]),
        ("question_follower", &["account_id"]),
        // Held ones for the queue, and the sums of the public figures.
        ("review", &["state", "state_reason", "created_at", "id"]),
    ],
};

fn matter(name: &'static str) -> TableCreateStatement {
    table(name)
        .col(text("matter_kind"))
        .col(big_integer("matter_id"))
        .primary_key(Index::create().col("matter_kind").col("matter_id"))
        .take()
}

fn report() -> TableCreateStatement {
    table("report")
        .col(id())
        .col(text("matter_kind"))
        .col(big_integer("matter_id"))
        .col(big_integer("account_id"))
        .col(text("reason"))
        .col(text_null("words"))
        .col(big_integer("at"))
        .col(text("month"))
        .col(big_integer("decision_id"))
        .take()
}

fn reported() -> TableCreateStatement {
    matter("reported").col(big_integer("since")).col(big_integer("reports")).take()
}

fn queue_claim() -> TableCreateStatement {
    matter("queue_claim").col(big_integer("account_id")).col(big_integer("until")).take()
}

fn decision() -> TableCreateStatement {
    table("decision")
        .col(id())
        .col(text("matter_kind"))
        .col(big_integer("matter_id"))
        .col(text("act"))
        .col(text("reason"))
        .col(text_null("note"))
        .col(big_integer("at"))
        .col(text("month"))
        .col(big_integer("account_id"))
        .col(text_null("undo"))
        .take()
}

fn appeal() -> TableCreateStatement {
    table("appeal")
        .col(id())
        .col(big_integer("decision_id"))
        .col(big_integer("account_id"))
        .col(text("words"))
        .col(big_integer("at"))
        .col(text("month"))
        .col(text_null("outcome"))
        .col(text_null("reason"))
        .col(big_integer_null("settled_at"))
        .col(big_integer_null("settled_by"))
        .foreign_key(&mut reference("appeal", "decision_id", "decision"))
        .take()
}

fn question_follower() -> TableCreateStatement {
    table("question_follower")
        .col(big_integer("question_id"))
        .col(big_integer("account_id"))
        .col(big_integer("since"))
        .primary_key(Index::create().col("question_id").col("account_id"))
        .foreign_key(&mut reference("question_follower", "question_id", "question"))
        .foreign_key(&mut reference("question_follower", "account_id", "account"))
        .take()
}

fn edited_for() -> Vec<ColumnDef> {
    vec![text_null("edited_for")]
}

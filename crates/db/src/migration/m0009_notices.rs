//! How people wish to be told of things, how they end that, and wrong codes of the second step.

use sea_orm_migration::{prelude::*, schema::*};

use super::parts::{Added, Plan, id, reference, table};

/// Adds what people chose of notices, the links that end letters, and the count of wrong codes.
pub(super) const PLAN: Plan = Plan {
    tables: &[notice_preference, unsubscribe],
    columns: &[Added { to: "account", columns: account_columns }],
    unique: &[
        ("notice_preference", &["account_id", "kind"]),
        ("unsubscribe", &["account_id", "letters"]),
        ("unsubscribe", &["token"]),
    ],
    // Counted with every request of somebody who is signed in, and read for each digest.
    indexes: &[("notice", &["account_id", "read_at", "id"])],
};

fn notice_preference() -> TableCreateStatement {
    table("notice_preference")
        .col(id())
        .col(big_integer("account_id"))
        .col(text("kind"))
        .col(text("cadence"))
        .foreign_key(&mut reference("notice_preference", "account_id", "account"))
        .take()
}

fn unsubscribe() -> TableCreateStatement {
    table("unsubscribe")
        .col(id())
        .col(big_integer("account_id"))
        .col(text("letters"))
        .col(text("token"))
        .foreign_key(&mut reference("unsubscribe", "account_id", "account"))
        .take()
}

fn account_columns() -> Vec<ColumnDef> {
    vec![integer("wrong_codes").default(0).take(), big_integer_null("codes_wait_until")]
}

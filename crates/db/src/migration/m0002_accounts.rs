//! People with accounts, their sessions, and the work that is done for them in the background.

use sea_orm_migration::{prelude::*, schema::*};

use super::parts::{Plan, id, reference, table};

/// Creates the tables of accounts, sessions and jobs, and the one that tells caches what changed.
pub(super) const PLAN: Plan = Plan {
    tables: &[job, content_change, account, session, mail_token, recovery_code],
    columns: &[],
    unique: &[
        ("job", &["dedupe"]),
        ("account", &["email_key"]),
        ("session", &["token_hash"]),
        ("mail_token", &["token_hash"]),
    ],
    indexes: &[
        // What a runner takes next.
        ("job", &["state", "run_at", "id"]),
        ("content_change", &["at"]),
        ("account", &["role", "id"]),
        ("session", &["account_id", "seen_at"]),
        ("session", &["seen_at"]),
        ("mail_token", &["expires_at"]),
        ("mail_token", &["account_id"]),
        ("recovery_code", &["account_id"]),
    ],
};

fn job() -> TableCreateStatement {
    table("job")
        .col(id())
        .col(text("kind"))
        .col(text("payload"))
        .col(text("state"))
        .col(big_integer("run_at"))
        .col(integer("attempts"))
        .col(big_integer_null("lease_until"))
        .col(text_null("dedupe"))
        .col(text_null("error"))
        .col(big_integer("created_at"))
        .take()
}

fn content_change() -> TableCreateStatement {
    table("content_change").col(id()).col(big_integer("tag")).col(big_integer("at")).take()
}

fn account() -> TableCreateStatement {
    table("account")
        .col(id())
        .col(text("email"))
        .col(text("email_key"))
        .col(text_null("password_hash"))
        .col(text("role"))
        .col(text("lang"))
        .col(text_null("totp_secret"))
        .col(big_integer_null("totp_since"))
        .col(big_integer_null("totp_step"))
        .col(big_integer_null("suspended_until"))
        .col(text_null("suspension_reason"))
        .col(big_integer("created_at"))
        .take()
}

fn session() -> TableCreateStatement {
    table("session")
        .col(id())
        .col(big_integer("account_id"))
        .col(text("token_hash"))
        .col(text("level"))
        .col(text("agent"))
        .col(big_integer("created_at"))
        .col(big_integer("seen_at"))
        .foreign_key(&mut reference("session", "account_id", "account"))
        .take()
}

fn mail_token() -> TableCreateStatement {
    table("mail_token")
        .col(id())
        .col(text("token_hash"))
        .col(text("purpose"))
        .col(text("email"))
        .col(big_integer_null("account_id"))
        .col(text_null("payload"))
        .col(big_integer("created_at"))
        .col(big_integer("expires_at"))
        .foreign_key(&mut reference("mail_token", "account_id", "account"))
        .take()
}

fn recovery_code() -> TableCreateStatement {
    table("recovery_code")
        .col(id())
        .col(big_integer("account_id"))
        .col(text("code_hash"))
        .col(big_integer_null("used_at"))
        .foreign_key(&mut reference("recovery_code", "account_id", "account"))
        .take()
}

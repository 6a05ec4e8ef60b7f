//! Claims to profiles, what is handed in to prove them, and the public log of what came of it.

use sea_orm_migration::{prelude::*, schema::*};

use super::parts::{Plan, id, reference, table};

/// Adds the tables of claims.
pub(super) const PLAN: Plan = Plan {
    tables: &[claim, claimed_credential, credential_event],
    columns: &[],
    unique: &[("claim", &["standing_for"])],
    indexes: &[
        ("claim", &["account_id", "id"]),
        ("claim", &["doctor_id", "state"]),
        // The editors' queue.
        ("claim", &["waiting_since", "id"]),
        ("claimed_credential", &["claim_id", "id"]),
        ("claimed_credential", &["credential_id"]),
        // Which documents can be thrown away.
        ("claimed_credential", &["judged_at"]),
        ("credential_event", &["doctor_id", "at", "id"]),
        // Which run out soon.
        ("credential", &["expires_at"]),
        // Whether a number that is handed in is somebody else's.
        ("credential", &["number"]),
    ],
};

fn claim() -> TableCreateStatement {
    table("claim")
        .col(id())
        .col(big_integer("account_id"))
        .col(big_integer_null("standing_for"))
        .col(big_integer_null("doctor_id"))
        .col(text_null("proposed"))
        .col(big_integer_null("resembles_id"))
        .col(text("state"))
        .col(text_null("note"))
        .col(big_integer("made_at"))
        .col(big_integer_null("waiting_since"))
        .col(big_integer_null("judged_at"))
        .col(big_integer_null("judged_by"))
        .col(text_null("reason"))
        .foreign_key(&mut reference("claim", "account_id", "account"))
        .foreign_key(&mut reference("claim", "doctor_id", "doctor"))
        .take()
}

fn claimed_credential() -> TableCreateStatement {
    table("claimed_credential")
        .col(id())
        .col(big_integer("claim_id"))
        .col(text("issuer"))
        .col(text("credential_kind"))
        .col(text_null("number"))
        .col(text_null("jurisdiction"))
        .col(big_integer_null("issued_at"))
        .col(big_integer_null("expires_at"))
        .col(text_null("link"))
        .col(text_null("file"))
        .col(text_null("file_kind"))
        .col(text("state"))
        .col(big_integer("handed_in_at"))
        .col(big_integer_null("judged_at"))
        .col(big_integer_null("judged_by"))
        .col(text_null("method"))
        .col(text_null("reason"))
        .col(text_null("words"))
        .col(big_integer_null("credential_id"))
        .foreign_key(&mut reference("claimed_credential", "claim_id", "claim"))
        .foreign_key(&mut reference("claimed_credential", "credential_id", "credential"))
        .take()
}

fn credential_event() -> TableCreateStatement {
    table("credential_event")
        .col(id())
        .col(big_integer("doctor_id"))
        .col(big_integer_null("credential_id"))
        .col(text("credential_kind"))
        .col(text("what"))
        .col(big_integer("at"))
        .col(text_null("method"))
        .col(text_null("reason"))
        .foreign_key(&mut reference("credential_event", "doctor_id", "doctor"))
        .foreign_key(&mut reference("credential_event", "credential_id", "credential"))
        .take()
}

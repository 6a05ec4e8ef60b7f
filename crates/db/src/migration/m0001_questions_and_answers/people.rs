//! The tables of the first version: who answers, and in which fields.

use sea_orm_migration::{prelude::*, schema::*};

use crate::migration::parts::{id, reference, table};

pub(super) fn source() -> TableCreateStatement {
    table("source")
        .col(id())
        .col(text("key"))
        .col(text("name"))
        .col(text_null("url"))
        .col(text_null("licence"))
        .col(text_null("licence_url"))
        .col(text_null("attribution"))
        .take()
}

pub(super) fn specialty() -> TableCreateStatement {
    table("specialty")
        .col(id())
        .col(text("slug"))
        .col(text("name"))
        .col(text("practitioner"))
        .col(text("label"))
        .col(text_null("nucc_code"))
        .take()
}

pub(super) fn topic() -> TableCreateStatement {
    table("topic")
        .col(id())
        .col(text("slug"))
        .col(text("name"))
        .col(text("topic_kind"))
        .col(big_integer_null("parent_id"))
        .col(text_null("description"))
        .col(text("synonyms"))
        .col(big_integer("question_count").default(0).take())
        .foreign_key(&mut reference("topic", "parent_id", "topic"))
        .take()
}

pub(super) fn doctor() -> TableCreateStatement {
    table("doctor")
        .col(id())
        .col(text("slug"))
        .col(text_null("name"))
        .col(text("letters"))
        .col(big_integer_null("specialty_id"))
        .col(text_null("city"))
        .col(text_null("region"))
        .col(text_null("country"))
        .col(text_null("place"))
        .col(text_null("practice"))
        .col(text_null("biography"))
        .col(text_null("biography_html"))
        .col(text("lang"))
        .col(big_integer("rating_start_sum"))
        .col(big_integer("rating_start_count"))
        .col(big_integer("review_sum"))
        .col(big_integer("review_count"))
        .col(big_integer("rating_order"))
        .col(big_integer("answer_count"))
        .col(big_integer_null("source_id"))
        .col(text_null("external_id"))
        .col(big_integer_null("fingerprint"))
        .col(big_integer("created_at"))
        .col(big_integer_null("updated_at"))
        .foreign_key(&mut reference("doctor", "specialty_id", "specialty"))
        .foreign_key(&mut reference("doctor", "source_id", "source"))
        .take()
}

pub(super) fn credential() -> TableCreateStatement {
    table("credential")
        .col(id())
        .col(big_integer("doctor_id"))
        .col(text("issuer"))
        .col(text("credential_kind"))
        .col(text_null("number"))
        .col(text_null("jurisdiction"))
        .col(text_null("evidence"))
        .col(text_null("verified_by"))
        .col(big_integer_null("verified_at"))
        .col(big_integer_null("expires_at"))
        .col(big_integer_null("revoked_at"))
        .col(big_integer_null("source_id"))
        .col(text_null("external_id"))
        .col(big_integer_null("fingerprint"))
        .foreign_key(&mut reference("credential", "doctor_id", "doctor"))
        .foreign_key(&mut reference("credential", "source_id", "source"))
        .take()
}

pub(super) fn review() -> TableCreateStatement {
    table("review")
        .col(id())
        .col(big_integer("doctor_id"))
        .col(integer("stars"))
        .col(text("text"))
        .col(text("text_html"))
        .col(text_null("author"))
        .col(text("lang"))
        .col(text("state"))
        .col(text_null("state_reason"))
        .col(big_integer_null("reviewed_at"))
        .col(big_integer_null("source_id"))
        .col(text_null("external_id"))
        .col(big_integer_null("fingerprint"))
        .col(big_integer("created_at"))
        .foreign_key(&mut reference("review", "doctor_id", "doctor"))
        .foreign_key(&mut reference("review", "source_id", "source"))
        .take()
}

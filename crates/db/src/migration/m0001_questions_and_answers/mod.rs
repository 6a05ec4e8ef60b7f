//! The first version: questions, answers, the doctors who give them, and what archives bring along.

mod content;
mod people;

use super::parts::Plan;

/// Creates every table of the first version with its indexes.
pub(super) const PLAN: Plan = Plan {
    tables: &[
        people::source,
        people::specialty,
        people::topic,
        people::doctor,
        people::credential,
        people::review,
        content::question,
        content::question_topic,
        content::answer,
        content::citation,
        content::agreement,
        content::revision,
        content::site_state,
    ],
    columns: &[],
    // The pairs of source and external id make imports idempotent.
    unique: &[
        ("source", &["key"]),
        ("specialty", &["slug"]),
        ("topic", &["slug"]),
        ("doctor", &["slug"]),
        ("doctor", &["source_id", "external_id"]),
        ("credential", &["source_id", "external_id"]),
        ("review", &["source_id", "external_id"]),
        ("question", &["source_id", "external_id"]),
        ("answer", &["source_id", "external_id"]),
        ("answer", &["question_id", "doctor_id"]),
        ("citation", &["source_id", "external_id"]),
        ("agreement", &["source_id", "external_id"]),
        ("agreement", &["answer_id", "doctor_id"]),
        ("revision", &["subject_kind", "subject_id", "number"]),
    ],
    indexes: &[
        ("topic", &["parent_id"]),
        ("doctor", &["rating_order", "id"]),
        ("doctor", &["specialty_id", "rating_order", "id"]),
        ("doctor", &["specialty_id", "place", "rating_order", "id"]),
        // Everything that tells whether a doctor is verified, so that the row need not be read.
        ("credential", &["doctor_id", "verified_at", "revoked_at", "expires_at"]),
        ("review", &["doctor_id", "state", "reviewed_at", "id"]),
        ("question", &["state", "listed_at", "id"]),
        ("question", &["state", "answer_count", "listed_at", "id"]),
        ("question", &["source_id", "slug"]),
        ("question_topic", &["topic_id", "listed_at", "question_id"]),
        ("answer", &["doctor_id", "answered_at", "id"]),
        ("citation", &["answer_id", "position"]),
        ("agreement", &["doctor_id"]),
    ],
};

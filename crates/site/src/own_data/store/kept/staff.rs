//! What somebody did as an editor, a moderator or an administrator: their own acts and words, and nobody else's.

use db::{
    entity::{appeal, audit, claim, claimed_credential, decision, queue_claim, review_dispute},
    json::Columns::{But, Only},
    sea_orm::ColumnTrait,
};
use locale::mark;

use super::Part;

pub(super) fn parts(account: i64) -> Vec<Part> {
    vec![
        Part::of::<audit::Entity>(
            "staff-log",
            mark("What you did as one of the staff."),
            audit::Column::ActorId.eq(account),
            But(&["previous", "hash"]),
        ),
        Part::of::<queue_claim::Entity>(
            "staff-queue",
            mark("What you have taken from the moderators’ queue."),
            queue_claim::Column::AccountId.eq(account),
            But(&[]),
        ),
        Part::of::<decision::Entity>(
            "staff-decisions",
            mark("What you decided as a moderator."),
            decision::Column::AccountId.eq(account),
            But(&["undo"]),
        ),
        Part::of::<appeal::Entity>(
            "staff-appeals",
            mark("Appeals that you settled."),
            appeal::Column::SettledBy.eq(account),
            Only(&["id", "decision_id", "outcome", "reason", "settled_at"]),
        ),
        Part::of::<review_dispute::Entity>(
            "staff-disputes",
            mark("Disputes that you decided."),
            review_dispute::Column::JudgeId.eq(account),
            Only(&["id", "review_id", "state", "judged_reason", "judged_at"]),
        ),
        Part::of::<claim::Entity>(
            "staff-claims",
            mark("Claims that you decided."),
            claim::Column::JudgedBy.eq(account),
            Only(&["id", "doctor_id", "state", "reason", "judged_at"]),
        ),
        Part::of::<claimed_credential::Entity>(
            "staff-credentials",
            mark("Credentials that you decided."),
            claimed_credential::Column::JudgedBy.eq(account),
            Only(&["id", "claim_id", "state", "method", "reason", "words", "judged_at"]),
        ),
    ]
}

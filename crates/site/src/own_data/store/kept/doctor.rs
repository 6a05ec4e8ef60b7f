//! A doctor's profile, credentials, answers, marks and inbox.

use db::{
    entity::{
        agreement, agreement_change, answer, answer_terms, citation, credential, credential_event, doctor,
        doctor_account, inbox_pass, inbox_snooze, review, review_dispute, revision,
    },
    json::Columns::{But, Only},
    sea_orm::{
        ColumnTrait,
        sea_query::{Expr, ExprTrait, SelectStatement, SimpleExpr},
    },
    value::{State, Subject},
};
use locale::mark;

use super::{Part, those, written::changes};

pub(super) fn parts(id: i64) -> Vec<Part> {
    let mut parts = profile(id);
    parts.extend(answers(id));
    parts.extend(marks(id));
    parts.extend(reviews(id));
    parts
}

fn given(id: i64) -> SelectStatement {
    those::<answer::Entity>(answer::Column::Id, answer::Column::DoctorId.eq(id))
}

/// Whether the profile was its owner's at the time in this column: what was told to somebody before is not theirs to read.
pub(super) fn while_theirs(id: i64, at: impl ColumnTrait) -> SimpleExpr {
    use doctor_account::Column as O;
    let since = Expr::col(O::Since.as_column_ref()).lte(Expr::col(at.as_column_ref()));
    Expr::exists(those::<doctor_account::Entity>(O::DoctorId, O::DoctorId.eq(id).and(since)))
}

fn profile(id: i64) -> Vec<Part> {
    let own = those::<doctor::Entity>(doctor::Column::Id, doctor::Column::Id.eq(id));
    vec![
        Part::of::<doctor::Entity>("profile", mark("Your profile."), doctor::Column::Id.eq(id), But(&[])),
        Part::of::<doctor_account::Entity>(
            "profile-owner",
            mark("Since when it is yours."),
            doctor_account::Column::DoctorId.eq(id),
            But(&[]),
        ),
        Part::of::<revision::Entity>(
            "profile-changes",
            mark("Earlier versions of it."),
            changes(Subject::Doctor, own),
            But(&[]),
        ),
        Part::of::<credential::Entity>(
            "credentials",
            mark("Your credentials."),
            credential::Column::DoctorId.eq(id),
            // An archive may give somebody's name here.
            But(&["verified_by"]),
        ),
        Part::of::<credential_event::Entity>(
            "credential-log",
            mark("How your credentials were checked, and what became of them."),
            credential_event::Column::DoctorId.eq(id),
            But(&[]),
        ),
    ]
}

fn answers(id: i64) -> Vec<Part> {
    vec![
        Part::of::<answer::Entity>(
            "answers",
            mark("Your answers."),
            answer::Column::DoctorId.eq(id),
            But(&[]),
        ),
        Part::of::<citation::Entity>(
            "citations",
            mark("The sources that they name."),
            citation::Column::AnswerId.in_subquery(given(id)),
            But(&[]),
        ),
        Part::of::<answer_terms::Entity>(
            "answer-terms",
            mark("When you accepted the terms for them."),
            answer_terms::Column::AnswerId.in_subquery(given(id)),
            But(&[]),
        ),
        Part::of::<revision::Entity>(
            "answer-changes",
            mark("Earlier versions of them."),
            changes(Subject::Answer, given(id)),
            But(&[]),
        ),
        Part::of::<inbox_pass::Entity>(
            "passed",
            mark("Questions that you let go by."),
            inbox_pass::Column::DoctorId.eq(id),
            But(&[]),
        ),
        Part::of::<inbox_snooze::Entity>(
            "snoozed",
            mark("Until when your inbox rests."),
            inbox_snooze::Column::DoctorId.eq(id),
            But(&[]),
        ),
    ]
}

fn marks(id: i64) -> Vec<Part> {
    use agreement::Column as M;
    vec![
        Part::of::<agreement::Entity>(
            "marks",
            mark("What you think of colleagues’ answers."),
            agreement::Column::DoctorId.eq(id),
            But(&[]),
        ),
        Part::of::<agreement_change::Entity>(
            "changed-marks",
            mark("How that changed."),
            agreement_change::Column::DoctorId.eq(id),
            But(&[]),
        ),
        Part::of::<agreement::Entity>(
            "marks-received",
            mark("What colleagues think of your answers."),
            M::AnswerId.in_subquery(given(id)).and(M::TextHeld.is_null()),
            Only(&["id", "answer_id", "verdict", "text", "made_at", "edited_for"]),
        ),
        // Words that a moderator took away are nobody's any more but their writer's.
        Part::of::<agreement::Entity>(
            "marks-received-without-words",
            mark(
                "What colleagues think of your answers in words that were removed. The words are not in here.",
            ),
            M::AnswerId.in_subquery(given(id)).and(M::TextHeld.is_not_null()),
            Only(&["id", "answer_id", "verdict", "made_at", "text_held"]),
        ),
    ]
}

fn reviews(id: i64) -> Vec<Part> {
    use review::Column as R;
    let of_me = those::<review::Entity>(R::Id, R::DoctorId.eq(id));
    // What is held back from readers is held back here as well.
    let shown = R::DoctorId.eq(id).and(R::State.eq(State::Published)).and(R::TextHeld.is_null());
    vec![
        Part::of::<review::Entity>(
            "reviews-received",
            mark("What patients say of you, as everybody can read it."),
            shown,
            Only(&[
                "id", "stars", "title", "text", "treatment", "visit_month", "relationship", "reviewed_at",
            ]),
        ),
        Part::of::<review::Entity>(
            "replies",
            mark("What you replied to reviews."),
            R::DoctorId.eq(id).and(R::Reply.is_not_null()),
            Only(&["id", "reply", "replied_at", "reply_removed_for", "reply_edited_for"]),
        ),
        Part::of::<review_dispute::Entity>(
            "disputes",
            mark("Your objections to reviews, and what became of them."),
            review_dispute::Column::ReviewId
                .in_subquery(of_me)
                .and(while_theirs(id, review_dispute::Column::At)),
            But(&["judge_id"]),
        ),
    ]
}

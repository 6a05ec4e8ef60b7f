//! What somebody asked and said of doctors, how it changed, and what was decided about their own things.

use db::{
    entity::{
        agreement, answer, appeal, decision, question, question_asker, question_detail, question_topic,
        review, review_author, review_dispute, revision, reworded,
    },
    json::Columns::{But, Only},
    sea_orm::{
        ColumnTrait,
        sea_query::{Expr, ExprTrait, SelectStatement, SimpleExpr},
    },
    value::{Act, Matter, State, Subject},
};
use locale::mark;

use super::{Part, doctor::while_theirs, those};

pub(super) fn parts(account: i64, doctor: Option<i64>) -> Vec<Part> {
    let mut parts = asked(account);
    parts.extend(reviewed(account));
    parts.extend(decided(account, doctor));
    parts
}

fn own_questions(account: i64) -> SelectStatement {
    those::<question_asker::Entity>(
        question_asker::Column::QuestionId,
        question_asker::Column::AccountId.eq(account),
    )
}

fn own_reviews(account: i64) -> SelectStatement {
    those::<review_author::Entity>(
        review_author::Column::ReviewId,
        review_author::Column::AccountId.eq(account),
    )
}

/// Earlier states of these things.
pub(super) fn changes(kind: Subject, own: SelectStatement) -> SimpleExpr {
    revision::Column::SubjectKind.eq(kind).and(revision::Column::SubjectId.in_subquery(own))
}

fn asked(account: i64) -> Vec<Part> {
    vec![
        Part::of::<question_asker::Entity>(
            "asked",
            mark("Which questions are yours. Nobody else can see that."),
            question_asker::Column::AccountId.eq(account),
            But(&[]),
        ),
        Part::of::<question::Entity>(
            "questions",
            mark("Your questions."),
            question::Column::Id.in_subquery(own_questions(account)),
            But(&[]),
        ),
        Part::of::<question_detail::Entity>(
            "details",
            mark("Details that you added to them."),
            question_detail::Column::QuestionId.in_subquery(own_questions(account)),
            But(&[]),
        ),
        Part::of::<question_topic::Entity>(
            "question-topics",
            mark("The topics that they stand under."),
            question_topic::Column::QuestionId.in_subquery(own_questions(account)),
            But(&[]),
        ),
        Part::of::<revision::Entity>(
            "question-changes",
            mark("Earlier versions of them."),
            changes(Subject::Question, own_questions(account)),
            But(&[]),
        ),
    ]
}

fn reviewed(account: i64) -> Vec<Part> {
    use review::Column as R;
    // As everybody can read it: neither a reply that was removed nor one to words that are held back.
    let replied = R::Id.in_subquery(own_reviews(account)).and(R::State.eq(State::Published));
    let replied =
        replied.and(R::Reply.is_not_null()).and(R::ReplyRemovedFor.is_null()).and(R::TextHeld.is_null());
    vec![
        Part::of::<review_author::Entity>(
            "reviewed",
            mark("Which reviews are yours."),
            review_author::Column::AccountId.eq(account),
            But(&[]),
        ),
        Part::of::<review::Entity>(
            "reviews",
            mark("Your reviews."),
            R::Id.in_subquery(own_reviews(account)),
            But(&["reply", "reply_html"]),
        ),
        Part::of::<review::Entity>(
            "replies-to-reviews",
            mark("What doctors replied to them."),
            replied,
            Only(&["id", "reply", "replied_at", "reply_edited_for"]),
        ),
        Part::of::<revision::Entity>(
            "review-changes",
            mark("Earlier versions of them."),
            changes(Subject::Review, own_reviews(account)),
            But(&[]),
        ),
        Part::of::<review_dispute::Entity>(
            "review-disputes",
            mark(
                "Doctors’ objections to them, and what became of those. What a doctor told the moderators is not yours.",
            ),
            review_dispute::Column::ReviewId.in_subquery(own_reviews(account)),
            Only(&["id", "review_id", "state", "at", "judged_reason", "judged_at"]),
        ),
    ]
}

/// What is somebody's, by its kind. Details, marks and replies stand inside something, and are decided on by themselves.
fn own_things(account: i64, doctor: Option<i64>) -> Vec<(Matter, SelectStatement)> {
    use question_detail::Column as D;
    let details = those::<question_detail::Entity>(D::Id, D::QuestionId.in_subquery(own_questions(account)));
    let mut own = vec![
        (Matter::Question, own_questions(account)),
        (Matter::Detail, details),
        (Matter::Review, own_reviews(account)),
    ];
    if let Some(id) = doctor {
        let answers = those::<answer::Entity>(answer::Column::Id, answer::Column::DoctorId.eq(id));
        let marks = those::<agreement::Entity>(agreement::Column::Id, agreement::Column::DoctorId.eq(id));
        own.extend([(Matter::Answer, answers), (Matter::Agreement, marks), (Matter::Reply, reviews_of(id))]);
    }
    own
}

/// The reviews of a doctor. A reply has its review's identity.
fn reviews_of(doctor: i64) -> SelectStatement {
    those::<review::Entity>(review::Column::Id, review::Column::DoctorId.eq(doctor))
}

fn decided(account: i64, doctor: Option<i64>) -> Vec<Part> {
    use decision::Column as D;
    use reworded::Column as W;
    let mut own = D::MatterKind.eq(Matter::Account).and(D::MatterId.eq(account));
    let mut reworded = Expr::val(false);
    for (kind, things) in own_things(account, doctor) {
        let mut decided = D::MatterKind.eq(kind).and(D::MatterId.in_subquery(things.clone()));
        if let (Matter::Reply, Some(id)) = (kind, doctor) {
            decided = decided.and(while_theirs(id, D::At));
        }
        own = own.or(decided);
        reworded = reworded.or(W::MatterKind.eq(kind).and(W::MatterId.in_subquery(things)));
    }
    if let Some(id) = doctor {
        let profile = D::MatterKind.eq(Matter::Doctor).and(D::MatterId.eq(id));
        own = own.or(profile.and(while_theirs(id, D::At)));
        // A dispute is decided on the review, and told to the doctor who raised it as well.
        let of_me = D::MatterKind.eq(Matter::Review).and(D::MatterId.in_subquery(reviews_of(id)));
        own = own.or(of_me.and(D::DisputeId.is_not_null()).and(while_theirs(id, D::At)));
    }
    vec![
        Part::of::<decision::Entity>(
            "decisions",
            mark("What moderators decided about something of yours, and what they told you."),
            // That nothing was done is told to whoever reported it alone.
            own.and(D::Act.ne(Act::Dismiss)),
            But(&["account_id", "undo"]),
        ),
        Part::of::<reworded::Entity>(
            "reworded",
            mark("Your words in details, marks and replies before a moderator changed them."),
            reworded,
            But(&[]),
        ),
        Part::of::<appeal::Entity>(
            "appeals",
            mark("Your appeals, and the answers to them."),
            appeal::Column::AccountId.eq(account),
            But(&["settled_by"]),
        ),
    ]
}

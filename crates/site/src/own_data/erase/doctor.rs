//! A doctor's profile, credentials, answers and marks.

use db::{
    entity::{
        agreement, agreement_change, answer, answer_terms, citation, claim, claimed_credential, credential,
        credential_event, doctor, doctor_account, inbox_pass, inbox_snooze, review, review_dispute, revision,
    },
    sea_orm::{
        ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
        QueryTrait,
        sea_query::{Expr, ExprTrait},
    },
    value::{Matter, State, Subject},
};

use super::{ERASED, Texts, decisions, forget};
use crate::{
    answer::counts as answers,
    app::{Tag, Write},
    doctor::slug,
    error::Failure,
};

/// Takes everything from the profile that tells whose it is, with proofs and marks; the answers stay under a doctor without a
/// name, or go.
pub(super) async fn erase(write: &mut Write, id: i64, texts: Texts) -> Result<(), Failure> {
    take_marks(write, id).await?;
    let given = answer::Entity::find().filter(answer::Column::DoctorId.eq(id));
    // In the order in which everybody takes hold of questions.
    for one in given.order_by_asc(answer::Column::QuestionId).lock_exclusive().all(&**write).await? {
        if texts == Texts::Go || one.state != State::Published {
            take_away(write, &one).await?;
        }
        decisions::wordless(write, Matter::Answer, one.id).await?;
        write.changes(Tag::Question(one.question_id));
    }
    replies(write, id).await?;
    let tx = &**write;
    forget::<inbox_pass::Entity>(tx, inbox_pass::Column::DoctorId.eq(id)).await?;
    forget::<inbox_snooze::Entity>(tx, inbox_snooze::Column::DoctorId.eq(id)).await?;
    forget::<credential_event::Entity>(tx, credential_event::Column::DoctorId.eq(id)).await?;
    let own = credential::Entity::find().select_only().column(credential::Column::Id);
    let own: Vec<i64> = own.filter(credential::Column::DoctorId.eq(id)).into_tuple().all(tx).await?;
    claimed_credential::Entity::update_many()
        .col_expr(claimed_credential::Column::CredentialId, Expr::val(None::<i64>))
        .filter(claimed_credential::Column::CredentialId.is_in(own))
        .exec(tx)
        .await?;
    forget::<credential::Entity>(tx, credential::Column::DoctorId.eq(id)).await?;
    let revisions = revision::Column::SubjectKind.eq(Subject::Doctor).and(revision::Column::SubjectId.eq(id));
    forget::<revision::Entity>(tx, revisions).await?;
    decisions::wordless(tx, Matter::Doctor, id).await?;
    nameless(tx, id).await?;
    forget::<doctor_account::Entity>(tx, doctor_account::Column::DoctorId.eq(id)).await?;
    write.changes(Tag::Doctor(id));
    Ok(())
}

/// What the doctor said to reviewers and to moderators.
async fn replies(tx: &DatabaseTransaction, doctor: i64) -> Result<(), DbErr> {
    use review::Column as R;
    use review_dispute::Column as D;
    let reviews = review::Entity::find().select_only().column(R::Id).filter(R::DoctorId.eq(doctor));
    let of = || QueryTrait::into_query(reviews.clone());
    decisions::wordless_inside(tx, Matter::Reply, of()).await?;
    decisions::forget_reworded(tx, Matter::Reply, of()).await?;
    decisions::wordless_disputes(tx, of()).await?;
    review_dispute::Entity::update_many()
        .col_expr(D::Words, Expr::val(""))
        .filter(D::ReviewId.in_subquery(of()))
        .exec(tx)
        .await?;
    review::Entity::update_many()
        .col_expr(R::Reply, Expr::val(None::<String>))
        .col_expr(R::ReplyHtml, Expr::val(None::<String>))
        .col_expr(R::RepliedAt, Expr::val(None::<i64>))
        .col_expr(R::ReplyRemovedFor, Expr::val(None::<String>))
        .col_expr(R::ReplyEditedFor, Expr::val(None::<String>))
        .filter(R::DoctorId.eq(doctor))
        .exec(tx)
        .await
        .map(|_| ())
}

/// Nobody stands behind these marks any more: they go, and stop counting.
async fn take_marks(write: &mut Write, doctor: i64) -> Result<(), Failure> {
    use agreement::Column as M;
    let marked = agreement::Entity::find().select_only().column(M::AnswerId).filter(M::DoctorId.eq(doctor));
    let marked: Vec<i64> = marked.into_tuple().all(&**write).await?;
    let theirs = || {
        let own = agreement::Entity::find().select_only().column(M::Id);
        QueryTrait::into_query(own.filter(M::DoctorId.eq(doctor)))
    };
    decisions::wordless_inside(write, Matter::Agreement, theirs()).await?;
    decisions::forget_reworded(write, Matter::Agreement, theirs()).await?;
    forget::<agreement::Entity>(&**write, M::DoctorId.eq(doctor)).await?;
    forget::<agreement_change::Entity>(&**write, agreement_change::Column::DoctorId.eq(doctor)).await?;
    answers::refresh(write, &marked).await?;
    let questions = answer::Entity::find().select_only().column(answer::Column::QuestionId);
    let questions = questions.filter(answer::Column::Id.is_in(marked));
    for question in questions.into_tuple::<i64>().all(&**write).await? {
        write.changes(Tag::Question(question));
    }
    Ok(())
}

async fn take_away(write: &mut Write, one: &answer::Model) -> Result<(), Failure> {
    use answer::Column as A;
    if one.state != State::Removed {
        crate::answer::turn(write, one, State::Removed, Some(ERASED)).await?;
    }
    let tx = &**write;
    let mut update = answer::Entity::update_many().col_expr(A::StateReason, Expr::val(ERASED));
    for column in [A::Headline, A::Body, A::BodyHtml] {
        update = update.col_expr(column, Expr::val(""));
    }
    for column in [A::SeeSomeone, A::NoSeeSomeone, A::Interests, A::Correction] {
        update = update.col_expr(column, Expr::val(None::<String>));
    }
    update.filter(A::Id.eq(one.id)).exec(tx).await?;
    forget::<citation::Entity>(tx, citation::Column::AnswerId.eq(one.id)).await?;
    forget::<answer_terms::Entity>(tx, answer_terms::Column::AnswerId.eq(one.id)).await?;
    let marks = agreement::Entity::find().select_only().column(agreement::Column::Id);
    let marks = QueryTrait::into_query(marks.filter(agreement::Column::AnswerId.eq(one.id)));
    decisions::forget_reworded(tx, Matter::Agreement, marks).await?;
    forget::<agreement::Entity>(tx, agreement::Column::AnswerId.eq(one.id)).await?;
    forget::<agreement_change::Entity>(tx, agreement_change::Column::AnswerId.eq(one.id)).await?;
    let revisions =
        revision::Column::SubjectKind.eq(Subject::Answer).and(revision::Column::SubjectId.eq(one.id));
    forget::<revision::Entity>(tx, revisions).await?;
    Ok(answers::refresh(tx, &[one.id]).await?)
}

async fn nameless(tx: &DatabaseTransaction, id: i64) -> Result<(), DbErr> {
    use doctor::Column as D;
    let slug = slug::free(tx, vec!["doctor".to_owned()]).await?.pop_front();
    let mut update = doctor::Entity::update_many()
        .col_expr(D::Slug, Expr::val(slug.unwrap_or_else(|| format!("doctor-{id}-gone"))))
        .col_expr(D::Letters, Expr::val(""));
    for column in [D::Name, D::City, D::Region, D::Place, D::Practice, D::Biography, D::BiographyHtml] {
        update = update.col_expr(column, Expr::val(None::<String>));
    }
    update.filter(D::Id.eq(id)).exec(tx).await.map(|_| ())
}

/// Throws away claims and what was handed in with them, and gives the names of the documents.
pub(super) async fn erase_claims(write: &Write, account: i64) -> Result<Vec<String>, Failure> {
    let tx = &**write;
    let claims = claim::Entity::find().select_only().column(claim::Column::Id);
    let claims: Vec<i64> = claims.filter(claim::Column::AccountId.eq(account)).into_tuple().all(tx).await?;
    let handed_in = claimed_credential::Column::ClaimId.is_in(claims);
    let files = claimed_credential::Entity::find().select_only().column(claimed_credential::Column::File);
    let files: Vec<Option<String>> = files.filter(handed_in.clone()).into_tuple().all(tx).await?;
    forget::<claimed_credential::Entity>(tx, handed_in).await?;
    forget::<claim::Entity>(tx, claim::Column::AccountId.eq(account)).await?;
    Ok(files.into_iter().flatten().collect())
}

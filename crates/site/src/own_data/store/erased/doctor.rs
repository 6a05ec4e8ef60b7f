//! A doctor's profile, credentials, answers and marks.

use db::{
    entity::{
        agreement, agreement_change, answer, answer_terms, citation, claim, claimed_credential, credential,
        credential_event, doctor, doctor_account, inbox_pass, inbox_snooze, review, review_dispute,
    },
    sea_orm::{
        ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
        sea_query::Expr,
    },
    value::{Matter, Subject},
};

use super::{ERASED, decisions, forget, forget_changes};

/// Every answer of a doctor, held, in the order in which everybody takes hold of questions.
pub(in crate::own_data) async fn answers(
    tx: &impl ConnectionTrait,
    doctor: i64,
) -> Result<Vec<answer::Model>, DbErr> {
    let given = answer::Entity::find().filter(answer::Column::DoctorId.eq(doctor));
    given.order_by_asc(answer::Column::QuestionId).lock_exclusive().all(tx).await
}

/// Empties an answer and deletes what belongs to it.
pub(in crate::own_data) async fn empty_answer(tx: &impl ConnectionTrait, id: i64) -> Result<(), DbErr> {
    use answer::Column as A;
    // Without a fingerprint no archive has a say in it any more.
    let mut update = answer::Entity::update_many()
        .col_expr(A::StateReason, Expr::val(ERASED))
        .col_expr(A::Fingerprint, Expr::val(None::<i64>));
    for column in [A::Headline, A::Body, A::BodyHtml] {
        update = update.col_expr(column, Expr::val(""));
    }
    for column in [A::SeeSomeone, A::NoSeeSomeone, A::Interests, A::Correction] {
        update = update.col_expr(column, Expr::val(None::<String>));
    }
    update.filter(A::Id.eq(id)).exec(tx).await?;
    forget::<citation::Entity>(tx, citation::Column::AnswerId.eq(id)).await?;
    forget::<answer_terms::Entity>(tx, answer_terms::Column::AnswerId.eq(id)).await?;
    let marks = agreement::Entity::find().select_only().column(agreement::Column::Id);
    let marks = || QueryTrait::into_query(marks.clone().filter(agreement::Column::AnswerId.eq(id)));
    decisions::wordless_inside(tx, Matter::Agreement, marks()).await?;
    decisions::forget_reworded(tx, Matter::Agreement, marks()).await?;
    forget::<agreement::Entity>(tx, agreement::Column::AnswerId.eq(id)).await?;
    forget::<agreement_change::Entity>(tx, agreement_change::Column::AnswerId.eq(id)).await?;
    forget_changes(tx, Subject::Answer, id).await
}

/// Deletes a doctor's marks, and gives the answers that they were on.
pub(in crate::own_data) async fn take_marks(
    tx: &impl ConnectionTrait,
    doctor: i64,
) -> Result<Vec<i64>, DbErr> {
    use agreement::Column as M;
    let marked = agreement::Entity::find().select_only().column(M::AnswerId).filter(M::DoctorId.eq(doctor));
    let marked: Vec<i64> = marked.into_tuple().all(tx).await?;
    let theirs = || {
        let own = agreement::Entity::find().select_only().column(M::Id);
        QueryTrait::into_query(own.filter(M::DoctorId.eq(doctor)))
    };
    decisions::wordless_inside(tx, Matter::Agreement, theirs()).await?;
    decisions::forget_reworded(tx, Matter::Agreement, theirs()).await?;
    forget::<agreement::Entity>(tx, M::DoctorId.eq(doctor)).await?;
    forget::<agreement_change::Entity>(tx, agreement_change::Column::DoctorId.eq(doctor)).await?;
    Ok(marked)
}

/// The questions that these answers are to.
pub(in crate::own_data) async fn questions_of(
    tx: &impl ConnectionTrait,
    answers: &[i64],
) -> Result<Vec<i64>, DbErr> {
    let questions = answer::Entity::find().select_only().column(answer::Column::QuestionId);
    questions.filter(answer::Column::Id.is_in(answers.iter().copied())).into_tuple().all(tx).await
}

/// What the doctor said to reviewers and to moderators.
pub(in crate::own_data) async fn replies(tx: &impl ConnectionTrait, doctor: i64) -> Result<(), DbErr> {
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

/// Deletes what hangs on a profile: the inbox, credentials with their log, earlier versions, and whose it is.
pub(in crate::own_data) async fn strip(tx: &impl ConnectionTrait, id: i64) -> Result<(), DbErr> {
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
    forget_changes(tx, Subject::Doctor, id).await?;
    forget::<doctor_account::Entity>(tx, doctor_account::Column::DoctorId.eq(id)).await
}

/// Takes everything from a profile that tells whose it is.
pub(in crate::own_data) async fn nameless(
    tx: &impl ConnectionTrait,
    id: i64,
    slug: String,
) -> Result<(), DbErr> {
    use doctor::Column as D;
    let mut update = doctor::Entity::update_many()
        .col_expr(D::Slug, Expr::val(slug))
        .col_expr(D::Letters, Expr::val(""))
        .col_expr(D::Fingerprint, Expr::val(None::<i64>));
    for column in [D::Name, D::City, D::Region, D::Place, D::Practice, D::Biography, D::BiographyHtml] {
        update = update.col_expr(column, Expr::val(None::<String>));
    }
    update.filter(D::Id.eq(id)).exec(tx).await.map(|_| ())
}

/// Deletes an account's claims and what was handed in with them, and gives the names of the documents.
pub(in crate::own_data) async fn claims(
    tx: &impl ConnectionTrait,
    account: i64,
) -> Result<Vec<String>, DbErr> {
    let claims = claim::Entity::find().select_only().column(claim::Column::Id);
    let claims: Vec<i64> = claims.filter(claim::Column::AccountId.eq(account)).into_tuple().all(tx).await?;
    let handed_in = claimed_credential::Column::ClaimId.is_in(claims);
    let files = claimed_credential::Entity::find().select_only().column(claimed_credential::Column::File);
    let files: Vec<Option<String>> = files.filter(handed_in.clone()).into_tuple().all(tx).await?;
    forget::<claimed_credential::Entity>(tx, handed_in).await?;
    forget::<claim::Entity>(tx, claim::Column::AccountId.eq(account)).await?;
    Ok(files.into_iter().flatten().collect())
}

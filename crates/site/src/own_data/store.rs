//! What is kept about somebody, table by table.

use db::{
    entity::{
        account, agreement, agreement_change, answer, appeal, citation, claim, claimed_credential,
        credential, doctor, doctor_account, draft, inbox_pass, notice, notice_preference, question,
        question_asker, question_detail, question_follower, report, review, review_author, session, thanks,
    },
    json,
    sea_orm::{
        ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QuerySelect, QueryTrait,
        sea_query::{SelectStatement, SimpleExpr},
    },
    value::AccountRole,
};

/// The rows of one table, each as a JSON object.
pub(super) struct Part {
    pub(super) name: &'static str,
    pub(super) rows: Vec<String>,
}

async fn part<E: EntityTrait>(
    db: &impl ConnectionTrait,
    name: &'static str,
    which: impl Into<SimpleExpr>,
    but: &[&str],
) -> Result<Part, DbErr> {
    Ok(Part { name, rows: json::rows::<E>(db, which, but).await? })
}

/// Everything that is kept about an account, and about the doctor that it owns the profile of. Left out are secrets that
/// would let others in.
///
/// # Errors
/// Whatever the database says.
pub(super) async fn everything(
    db: &impl ConnectionTrait,
    id: i64,
    doctor: Option<i64>,
) -> Result<Vec<Part>, DbErr> {
    let mut parts = vec![
        part::<account::Entity>(
            db,
            "account",
            account::Column::Id.eq(id),
            &["password_hash", "totp_secret", "totp_step"],
        )
        .await?,
        part::<session::Entity>(db, "sessions", session::Column::AccountId.eq(id), &["token_hash"]).await?,
        part::<draft::Entity>(db, "drafts", draft::Column::Owner.eq(format!("account:{id}")), &[]).await?,
        part::<notice::Entity>(db, "notices", notice::Column::AccountId.eq(id), &[]).await?,
        part::<notice_preference::Entity>(db, "letters", notice_preference::Column::AccountId.eq(id), &[])
            .await?,
        part::<question::Entity>(db, "questions", question::Column::Id.in_subquery(asked(id)), &[]).await?,
        part::<question_detail::Entity>(
            db,
            "details",
            question_detail::Column::QuestionId.in_subquery(asked(id)),
            &[],
        )
        .await?,
        part::<question_follower::Entity>(db, "followed", question_follower::Column::AccountId.eq(id), &[])
            .await?,
        part::<thanks::Entity>(db, "thanks", thanks::Column::AccountId.eq(id), &[]).await?,
        part::<review::Entity>(db, "reviews", review::Column::Id.in_subquery(reviewed(id)), &[]).await?,
        part::<report::Entity>(db, "reports", report::Column::AccountId.eq(id), &[]).await?,
        part::<appeal::Entity>(db, "appeals", appeal::Column::AccountId.eq(id), &["settled_by"]).await?,
        part::<claim::Entity>(db, "claims", claim::Column::AccountId.eq(id), &["judged_by"]).await?,
        part::<claimed_credential::Entity>(
            db,
            "claimed-credentials",
            claimed_credential::Column::ClaimId.in_subquery(claimed(id)),
            &["judged_by"],
        )
        .await?,
    ];
    if let Some(doctor) = doctor {
        parts.extend(of_doctor(db, doctor).await?);
    }
    Ok(parts)
}

fn asked(account: i64) -> SelectStatement {
    use question_asker::Column as Q;
    let own = question_asker::Entity::find().select_only().column(Q::QuestionId);
    QueryTrait::into_query(own.filter(Q::AccountId.eq(account)))
}

fn reviewed(account: i64) -> SelectStatement {
    use review_author::Column as R;
    let own = review_author::Entity::find().select_only().column(R::ReviewId);
    QueryTrait::into_query(own.filter(R::AccountId.eq(account)))
}

fn claimed(account: i64) -> SelectStatement {
    let own = claim::Entity::find().select_only().column(claim::Column::Id);
    QueryTrait::into_query(own.filter(claim::Column::AccountId.eq(account)))
}

async fn of_doctor(db: &impl ConnectionTrait, id: i64) -> Result<Vec<Part>, DbErr> {
    let answers = answer::Entity::find().select_only().column(answer::Column::Id);
    let answers = QueryTrait::into_query(answers.filter(answer::Column::DoctorId.eq(id)));
    Ok(vec![
        part::<doctor::Entity>(db, "profile", doctor::Column::Id.eq(id), &[]).await?,
        part::<doctor_account::Entity>(db, "profile-owner", doctor_account::Column::DoctorId.eq(id), &[])
            .await?,
        part::<credential::Entity>(db, "credentials", credential::Column::DoctorId.eq(id), &[]).await?,
        part::<answer::Entity>(db, "answers", answer::Column::DoctorId.eq(id), &[]).await?,
        part::<citation::Entity>(db, "citations", citation::Column::AnswerId.in_subquery(answers), &[])
            .await?,
        part::<agreement_change::Entity>(db, "changed-marks", agreement_change::Column::DoctorId.eq(id), &[])
            .await?,
        part::<inbox_pass::Entity>(db, "passed", inbox_pass::Column::DoctorId.eq(id), &[]).await?,
        part::<agreement::Entity>(db, "marks", agreement::Column::DoctorId.eq(id), &[]).await?,
    ])
}

/// Whether there is no more than one administrator.
///
/// # Errors
/// Whatever the database says.
pub(super) async fn is_last_administrator(tx: &impl ConnectionTrait) -> Result<bool, DbErr> {
    let all = account::Entity::find().filter(account::Column::Role.eq(AccountRole::Administrator));
    // Of two who leave at once, the second waits and sees.
    Ok(all.lock_exclusive().all(tx).await?.len() < 2)
}

//! Queries for those who write answers: the question in full, what was given already, what it cites, and what it was.

use std::collections::{BTreeSet, HashMap, HashSet};

use db::{
    FromRow, Here, Prepared, Reading, Statements,
    entity::{
        account, answer, answer_terms, citation, doctor_account, question, question_asker, question_follower,
        revision,
    },
    proof::is_verified,
    sea_orm::{
        ActiveModelTrait,
        ActiveValue::{NotSet, Set},
        ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, IntoActiveModel, JoinType, QueryFilter,
        QueryOrder, QuerySelect, QueryTrait,
        sea_query::{Expr, ExprTrait, InsertStatement, SimpleExpr, UnionType},
    },
    value::{State, Subject},
};

use crate::{
    app::Write,
    error::Failure,
    evidence::{Citation, Cited},
    web::BY_MODERATOR,
};

/// Parameter: its identity.
static QUESTION: Prepared<question::Model> =
    Prepared::new(|| QueryTrait::into_query(question::Entity::find().filter(question::Column::Id.eq(0_i64))));

/// A question, in whatever state.
///
/// # Errors
/// Whatever the database says.
pub async fn question(reading: &mut Reading, id: i64) -> Result<Option<question::Model>, DbErr> {
    Ok(QUESTION.all(reading, vec![id.into()]).await?.pop())
}

/// A question, and everybody else who would count its answers waits until this change is through: two who answer at once
/// would each miss the other's.
///
/// # Errors
/// Whatever the database says.
pub async fn hold(tx: &impl ConnectionTrait, id: i64) -> Result<Option<question::Model>, DbErr> {
    question::Entity::find_by_id(id).lock_exclusive().one(tx).await
}

/// What decides whether a question takes answers, and their language.
#[derive(FromRow)]
pub(super) struct Asked {
    pub(super) id: i64,
    pub(super) lang: String,
    pub(super) state: State,
    pub(super) locked: Option<i64>,
}

/// The same for several.
pub(super) async fn hold_all(write: &Write<Here>, ids: Vec<i64>) -> Result<HashMap<i64, Asked>, Failure> {
    use question::Column as Q;
    let held = question::Entity::find().select_only().columns([Q::Id, Q::Lang, Q::State, Q::Locked]);
    // In one order, so that no two who hold several wait for each other.
    let held = held.filter(Q::Id.is_in(ids)).order_by_asc(Q::Id).lock_exclusive();
    let held = write.rows::<Asked>(&QueryTrait::into_query(held)).await?;
    Ok(held.into_iter().map(|question| (question.id, question)).collect())
}

/// A doctor's account.
#[derive(FromRow, PartialEq, Eq, Hash)]
pub(super) struct Able {
    pub(super) doctor_id: i64,
    pub(super) account_id: i64,
}

/// Which of these doctors may answer now, each with the account that does: their own, neither suspended nor gone, and they are
/// verified. Nobody takes that from them until this change is through.
pub(super) async fn able(write: &Write<Here>, doctors: Vec<i64>) -> Result<HashSet<Able>, Failure> {
    use account::Column as A;
    use doctor_account::Column as O;
    let now = write.now();
    let until = Expr::col((account::Entity, A::SuspendedUntil));
    let doctor = Expr::col((doctor_account::Entity, O::DoctorId));
    let able = doctor_account::Entity::find()
        .select_only()
        .columns([O::DoctorId, O::AccountId])
        .join(
            JoinType::InnerJoin,
            doctor_account::Entity::belongs_to(account::Entity).from(O::AccountId).to(A::Id).into(),
        )
        .filter(doctor.clone().is_in(doctors))
        .filter(until.clone().is_null().or(until.lte(now)))
        .filter(is_verified(doctor, now))
        .order_by_asc(O::DoctorId)
        .lock_shared();
    Ok(write.rows(&QueryTrait::into_query(able)).await?.into_iter().collect())
}

/// The same for one doctor who changes an answer.
pub(super) async fn is_able(tx: &impl ConnectionTrait, one: Able, now: i64) -> Result<bool, DbErr> {
    use doctor_account::Column as O;
    let doctor = Expr::col((doctor_account::Entity, O::DoctorId));
    let owner = doctor_account::Entity::find_by_id(one.doctor_id).filter(is_verified(doctor, now));
    Ok(owner.lock_shared().one(tx).await?.is_some_and(|owner| owner.account_id == one.account_id))
}

/// Which question, and which doctor answers it.
pub(super) type Place = (i64, i64);

/// What was answered at these places, in whatever state.
pub(super) async fn given_at(
    write: &Write<Here>,
    places: impl IntoIterator<Item = Place>,
) -> Result<HashMap<Place, answer::Model>, Failure> {
    use answer::Column as A;
    let at = |(question, doctor)| A::QuestionId.eq(question).and(A::DoctorId.eq(doctor));
    let any = places.into_iter().fold(Condition::any(), |any, place| any.add(at(place)));
    let found = answer::Entity::find().filter(any);
    let found = write.rows::<answer::Model>(&QueryTrait::into_query(found)).await?;
    Ok(found.into_iter().map(|answer| ((answer.question_id, answer.doctor_id), answer)).collect())
}

/// What a doctor has answered to a question, in whatever state.
pub(super) async fn given(
    db: &impl ConnectionTrait,
    question: i64,
    doctor: i64,
) -> Result<Option<answer::Model>, DbErr> {
    use answer::Column as A;
    answer::Entity::find().filter(A::QuestionId.eq(question)).filter(A::DoctorId.eq(doctor)).one(db).await
}

/// An answer, in whatever state.
pub(super) async fn find(db: &impl ConnectionTrait, id: i64) -> Result<Option<answer::Model>, DbErr> {
    answer::Entity::find_by_id(id).one(db).await
}

/// One of this doctor's answers.
pub(super) async fn own(
    db: &impl ConnectionTrait,
    doctor: i64,
    id: i64,
) -> Result<Option<answer::Model>, DbErr> {
    answer::Entity::find_by_id(id).filter(answer::Column::DoctorId.eq(doctor)).one(db).await
}

/// Who wants to hear of answers to each of these questions: who asked, where it was asked here, and those whose own
/// question was joined with it.
pub(super) async fn waiting(
    write: &Write<impl Statements>,
    questions: Vec<i64>,
) -> Result<HashMap<i64, BTreeSet<i64>>, Failure> {
    use question_asker::Column as Q;
    use question_follower::Column as F;
    #[derive(FromRow)]
    struct Waits {
        question_id: i64,
        account_id: i64,
    }
    let asked = question_asker::Entity::find().select_only().column(Q::QuestionId).column(Q::AccountId);
    let asked = asked.filter(Q::QuestionId.is_in(questions.iter().copied()));
    let follow = question_follower::Entity::find().select_only().column(F::QuestionId).column(F::AccountId);
    let follow = QueryTrait::into_query(follow.filter(F::QuestionId.is_in(questions)));
    let mut all = QueryTrait::into_query(asked);
    all.union(UnionType::Distinct, follow);
    let mut waiting: HashMap<i64, BTreeSet<i64>> = HashMap::new();
    for one in write.rows::<Waits>(&all).await? {
        waiting.entry(one.question_id).or_default().insert(one.account_id);
    }
    Ok(waiting)
}

/// Keeps the digests of what was accepted with answers.
pub(super) fn accepted(accepted: Vec<(i64, String)>, now: i64) -> InsertStatement {
    let row = |(answer, digest)| answer_terms::ActiveModel {
        answer_id: Set(answer),
        digest: Set(digest),
        at: Set(now),
    };
    QueryTrait::into_query(answer_terms::Entity::insert_many(accepted.into_iter().map(row)))
}

/// Changes columns of an answer.
pub(super) async fn set(
    tx: &impl ConnectionTrait,
    id: i64,
    columns: Vec<(answer::Column, SimpleExpr)>,
) -> Result<(), DbErr> {
    let mut update = answer::Entity::update_many().filter(answer::Column::Id.eq(id));
    for (column, value) in columns {
        update = update.col_expr(column, value);
    }
    update.exec(tx).await.map(|_| ())
}

/// What an answer cites, in its order.
pub(super) async fn citations(db: &impl ConnectionTrait, answer: i64) -> Result<Vec<Citation>, DbErr> {
    use citation::Column as C;
    let cited = citation::Entity::find().filter(C::AnswerId.eq(answer));
    cited.order_by_asc(C::Position).order_by_asc(C::Id).all(db).await
}

/// A citation that no register has told more of yet.
pub(super) fn bare(answer: i64, position: i32, cited: &Cited) -> Citation {
    Citation {
        id: 0,
        answer_id: answer,
        position,
        scheme: cited.scheme,
        identifier: cited.identifier.clone(),
        title: None,
        authors: None,
        journal: None,
        year: None,
        evidence: None,
        source_id: None,
        external_id: None,
        fingerprint: None,
    }
}

/// Makes these the sources of an answer. What is known of one that stays is kept.
pub(super) async fn cite(tx: &impl ConnectionTrait, answer: i64, cited: &[Cited]) -> Result<(), DbErr> {
    let mut before = citations(tx, answer).await?;
    let mut now: Vec<Citation> = Vec::new();
    for (position, one) in (1..).zip(cited) {
        let known = before.iter().position(|c| c.scheme == one.scheme && c.identifier == one.identifier);
        now.push(match known {
            Some(at) => Citation { position, ..before.swap_remove(at) },
            None => bare(answer, position, one),
        });
    }
    citation::Entity::delete_many().filter(citation::Column::AnswerId.eq(answer)).exec(tx).await?;
    add_citations(tx, now).await
}

/// Adds sources of answers.
pub(super) async fn add_citations(tx: &impl ConnectionTrait, all: Vec<Citation>) -> Result<(), DbErr> {
    match cited(all) {
        Some(rows) => tx.execute(&rows).await.map(|_| ()),
        None => Ok(()),
    }
}

/// The statement that adds sources of answers; None when there are none.
pub(super) fn cited(all: Vec<Citation>) -> Option<InsertStatement> {
    if all.is_empty() {
        return None;
    }
    let rows = all.into_iter().map(|row| citation::ActiveModel {
        id: NotSet,
        answer_id: Set(row.answer_id),
        position: Set(row.position),
        scheme: Set(row.scheme),
        identifier: Set(row.identifier),
        title: Set(row.title),
        authors: Set(row.authors),
        journal: Set(row.journal),
        year: Set(row.year),
        evidence: Set(row.evidence),
        source_id: Set(row.source_id),
        external_id: Set(row.external_id),
        fingerprint: Set(row.fingerprint),
    });
    Some(QueryTrait::into_query(citation::Entity::insert_many(rows)))
}

/// The number of an answer's latest revision, which is how often it was changed.
pub(super) async fn changes(db: &impl ConnectionTrait, answer: i64) -> Result<i32, DbErr> {
    use revision::Column as R;
    let last = revision::Entity::find().select_only().column_as(R::Number.max(), "last");
    let last = last.filter(R::SubjectKind.eq(Subject::Answer)).filter(R::SubjectId.eq(answer));
    let last: Option<Option<i32>> = last.into_tuple().one(db).await?;
    Ok(last.flatten().unwrap_or_default())
}

/// The number of the last revision that a moderator made, 0 for none: what stood before it is nobody's to read.
pub(super) async fn closed(db: &impl ConnectionTrait, answer: i64) -> Result<i32, DbErr> {
    use revision::Column as R;
    let last = revision::Entity::find().select_only().column_as(R::Number.max(), "last");
    let last = last
        .filter(R::SubjectKind.eq(Subject::Answer))
        .filter(R::SubjectId.eq(answer))
        .filter(R::Reason.starts_with(BY_MODERATOR));
    let last: Option<Option<i32>> = last.into_tuple().one(db).await?;
    Ok(last.flatten().unwrap_or_default())
}

/// An answer's revisions with numbers above one and below another, newest first.
pub(super) async fn revisions(
    db: &impl ConnectionTrait,
    answer: i64,
    (above, below): (i32, i32),
    most: u64,
) -> Result<Vec<revision::Model>, DbErr> {
    use revision::Column as R;
    revision::Entity::find()
        .filter(R::SubjectKind.eq(Subject::Answer))
        .filter(R::SubjectId.eq(answer))
        .filter(R::Number.gt(above))
        .filter(R::Number.lt(below))
        .order_by_desc(R::Number)
        .limit(most)
        .all(db)
        .await
}

/// Keeps an answer as it was until now.
pub(super) async fn keep(
    tx: &impl ConnectionTrait,
    answer: i64,
    content: String,
    (reason, now): (Option<String>, i64),
) -> Result<(), DbErr> {
    let row = revision::ActiveModel {
        id: NotSet,
        subject_kind: Set(Subject::Answer),
        subject_id: Set(answer),
        number: Set(changes(tx, answer).await? + 1),
        at: Set(now),
        reason: Set(reason),
        content: Set(content),
        source_id: Set(None),
    };
    revision::Entity::insert(row).exec_without_returning(tx).await.map(|_| ())
}

/// The statement that adds these answers, whose places are free. The table numbers them.
pub(super) fn added(rows: Vec<answer::Model>) -> InsertStatement {
    let rows =
        rows.into_iter().map(|row| answer::ActiveModel { id: NotSet, ..row.into_active_model().reset_all() });
    QueryTrait::into_query(answer::Entity::insert_many(rows))
}

/// The source and the identity by which archives know the question and the doctor of an answer.
pub(super) async fn origins(
    db: &impl ConnectionTrait,
    row: &answer::Model,
) -> Result<(Origin, Origin), DbErr> {
    use db::entity::doctor;
    let asked = question::Entity::find_by_id(row.question_id).one(db).await?;
    let given = doctor::Entity::find_by_id(row.doctor_id).one(db).await?;
    let asked = asked.map(|question| (question.source_id, question.external_id)).unwrap_or_default();
    let given = given.map(|doctor| (doctor.source_id, doctor.external_id)).unwrap_or_default();
    Ok((asked, given))
}

/// A source's identity, and the id of something within it.
pub(super) type Origin = (Option<i64>, Option<String>);

/// A value as a query takes it.
pub(super) fn value<T: Into<db::sea_orm::Value>>(value: T) -> SimpleExpr {
    Expr::val(value)
}

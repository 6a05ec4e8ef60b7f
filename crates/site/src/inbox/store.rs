//! Queries for inboxes. Each looks at a bounded number of rows, however many questions a site has.

use std::collections::HashMap;

use db::{
    entity::{
        account, answer, doctor, doctor_account, draft, inbox_pass, inbox_snooze, notice, question,
        question_asker, question_topic,
    },
    proof::is_verified,
    sea_orm::{
        self,
        ActiveValue::Set,
        ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, JoinType, QueryFilter, QueryOrder,
        QuerySelect, Select,
        sea_query::{Alias, Expr, ExprTrait, OnConflict, Order, Query, SelectStatement},
    },
    value::{AccountRole, NoticeKind, PassKind, State},
};

use super::rules::{Learnt, Topics};
use crate::answer::begun as begun_by;

/// A doctor's newest answers, and questions turned down, from which their topics are read.
const OWN: u64 = 500;
/// Colleagues of the same specialty whose answers are looked at, and how many answers of them all.
const COLLEAGUES: u64 = 50;
const THEIRS: u64 = 1000;
/// Newest unanswered questions among which those of a doctor's topics are looked for.
const LOOKED_AT: u64 = 5000;

/// A question that waits.
#[derive(Clone, Debug, FromQueryResult)]
pub(super) struct Waiting {
    pub(super) id: i64,
    pub(super) slug: String,
    pub(super) title: String,
    pub(super) lang: String,
    pub(super) listed_at: i64,
    /// How it differs from questions like it that were answered before.
    pub(super) different: Option<String>,
}

/// A question that a doctor has begun to answer.
#[derive(Clone, Debug, FromQueryResult)]
pub(super) struct Begun {
    pub(super) id: i64,
    pub(super) title: String,
    pub(super) lang: String,
    /// When the draft was last saved.
    pub(super) at: i64,
}

/// For whom questions are looked up.
#[derive(Clone, Copy, Debug)]
pub(super) struct Whose {
    pub(super) doctor: i64,
    pub(super) account: i64,
}

/// The topics of the questions that doctors of a specialty answered.
pub(super) async fn topics_of(db: &impl ConnectionTrait, specialty: i64) -> Result<Vec<i64>, DbErr> {
    Ok(counted(db, colleagues_answered(specialty)).await?.into_keys().collect())
}

/// What is known of a doctor's field.
pub(super) async fn learnt(db: &impl ConnectionTrait, doctor: i64) -> Result<Learnt, DbErr> {
    let specialty = doctor::Entity::find_by_id(doctor).one(db).await?.and_then(|row| row.specialty_id);
    let colleagues = match specialty {
        Some(specialty) => topics_of(db, specialty).await?,
        None => Vec::new(),
    };
    Ok(Learnt {
        answered: counted(db, answered(doctor)).await?,
        refused: counted(db, refused(doctor)).await?,
        colleagues,
    })
}

fn answered(doctor: i64) -> SelectStatement {
    use answer::Column as A;
    Query::select()
        .column(A::QuestionId)
        .from(answer::Entity)
        .and_where(A::DoctorId.eq(doctor))
        .order_by(A::AnsweredAt, Order::Desc)
        .order_by(A::Id, Order::Desc)
        .limit(OWN)
        .take()
}

fn refused(doctor: i64) -> SelectStatement {
    use inbox_pass::Column as P;
    Query::select()
        .column(P::QuestionId)
        .from(inbox_pass::Entity)
        .and_where(P::DoctorId.eq(doctor))
        .and_where(P::What.eq(PassKind::NotMyField))
        .order_by(P::At, Order::Desc)
        .limit(OWN)
        .take()
}

fn colleagues_answered(specialty: i64) -> SelectStatement {
    use doctor::Column as D;
    let some = Query::select()
        .column(D::Id)
        .from(doctor::Entity)
        .and_where(D::SpecialtyId.eq(specialty))
        .order_by(D::RatingOrder, Order::Desc)
        .order_by(D::Id, Order::Desc)
        .limit(COLLEAGUES)
        .take();
    Query::select()
        .column(answer::Column::QuestionId)
        .from(answer::Entity)
        .and_where(Expr::col(answer::Column::DoctorId).in_subquery(some))
        .limit(THEIRS)
        .take()
}

#[derive(FromQueryResult)]
struct Counted {
    topic_id: i64,
    questions: i64,
}

/// How many of the questions are on each topic.
async fn counted(db: &impl ConnectionTrait, questions: SelectStatement) -> Result<HashMap<i64, i64>, DbErr> {
    use question_topic::Column as T;
    let among = Alias::new("among");
    let query = Query::select()
        .expr_as(Expr::col((question_topic::Entity, T::TopicId)), "topic_id")
        .expr_as(Expr::col((question_topic::Entity, T::QuestionId)).count(), "questions")
        .from_subquery(questions, among.clone())
        .inner_join(
            question_topic::Entity,
            Expr::col((question_topic::Entity, T::QuestionId)).equals((among, Alias::new("question_id"))),
        )
        .group_by_col((question_topic::Entity, T::TopicId))
        .take();
    let rows = db.query_all(&query).await?;
    rows.iter()
        .map(|row| Counted::from_query_result(row, "").map(|row| (row.topic_id, row.questions)))
        .collect()
}

/// Unanswered questions on a doctor's topics that were asked after `since`, oldest first.
pub(super) async fn matching(
    db: &impl ConnectionTrait,
    whose: Whose,
    topics: &Topics,
    (since, most): (i64, u64),
) -> Result<Vec<Waiting>, DbErr> {
    let mut query = recent(db, whose, since).await?;
    query = match topics {
        Topics::Only(topics) => query.filter(Expr::exists(on(topics))),
        Topics::AllBut(topics) if topics.is_empty() => query,
        Topics::AllBut(topics) => query.filter(Expr::exists(on(topics)).not()),
    };
    listed(query, most).all(db).await
}

/// Unanswered questions on no topic that were asked after `since`, oldest first: nobody's field, and so everybody's.
pub(super) async fn untopical(
    db: &impl ConnectionTrait,
    whose: Whose,
    (since, most): (i64, u64),
) -> Result<Vec<Waiting>, DbErr> {
    let query = recent(db, whose, since).await?.filter(Expr::exists(on_any()).not());
    listed(query, most).all(db).await
}

/// Questions for a doctor that were asked after `since`, of the newest that are unanswered.
async fn recent(
    db: &impl ConnectionTrait,
    whose: Whose,
    since: i64,
) -> Result<Select<question::Entity>, DbErr> {
    use question::Column as Q;
    let newest = unanswered().order_by_desc(Q::ListedAt).order_by_desc(Q::Id).offset(LOOKED_AT).limit(1);
    let floor: Option<i64> = newest.select_only().column(Q::ListedAt).into_tuple().one(db).await?;
    Ok(for_them(whose).filter(Q::ListedAt.gt(Ord::max(since, floor.unwrap_or(i64::MIN)))))
}

/// Unanswered questions of whatever topic that were asked up to `until`, oldest first.
pub(super) async fn wider(
    db: &impl ConnectionTrait,
    whose: Whose,
    (until, most): (i64, u64),
) -> Result<Vec<Waiting>, DbErr> {
    listed(for_them(whose).filter(question::Column::ListedAt.lte(until)), most).all(db).await
}

pub(super) fn listed(
    query: Select<question::Entity>,
    most: u64,
) -> db::sea_orm::Selector<db::sea_orm::SelectModel<Waiting>> {
    use question::Column as Q;
    query
        .select_only()
        .columns([Q::Id, Q::Slug, Q::Title, Q::Lang, Q::ListedAt, Q::Different])
        .order_by_asc(Q::ListedAt)
        .order_by_asc(Q::Id)
        .limit(most)
        .into_model()
}

fn unanswered() -> Select<question::Entity> {
    use question::Column as Q;
    question::Entity::find().filter(Q::State.eq(State::Published)).filter(Q::AnswerCount.eq(0))
}

/// Those that this doctor can answer and has not dealt with.
pub(super) fn for_them(whose: Whose) -> Select<question::Entity> {
    let asked = Query::select()
        .from(question_asker::Entity)
        .and_where(Expr::col((question_asker::Entity, question_asker::Column::AccountId)).eq(whose.account))
        .take();
    unanswered()
        .filter(question::Column::Locked.is_null())
        .filter(without(passed(whose), Expr::col((inbox_pass::Entity, inbox_pass::Column::QuestionId))))
        .filter(without(given(whose), Expr::col((answer::Entity, answer::Column::QuestionId))))
        .filter(without(asked, Expr::col((question_asker::Entity, question_asker::Column::QuestionId))))
}

/// Whether none of these rows is of the question.
fn without(mut rows: SelectStatement, their_question: Expr) -> Expr {
    let of_it = their_question.equals((question::Entity, question::Column::Id));
    rows.expr(Expr::cust("1")).and_where(of_it);
    Expr::exists(rows).not()
}

fn passed(whose: Whose) -> SelectStatement {
    Query::select()
        .from(inbox_pass::Entity)
        .and_where(Expr::col((inbox_pass::Entity, inbox_pass::Column::DoctorId)).eq(whose.doctor))
        .take()
}

/// Also one that is not shown: they can't give a second.
fn given(whose: Whose) -> SelectStatement {
    Query::select()
        .from(answer::Entity)
        .and_where(Expr::col((answer::Entity, answer::Column::DoctorId)).eq(whose.doctor))
        .take()
}

/// What a doctor has begun to answer and can still send, the latest first. What they let go by after they wrote is left
/// out.
pub(super) async fn begun(db: &impl ConnectionTrait, whose: Whose, most: u64) -> Result<Vec<Begun>, DbErr> {
    use {draft::Column as D, question::Column as Q};
    let on = question::Entity::belongs_to(draft::Entity).from(Q::Id).to(D::SubjectId).into();
    let passed_since = passed(whose)
        .and_where(
            Expr::col((inbox_pass::Entity, inbox_pass::Column::At))
                .gte(Expr::col((draft::Entity, D::UpdatedAt))),
        )
        .take();
    question::Entity::find()
        .select_only()
        .columns([Q::Id, Q::Title, Q::Lang])
        .column_as(D::UpdatedAt, "at")
        .join(JoinType::InnerJoin, on)
        .filter(begun_by(whose.account))
        .filter(Q::State.eq(State::Published))
        .filter(Q::Locked.is_null())
        .filter(without(given(whose), Expr::col((answer::Entity, answer::Column::QuestionId))))
        .filter(without(passed_since, Expr::col((inbox_pass::Entity, inbox_pass::Column::QuestionId))))
        .order_by_desc(D::UpdatedAt)
        .order_by_desc(Q::Id)
        .limit(most)
        .into_model()
        .all(db)
        .await
}

/// Whether the question of the row is on one of these topics.
fn on(topics: &[i64]) -> SelectStatement {
    let among = Expr::col((question_topic::Entity, question_topic::Column::TopicId));
    on_any().and_where(among.is_in(topics.iter().copied())).take()
}

/// Whether it is on any topic.
fn on_any() -> SelectStatement {
    use question_topic::Column as T;
    Query::select()
        .expr(Expr::cust("1"))
        .from(question_topic::Entity)
        .and_where(
            Expr::col((question_topic::Entity, T::QuestionId))
                .equals((question::Entity, question::Column::Id)),
        )
        .take()
}

/// The topics of these questions, in the order given.
pub(super) async fn topics(
    db: &impl ConnectionTrait,
    questions: &[i64],
) -> Result<HashMap<i64, Vec<i64>>, DbErr> {
    use question_topic::Column as T;
    let links = question_topic::Entity::find().filter(T::QuestionId.is_in(questions.iter().copied()));
    let mut topics: HashMap<i64, Vec<i64>> = HashMap::new();
    for link in links.order_by_asc(T::QuestionId).order_by_asc(T::Position).all(db).await? {
        topics.entry(link.question_id).or_default().push(link.topic_id);
    }
    Ok(topics)
}

/// How many questions this doctor has answered or let go by after `since`.
pub(super) async fn dealt_with(db: &impl ConnectionTrait, doctor: i64, since: i64) -> Result<i64, DbErr> {
    use {answer::Column as A, inbox_pass::Column as P};
    let answers = answer::Entity::find().select_only().column_as(A::Id.count(), "n");
    let answers = answers.filter(A::DoctorId.eq(doctor)).filter(A::AnsweredAt.gt(since));
    let passes = inbox_pass::Entity::find().select_only().column_as(P::QuestionId.count(), "n");
    let passes = passes.filter(P::DoctorId.eq(doctor)).filter(P::At.gt(since));
    let answers: Option<i64> = answers.into_tuple().one(db).await?;
    let passes: Option<i64> = passes.into_tuple().one(db).await?;
    Ok(answers.unwrap_or_default() + passes.unwrap_or_default())
}

/// Notes that a doctor lets a question go by. What they said last counts. Says whether there is such a question.
pub(super) async fn pass(
    tx: &impl ConnectionTrait,
    (doctor, question): (i64, i64),
    what: PassKind,
    now: i64,
) -> Result<bool, DbErr> {
    use inbox_pass::Column as P;
    let asked = question::Entity::find_by_id(question).filter(question::Column::State.eq(State::Published));
    if asked.one(tx).await?.is_none() {
        return Ok(false);
    }
    let row = inbox_pass::ActiveModel {
        doctor_id: Set(doctor),
        question_id: Set(question),
        what: Set(what),
        at: Set(now),
    };
    let again = OnConflict::columns([P::DoctorId, P::QuestionId]).update_columns([P::What, P::At]).to_owned();
    inbox_pass::Entity::insert(row).on_conflict(again).exec_without_returning(tx).await.map(|_| true)
}

/// Until when this doctor wants to be left alone.
pub(super) async fn snoozed(db: &impl ConnectionTrait, doctor: i64) -> Result<Option<i64>, DbErr> {
    Ok(inbox_snooze::Entity::find_by_id(doctor).one(db).await?.map(|row| row.until))
}

/// Leaves a doctor alone until then.
pub(super) async fn snooze(tx: &impl ConnectionTrait, doctor: i64, until: i64) -> Result<(), DbErr> {
    use inbox_snooze::Column as S;
    let row = inbox_snooze::ActiveModel { doctor_id: Set(doctor), until: Set(until) };
    let again = OnConflict::column(S::DoctorId).update_column(S::Until).to_owned();
    inbox_snooze::Entity::insert(row).on_conflict(again).exec_without_returning(tx).await.map(|_| ())
}

/// Asks a doctor again.
pub(super) async fn wake(tx: &impl ConnectionTrait, doctor: i64) -> Result<(), DbErr> {
    inbox_snooze::Entity::delete_by_id(doctor).exec(tx).await.map(|_| ())
}

/// Verified doctors with an account, those after this one.
pub(super) async fn doctors(
    db: &impl ConnectionTrait,
    after: i64,
    now: i64,
    most: u64,
) -> Result<Vec<i64>, DbErr> {
    use doctor_account::Column as O;
    let account =
        doctor_account::Entity::belongs_to(account::Entity).from(O::AccountId).to(account::Column::Id).into();
    doctor_account::Entity::find()
        .select_only()
        .column(O::DoctorId)
        .join(JoinType::InnerJoin, account)
        .filter(O::DoctorId.gt(after))
        .filter(account::Column::Role.eq(AccountRole::Doctor))
        .filter(account::Column::SuspendedUntil.is_null().or(account::Column::SuspendedUntil.lte(now)))
        .filter(is_verified(Expr::col((doctor_account::Entity, O::DoctorId)), now))
        .order_by_asc(O::DoctorId)
        .limit(most)
        .into_tuple()
        .all(db)
        .await
}

/// Whether somebody was told after `since` that questions wait.
pub(super) async fn told(db: &impl ConnectionTrait, account: i64, since: i64) -> Result<bool, DbErr> {
    use notice::Column as N;
    let told = notice::Entity::find().filter(N::AccountId.eq(account)).filter(N::MadeAt.gt(since));
    Ok(told.filter(N::Kind.eq(NoticeKind::Asked)).one(db).await?.is_some())
}

//! Queries for what askers do: questions of one's own, and details.

use db::{
    FromRow, Prepared, Reading,
    entity::{account, answer, doctor_account, question, question_asker, question_detail, question_topic},
    sea_orm::{
        self, ActiveModelTrait,
        ActiveValue::{NotSet, Set},
        ColumnTrait, ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait, FromQueryResult,
        IntoActiveModel, JoinType, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
        RelationDef,
        sea_query::Expr,
    },
    value::State,
};

/// Who asked a question; none for one that came from an archive.
///
/// # Errors
/// Whatever the database says.
pub async fn asker(db: &impl ConnectionTrait, question: i64) -> Result<Option<i64>, DbErr> {
    Ok(question_asker::Entity::find_by_id(question).one(db).await?.map(|row| row.account_id))
}

/// A question of this account's own.
pub(super) async fn own(
    db: &impl ConnectionTrait,
    id: i64,
    account: i64,
) -> Result<Option<question::Model>, DbErr> {
    if asker(db, id).await? != Some(account) {
        return Ok(None);
    }
    question::Entity::find_by_id(id).one(db).await
}

/// The same, held fast: of two changes at once one waits for the other.
pub(super) async fn hold(
    tx: &DatabaseTransaction,
    id: i64,
    account: i64,
) -> Result<Option<question::Model>, DbErr> {
    if asker(tx, id).await? != Some(account) {
        return Ok(None);
    }
    question::Entity::find_by_id(id).lock_exclusive().one(tx).await
}

fn asked_by(account: i64) -> db::sea_orm::Select<question_asker::Entity> {
    question_asker::Entity::find().filter(question_asker::Column::AccountId.eq(account))
}

/// How many questions an account has asked since then.
pub(super) async fn asked_since(tx: &impl ConnectionTrait, account: i64, since: i64) -> Result<u64, DbErr> {
    asked_by(account).filter(question_asker::Column::AskedAt.gt(since)).count(tx).await
}

/// Adds a question with its topics and who asked it.
pub(super) async fn add(
    tx: &impl ConnectionTrait,
    row: question::ActiveModel,
    account: i64,
    topics: &[i64],
    now: i64,
) -> Result<i64, DbErr> {
    let id = question::Entity::insert(row).exec(tx).await?.last_insert_id;
    let asker = question_asker::Model { question_id: id, account_id: account, asked_at: now };
    question_asker::Entity::insert(asker.into_active_model().reset_all()).exec_without_returning(tx).await?;
    let links: Vec<question_topic::ActiveModel> = topics
        .iter()
        .zip(0..)
        .map(|(topic, position)| {
            let link = question_topic::Model { question_id: id, topic_id: *topic, position, listed_at: now };
            link.into_active_model().reset_all()
        })
        .collect();
    if !links.is_empty() {
        question_topic::Entity::insert_many(links).exec_without_returning(tx).await?;
    }
    Ok(id)
}

/// A question as its asker's list shows it.
#[derive(Clone, Debug, FromQueryResult)]
pub(super) struct Own {
    pub(super) id: i64,
    pub(super) slug: String,
    pub(super) title: String,
    pub(super) lang: String,
    pub(super) state: State,
    pub(super) state_reason: Option<String>,
    pub(super) answer_count: i32,
    pub(super) asked_at: Option<i64>,
    pub(super) found_answer_at: Option<i64>,
}

impl Own {
    pub(super) fn path(&self) -> String {
        format!("/questions/{}/{}", self.id, self.slug)
    }
}

/// An account's questions, the newest first; one more than `size` tells that there are more.
pub(super) async fn list(
    db: &impl ConnectionTrait,
    account: i64,
    before: Option<i64>,
    size: u64,
) -> Result<Vec<Own>, DbErr> {
    use question::Column as Q;
    use question_asker::Column as K;
    let of: RelationDef =
        question_asker::Entity::belongs_to(question::Entity).from(K::QuestionId).to(Q::Id).into();
    let mut query = asked_by(account).select_only().join(JoinType::InnerJoin, of).columns([
        Q::Id,
        Q::Slug,
        Q::Title,
        Q::Lang,
        Q::State,
        Q::StateReason,
        Q::AnswerCount,
        Q::AskedAt,
        Q::FoundAnswerAt,
    ]);
    if let Some(before) = before {
        query = query.filter(K::QuestionId.lt(before));
    }
    query.order_by_desc(K::QuestionId).limit(size + 1).into_model().all(db).await
}

/// What was added to a question later.
#[derive(Clone, Debug, FromRow)]
pub struct Detail {
    /// Identity.
    pub id: i64,
    /// Markdown.
    pub body: String,
    /// The text as `markup` rendered it.
    pub body_html: String,
    /// When it was added, Unix seconds.
    pub at: i64,
    /// Code of the reason for which a moderator removed it.
    pub removed_for: Option<String>,
    /// Code of the reason for which a moderator changed the words.
    pub edited_for: Option<String>,
}

static DETAILS: Prepared<Detail> = Prepared::new(|| {
    use question_detail::Column as D;
    let columns = [D::Id, D::Body, D::BodyHtml, D::At, D::RemovedFor, D::EditedFor];
    let all = question_detail::Entity::find().select_only().columns(columns);
    QueryTrait::into_query(all.filter(D::QuestionId.eq(0_i64)).order_by_asc(D::Id))
});

/// What was added to a question, in order.
pub(super) async fn details(reading: &mut Reading, question: i64) -> Result<Vec<Detail>, DbErr> {
    DETAILS.all(reading, vec![question.into()]).await
}

/// The texts that were added to a question.
pub(super) async fn detail_texts(tx: &impl ConnectionTrait, question: i64) -> Result<Vec<String>, DbErr> {
    use question_detail::Column as D;
    let all = question_detail::Entity::find().select_only().column(D::Body);
    all.filter(D::QuestionId.eq(question)).into_tuple().all(tx).await
}

/// Adds details.
pub(super) async fn add_detail(
    tx: &impl ConnectionTrait,
    question: i64,
    body: String,
    now: i64,
) -> Result<(), DbErr> {
    let row = question_detail::ActiveModel {
        id: NotSet,
        question_id: Set(question),
        body_html: Set(markup::render(&body).into_string()),
        body: Set(body),
        at: Set(now),
        removed_for: Set(None),
        edited_for: Set(None),
    };
    question_detail::Entity::insert(row).exec_without_returning(tx).await.map(|_| ())
}

/// Notes when the asker found their answer, or that they have not.
pub(super) async fn set_found(
    tx: &impl ConnectionTrait,
    question: i64,
    at: Option<i64>,
) -> Result<(), DbErr> {
    use question::Column as Q;
    let update = question::Entity::update_many().col_expr(Q::FoundAnswerAt, Expr::val(at));
    update.filter(Q::Id.eq(question)).exec(tx).await.map(|_| ())
}

/// The accounts of the doctors whose answers to a question are shown.
pub(super) async fn answering_accounts(tx: &impl ConnectionTrait, question: i64) -> Result<Vec<i64>, DbErr> {
    use answer::Column as A;
    use doctor_account::Column as O;
    let by: RelationDef =
        doctor_account::Entity::belongs_to(answer::Entity).from(O::DoctorId).to(A::DoctorId).into();
    doctor_account::Entity::find()
        .select_only()
        .column(O::AccountId)
        .join(JoinType::InnerJoin, by)
        .filter(A::QuestionId.eq(question))
        .filter(A::State.eq(State::Published))
        .into_tuple()
        .all(tx)
        .await
}

/// An account as staff see it who look behind a question, with the number of its questions.
pub(super) async fn account(
    tx: &impl ConnectionTrait,
    id: i64,
) -> Result<Option<(account::Model, u64)>, DbErr> {
    let Some(found) = account::Entity::find_by_id(id).one(tx).await? else { return Ok(None) };
    Ok(Some((found, asked_by(id).count(tx).await?)))
}

/// The state of a question.
pub(super) async fn state(db: &impl ConnectionTrait, id: i64) -> Result<Option<State>, DbErr> {
    let query = question::Entity::find().select_only().column(question::Column::State);
    query.filter(question::Column::Id.eq(id)).into_tuple().one(db).await
}

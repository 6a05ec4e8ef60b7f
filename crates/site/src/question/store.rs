//! Queries for questions.

use std::collections::HashMap;

use db::{
    FromRow, Prepared, Reading,
    entity::{question, question_topic},
    sea_orm::{
        self, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, JoinType, QueryFilter,
        QueryOrder, QuerySelect, QueryTrait, Select,
        sea_query::{Expr, ExprTrait, Query, SelectStatement},
    },
    value::State,
};

use crate::{
    agreement::Counts,
    answer,
    policy::{self, Role},
    web::Cursor,
};

/// A question as lists show it.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Brief {
    /// Identity.
    pub id: i64,
    /// Part of the address.
    pub slug: String,
    /// Title.
    pub title: String,
    /// BCP 47 tag.
    pub lang: String,
    /// When asked, Unix seconds.
    pub asked_at: Option<i64>,
    /// When last changed, Unix seconds.
    pub updated_at: Option<i64>,
    /// What lists are ordered by, Unix seconds.
    pub listed_at: i64,
    /// Published answers.
    pub answer_count: i32,
    stance_yes: i32,
    stance_no: i32,
    stance_depends: i32,
    stance_unknown: i32,
    stance_inferred: i32,
}

impl Brief {
    /// Its address, without a language.
    pub fn path(&self) -> String {
        format!("/questions/{}/{}", self.id, self.slug)
    }

    /// The stances of its answers.
    pub fn counts(&self) -> Counts {
        let count = |n: i32| u32::try_from(n).unwrap_or_default();
        Counts {
            yes: count(self.stance_yes),
            no: count(self.stance_no),
            depends: count(self.stance_depends),
            unknown: count(self.stance_unknown),
            inferred: count(self.stance_inferred),
        }
    }
}

/// How a list of questions is ordered, and which are in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// Newest first.
    Newest,
    /// Most answers first.
    MostAnswered,
    /// Those without an answer, newest first.
    Unanswered,
    /// Those on a topic, newest first.
    OnTopic(i64),
}

/// Questions that this role may see; one more than `size` tells that there are more.
///
/// # Errors
/// Whatever the database says.
pub async fn list(
    db: &impl ConnectionTrait,
    role: Role,
    sort: Sort,
    after: Option<Cursor>,
    size: u64,
) -> Result<Vec<Brief>, DbErr> {
    use question::Column as Q;
    use question_topic::Column as T;
    let mut query = briefs(role);
    if sort == Sort::Unanswered {
        query = query.filter(Q::AnswerCount.eq(0));
    }
    let own = |column: Q| Expr::col((question::Entity, column));
    let (here, place) = match sort {
        Sort::Newest | Sort::Unanswered => (
            vec![own(Q::ListedAt), own(Q::Id)],
            after.map(|after| vec![Expr::val(after.key), Expr::val(after.id)]),
        ),
        Sort::MostAnswered => (
            vec![own(Q::AnswerCount), own(Q::ListedAt), own(Q::Id)],
            after.map(|after| vec![Expr::val(after.key), Expr::val(after.second), Expr::val(after.id)]),
        ),
        Sort::OnTopic(topic) => {
            let on =
                question::Entity::belongs_to(question_topic::Entity).from(Q::Id).to(T::QuestionId).into();
            query = query.join(JoinType::InnerJoin, on).filter(T::TopicId.eq(topic));
            let linked = |column: T| Expr::col((question_topic::Entity, column));
            (
                vec![linked(T::ListedAt), linked(T::QuestionId)],
                after.map(|after| vec![Expr::val(after.key), Expr::val(after.id)]),
            )
        }
    };
    for column in &here {
        query = query.order_by_desc(column.clone());
    }
    if let Some(place) = place {
        query = query.filter(Expr::tuple(here).lt(Expr::tuple(place)));
    }
    query.limit(size + 1).into_model::<Brief>().all(db).await
}

fn briefs(role: Role) -> Select<question::Entity> {
    use question::Column as Q;
    let columns = [
        Q::Id,
        Q::Slug,
        Q::Title,
        Q::Lang,
        Q::AskedAt,
        Q::UpdatedAt,
        Q::ListedAt,
        Q::AnswerCount,
        Q::StanceYes,
        Q::StanceNo,
        Q::StanceDepends,
        Q::StanceUnknown,
        Q::StanceInferred,
    ];
    question::Entity::find().select_only().columns(columns).filter(Q::State.is_in(policy::listed(role)))
}

/// Those of these questions that this role may see, in the order in which they are named.
///
/// # Errors
/// Whatever the database says.
pub async fn by_ids(db: &impl ConnectionTrait, role: Role, ids: &[i64]) -> Result<Vec<Brief>, DbErr> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let found = briefs(role).filter(question::Column::Id.is_in(ids.iter().copied()));
    let found: Vec<Brief> = found.into_model().all(db).await?;
    let mut found: HashMap<i64, Brief> = found.into_iter().map(|brief| (brief.id, brief)).collect();
    Ok(ids.iter().filter_map(|id| found.remove(id)).collect())
}

/// Titles and texts of these questions, whatever their state.
///
/// # Errors
/// Whatever the database says.
pub async fn texts(
    db: &impl ConnectionTrait,
    questions: &[i64],
) -> Result<Vec<(i64, String, String)>, DbErr> {
    use question::Column as Q;
    let texts = question::Entity::find().select_only().columns([Q::Id, Q::Title, Q::Body]);
    texts.filter(Q::Id.is_in(questions.iter().copied())).into_tuple().all(db).await
}

/// Counts one more who found their answer at a question and did not ask.
pub(super) async fn count_choice(tx: &impl ConnectionTrait, id: i64) -> Result<(), DbErr> {
    use question::Column as Q;
    let one_more = Expr::col(Q::ChosenCount).add(1);
    let update = question::Entity::update_many().col_expr(Q::ChosenCount, one_more);
    update.filter(Q::Id.eq(id)).exec(tx).await.map(|_| ())
}

/// Where a question stands in a list.
pub fn cursor(sort: Sort, brief: &Brief) -> Cursor {
    match sort {
        Sort::MostAnswered => {
            Cursor { key: brief.answer_count.into(), second: brief.listed_at, id: brief.id }
        }
        _ => Cursor { key: brief.listed_at, second: 0, id: brief.id },
    }
}

/// A question in full, in whatever state, with its topics in the order given.
pub(super) async fn find(
    reading: &mut Reading,
    id: i64,
) -> Result<Option<(question::Model, Vec<i64>)>, DbErr> {
    let Some(question) = answer::question(reading, id).await? else { return Ok(None) };
    let topics = TOPICS.all(reading, vec![id.into()]).await?;
    Ok(Some((question, topics.into_iter().map(|link| link.topic_id).collect())))
}

/// The address of the question that this one was joined with.
pub(super) async fn merged_into(db: &impl ConnectionTrait, id: i64) -> Result<Option<String>, DbErr> {
    let question = question::Entity::find_by_id(id).one(db).await?;
    let Some(other) = question.and_then(|question| question.merged_into) else { return Ok(None) };
    let other = question::Entity::find_by_id(other).one(db).await?;
    // Without its words where it is gone as well by now.
    let path = |other: question::Model| match other.state {
        State::Published => format!("/questions/{}/{}", other.id, other.slug),
        _ => format!("/questions/{}", other.id),
    };
    Ok(other.map(path))
}

#[derive(FromRow)]
struct OnTopic {
    topic_id: i64,
}

static TOPICS: Prepared<OnTopic> = Prepared::new(|| {
    use question_topic::Column as T;
    let links = question_topic::Entity::find().select_only().column(T::TopicId);
    QueryTrait::into_query(links.filter(T::QuestionId.eq(0_i64)).order_by_asc(T::Position))
});

/// The topics of these questions, in the order given.
pub(super) async fn topics(
    db: &impl ConnectionTrait,
    questions: &[i64],
) -> Result<HashMap<i64, Vec<i64>>, DbErr> {
    use question_topic::Column as T;
    let links = question_topic::Entity::find()
        .filter(T::QuestionId.is_in(questions.iter().copied()))
        .order_by_asc(T::QuestionId)
        .order_by_asc(T::Position)
        .all(db)
        .await?;
    let mut topics: HashMap<i64, Vec<i64>> = HashMap::new();
    for link in links {
        topics.entry(link.question_id).or_default().push(link.topic_id);
    }
    Ok(topics)
}

/// A related question: enough for a link.
#[derive(Clone, Debug, FromRow)]
pub(super) struct Related {
    pub(super) id: i64,
    pub(super) slug: String,
    pub(super) title: String,
    pub(super) lang: String,
}

impl From<Brief> for Related {
    fn from(brief: Brief) -> Self {
        Self { id: brief.id, slug: brief.slug, title: brief.title, lang: brief.lang }
    }
}

impl Related {
    pub(super) fn path(&self) -> String {
        format!("/questions/{}/{}", self.id, self.slug)
    }
}

/// Parameters: topic, date and question to start from, state, how many.
static RELATED: Prepared<Related> = Prepared::new(|| related_query(true));
static RELATED_NEWER: Prepared<Related> = Prepared::new(|| related_query(false));

fn related_query(older: bool) -> SelectStatement {
    use db::sea_orm::sea_query::Order;
    use question::Column as Q;
    use question_topic::Column as T;
    let own = |column: Q| Expr::col((question::Entity, column));
    let linked = |column: T| Expr::col((question_topic::Entity, column));
    let here = Expr::tuple([linked(T::ListedAt), linked(T::QuestionId)]);
    let place = Expr::tuple([Expr::val(0_i64), Expr::val(0_i64)]);
    let order = if older { Order::Desc } else { Order::Asc };
    Query::select()
        .expr(own(Q::Id))
        .expr(own(Q::Slug))
        .expr(own(Q::Title))
        .expr(own(Q::Lang))
        .from(question_topic::Entity)
        .inner_join(question::Entity, own(Q::Id).equals((question_topic::Entity, T::QuestionId)))
        .and_where(linked(T::TopicId).eq(0_i64))
        .and_where(if older { here.lt(place) } else { here.gt(place) })
        .and_where(own(Q::State).eq(State::Published))
        .order_by((question_topic::Entity, T::ListedAt), order.clone())
        .order_by((question_topic::Entity, T::QuestionId), order)
        .limit(5)
        .take()
}

/// Published questions on the same topic that stand next to this one in time: older ones, or newer where there are none.
pub(super) async fn related(
    reading: &mut Reading,
    question: &question::Model,
    topic: i64,
    size: u64,
) -> Result<Vec<Related>, DbErr> {
    let mut found = neighbours(&RELATED, reading, question, topic, size).await?;
    if found.is_empty() && size > 0 {
        found = neighbours(&RELATED_NEWER, reading, question, topic, size).await?;
    }
    Ok(found)
}

async fn neighbours(
    query: &Prepared<Related>,
    reading: &mut Reading,
    question: &question::Model,
    topic: i64,
    size: u64,
) -> Result<Vec<Related>, DbErr> {
    let state = State::Published.word();
    let values = vec![topic.into(), question.listed_at.into(), question.id.into(), state.into(), size.into()];
    query.all(reading, values).await
}

/// A question as the sitemap lists it: identity and part of the address.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Placed {
    /// Identity.
    pub id: i64,
    /// Part of the address.
    pub slug: String,
}

/// Published questions with an answer, with identities above `after` and up to `to`.
///
/// # Errors
/// Whatever the database says.
pub async fn sitemap(db: &impl ConnectionTrait, after: i64, to: i64) -> Result<Vec<Placed>, DbErr> {
    use question::Column as Q;
    question::Entity::find()
        .select_only()
        .columns([Q::Id, Q::Slug])
        .filter(Q::Id.gt(after))
        .filter(Q::Id.lte(to))
        .filter(Q::State.is_in(policy::listed(Role::Reader)))
        .filter(Q::AnswerCount.gt(0))
        .order_by_asc(Q::Id)
        .into_model::<Placed>()
        .all(db)
        .await
}

/// The highest identity in use, which says how many parts the sitemap has; 0 when there is none.
///
/// # Errors
/// Whatever the database says.
pub async fn last_id(db: &impl ConnectionTrait) -> Result<i64, DbErr> {
    let query = question::Entity::find().select_only().column_as(question::Column::Id.max(), "last");
    let last: Option<Option<i64>> = query.into_tuple().one(db).await?;
    Ok(last.flatten().unwrap_or_default())
}

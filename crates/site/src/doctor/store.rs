//! Queries for doctors, their credentials and their answers as a profile lists them.

use db::{
    entity::{answer, credential, doctor, question, revision},
    sea_orm::{
        self, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, JoinType, QueryFilter,
        QueryOrder, QuerySelect,
        sea_query::{Expr, ExprTrait, Order, Query},
    },
    value::{Stance, StanceSource, Subject},
};

use super::{Person, columns};
use crate::{
    policy::{self, Role},
    web::{BY_MODERATOR, Cursor},
};

/// The doctor at this part of the address.
///
/// # Errors
/// Whatever the database says.
pub async fn at(db: &impl ConnectionTrait, slug: &str) -> Result<Option<doctor::Model>, DbErr> {
    doctor::Entity::find().filter(doctor::Column::Slug.eq(slug)).one(db).await
}

/// A doctor by identity.
///
/// # Errors
/// Whatever the database says.
pub async fn by_id(db: &impl ConnectionTrait, id: i64) -> Result<Option<doctor::Model>, DbErr> {
    doctor::Entity::find_by_id(id).one(db).await
}

/// Makes whoever else decides on this profile wait until this change is through.
///
/// # Errors
/// Whatever the database says.
pub async fn hold(tx: &impl ConnectionTrait, id: i64) -> Result<(), DbErr> {
    use doctor::Column as D;
    let nothing = doctor::Entity::update_many().col_expr(D::AnswerCount, Expr::col(D::AnswerCount));
    nothing.filter(D::Id.eq(id)).exec(tx).await.map(|_| ())
}

/// A moderator's change of a profile's words.
#[derive(Clone, Debug)]
pub struct Edited {
    /// Number of the revision that has the words before it.
    pub revision: i32,
    /// Code of the reason.
    pub reason: String,
}

/// The last change of a profile's words by a moderator, if they still are as the moderator left them.
///
/// # Errors
/// Whatever the database says.
pub async fn edited(db: &impl ConnectionTrait, doctor: &doctor::Model) -> Result<Option<Edited>, DbErr> {
    use revision::Column as R;
    let of = || {
        let of = revision::Entity::find().filter(R::SubjectKind.eq(Subject::Doctor));
        of.filter(R::SubjectId.eq(doctor.id)).order_by_desc(R::Number)
    };
    let by_moderator = of().filter(R::Reason.starts_with(BY_MODERATOR)).limit(1).one(db).await?;
    let Some(change) = by_moderator else { return Ok(None) };
    // What it left is what the next revision has, or what stands there now.
    let later = of().filter(R::Number.gt(change.number)).all(db).await?;
    let left = match later.last() {
        Some(next) => {
            let content: serde_json::Value = serde_json::from_str(&next.content).unwrap_or_default();
            content.get("biography").and_then(|it| it.as_str()).map(str::to_owned)
        }
        None => doctor.biography.clone(),
    };
    let reason = change.reason.as_deref().and_then(|reason| reason.strip_prefix(BY_MODERATOR));
    let reason = reason.filter(|_| left == doctor.biography).map(str::to_owned);
    Ok(reason.map(|reason| Edited { revision: change.number, reason }))
}

/// Which doctors a list is of.
#[derive(Clone, Copy, Debug)]
pub(super) struct Which<'a> {
    pub(super) specialty: Option<i64>,
    pub(super) place: Option<&'a str>,
}

/// Doctors by rating, best first; one more than `size` tells that there are more.
pub(super) async fn list(
    db: &impl ConnectionTrait,
    which: Which<'_>,
    now: i64,
    after: Option<Cursor>,
    size: u64,
) -> Result<Vec<Person>, DbErr> {
    use doctor::Column as D;
    let mut query = Query::select().from(doctor::Entity).take();
    columns(&mut query, now);
    if let Some(specialty) = which.specialty {
        query.and_where(D::SpecialtyId.eq(specialty));
    }
    if let Some(place) = which.place {
        query.and_where(D::Place.eq(place));
    }
    if let Some(after) = after {
        let here = Expr::tuple([Expr::col(D::RatingOrder), Expr::col(D::Id)]);
        query.and_where(here.lt(Expr::tuple([Expr::val(after.key), Expr::val(after.id)])));
    }
    query.order_by(D::RatingOrder, Order::Desc).order_by(D::Id, Order::Desc).limit(size + 1);
    db.query_all(&query).await?.iter().map(|row| Person::from_query_result(row, "")).collect()
}

/// One doctor as lists show one, with whether it is verified now.
///
/// # Errors
/// Whatever the database says.
pub async fn person(db: &impl ConnectionTrait, id: i64, now: i64) -> Result<Option<Person>, DbErr> {
    let mut query = Query::select().from(doctor::Entity).and_where(doctor::Column::Id.eq(id)).take();
    columns(&mut query, now);
    db.query_one(&query).await?.map(|row| Person::from_query_result(&row, "")).transpose()
}

/// Those of these doctors who are there, in the order in which they are named.
///
/// # Errors
/// Whatever the database says.
pub async fn by_ids(db: &impl ConnectionTrait, ids: &[i64], now: i64) -> Result<Vec<Person>, DbErr> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut query = Query::select().from(doctor::Entity).take();
    query.and_where(Expr::col((doctor::Entity, doctor::Column::Id)).is_in(ids.iter().copied()));
    columns(&mut query, now);
    let rows = db.query_all(&query).await?;
    let mut found: Vec<Person> =
        rows.iter().map(|row| Person::from_query_result(row, "")).collect::<Result<_, _>>()?;
    found.sort_by_key(|person| ids.iter().position(|id| *id == person.doctor_id));
    Ok(found)
}

/// Those who are at these parts of addresses, in the order in which they are named.
pub(super) async fn by_slugs(
    db: &impl ConnectionTrait,
    slugs: &[String],
    now: i64,
) -> Result<Vec<Person>, DbErr> {
    if slugs.is_empty() {
        return Ok(Vec::new());
    }
    let mut query = Query::select().from(doctor::Entity).take();
    query.and_where(Expr::col((doctor::Entity, doctor::Column::Slug)).is_in(slugs));
    columns(&mut query, now);
    let rows = db.query_all(&query).await?;
    let mut found: Vec<Person> =
        rows.iter().map(|row| Person::from_query_result(row, "")).collect::<Result<_, _>>()?;
    found.sort_by_key(|person| slugs.iter().position(|slug| *slug == person.doctor_slug));
    Ok(found)
}

/// How many doctors each specialty has in each place.
#[derive(Clone, Debug, FromQueryResult)]
pub(super) struct Group {
    pub(super) specialty_id: Option<i64>,
    pub(super) place: Option<String>,
    pub(super) city: Option<String>,
    pub(super) doctors: i64,
}

pub(super) async fn groups(db: &impl ConnectionTrait) -> Result<Vec<Group>, DbErr> {
    use doctor::Column as D;
    doctor::Entity::find()
        .select_only()
        .columns([D::SpecialtyId, D::Place])
        .column_as(D::City.min(), "city")
        .column_as(D::Id.count(), "doctors")
        .group_by(D::SpecialtyId)
        .group_by(D::Place)
        .into_model::<Group>()
        .all(db)
        .await
}

/// A doctor's credentials, in the order in which they were given.
///
/// # Errors
/// Whatever the database says.
pub async fn credentials(db: &impl ConnectionTrait, doctor: i64) -> Result<Vec<credential::Model>, DbErr> {
    let query = credential::Entity::find().filter(credential::Column::DoctorId.eq(doctor));
    query.order_by_asc(credential::Column::Id).all(db).await
}

/// An answer as its author's profile shows it.
#[derive(Clone, Debug, FromQueryResult)]
pub(super) struct Given {
    pub(super) id: i64,
    pub(super) headline: String,
    pub(super) body: String,
    pub(super) lang: String,
    pub(super) stance: Option<Stance>,
    pub(super) stance_source: Option<StanceSource>,
    pub(super) answered_at: Option<i64>,
    pub(super) question_id: i64,
    pub(super) question_slug: String,
    pub(super) title: String,
    pub(super) question_lang: String,
}

impl Given {
    pub(super) fn question_path(&self) -> String {
        format!("/questions/{}/{}", self.question_id, self.question_slug)
    }

    pub(super) fn path(&self) -> String {
        format!("{}#answer-{}", self.question_path(), self.id)
    }
}

/// A doctor's answers that this role may see, newest first; one more than `size` tells that there are more.
pub(super) async fn answers(
    db: &impl ConnectionTrait,
    role: Role,
    doctor: i64,
    after: Option<Cursor>,
    size: u64,
) -> Result<Vec<Given>, DbErr> {
    use answer::Column as A;
    let mut query = answer::Entity::find()
        .select_only()
        .columns([
            A::Id,
            A::Headline,
            A::Body,
            A::Lang,
            A::Stance,
            A::StanceSource,
            A::AnsweredAt,
            A::QuestionId,
        ])
        .column_as(question::Column::Slug, "question_slug")
        .column_as(question::Column::Lang, "question_lang")
        .column(question::Column::Title)
        .join(
            JoinType::InnerJoin,
            answer::Entity::belongs_to(question::Entity).from(A::QuestionId).to(question::Column::Id).into(),
        )
        .filter(A::DoctorId.eq(doctor))
        .filter(A::State.is_in(policy::listed(role)))
        .filter(question::Column::State.is_in(policy::listed(role)));
    // Answers without a date come last: their place in the order is that of date 0.
    let date = Expr::expr(Expr::col((answer::Entity, A::AnsweredAt)).if_null(0));
    if let Some(after) = after {
        let here = Expr::tuple([date.clone(), Expr::col((answer::Entity, A::Id))]);
        query = query.filter(here.lt(Expr::tuple([Expr::val(after.key), Expr::val(after.id)])));
    }
    query.order_by_desc(date).order_by_desc(A::Id).limit(size + 1).into_model::<Given>().all(db).await
}

/// The parts of the address of doctors with identities above `after` and up to `to`, for the sitemap.
///
/// # Errors
/// Whatever the database says.
pub async fn sitemap(db: &impl ConnectionTrait, after: i64, to: i64) -> Result<Vec<String>, DbErr> {
    use doctor::Column as D;
    let query =
        doctor::Entity::find().select_only().column(D::Slug).filter(D::Id.gt(after)).filter(D::Id.lte(to));
    query.order_by_asc(D::Id).into_tuple().all(db).await
}

/// The highest identity in use, which says how many parts the sitemap has; 0 when there is none.
///
/// # Errors
/// Whatever the database says.
pub async fn last_id(db: &impl ConnectionTrait) -> Result<i64, DbErr> {
    let query = doctor::Entity::find().select_only().column_as(doctor::Column::Id.max(), "last");
    let last: Option<Option<i64>> = query.into_tuple().one(db).await?;
    Ok(last.flatten().unwrap_or_default())
}

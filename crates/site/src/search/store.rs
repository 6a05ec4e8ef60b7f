//! Queries for what results show.

use std::collections::HashMap;

use db::{
    entity::{answer, doctor, question},
    sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect},
};

use crate::policy::{Role, listed};

/// Whether any doctor practises at this place.
pub(super) async fn is_place(db: &impl ConnectionTrait, slug: &str) -> Result<bool, DbErr> {
    use doctor::Column as D;
    let there = doctor::Entity::find().select_only().column(D::Id).filter(D::Place.eq(slug)).limit(1);
    Ok(there.into_tuple::<i64>().one(db).await?.is_some())
}

/// What these doctors' addresses are, in no order.
pub(super) async fn slugs(db: &impl ConnectionTrait, ids: Vec<i64>) -> Result<Vec<String>, DbErr> {
    use doctor::Column as D;
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let slugs = doctor::Entity::find().select_only().column(D::Slug).filter(D::Id.is_in(ids));
    slugs.into_tuple().all(db).await
}

/// What these questions and their answers say as they were written, each in its parts: the question first.
pub(super) async fn texts(
    db: &impl ConnectionTrait,
    questions: &[i64],
) -> Result<HashMap<i64, Vec<String>>, DbErr> {
    use answer::Column as A;
    use question::Column as Q;
    let asked = question::Entity::find().select_only().columns([Q::Id, Q::Body]);
    let asked = asked.filter(Q::Id.is_in(questions.iter().copied()));
    let asked: Vec<(i64, String)> = asked.into_tuple().all(db).await?;
    let given = answer::Entity::find().select_only().columns([A::QuestionId, A::Headline, A::Body]);
    let given = given.filter(A::QuestionId.is_in(questions.iter().copied()));
    let given = given.filter(A::State.is_in(listed(Role::Reader))).order_by_asc(A::Id);
    let given: Vec<(i64, String, String)> = given.into_tuple().all(db).await?;
    let mut texts: HashMap<i64, Vec<String>> = asked.into_iter().map(|(id, body)| (id, vec![body])).collect();
    for (id, headline, body) in given {
        let said = texts.entry(id).or_default();
        said.extend([headline, body]);
    }
    Ok(texts)
}

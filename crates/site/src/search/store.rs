//! Queries for what results show.

use std::collections::HashMap;

use db::{
    entity::{answer, doctor, question, question_detail},
    sea_orm::{
        self, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, QueryFilter, QueryOrder,
        QuerySelect,
    },
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

/// What a question says that is read as text.
#[derive(FromQueryResult)]
struct Asked {
    id: i64,
    body: String,
    medication: Option<String>,
    tried: Option<String>,
    different: Option<String>,
}

/// What these questions and their answers say as they were written, each in its parts: the question first.
pub(super) async fn texts(
    db: &impl ConnectionTrait,
    questions: &[i64],
) -> Result<HashMap<i64, Vec<String>>, DbErr> {
    use answer::Column as A;
    use question::Column as Q;
    use question_detail::Column as D;
    let asked = question::Entity::find().select_only();
    let asked = asked.columns([Q::Id, Q::Body, Q::Medication, Q::Tried, Q::Different]);
    let asked = asked.filter(Q::Id.is_in(questions.iter().copied()));
    let asked: Vec<Asked> = asked.into_model().all(db).await?;
    let added = question_detail::Entity::find().select_only().columns([D::QuestionId, D::Body]);
    let added = added.filter(D::QuestionId.is_in(questions.iter().copied()));
    let added = added.filter(D::RemovedFor.is_null()).order_by_asc(D::Id);
    let added: Vec<(i64, String)> = added.into_tuple().all(db).await?;
    let given = answer::Entity::find().select_only().columns([A::QuestionId, A::Headline, A::Body]);
    let given = given.filter(A::QuestionId.is_in(questions.iter().copied()));
    let given = given.filter(A::State.is_in(listed(Role::Reader))).order_by_asc(A::Id);
    let given: Vec<(i64, String, String)> = given.into_tuple().all(db).await?;
    let mut texts: HashMap<i64, Vec<String>> = HashMap::new();
    for Asked { id, body, medication, tried, different } in asked {
        texts.insert(id, [Some(body), medication, tried, different].into_iter().flatten().collect());
    }
    for (id, detail) in added {
        texts.entry(id).or_default().push(detail);
    }
    for (id, headline, body) in given {
        let said = texts.entry(id).or_default();
        said.extend([headline, body]);
    }
    Ok(texts)
}

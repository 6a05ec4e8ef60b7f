//! What somebody asked, and whom they thanked.

use db::{
    entity::{
        agreement, answer,
        question::{Column as Q, Entity, Model},
        question_asker, question_detail, question_follower, question_topic, thanks,
    },
    sea_orm::{
        ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
        sea_query::{Expr, ExprTrait, SelectStatement, UnionType},
    },
    value::{Matter, Subject},
};

use super::{ERASED, decisions, forget, forget_changes};

/// Takes hold of every question that an erasure touches: those of the account, those whose answers it thanked for, and those
/// that the doctor answered or where they marked an answer. Everybody holds questions in this order, and before their answers:
/// so no two wait for each other.
pub(in crate::own_data) async fn hold_all(
    tx: &impl ConnectionTrait,
    account: i64,
    doctor: Option<i64>,
) -> Result<(), DbErr> {
    use question_asker::Column as K;
    let of_answers = || answer::Entity::find().select_only().column(answer::Column::QuestionId);
    let asked =
        question_asker::Entity::find().select_only().column(K::QuestionId).filter(K::AccountId.eq(account));
    let thanked = thanks::Entity::find().select_only().column(thanks::Column::AnswerId);
    let thanked = QueryTrait::into_query(thanked.filter(thanks::Column::AccountId.eq(account)));
    let mut touched = QueryTrait::into_query(asked);
    let also = of_answers().filter(answer::Column::Id.in_subquery(thanked));
    touched.union(UnionType::Distinct, QueryTrait::into_query(also));
    if let Some(id) = doctor {
        let marked = agreement::Entity::find().select_only().column(agreement::Column::AnswerId);
        let marked = QueryTrait::into_query(marked.filter(agreement::Column::DoctorId.eq(id)));
        let given = of_answers().filter(answer::Column::DoctorId.eq(id));
        let also = of_answers().filter(answer::Column::Id.in_subquery(marked));
        touched.union(UnionType::Distinct, QueryTrait::into_query(given));
        touched.union(UnionType::Distinct, QueryTrait::into_query(also));
    }
    let held = Entity::find().select_only().column(Q::Id).filter(Q::Id.in_subquery(touched));
    let held = held.order_by_asc(Q::Id).lock_exclusive().into_tuple::<i64>();
    held.all(tx).await.map(|_| ())
}

/// Every question of an account, held.
pub(in crate::own_data) async fn of(tx: &impl ConnectionTrait, account: i64) -> Result<Vec<Model>, DbErr> {
    let asked = question_asker::Entity::find()
        .select_only()
        .column(question_asker::Column::QuestionId)
        .filter(question_asker::Column::AccountId.eq(account))
        .into_tuple::<i64>()
        .all(tx)
        .await?;
    Entity::find().filter(Q::Id.is_in(asked)).order_by_asc(Q::Id).lock_exclusive().all(tx).await
}

/// Empties a question and deletes what belongs to it.
pub(in crate::own_data) async fn empty(tx: &impl ConnectionTrait, id: i64) -> Result<(), DbErr> {
    forget::<question_topic::Entity>(tx, question_topic::Column::QuestionId.eq(id)).await?;
    forget::<question_detail::Entity>(tx, question_detail::Column::QuestionId.eq(id)).await?;
    forget_changes(tx, Subject::Question, id).await?;
    let mut update = Entity::update_many()
        .col_expr(Q::StateReason, Expr::val(ERASED))
        .col_expr(Q::Slug, Expr::val("question"));
    for column in [Q::Title, Q::Body, Q::BodyHtml] {
        update = update.col_expr(column, Expr::val(""));
    }
    let said = [Q::AgeBand, Q::Sex, Q::Duration, Q::Medication, Q::Tried, Q::Different];
    for column in said.into_iter().chain([Q::Author, Q::Country]) {
        update = update.col_expr(column, Expr::val(None::<String>));
    }
    update.filter(Q::Id.eq(id)).exec(tx).await.map(|_| ())
}

/// Makes wordless what was decided on a question and on what was added to it, and forgets the words that moderators took out of
/// that. It finds by the rows what was added, and so comes before those go.
pub(in crate::own_data) async fn wordless(tx: &impl ConnectionTrait, id: i64) -> Result<(), DbErr> {
    decisions::wordless(tx, Matter::Question, id).await?;
    decisions::wordless_inside(tx, Matter::Detail, details(id)).await?;
    decisions::forget_reworded(tx, Matter::Detail, details(id)).await
}

fn details(question: i64) -> SelectStatement {
    use question_detail::Column as D;
    let added = question_detail::Entity::find().select_only().column(D::Id);
    QueryTrait::into_query(added.filter(D::QuestionId.eq(question)))
}

/// Cuts every tie between an account and questions.
pub(in crate::own_data) async fn cut_ties(tx: &impl ConnectionTrait, account: i64) -> Result<(), DbErr> {
    forget::<question_asker::Entity>(tx, question_asker::Column::AccountId.eq(account)).await?;
    forget::<question_follower::Entity>(tx, question_follower::Column::AccountId.eq(account)).await
}

/// Takes an account's thanks back, which were given by somebody and without them are none; gives the questions whose answers
/// had them.
pub(in crate::own_data) async fn thanks(tx: &impl ConnectionTrait, account: i64) -> Result<Vec<i64>, DbErr> {
    use answer::Column as A;
    use thanks::Column as T;
    let given = thanks::Entity::find().select_only().column(T::AnswerId).filter(T::AccountId.eq(account));
    let answers: Vec<i64> = given.into_tuple().all(tx).await?;
    forget::<thanks::Entity>(tx, T::AccountId.eq(account)).await?;
    answer::Entity::update_many()
        .col_expr(A::HelpedCount, Expr::col(A::HelpedCount).sub(1))
        .filter(A::Id.is_in(answers.iter().copied()))
        .filter(A::HelpedCount.gt(0))
        .exec(tx)
        .await?;
    let questions = answer::Entity::find().select_only().column(A::QuestionId).filter(A::Id.is_in(answers));
    questions.into_tuple().all(tx).await
}

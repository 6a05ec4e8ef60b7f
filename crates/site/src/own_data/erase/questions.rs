//! What somebody asked, and whom they thanked.

use db::{
    entity::{
        question as table, question_asker, question_detail, question_follower, question_topic, revision,
        thanks,
    },
    sea_orm::{
        ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter, QuerySelect, QueryTrait,
        sea_query::{Expr, ExprTrait, SelectStatement},
    },
    value::{Matter, State, Subject},
};

use super::{ERASED, Texts, decisions, forget};
use crate::{
    app::{Tag, Write},
    error::Failure,
    question,
};

/// Cuts every tie between the account and its questions, and takes the questions away if they are to go. What nobody could
/// read anyway goes in any case.
pub(super) async fn erase(write: &mut Write, account: i64, texts: Texts) -> Result<(), Failure> {
    let asked = question_asker::Entity::find()
        .select_only()
        .column(question_asker::Column::QuestionId)
        .filter(question_asker::Column::AccountId.eq(account))
        .into_tuple::<i64>()
        .all(&**write)
        .await?;
    let found = table::Entity::find().filter(table::Column::Id.is_in(asked));
    for question in found.lock_exclusive().all(&**write).await? {
        if texts == Texts::Go || question.state != State::Published {
            take_away(write, &question).await?;
        }
        decisions::wordless(write, Matter::Question, question.id).await?;
        decisions::wordless_inside(write, Matter::Detail, details(question.id)).await?;
        write.changes(Tag::Question(question.id));
    }
    forget::<question_asker::Entity>(&**write, question_asker::Column::AccountId.eq(account)).await?;
    forget::<question_follower::Entity>(&**write, question_follower::Column::AccountId.eq(account)).await?;
    thanks_of(write, account).await
}

async fn take_away(write: &mut Write, question: &table::Model) -> Result<(), Failure> {
    let id = question.id;
    if question.state != State::Removed {
        question::turn(write, id, question.state, State::Removed, Some(ERASED)).await?;
    }
    let tx = &**write;
    forget::<question_topic::Entity>(tx, question_topic::Column::QuestionId.eq(id)).await?;
    decisions::forget_reworded(tx, Matter::Detail, details(id)).await?;
    forget::<question_detail::Entity>(tx, question_detail::Column::QuestionId.eq(id)).await?;
    let revisions =
        revision::Column::SubjectKind.eq(Subject::Question).and(revision::Column::SubjectId.eq(id));
    forget::<revision::Entity>(tx, revisions).await?;
    blank(tx, id).await?;
    Ok(())
}

fn details(question: i64) -> SelectStatement {
    use question_detail::Column as D;
    let added = question_detail::Entity::find().select_only().column(D::Id);
    QueryTrait::into_query(added.filter(D::QuestionId.eq(question)))
}

async fn blank(tx: &DatabaseTransaction, id: i64) -> Result<(), DbErr> {
    use db::entity::question::{Column as Q, Entity};
    let mut update = Entity::update_many()
        .col_expr(Q::StateReason, Expr::val(ERASED))
        .col_expr(Q::Slug, Expr::val("question"));
    for column in [Q::Title, Q::Body, Q::BodyHtml] {
        update = update.col_expr(column, Expr::val(""));
    }
    for column in [Q::AgeBand, Q::Sex, Q::Duration, Q::Medication, Q::Tried, Q::Author, Q::Country] {
        update = update.col_expr(column, Expr::val(None::<String>));
    }
    update.filter(Q::Id.eq(id)).exec(tx).await.map(|_| ())
}

/// Thanks were given by somebody; without them they are none.
async fn thanks_of(write: &mut Write, account: i64) -> Result<(), Failure> {
    use db::entity::answer::{Column as A, Entity as Answers};
    use thanks::Column as T;
    let given = thanks::Entity::find().select_only().column(T::AnswerId).filter(T::AccountId.eq(account));
    let answers: Vec<i64> = given.into_tuple().all(&**write).await?;
    forget::<thanks::Entity>(&**write, T::AccountId.eq(account)).await?;
    Answers::update_many()
        .col_expr(A::HelpedCount, Expr::col(A::HelpedCount).sub(1))
        .filter(A::Id.is_in(answers.iter().copied()))
        .filter(A::HelpedCount.gt(0))
        .exec(&**write)
        .await?;
    let questions = Answers::find().select_only().column(A::QuestionId).filter(A::Id.is_in(answers));
    for question in questions.into_tuple::<i64>().all(&**write).await? {
        write.changes(Tag::Question(question));
    }
    Ok(())
}

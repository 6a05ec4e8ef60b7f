//! What somebody said of doctors.

use db::{
    entity::{review, review_author, review_dispute, revision, reworded},
    sea_orm::{
        ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter, QuerySelect,
        sea_query::{Expr, ExprTrait},
    },
    value::{Matter, State, Subject},
};

use super::{ERASED, Texts, decisions, forget};
use crate::{
    app::{Tag, Write},
    error::Failure,
    reviewing,
};

/// Cuts every tie between the account and its reviews, and takes the reviews away if they are to go.
pub(super) async fn erase(write: &mut Write, account: i64, texts: Texts) -> Result<(), Failure> {
    use review_author::Column as A;
    let written =
        review_author::Entity::find().select_only().column(A::ReviewId).filter(A::AccountId.eq(account));
    let written: Vec<i64> = written.into_tuple().all(&**write).await?;
    let found = review::Entity::find().filter(review::Column::Id.is_in(written));
    for review in found.lock_exclusive().all(&**write).await? {
        if texts == Texts::Go || review.state != State::Published {
            if review.state != State::Removed {
                reviewing::set_state(write, &review, State::Removed, Some(ERASED)).await?;
            }
            take_away(write, review.id).await?;
        }
        decisions::wordless(write, Matter::Review, review.id).await?;
        write.changes(Tag::Doctor(review.doctor_id));
    }
    forget::<review_author::Entity>(&**write, A::AccountId.eq(account)).await?;
    Ok(())
}

/// Its words go, those of a reply and of a dispute with them: they speak of the same visit.
async fn take_away(tx: &DatabaseTransaction, id: i64) -> Result<(), DbErr> {
    use review::Column as R;
    let revisions = revision::Column::SubjectKind.eq(Subject::Review).and(revision::Column::SubjectId.eq(id));
    forget::<revision::Entity>(tx, revisions).await?;
    let of = reworded::Column::MatterKind.eq(Matter::Reply).and(reworded::Column::MatterId.eq(id));
    forget::<reworded::Entity>(tx, of).await?;
    decisions::wordless(tx, Matter::Reply, id).await?;
    review_dispute::Entity::update_many()
        .col_expr(review_dispute::Column::Words, Expr::val(""))
        .filter(review_dispute::Column::ReviewId.eq(id))
        .exec(tx)
        .await?;
    let mut update = review::Entity::update_many()
        .col_expr(R::StateReason, Expr::val(ERASED))
        .col_expr(R::Text, Expr::val(""))
        .col_expr(R::TextHtml, Expr::val(""));
    for column in [R::Author, R::Title, R::Treatment, R::VisitMonth, R::Reply, R::ReplyHtml] {
        update = update.col_expr(column, Expr::val(None::<String>));
    }
    update.filter(R::Id.eq(id)).exec(tx).await.map(|_| ())
}

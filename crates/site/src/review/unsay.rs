//! What was said to reviewers and to moderators under the wrong doctor's name.

use db::{
    entity::{decision, review, review_dispute, reworded},
    sea_orm::{
        ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
        sea_query::Expr,
    },
    value::{DisputeState, Matter},
};

use super::{disputes, hold_words, rules::DISPUTED};

/// Takes back what was said for a doctor since a time: replies to reviews, so that the doctor may still give their own, and
/// disputes, of which open ones end so that the words are shown again. Says how many replies those are.
///
/// # Errors
/// Whatever the database says.
pub async fn unsay(
    tx: &impl ConnectionTrait,
    doctor: i64,
    since: i64,
    (by, now): (Option<i64>, i64),
) -> Result<usize, DbErr> {
    use review::Column as R;
    let own = review::Entity::find().filter(R::DoctorId.eq(doctor)).order_by_asc(R::Id);
    let replied: Vec<i64> =
        own.clone().select_only().column(R::Id).filter(R::RepliedAt.gte(since)).into_tuple().all(tx).await?;
    for review in &replied {
        take_reply(tx, *review).await?;
    }
    let reviews: Vec<i64> = own.select_only().column(R::Id).into_tuple().all(tx).await?;
    for some in reviews.chunks(500) {
        end_disputes(tx, some, since, (by, now)).await?;
    }
    Ok(replied.len())
}

/// Takes hold of a doctor's reviews, as everybody does who changes one, before the doctor's counts.
///
/// # Errors
/// Whatever the database says.
pub async fn hold_all_of(tx: &impl ConnectionTrait, doctor: i64) -> Result<(), DbErr> {
    let held = review::Entity::find().select_only().column(review::Column::Id);
    let held = held.filter(review::Column::DoctorId.eq(doctor)).order_by_asc(review::Column::Id);
    held.lock_exclusive().into_tuple::<i64>().all(tx).await.map(|_| ())
}

async fn take_reply(tx: &impl ConnectionTrait, review: i64) -> Result<(), DbErr> {
    use decision::Column as D;
    use review::Column as R;
    use reworded::Column as W;
    review::Entity::update_many()
        .col_expr(R::Reply, Expr::val(None::<String>))
        .col_expr(R::ReplyHtml, Expr::val(None::<String>))
        .col_expr(R::RepliedAt, Expr::val(None::<i64>))
        .col_expr(R::ReplyRemovedFor, Expr::val(None::<String>))
        .col_expr(R::ReplyEditedFor, Expr::val(None::<String>))
        .filter(R::Id.eq(review))
        .exec(tx)
        .await?;
    // What moderators told its writer is not for the doctor's eyes, and what they did can't be undone any more.
    decision::Entity::update_many()
        .col_expr(D::Note, Expr::val(None::<String>))
        .col_expr(D::Undo, Expr::val(None::<String>))
        .filter(D::MatterKind.eq(Matter::Reply))
        .filter(D::MatterId.eq(review))
        .exec(tx)
        .await?;
    let words = reworded::Entity::delete_many().filter(W::MatterKind.eq(Matter::Reply));
    words.filter(W::MatterId.eq(review)).exec(tx).await.map(|_| ())
}

async fn end_disputes(
    tx: &impl ConnectionTrait,
    reviews: &[i64],
    since: i64,
    (by, now): (Option<i64>, i64),
) -> Result<(), DbErr> {
    use review_dispute::Column as D;
    let raised = review_dispute::Entity::find().filter(D::ReviewId.is_in(reviews.iter().copied()));
    for dispute in raised.filter(D::At.gte(since)).order_by_asc(D::Id).all(tx).await? {
        let wordless = review_dispute::Entity::update_many().col_expr(D::Words, Expr::val(""));
        wordless.filter(D::Id.eq(dispute.id)).exec(tx).await?;
        if dispute.state != DisputeState::Open {
            continue;
        }
        let Some(review) = super::hold(tx, dispute.review_id).await? else { continue };
        if dispute.judge_id.is_some() {
            disputes::judge(tx, review.id, DisputeState::Dismissed, (by, None), now).await?;
        } else {
            // Nobody has decided yet: the doctor may dispute these words as if nobody had.
            review_dispute::Entity::delete_by_id(dispute.id).exec(tx).await?;
        }
        if review.text_held.as_deref() == Some(DISPUTED) {
            hold_words(tx, review.id, None).await?;
        }
    }
    Ok(())
}

//! What moderators change of the things themselves.

use db::{
    entity::{agreement, answer, question, question_detail, question_topic, review, revision, reworded},
    sea_orm::{
        ActiveModelTrait,
        ActiveValue::{NotSet, Set},
        ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
        sea_query::{Expr, SimpleExpr},
    },
    value::{Matter, Subject},
};

use super::super::{
    notes::Notes,
    thing::{Item, Thing},
};
use crate::web::BY_MODERATOR;

/// The topics of a question, in the order given.
pub(crate) async fn topics(db: &impl ConnectionTrait, question: i64) -> Result<Vec<i64>, DbErr> {
    use question_topic::{Column as T, Entity as Links};
    Links::find()
        .select_only()
        .column(T::TopicId)
        .filter(T::QuestionId.eq(question))
        .order_by_asc(T::Position)
        .into_tuple()
        .all(db)
        .await
}

/// Puts a question under these topics, in this order.
pub(crate) async fn set_topics(
    tx: &impl ConnectionTrait,
    question: &question::Model,
    topics: &[i64],
) -> Result<(), DbErr> {
    use question_topic::{ActiveModel, Column as T, Entity as Links};
    Links::delete_many().filter(T::QuestionId.eq(question.id)).exec(tx).await?;
    if topics.is_empty() {
        return Ok(());
    }
    let rows = topics.iter().zip(0..).map(|(topic, position)| ActiveModel {
        question_id: Set(question.id),
        topic_id: Set(*topic),
        position: Set(position),
        listed_at: Set(question.listed_at),
    });
    Links::insert_many(rows).exec_without_returning(tx).await.map(|_| ())
}

/// Closes a question for answers, for this reason, or opens it again; says whether that changed anything.
pub(crate) async fn set_lock(
    tx: &impl ConnectionTrait,
    question: i64,
    reason: Option<&str>,
) -> Result<bool, DbErr> {
    use question::Column as C;
    let as_seen: SimpleExpr = if reason.is_some() { C::Locked.is_null() } else { C::Locked.is_not_null() };
    let set = question::Entity::update_many()
        .col_expr(C::Locked, Expr::val(reason.map(ToOwned::to_owned)))
        .filter(C::Id.eq(question))
        .filter(as_seen);
    Ok(set.exec(tx).await?.rows_affected > 0)
}

/// Takes away what stands inside something, for the reason with this code, or puts it back. It is held.
pub(crate) async fn set_inside(
    tx: &impl ConnectionTrait,
    thing: Thing,
    reason: Option<&str>,
) -> Result<(), DbErr> {
    let code = Set(reason.map(ToOwned::to_owned));
    match thing.kind {
        Matter::Agreement => {
            let row = agreement::ActiveModel { id: Set(thing.id), text_held: code, ..Default::default() };
            row.update(tx).await.map(|_| ())
        }
        Matter::Detail => {
            let row =
                question_detail::ActiveModel { id: Set(thing.id), removed_for: code, ..Default::default() };
            row.update(tx).await.map(|_| ())
        }
        Matter::Reply => {
            let row =
                review::ActiveModel { id: Set(thing.id), reply_removed_for: code, ..Default::default() };
            row.update(tx).await.map(|_| ())
        }
        _ => Ok(()),
    }
}

/// New words of a thing.
pub(crate) struct New {
    pub(crate) title: Option<String>,
    pub(crate) text: String,
    /// What stands beside a question; none leaves it as it is.
    pub(crate) notes: Option<Notes>,
    pub(crate) at: i64,
    /// Code of the reason that the page says; none: the words are again as their author had them.
    pub(crate) edited_for: Option<String>,
}

/// Writes the new words of a thing.
pub(crate) async fn reword(tx: &impl ConnectionTrait, item: &Item, new: New) -> Result<(), DbErr> {
    let New { title, text, notes, at, edited_for } = new;
    let (html, edited_for) = (markup::render(&text).to_string(), Set(edited_for));
    match item {
        Item::Question(row) => {
            let title = title.unwrap_or_else(|| row.title.clone());
            let Notes { duration, medication, tried, different } = notes.unwrap_or_else(|| Notes::of(row));
            let row = question::ActiveModel {
                id: Set(row.id),
                slug: Set(crate::question::slug(&title)),
                title: Set(title),
                body: Set(text),
                body_html: Set(html),
                duration: Set(duration),
                medication: Set(medication),
                tried: Set(tried),
                different: Set(different),
                updated_at: Set(Some(at)),
                edited_for,
                ..Default::default()
            };
            row.update(tx).await.map(|_| ())
        }
        Item::Answer(row, _) => {
            let row = answer::ActiveModel {
                id: Set(row.id),
                headline: Set(title.unwrap_or_else(|| row.headline.clone())),
                body: Set(text),
                body_html: Set(html),
                updated_at: Set(Some(at)),
                edited_for,
                ..Default::default()
            };
            row.update(tx).await.map(|_| ())
        }
        Item::Review(row, _) => {
            let (id, title, text_html) = (Set(row.id), Set(title), Set(html));
            let row = review::ActiveModel {
                id,
                title,
                text: Set(text),
                text_html,
                edited_for,
                ..Default::default()
            };
            row.update(tx).await.map(|_| ())
        }
        Item::Mark(row, ..) => {
            let (id, text) = (Set(row.id), Set(Some(text)));
            let row = agreement::ActiveModel { id, text, edited_for, ..Default::default() };
            row.update(tx).await.map(|_| ())
        }
        Item::Detail(row, _) => {
            let (id, body, body_html) = (Set(row.id), Set(text), Set(html));
            let row = question_detail::ActiveModel { id, body, body_html, edited_for, ..Default::default() };
            row.update(tx).await.map(|_| ())
        }
        Item::Reply(row, _) => {
            let row = review::ActiveModel {
                id: Set(row.id),
                reply: Set(Some(text)),
                reply_html: Set(Some(html)),
                reply_edited_for: edited_for,
                ..Default::default()
            };
            row.update(tx).await.map(|_| ())
        }
        Item::Doctor(_) => Ok(()),
    }
}

/// Keeps a thing's words as a revision, and gives its number.
pub(crate) async fn keep_revision(
    tx: &impl ConnectionTrait,
    (kind, id): (Subject, i64),
    content: String,
    (reason, at): (&str, i64),
) -> Result<i32, DbErr> {
    let number = last_revision(tx, (kind, id)).await?.unwrap_or(0) + 1;
    let row = revision::ActiveModel {
        id: NotSet,
        subject_kind: Set(kind),
        subject_id: Set(id),
        number: Set(number),
        at: Set(at),
        reason: Set(Some(format!("{BY_MODERATOR}{reason}"))),
        content: Set(content),
        source_id: Set(None),
    };
    revision::Entity::insert(row).exec_without_returning(tx).await?;
    Ok(number)
}

/// The number of a thing's last revision.
pub(crate) async fn last_revision(
    tx: &impl ConnectionTrait,
    (kind, id): (Subject, i64),
) -> Result<Option<i32>, DbErr> {
    use revision::Column as R;
    let of = revision::Entity::find().filter(R::SubjectKind.eq(kind)).filter(R::SubjectId.eq(id));
    let last: Option<Option<i32>> =
        of.select_only().column_as(R::Number.max(), "last").into_tuple().one(tx).await?;
    Ok(last.flatten())
}

/// What a revision of a thing holds.
pub(crate) async fn revision(
    tx: &impl ConnectionTrait,
    (kind, id): (Subject, i64),
    number: i32,
) -> Result<Option<String>, DbErr> {
    use revision::Column as R;
    let found = revision::Entity::find()
        .filter(R::SubjectKind.eq(kind))
        .filter(R::SubjectId.eq(id))
        .filter(R::Number.eq(number));
    Ok(found.one(tx).await?.map(|row| row.content))
}

/// Keeps the words of what stands inside something, and gives the identity under which they are kept.
pub(crate) async fn keep_words(
    tx: &impl ConnectionTrait,
    thing: Thing,
    text: &str,
    at: i64,
) -> Result<i64, DbErr> {
    let row = reworded::ActiveModel {
        id: NotSet,
        matter_kind: Set(thing.kind),
        matter_id: Set(thing.id),
        text: Set(text.to_owned()),
        at: Set(at),
    };
    Ok(reworded::Entity::insert(row).exec(tx).await?.last_insert_id)
}

/// The words that are kept so, if they are of this thing.
pub(crate) async fn kept_words(
    tx: &impl ConnectionTrait,
    thing: Thing,
    id: i64,
) -> Result<Option<String>, DbErr> {
    let found = reworded::Entity::find_by_id(id).one(tx).await?;
    Ok(found.filter(|row| (row.matter_kind, row.matter_id) == (thing.kind, thing.id)).map(|row| row.text))
}

//! A moderator's change of words, such as to take out a name: what stood there is kept as a revision, and the page says that
//! a moderator changed it and why.

use db::{
    entity::{answer, question, review, revision},
    sea_orm::{
        ActiveValue::{NotSet, Set},
        ColumnTrait, DbErr, EntityTrait, QueryFilter, QuerySelect,
    },
    value::{Matter, Subject},
};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{effects::save, thing::Item};
use crate::{app::Write, web::BY_MODERATOR};

/// The words of a thing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Wording {
    pub(super) title: Option<String>,
    pub(super) text: String,
}

impl Wording {
    /// As they stand.
    pub(super) fn of(item: &Item) -> Self {
        Self { title: item.title().map(ToOwned::to_owned), text: item.text().to_owned() }
    }
}

fn subject(item: &Item) -> (Subject, i64) {
    let thing = item.thing();
    let subject = match thing.kind {
        Matter::Answer => Subject::Answer,
        Matter::Review => Subject::Review,
        Matter::Doctor => Subject::Doctor,
        _ => Subject::Question,
    };
    (subject, thing.id)
}

/// Changes the words of a thing; gives the number of the revision that has those before.
///
/// # Errors
/// What the database says.
pub(super) async fn reword(
    write: &mut Write,
    item: &Item,
    new: Wording,
    reason: Option<&str>,
) -> Result<i32, DbErr> {
    let number = keep(write, item, reason.unwrap_or("appeal")).await?;
    let (now, html) = (write.now(), markup::render(&new.text).to_string());
    let edited_for = Set(reason.map(ToOwned::to_owned));
    match item {
        Item::Question(row) => {
            let title = new.title.unwrap_or_else(|| row.title.clone());
            let row = question::ActiveModel {
                id: Set(row.id),
                slug: Set(crate::question::slug(&title)),
                title: Set(title),
                body: Set(new.text),
                body_html: Set(html),
                updated_at: Set(Some(now)),
                edited_for,
                ..Default::default()
            };
            save(write, row).await?;
        }
        Item::Answer(row, _) => {
            let row = answer::ActiveModel {
                id: Set(row.id),
                headline: Set(new.title.unwrap_or_else(|| row.headline.clone())),
                body: Set(new.text),
                body_html: Set(html),
                updated_at: Set(Some(now)),
                edited_for,
                ..Default::default()
            };
            save(write, row).await?;
        }
        Item::Review(row, _) => {
            let row = review::ActiveModel {
                id: Set(row.id),
                title: Set(new.title),
                text: Set(new.text),
                text_html: Set(html),
                edited_for,
                ..Default::default()
            };
            save(write, row).await?;
        }
        Item::Doctor(_) => {}
    }
    item.changes(write);
    Ok(number)
}

/// Keeps a thing's words as they stand.
async fn keep(write: &Write, item: &Item, reason: &str) -> Result<i32, DbErr> {
    use revision::Column as R;
    let (kind, id) = subject(item);
    let of = revision::Entity::find().filter(R::SubjectKind.eq(kind)).filter(R::SubjectId.eq(id));
    let last: Option<Option<i32>> =
        of.select_only().column_as(R::Number.max(), "last").into_tuple().one(&**write).await?;
    let number = last.flatten().unwrap_or(0) + 1;
    // Named as the fields of an archive record are.
    let content = match item {
        Item::Question(row) => {
            json!({"kind": "question", "title": row.title, "body": row.body, "lang": row.lang})
        }
        Item::Answer(row, _) => {
            json!({"kind": "answer", "headline": row.headline, "body": row.body, "lang": row.lang})
        }
        Item::Review(row, _) => {
            json!({"kind": "review", "title": row.title, "text": row.text, "stars": row.stars, "lang": row.lang})
        }
        Item::Doctor(row) => json!({"kind": "doctor", "name": row.name, "biography": row.biography}),
    };
    let row = revision::ActiveModel {
        id: NotSet,
        subject_kind: Set(kind),
        subject_id: Set(id),
        number: Set(number),
        at: Set(write.now()),
        reason: Set(Some(format!("{BY_MODERATOR}{reason}"))),
        content: Set(content.to_string()),
        source_id: Set(None),
    };
    revision::Entity::insert(row).exec_without_returning(&**write).await?;
    Ok(number)
}

/// The words that a revision has.
///
/// # Errors
/// What the database says.
pub(super) async fn before(write: &Write, item: &Item, number: i32) -> Result<Option<Wording>, DbErr> {
    use revision::Column as R;
    let (kind, id) = subject(item);
    let found = revision::Entity::find()
        .filter(R::SubjectKind.eq(kind))
        .filter(R::SubjectId.eq(id))
        .filter(R::Number.eq(number))
        .one(&**write)
        .await?;
    let Some(content) = found.and_then(|row| serde_json::from_str::<serde_json::Value>(&row.content).ok())
    else {
        return Ok(None);
    };
    let field = |name: &str| content.get(name).and_then(serde_json::Value::as_str).map(ToOwned::to_owned);
    let text = field("body").or_else(|| field("text"));
    Ok(text.map(|text| Wording { title: field("title").or_else(|| field("headline")), text }))
}

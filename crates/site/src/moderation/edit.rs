//! A moderator's change of words, such as to take out a name: what stood there is kept, and the page says that a moderator
//! changed it and why.

use db::{
    entity::{decision::Model as Decision, doctor},
    value::{Matter, Subject},
};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{
    notes::Notes,
    store::{self, New},
    thing::Item,
};
use crate::{
    answer,
    app::Write,
    doctor::{self as doctors, Facts},
    error::Failure,
    taxonomy,
    web::BY_MODERATOR,
};

/// The words of a thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Wording {
    pub(super) title: Option<String>,
    pub(super) text: String,
    /// What stands beside a question; none of other things.
    pub(super) notes: Option<Notes>,
}

impl Wording {
    /// As they stand.
    pub(super) fn of(item: &Item) -> Self {
        Self { title: item.title().map(ToOwned::to_owned), text: item.text().to_owned(), notes: item.notes() }
    }
}

/// Where the words before are kept.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Before {
    /// As a revision of this number, which a full export takes along.
    Revision(i32),
    /// Under this identity: what stands inside something has no revisions of its own.
    Kept(i64),
}

/// What revisions of a thing are of; none for what stands inside something.
fn subject(item: &Item) -> Option<(Subject, i64)> {
    let thing = item.thing();
    let subject = match thing.kind {
        Matter::Question => Subject::Question,
        Matter::Answer => Subject::Answer,
        Matter::Review => Subject::Review,
        Matter::Doctor => Subject::Doctor,
        _ => return None,
    };
    Some((subject, thing.id))
}

/// Changes the words of a thing, which is held; tells where those before are kept.
///
/// # Errors
/// What the database says.
pub(super) async fn reword(
    write: &mut Write,
    item: &Item,
    new: Wording,
    reason: Option<&str>,
) -> Result<Before, Failure> {
    if let Item::Doctor(profile) = item {
        return reword_profile(write, profile, new, reason).await;
    }
    let (tx, at) = (&**write, write.now());
    let before = match subject(item) {
        Some(of) => {
            let why = (reason.unwrap_or("appeal"), at);
            let content = content(write, item).await?;
            Before::Revision(store::keep_revision(tx, of, content, why).await?)
        }
        None => Before::Kept(store::keep_words(tx, item.thing(), item.text(), at).await?),
    };
    let Wording { title, text, notes } = new;
    let edited_for = reason.map(ToOwned::to_owned);
    store::reword(tx, item, New { title, text, notes, at, edited_for }).await?;
    item.changes(write);
    Ok(before)
}

/// What a profile says about its doctor. The rest are facts, and the name was checked.
async fn reword_profile(
    write: &mut Write,
    profile: &doctor::Model,
    new: Wording,
    reason: Option<&str>,
) -> Result<Before, Failure> {
    let biography = Some(new.text).filter(|text| !text.is_empty());
    let facts = Facts { biography, ..Facts::of(profile) };
    let taxonomy = taxonomy::current(write.app()).await?;
    let reason =
        reason.map_or_else(|| "put back after an appeal".to_owned(), |code| format!("{BY_MODERATOR}{code}"));
    Ok(Before::Revision(doctors::change_for(write, profile, &facts, (&taxonomy, reason)).await?))
}

/// Whether the words are still those that the moderator left.
///
/// # Errors
/// What the database says.
pub(super) async fn stands(
    write: &Write,
    item: &Item,
    decision: &Decision,
    before: Before,
) -> Result<bool, Failure> {
    if let Item::Review(review, _) = item
        && review.updated_at > Some(decision.at)
    {
        // Its writer changes it without a revision.
        return Ok(false);
    }
    if let (Item::Doctor(profile), Before::Revision(number)) = (item, before) {
        // Its doctor changes other things, and leaves the words.
        return Ok(doctors::edited(&**write, profile).await?.is_some_and(|edited| edited.revision == number));
    }
    Ok(match (before, subject(item)) {
        (Before::Revision(number), Some(of)) => store::last_revision(&**write, of).await? == Some(number),
        // Whoever gives other words takes the moderator's name off them.
        (Before::Kept(_), None) => item.edited_for() == Some(&decision.reason),
        _ => false,
    })
}

/// A thing's words, named as the fields of an archive record are: JSON.
async fn content(write: &Write, item: &Item) -> Result<String, Failure> {
    let content = match item {
        // All of it: the doctor's own record says what stood there until a moderator changed it.
        Item::Answer(row, _) => {
            return answer::as_kept(write, &*taxonomy::current(write.app()).await?, row).await;
        }
        Item::Question(row) | Item::Detail(_, row) => {
            let mut content =
                json!({"kind": "question", "title": row.title, "body": row.body, "lang": row.lang});
            Notes::of(row).keep(&mut content);
            content
        }
        Item::Mark(_, row, _) => {
            json!({"kind": "answer", "headline": row.headline, "body": row.body, "lang": row.lang})
        }
        Item::Review(row, _) | Item::Reply(row, _) => {
            json!({"kind": "review", "title": row.title, "text": row.text, "stars": row.stars, "lang": row.lang})
        }
        // A profile is kept by whoever changes it.
        Item::Doctor(_) => return Err(Failure::Internal),
    };
    Ok(content.to_string())
}

/// The words that are kept there.
///
/// # Errors
/// What the database says.
pub(super) async fn before(write: &Write, item: &Item, before: Before) -> Result<Option<Wording>, Failure> {
    let number = match before {
        Before::Kept(id) => {
            let text = store::kept_words(&**write, item.thing(), id).await?;
            return Ok(text.map(|text| Wording { title: None, text, notes: None }));
        }
        Before::Revision(number) => number,
    };
    let Some(of) = subject(item) else { return Ok(None) };
    let content = store::revision(&**write, of, number).await?;
    let Some(content) = content.and_then(|json| serde_json::from_str::<serde_json::Value>(&json).ok()) else {
        return Ok(None);
    };
    let field = |name: &str| content.get(name).and_then(serde_json::Value::as_str).map(ToOwned::to_owned);
    let text = field("body").or_else(|| field("text")).or_else(|| field("biography"));
    // A profile without words has none to put back.
    let text = text.or_else(|| matches!(item, Item::Doctor(_)).then(String::new));
    let (title, notes) = (field("title").or_else(|| field("headline")), Notes::kept(&content));
    Ok(text.map(|text| Wording { title, text, notes }))
}

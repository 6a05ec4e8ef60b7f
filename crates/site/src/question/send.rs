//! Making a draft a question: once, however often the button is pressed.

use db::{entity::question, sea_orm::ActiveValue::Set, value::State};
use locale::Locale;

use super::{kept::ABOUT, own_store, pseudonym::pseudonym, rules, state, words::Asked};
use crate::{
    app::{App, Tag, Write},
    draft::{self, Owner},
    error::Failure,
    taxonomy::Taxonomy,
    web::Person,
};

const DAY: i64 = 24 * 3600;

/// Why the first posts of a new account wait.
pub(super) const FIRST_POST: &str = "first_post";

/// What became of it.
pub(super) enum Sent {
    /// It stands at this path.
    As(String),
    /// The draft is not the one that was looked at.
    Changed,
    /// The account has asked enough for a day.
    TooMany,
}

/// Those of the topics that there are, each once.
pub(super) fn known(taxonomy: &Taxonomy, topics: &[i64]) -> Vec<i64> {
    let mut known: Vec<i64> = Vec::new();
    for topic in topics {
        // A form with a thousand topics is refused all the same, and need not be looked through.
        if known.len() < 100 && !known.contains(topic) && taxonomy.topic(*topic).is_some() {
            known.push(*topic);
        }
    }
    known
}

/// Asks the question.
pub(super) async fn send(
    app: &App,
    (person, l): (&Person, Locale),
    asked: Asked,
    topics: &[i64],
    version: i64,
) -> Result<Sent, Failure> {
    let mut write = app.write().await?;
    // First of all: whoever sends the same draft at the same time waits here, and then finds it gone.
    if !draft::take(&*write, &Owner::Account(person.account), ABOUT, version).await? {
        return Ok(Sent::Changed);
    }
    if has_asked_enough(app, &write, person.account).await? {
        return Ok(Sent::TooMany);
    }
    let (now, slug) = (write.now(), rules::slug(&asked.title));
    let row = row(asked, slug.clone(), lang(app, l), now)?;
    let row = if person.trusted { row } else { held(row) };
    let published = person.trusted;
    let id = own_store::add(&*write, row, person.account, topics, now).await?;
    if published {
        state::count(&mut write, id, 1).await?;
    }
    write.changes(Tag::Question(id));
    write.commit().await?;
    Ok(Sent::As(format!("/questions/{id}/{slug}")))
}

async fn has_asked_enough(app: &App, tx: &Write, account: i64) -> Result<bool, Failure> {
    let most = app.config.asking.questions_a_day.get();
    let since = tx.now().saturating_sub(DAY);
    Ok(most > 0 && own_store::asked_since(&**tx, account, since).await? >= most)
}

/// The language that the question is in. Nobody writes in the one for tests.
fn lang(app: &App, l: Locale) -> &'static str {
    if l.tag().starts_with("qps") { app.languages.default_locale().tag() } else { l.tag() }
}

fn held(row: question::ActiveModel) -> question::ActiveModel {
    question::ActiveModel { state: Set(State::Held), state_reason: Set(Some(FIRST_POST.to_owned())), ..row }
}

fn row(asked: Asked, slug: String, lang: &str, now: i64) -> Result<question::ActiveModel, Failure> {
    Ok(question::ActiveModel {
        slug: Set(slug),
        title: Set(asked.title),
        body_html: Set(markup::render(&asked.body).into_string()),
        body: Set(asked.body),
        lang: Set(lang.to_owned()),
        scope: Set(asked.scope),
        age_band: Set(asked.age_band),
        sex: Set(asked.sex),
        duration: Set(asked.duration),
        medication: Set(asked.medication),
        tried: Set(asked.tried),
        different: Set(asked.different),
        author: Set(Some(pseudonym()?)),
        state: Set(State::Published),
        asked_at: Set(Some(now)),
        listed_at: Set(now),
        answer_count: Set(0),
        stance_yes: Set(0),
        stance_no: Set(0),
        stance_depends: Set(0),
        stance_unknown: Set(0),
        stance_inferred: Set(0),
        chosen_count: Set(0),
        created_at: Set(now),
        country: Set(asked.country),
        ..Default::default()
    })
}

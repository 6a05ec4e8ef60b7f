//! The form of an act: what was sent, parsed into what is to be done, or what is wrong with it by field.

use archive::record::limits;
use db::value::{Act, State};
use locale::Locale;
use serde::Deserialize;

use super::{
    decide::{Order, Ruling},
    edit::Wording,
    owner,
    rules::{self, Term, WORDS},
    store,
    thing::Item,
};
use crate::{
    agreement,
    app::App,
    doctor::BIOGRAPHY,
    error::Failure,
    review,
    taxonomy::{self, Taxonomy},
    web::{Errors, Reason, Unfit, Words},
};

/// What is sent. Each act reads its own fields.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Values {
    pub(super) reason: String,
    pub(super) note: String,
    pub(super) title: String,
    pub(super) text: String,
    pub(super) duration: String,
    pub(super) medication: String,
    pub(super) tried: String,
    pub(super) different: String,
    pub(super) into: String,
    pub(super) topics: String,
    pub(super) term: String,
}

impl Values {
    /// As the form first stands there.
    pub(super) async fn fresh(app: &App, item: &Item, act: Act) -> Result<Self, Failure> {
        let mut values = Self::default();
        match act {
            Act::Edit => {
                values.title = item.title().unwrap_or_default().to_owned();
                values.text = item.text().to_owned();
                item.notes().unwrap_or_default().fill(&mut values);
            }
            Act::Move => {
                let taxonomy = taxonomy::current(app).await?;
                let topics = store::topics(app.db.read(), item.thing().id).await?;
                let names =
                    topics.iter().filter_map(|id| taxonomy.topic(*id)).map(|topic| topic.name.as_str());
                values.topics = names.collect::<Vec<_>>().join("\n");
            }
            Act::Merge => values.reason = "duplicate".to_owned(),
            _ => {}
        }
        Ok(values)
    }
}

/// Reads the form of an act on a thing.
///
/// # Errors
/// What the database says; what is wrong with the form is the value within.
pub(super) async fn parse(
    app: &App,
    l: Locale,
    item: &Item,
    act: Act,
    values: &Values,
) -> Result<Result<Ruling, Errors>, Failure> {
    let mut errors = Errors::default();
    let reason = Reason::find(&values.reason)
        .filter(|reason| rules::fits(reason, act) && reason.fits(item.thing().kind));
    if reason.is_none() {
        errors.add("reason", l.t("Please choose a reason.").to_string());
    }
    let note = words(l, &mut errors, "note", &values.note);
    let order = match act {
        Act::Publish => Some(Order::Publish),
        Act::Dismiss => Some(Order::Dismiss),
        Act::Remove => Some(Order::Remove),
        Act::Restore => Some(Order::Restore),
        Act::Lock => Some(Order::Lock),
        Act::Unlock => Some(Order::Unlock),
        Act::Edit => wording(app, l, item, values, &mut errors).map(Order::Edit),
        Act::Merge => target(app, l, item, &values.into, &mut errors).await?.map(Order::Merge),
        Act::Move => topics(l, &*taxonomy::current(app).await?, &values.topics, &mut errors).map(Order::Move),
        Act::Suspend => term(app, l, item, &values.term, &mut errors).await?.map(Order::Suspend),
        Act::PutBack | Act::Readmit | Act::HoldWords | Act::Part | Act::KeepWords | Act::TakeWords => {
            return Err(Failure::NotFound);
        }
    };
    Ok(match (order, reason) {
        (Some(order), Some(reason)) if !errors.any() => Ok(Ruling { order, reason: reason.code, note }),
        _ => Err(errors),
    })
}

/// Words that may be left out.
pub(super) fn words(l: Locale, errors: &mut Errors, field: &'static str, text: &str) -> Option<String> {
    match Words::parse_optional(text, WORDS) {
        Ok(words) => words.map(String::from),
        Err(unfit) => {
            errors.add(field, unfit.message(l));
            None
        }
    }
}

/// The most characters that a thing's text may have.
fn longest(app: &App, item: &Item) -> usize {
    match item {
        Item::Mark(..) => *agreement::WORDS.end(),
        Item::Reply(..) => *review::rules::REPLY.end(),
        Item::Detail(..) => app.config.asking.details_longest.count(),
        Item::Doctor(_) => BIOGRAPHY,
        Item::Question(_) | Item::Answer(..) | Item::Review(..) => limits::BODY,
    }
}

/// The new words; none when something is wrong with them.
fn wording(app: &App, l: Locale, item: &Item, values: &Values, errors: &mut Errors) -> Option<Wording> {
    let mut read = |field: &'static str, read: Result<Words, Unfit>| match Words::if_given(read) {
        Ok(words) => Ok(words.map(String::from)),
        Err(unfit) => {
            errors.add(field, unfit.message(l));
            Err(unfit)
        }
    };
    let title = if item.takes_title() {
        read("title", Words::line(&values.title, 1..=limits::TITLE))
    } else {
        Ok(None)
    };
    let mut text = read("text", Words::parse(&values.text, 1..=longest(app, item)));
    if text == Ok(None) && matches!(item, Item::Doctor(_)) {
        // A profile needs none.
        text = Ok(Some(String::new()));
    }
    if title == Ok(None) && matches!(item, Item::Question(_) | Item::Answer(..)) {
        errors.add("title", l.t("It needs a title.").to_string());
    }
    if text == Ok(None) {
        errors.add("text", l.t("It needs a text. To take all of it away, remove it.").to_string());
    }
    let notes = item.notes().map(|notes| notes.parse(l, values, errors));
    let title = if item.takes_title() { title.ok()? } else { item.title().map(ToOwned::to_owned) };
    let new = Wording { title, text: text.ok()??, notes };
    if new == Wording::of(item) {
        errors.add("text", l.t("Nothing is changed yet.").to_string());
        return None;
    }
    Some(new)
}

/// The question that another is joined with, by its number or its address.
async fn target(
    app: &App,
    l: Locale,
    item: &Item,
    text: &str,
    errors: &mut Errors,
) -> Result<Option<i64>, Failure> {
    let after = text.split_once("/questions/").map_or(text.trim(), |(_, after)| after);
    let digits: String = after.chars().take_while(char::is_ascii_digit).collect();
    let found = match digits.parse::<i64>() {
        Ok(id) if id != item.thing().id => store::questions(app.db.read(), vec![id]).await?.pop(),
        _ => None,
    };
    let id = found.filter(|question| question.state == State::Published).map(|question| question.id);
    if id.is_none() {
        errors.add(
            "into",
            l.t("Please give the number or the address of another question that everybody sees.").to_string(),
        );
    }
    Ok(id)
}

/// Topics, one a line, by name or by their part of the address.
fn topics(l: Locale, taxonomy: &Taxonomy, text: &str, errors: &mut Errors) -> Option<Vec<i64>> {
    let all = taxonomy.topics();
    let mut found: Vec<i64> = Vec::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let wanted = line.to_lowercase();
        match all.iter().find(|topic| topic.slug == wanted || topic.name.to_lowercase() == wanted) {
            Some(topic) if found.contains(&topic.id) => {}
            Some(topic) => found.push(topic.id),
            None => {
                errors.add("topics", l.t("There is no topic called “{name}”.").with("name", line).to_string())
            }
        }
    }
    if found.is_empty() || found.len() > 10 {
        errors.add("topics", l.t("Please name one to ten topics, each on a line of its own.").to_string());
    }
    Some(found)
}

async fn term(
    app: &App,
    l: Locale,
    item: &Item,
    text: &str,
    errors: &mut Errors,
) -> Result<Option<Term>, Failure> {
    let term = Term::parse(text);
    if term.is_none() {
        errors.add("term", l.t("Please choose for how long.").to_string());
    }
    if owner::of(app.db.read(), item.thing()).await?.is_none() {
        errors.add(
            "",
            l.t("No account stands behind it: it came from an archive, or its author is gone.").to_string(),
        );
    }
    Ok(term)
}

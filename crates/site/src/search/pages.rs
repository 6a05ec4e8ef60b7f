//! `/search`: what was found, grouped by kind, and what it can be narrowed to.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Query, State},
    response::Response,
};
use locale::Text;
use search::{
    Explained, Facet, Kind, Order, Precision,
    query::{Filter, PARTS},
};

use super::{
    asked::{Asked, Typed},
    found::{Found, Reason, Why, find},
};
use crate::{
    app::App,
    doctor::{Person, Row},
    error::Failure,
    index::{Finder, Standing},
    policy::Action,
    question,
    taxonomy::{self, Addressed, Taxonomy, Topic},
    web::{self, Choice, Frame, Network, Viewer},
};

/// Values of a facet that are offered.
const OFFERED: usize = 20;

#[derive(Template)]
#[template(path = "search/show.html")]
struct Show {
    frame: Frame,
    typed: Typed,
    unknown: Vec<Filter>,
    /// What was too much of it.
    beyond: Vec<String>,
    /// What fills the page.
    kind: Kind,
    /// What was looked for, without what narrows it.
    words: String,
    taxonomy: Arc<Taxonomy>,
    order: Order,
    result: Result,
}

/// What the page has to say.
enum Result {
    /// Nothing was asked yet.
    Nothing,
    /// The index is being built: so many entries so far.
    Warming(u64),
    Found(Box<Found>),
}

impl Show {
    fn row<'a>(&'a self, person: &'a Person, level: u8) -> Row<'a> {
        Row { frame: &self.frame, person, taxonomy: &self.taxonomy, level }
    }

    fn found(&self) -> Option<&Found> {
        match &self.result {
            Result::Found(found) => Some(found),
            _ => None,
        }
    }

    /// Whether there is anything to narrow, or to widen again.
    fn can_be_narrowed(&self) -> bool {
        let chosen = self.typed.chosen().iter().any(|(.., value)| !value.is_empty());
        chosen || self.found().is_some_and(|found| !self.is_empty(found))
    }

    fn is_empty(&self, found: &Found) -> bool {
        found.questions.rows.is_empty() && found.doctors.is_empty() && found.topics.is_empty()
    }

    /// How many were found of what fills the page.
    fn total(&self, found: &Found) -> String {
        let l = self.frame.l;
        match self.kind {
            Kind::Doctor => l.n(found.total, "{n} doctor", "{n} doctors").to_string(),
            Kind::Topic => l.n(found.total, "{n} topic", "{n} topics").to_string(),
            Kind::Question => l.n(found.total, "{n} question", "{n} questions").to_string(),
        }
    }

    /// The fields by which results are narrowed, those that have a choice.
    fn narrowing(&self) -> Vec<Narrowing> {
        let l = self.frame.l;
        let labels = [l.t("Topic"), l.t("Specialty"), l.t("Place"), l.t("Answered")];
        // Who answered is written, and not chosen: there are too many.
        let fields = self.typed.chosen().into_iter().zip(labels);
        let field = |((facet, name, value), label): ((Facet, &'static str, &str), Text<'_>)| Narrowing {
            name,
            label: label.to_string(),
            chosen: value.to_owned(),
            choices: self.choices(facet, value),
        };
        fields.map(field).filter(|field| field.choices.len() > 1 || !field.chosen.is_empty()).collect()
    }

    fn choices(&self, facet: Facet, chosen: &str) -> Vec<Choice> {
        let l = self.frame.l;
        let (counts, precision) = self
            .found()
            .map_or((&[][..], Precision::default()), |found| (&found.counts[..], found.precision));
        let counted = |(known, value, count): &(Facet, String, usize)| {
            let label = (*known == facet).then(|| self.label(facet, value))??;
            let (text, count) = match precision {
                Precision::Exact => (l.t("{name} ({n})"), *count),
                Precision::Estimated => (l.t("{name} (about {n})"), rounded(*count)),
            };
            let label = text.with("name", label).with("n", l.number(count as u64)).to_string();
            Some(Choice::new(value.as_str(), label))
        };
        let mut choices = vec![Choice::new("", l.t("Any"))];
        choices.extend(counts.iter().filter_map(counted).take(OFFERED));
        if facet == Facet::Specialty && self.typed.answered == "no" {
            // What nobody answered cannot be counted by who did.
            choices.truncate(1);
            choices.extend(
                self.taxonomy.specialties().into_iter().map(|one| Choice::new(&*one.slug, &*one.name)),
            );
        }
        if !chosen.is_empty() && !choices.iter().any(|choice| choice.value == chosen) {
            let label = self.label(facet, chosen).unwrap_or_else(|| chosen.to_owned());
            choices.push(Choice::new(chosen, label));
        }
        choices
    }

    /// What a value of a facet is called.
    fn label(&self, facet: Facet, value: &str) -> Option<String> {
        let l = self.frame.l;
        match facet {
            Facet::Topic => self.taxonomy.topic_at(value).map(|topic| topic.name.clone()),
            Facet::Specialty => self.taxonomy.specialty_at(value).map(|one| one.name.clone()),
            Facet::Place => {
                let country = l.countries().find(|(code, _)| code.eq_ignore_ascii_case(value));
                Some(country.map_or_else(|| in_words(value), |(_, name)| name.to_string()))
            }
            Facet::Answered if value == "yes" => Some(l.c("answered?", "Yes").to_string()),
            Facet::Answered => Some(l.c("answered?", "Not yet").to_string()),
            _ => None,
        }
    }

    fn sorts(&self) -> Vec<Choice> {
        let l = self.frame.l;
        vec![
            Choice::new("", l.t("Best match")),
            Choice::new("newest", l.t("Newest")),
            Choice::new("agreement", l.t("Most agreement")),
        ]
    }

    /// What is said of what was left out: each filter that names nothing, and all that was too much. Without an index nobody
    /// knows what is there.
    fn left_out(&self) -> Vec<String> {
        let l = self.frame.l;
        if matches!(self.result, Result::Warming(_)) {
            return Vec::new();
        }
        let one = |filter: &Filter| {
            let name = filter.to_string();
            let text = match filter.facet {
                Facet::Answered => l.t("“{name}” was left out: write answered:yes or answered:no."),
                Facet::Kind => l.t("“{name}” was left out: write kind:question, kind:doctor or kind:topic."),
                _ => l.t("Nothing here is called “{name}”. It was left out."),
            };
            text.with("name", name).to_string()
        };
        let too_many = (!self.beyond.is_empty()).then(|| {
            let text = l.t("A search takes {n} filters, {n} quotes and {n} words after a minus, so these were left out: {names}");
            let some = self.beyond.iter().map(|name| format!("“{name}”")).take(PARTS);
            let more = (self.beyond.len() > PARTS).then(|| "…".to_owned());
            let names = some.chain(more).collect::<Vec<_>>().join(", ");
            text.with("n", PARTS).with("names", names).to_string()
        });
        self.unknown.iter().map(one).chain(too_many).collect()
    }

    /// The same search with the words as they may have been meant.
    fn meant(&self, words: &str) -> String {
        Typed { q: words.to_owned(), ..self.typed.clone() }.path()
    }

    /// Where the same is asked, with the words that were looked for.
    fn ask(&self) -> String {
        let query = serde_html_form::to_string([("about", &self.words)]).unwrap_or_default();
        if self.words.is_empty() { "/ask".to_owned() } else { format!("/ask?{query}") }
    }

    /// The same search for one kind alone.
    fn only(&self, kind: &str) -> String {
        Typed { kind: kind.to_owned(), ..self.typed.clone() }.path()
    }

    /// The topics that most questions are on, for whoever found nothing.
    fn well_known(&self) -> Vec<&Topic> {
        let mut topics = self.taxonomy.topics();
        topics.sort_by_key(|topic| std::cmp::Reverse(topic.question_count));
        topics.truncate(8);
        topics
    }

    fn explained(&self, question: &question::Row) -> Option<String> {
        let why = self.found()?.explained.get(&question.brief.id)?;
        Some(said(why, self.order))
    }
}

/// A field of the form.
struct Narrowing {
    name: &'static str,
    label: String,
    chosen: String,
    choices: Vec<Choice>,
}

/// A number as far as an estimate of it says anything: its first two digits.
fn rounded(count: usize) -> usize {
    let unit = 10_usize.pow(count.checked_ilog10().unwrap_or_default().saturating_sub(1));
    (count + unit / 2) / unit * unit
}

/// A city's part of an address, as near to its name as it gets.
fn in_words(slug: &str) -> String {
    let word = |word: &str| {
        let mut letters = word.chars();
        letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
    };
    slug.split('-').map(word).collect::<Vec<_>>().join(" ")
}

/// A rank and what it is made of, in one line.
fn said(why: &Reason, order: Order) -> String {
    if order != Order::Relevance {
        return format!("words {}; they do not count in this order", parts(&why.words));
    }
    let words = match why.words.given.is_empty() {
        true => "no word".to_owned(),
        false => format!("words {:.3} = ({}) × {:.3}", why.words.rank, parts(&why.words), why.words.factor),
    };
    match why.cosine {
        None => words,
        Some(cosine) => {
            format!("{:.3} by how far these stand out: {words}; meaning {cosine:.3}", why.rank)
        }
    }
}

/// What each group of words gave.
fn parts(why: &Explained) -> String {
    let part = |given: &search::Given| {
        let words: Vec<String> =
            given.words.iter().map(|(word, weight)| format!("{word}·{weight:.2}")).collect();
        format!("{:.2} [{}]", given.score, words.join(" "))
    };
    why.given.iter().map(part).collect::<Vec<_>>().join(" + ")
}

/// `/search`
pub(super) async fn show(
    State(app): State<App>,
    viewer: Viewer,
    network: Network,
    Query(typed): Query<Typed>,
) -> std::result::Result<Response, Failure> {
    Finder::of(&app).count(network)?;
    let why = match typed.explain.as_str() {
        "" => Why::Untold,
        _ => {
            viewer.allowed(Action::ExplainSearch)?;
            Why::Told
        }
    };
    let l = viewer.locale;
    let asked = Arc::new(Asked::of(&app, l, &typed).await?);
    let result = if asked.is_empty() && asked.unknown_topics().next().is_none() {
        Result::Nothing
    } else {
        let path = typed.path();
        match find(&app, &asked, (&path, app.config.lists.page.get()), why).await? {
            Some(found) => Result::Found(Box::new(found)),
            None => Result::Warming(match Finder::of(&app).standing() {
                Standing::Warming { entries } | Standing::Ready { entries } => entries,
            }),
        }
    };
    let mut frame =
        viewer.frame(l.t("Search").to_string()).under(vec![(l.t("Home").to_string(), "/".into())]);
    frame.canonical = "/search".to_owned();
    // Results are as many as there are words: machines are led by lists and the sitemap.
    frame.indexed = false;
    frame.finding = true;
    web::own(&Show {
        frame,
        typed,
        unknown: asked.unknown.clone(),
        beyond: asked.query.beyond.clone(),
        kind: asked.kind(),
        words: asked.words(),
        taxonomy: taxonomy::current(&app).await?,
        order: asked.order,
        result,
    })
}

#[cfg(test)]
mod tests {
    use super::rounded;

    #[test]
    fn an_estimate_has_two_digits() {
        for (count, said) in [(0, 0), (7, 7), (42, 42), (123, 120), (5_678, 5_700), (99_999, 100_000)] {
            assert_eq!(rounded(count), said);
        }
    }
}

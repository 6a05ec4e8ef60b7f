//! What somebody looks for: their words, and what results are narrowed to, by what is written into the words or chosen beside
//! them.

use locale::Locale;
use search::{
    Facet, Hit, Key, Kind, Order, Request,
    query::{Filter, Query, Wish},
};
use serde::Deserialize;

use super::names::{kind, named};
use crate::{
    app::App,
    error::Failure,
    inbox,
    taxonomy::{self, Taxonomy},
    web::Cursor,
};

/// The address as it was typed or sent by the form.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Typed {
    /// The words.
    #[serde(default)]
    pub q: String,
    /// Questions, doctors or topics alone.
    #[serde(default)]
    pub kind: String,
    /// A topic's part of the address.
    #[serde(default)]
    pub topic: String,
    /// A specialty's part of the address.
    #[serde(default)]
    pub specialty: String,
    /// A city's part of the address, or a country's two letters.
    #[serde(default)]
    pub place: String,
    /// `yes` or `no`.
    #[serde(default)]
    pub answered: String,
    /// Who answered: a doctor's name or part of the address, or a field.
    #[serde(default)]
    pub by: String,
    /// `newest` or `agreement`; else by relevance.
    #[serde(default)]
    pub sort: String,
    /// Where the page before ended.
    #[serde(default)]
    pub after: String,
    /// Whether staff are told how results were ranked.
    #[serde(default)]
    pub explain: String,
}

impl Typed {
    /// What is chosen beside the words, by facet.
    pub(super) fn chosen(&self) -> [(Facet, &'static str, &str); 5] {
        [
            (Facet::Topic, "topic", &self.topic),
            (Facet::Specialty, "specialty", &self.specialty),
            (Facet::Place, "place", &self.place),
            (Facet::Answered, "answered", &self.answered),
            (Facet::By, "by", self.by.trim()),
        ]
    }

    /// The address of this search, without where a page of it begins.
    pub(super) fn path(&self) -> String {
        let all = [("q", &self.q), ("kind", &self.kind), ("sort", &self.sort), ("explain", &self.explain)];
        let all = all.into_iter().map(|(name, value)| (name, value.as_str()));
        let chosen = self.chosen().map(|(_, name, value)| (name, value));
        let all: Vec<(&str, &str)> = all.chain(chosen).filter(|(_, value)| !value.is_empty()).collect();
        let query = serde_html_form::to_string(all).unwrap_or_default();
        if query.is_empty() { "/search".to_owned() } else { format!("/search?{query}") }
    }
}

/// What is looked for, with every name found out.
#[derive(Clone, Debug)]
pub struct Asked {
    /// The words.
    pub query: Query,
    /// Of each of these facets, one of the values.
    pub(super) with: Vec<(Facet, Vec<String>)>,
    /// None of these.
    pub(super) without: Vec<(Facet, String)>,
    /// Filters that name nothing that is there; they were left out.
    pub unknown: Vec<Filter>,
    /// One kind alone.
    pub(super) kind: Option<Kind>,
    pub(super) order: Order,
    pub(super) after: Option<Hit>,
    pub(super) now: i64,
}

impl Asked {
    /// Finds out what the names in a search stand for.
    ///
    /// # Errors
    /// What the database and the index say.
    pub async fn of(app: &App, l: Locale, typed: &Typed) -> Result<Self, Failure> {
        let taxonomy = taxonomy::current(app).await?;
        let query = Query::parse(&typed.q);
        let mut asked = Self {
            with: Vec::new(),
            without: Vec::new(),
            unknown: Vec::new(),
            kind: kind(&typed.kind),
            order: match typed.sort.as_str() {
                "newest" => Order::Newest,
                "agreement" => Order::Agreement,
                _ => Order::Relevance,
            },
            after: Cursor::parse(&typed.after).and_then(hit),
            now: app.clock.now(),
            query,
        };
        for filter in asked.query.filters.clone() {
            match named(app, l, &taxonomy, filter.facet, &filter.value).await? {
                Some((Facet::Kind, values)) if filter.wish == Wish::With => {
                    asked.kind = values.first().and_then(|name| kind(name));
                }
                Some((facet, values)) if filter.wish == Wish::With => asked.with.push((facet, values)),
                Some((facet, values)) => asked.without.extend(values.into_iter().map(|value| (facet, value))),
                None => asked.unknown.push(filter),
            }
        }
        for (facet, _, value) in typed.chosen().into_iter().filter(|(_, _, value)| !value.is_empty()) {
            match named(app, l, &taxonomy, facet, value).await? {
                Some(known) => asked.with.push(known),
                None => {
                    asked.unknown.push(Filter { facet, value: value.to_owned(), wish: Wish::With });
                }
            }
        }
        asked.take_topics_for_fields(app, &taxonomy).await?;
        Ok(asked)
    }

    /// Nobody of a field has answered what is unanswered: there its topics stand for it.
    async fn take_topics_for_fields(&mut self, app: &App, taxonomy: &Taxonomy) -> Result<(), Failure> {
        let unanswered =
            self.with.iter().any(|(facet, values)| *facet == Facet::Answered && values == &["no"]);
        for (facet, values) in
            self.with.iter_mut().filter(|(facet, _)| unanswered && *facet == Facet::Specialty)
        {
            let mut topics = Vec::new();
            for specialty in values.iter().filter_map(|slug| taxonomy.specialty_at(slug)) {
                let ids = inbox::topics_of(app.db.read(), specialty.id).await?;
                topics.extend(ids.into_iter().filter_map(|id| Some(taxonomy.topic(id)?.slug.clone())));
            }
            (*facet, *values) = (Facet::Topic, topics);
        }
        Ok(())
    }

    /// Whether there is anything to look for.
    pub fn is_empty(&self) -> bool {
        let Query { words, phrases, without, .. } = &self.query;
        let nothing_said = words.is_empty() && phrases.is_empty() && without.is_empty();
        nothing_said && self.with.is_empty() && self.without.is_empty() && self.kind.is_none()
    }

    /// The topics that are looked for and are not there.
    pub(super) fn unknown_topics(&self) -> impl Iterator<Item = &str> {
        let topic = |filter: &&Filter| filter.facet == Facet::Topic && filter.wish == Wish::With;
        self.unknown.iter().filter(topic).map(|filter| filter.value.as_str())
    }

    /// What was typed; nothing if some of it only narrows.
    pub(super) fn words(&self) -> String {
        let Query { text, filters, without, phrases, .. } = &self.query;
        let plain = filters.is_empty() && without.is_empty() && phrases.is_empty();
        if plain { text.trim().to_owned() } else { String::new() }
    }

    /// The kind that fills the page: the one that is looked for, else questions, or the first that is not excluded.
    pub fn kind(&self) -> Kind {
        let excluded = |kind: &Kind| {
            self.without.iter().any(|(facet, name)| *facet == Facet::Kind && name == kind.name())
        };
        let first = || Kind::ALL.into_iter().find(|kind| !excluded(kind));
        self.kind.or_else(first).unwrap_or(Kind::Question)
    }

    /// The request for what is suggested.
    pub(super) fn suggested(&self, limit: usize) -> Request<'_> {
        let mut request = self.narrowed(limit);
        request.with.extend(self.kind.map(|kind| (Facet::Kind, vec![kind.name().to_owned()])));
        request
    }

    fn narrowed(&self, limit: usize) -> Request<'_> {
        Request { with: self.with.clone(), without: self.without.clone(), ..Request::new(&self.query, limit) }
    }

    /// The request for one kind.
    pub(super) fn request(&self, kind: Kind, limit: usize) -> Request<'_> {
        let mut request = self.narrowed(limit);
        match kind {
            // Nearly everything is a question: the others are fewer to leave out than these to gather.
            Kind::Question => {
                let others = Kind::ALL.into_iter().filter(|other| *other != Kind::Question);
                request.without.extend(others.map(|other| (Facet::Kind, other.name().to_owned())));
            }
            other => request.with.push((Facet::Kind, vec![other.name().to_owned()])),
        }
        request.ranking.order = self.order;
        request.ranking.now = self.now;
        request
    }
}

/// The place of a result, as addresses carry it.
pub(super) fn cursor(hit: Hit) -> Cursor {
    Cursor {
        key: i64::from_ne_bytes(hit.rank.to_bits().to_ne_bytes()),
        second: hit.key.kind as i64,
        id: hit.key.id,
    }
}

fn hit(cursor: Cursor) -> Option<Hit> {
    let rank = f64::from_bits(u64::from_ne_bytes(cursor.key.to_ne_bytes()));
    let kind = Kind::ALL.into_iter().find(|kind| *kind as i64 == cursor.second)?;
    (rank.is_finite() && cursor.id >= 0).then_some(Hit { key: Key { kind, id: cursor.id }, rank })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_place_of_a_result_survives_being_an_address() {
        for rank in [12.5, 0.0, 1_700_000_000.0] {
            let here = Hit { key: Key { kind: Kind::Doctor, id: 9 }, rank };
            let read = Cursor::parse(&cursor(here).to_string()).and_then(hit);
            assert_eq!(read, Some(here));
        }
        for rubbish in ["1~7~1", "9218868437227405312~0~1", "1~0~-1"] {
            assert_eq!(Cursor::parse(rubbish).and_then(hit), None, "{rubbish}");
        }
    }

    #[test]
    fn an_address_holds_what_was_chosen_and_nothing_else() {
        let typed = Typed {
            q: "hair & skin".into(),
            topic: "botox".into(),
            after: "1~0~1".into(),
            ..Typed::default()
        };
        assert_eq!(typed.path(), "/search?q=hair+%26+skin&topic=botox");
        assert_eq!(Typed::default().path(), "/search");
    }
}

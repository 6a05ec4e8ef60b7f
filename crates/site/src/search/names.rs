//! What the names in a search stand for: topics, fields, doctors, places, languages.

use locale::{Languages, Locale};
use search::{Facet, Kind, Request, query::Query};

use super::store;
use crate::{app::App, error::Failure, index::Finder, taxonomy::Taxonomy};

/// Doctors of one name that a filter stands for.
const NAMESAKES: usize = 200;

/// What people call countries that have another name in the list, as parts of addresses.
const SAID: [(&str, &str); 20] = [
    ("america", "US"),
    ("britain", "GB"),
    ("czech-republic", "CZ"),
    ("ee-uu", "US"),
    ("eeuu", "US"),
    ("estados-unidos-de-america", "US"),
    ("gran-bretana", "GB"),
    ("great-britain", "GB"),
    ("holanda", "NL"),
    ("holland", "NL"),
    ("republica-checa", "CZ"),
    ("the-netherlands", "NL"),
    ("turkey", "TR"),
    ("u-k", "GB"),
    ("u-s", "US"),
    ("u-s-a", "US"),
    ("uae", "AE"),
    ("uk", "GB"),
    ("united-states-of-america", "US"),
    ("usa", "US"),
];

/// What languages are called in each other.
const NAMED: [(&str, &str); 3] = [("castellano", "es"), ("ingles", "en"), ("spanish", "es")];

pub(super) fn kind(name: &str) -> Option<Kind> {
    Kind::ALL.into_iter().find(|kind| kind.name() == name)
}

/// What a name stands for: values of a facet, as the index has them.
pub(super) async fn named(
    app: &App,
    l: Locale,
    taxonomy: &Taxonomy,
    facet: Facet,
    value: &str,
) -> Result<Option<(Facet, Vec<String>)>, Failure> {
    let slug = markup::slug(value, "");
    let one = |value: Option<String>| value.map(|value| (facet, vec![value]));
    Ok(match facet {
        Facet::Topic => one(topic(taxonomy, &slug)),
        Facet::Specialty => one(specialty(taxonomy, &slug)),
        Facet::Doctor => doctors(app, value, &slug).await?.map(|slugs| (facet, slugs)),
        // Who gave answers: a doctor, or somebody of a field.
        Facet::By => match doctors(app, value, &slug).await? {
            Some(slugs) => Some((Facet::Doctor, slugs)),
            None => specialty(taxonomy, &slug).map(|slug| (Facet::Specialty, vec![slug])),
        },
        Facet::Place => match country(app.languages, l, value, &slug) {
            Some(code) => one(Some(code)),
            None => one(store::is_place(app.db.read(), &slug).await?.then_some(slug)),
        },
        Facet::Answered => one(answered(l, &slug)),
        Facet::Kind => one(kind(slug.strip_suffix('s').unwrap_or(&slug)).map(|kind| kind.name().to_owned())),
        Facet::Language => one(language(app.languages, value, &slug)),
    })
}

fn topic(taxonomy: &Taxonomy, slug: &str) -> Option<String> {
    let called = |name: &str| markup::slug(name, "") == slug;
    let others = |json: &str| serde_json::from_str::<Vec<String>>(json).unwrap_or_default();
    let known = taxonomy.topic_at(slug).or_else(|| {
        let mut all = taxonomy.topics().into_iter();
        all.find(|topic| called(&topic.name) || others(&topic.synonyms).iter().any(|name| called(name)))
    });
    known.map(|topic| topic.slug.clone())
}

fn specialty(taxonomy: &Taxonomy, slug: &str) -> Option<String> {
    let called = |name: &str| markup::slug(name, "") == slug;
    let known = taxonomy.specialty_at(slug).or_else(|| {
        let mut all = taxonomy.specialties().into_iter();
        all.find(|one| called(&one.name) || called(&one.practitioner))
    });
    known.map(|specialty| specialty.slug.clone())
}

async fn doctors(app: &App, value: &str, slug: &str) -> Result<Option<Vec<String>>, Failure> {
    if let Some(doctor) = crate::doctor::find_at(app.db.read(), slug).await? {
        return Ok(Some(vec![doctor.slug]));
    }
    let name = value.to_owned();
    let finder = Finder::of(app);
    let found = finder.ask(move |view, _| {
        let query = Query { without: Vec::new(), ..Query::parse(&name) };
        let with = vec![(Facet::Kind, vec![Kind::Doctor.name().to_owned()])];
        view.suggest(&Request { with, ..Request::new(&query, NAMESAKES) })
    });
    let found = found.await?;
    let ids = found.unwrap_or_default().iter().map(|key| key.id).collect();
    let slugs = store::slugs(app.db.read(), ids).await?;
    Ok((!slugs.is_empty()).then_some(slugs))
}

/// A country by its two letters or by its name: in the reader's language, in English, or as people say it.
fn country(languages: Languages, l: Locale, value: &str, slug: &str) -> Option<String> {
    let said = SAID.iter().find(|(name, _)| *name == slug).map(|(_, code)| *code);
    let english = languages.get("en");
    let mut known = [Some(l), english].into_iter().flatten().flat_map(Locale::countries);
    let known = known
        .find(|(code, name)| code.eq_ignore_ascii_case(value.trim()) || markup::slug(name, "") == slug)
        .map(|(code, _)| code);
    known.or(said).map(str::to_lowercase)
}

/// A language of the site by its tag or its name: its own, or one of those below.
fn language(languages: Languages, value: &str, slug: &str) -> Option<String> {
    let named = NAMED.iter().find(|(name, _)| *name == slug).map(|(_, tag)| *tag);
    let called = |one: &Locale| {
        one.tag().eq_ignore_ascii_case(value.trim())
            || markup::slug(one.name(), "") == slug
            || Some(one.tag()) == named
    };
    languages.all().find(called).map(|one| one.tag().to_owned())
}

fn answered(l: Locale, slug: &str) -> Option<String> {
    let said = |word: &str| markup::slug(word, "");
    if slug == "yes" || slug == said(&l.c("stance", "yes").to_string()) {
        Some("yes".to_owned())
    } else if slug == "no" || slug == said(&l.c("stance", "no").to_string()) {
        Some("no".to_owned())
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn countries_and_languages_have_everyday_names() {
        assert!(SAID.is_sorted() && NAMED.is_sorted());
        let catalogue = locale::Catalogue::parse(include_str!("../../locales/es.po")).unwrap();
        let languages = Languages::builder().catalogue(catalogue).build().unwrap();
        let slug = |value: &str| markup::slug(value, "");
        for l in languages.all() {
            for (value, code) in [
                ("UK", "gb"),
                ("U.S.A.", "us"),
                ("usa", "us"),
                ("nl", "nl"),
                ("United Kingdom", "gb"),
                ("Germany", "de"),
            ] {
                assert_eq!(country(languages, l, value, &slug(value)).as_deref(), Some(code), "{value}");
            }
            assert_eq!(country(languages, l, "utrecht", "utrecht"), None);
            for (value, tag) in [("ES", "es"), ("Spanish", "es"), ("Español", "es"), ("inglés", "en")] {
                assert_eq!(language(languages, value, &slug(value)).as_deref(), Some(tag), "{value}");
            }
            assert_eq!(language(languages, "klingon", "klingon"), None);
        }
        let spanish = languages.get("es").unwrap();
        assert_eq!(country(languages, spanish, "Alemania", "alemania").as_deref(), Some("de"));
    }
}

//! `consilium search`: what a reader of the site finds, in the terminal.

use std::{ffi::OsString, fmt::Write, sync::Arc};

use clap::Args;
use search::{Kind, query::PARTS};
use serde::Serialize;
use site::{
    app::{App, Clock},
    index::Finder,
    search::{Asked, Found, Typed, Why, find},
    taxonomy::{Addressed, Topic},
};

use crate::{
    failure::{Failure, Outcome},
    open::{self, Global},
    terminal,
};

/// Find questions, doctors and topics as readers of the site do
///
/// The same words, filters and order as on the page /search: topic:, doctor:, specialty:, place:, answered:yes or no, by:,
/// kind:, language:, "words that belong together", -without. Put all of it between single quotes, so that the shell leaves it as it is.
/// It reads the index as it is; a site that runs keeps it.
#[derive(Args, Debug)]
pub(crate) struct Search {
    /// What to look for
    #[arg(value_name = "WORDS", required = true)]
    words: Vec<String>,
    /// How many questions are shown
    #[arg(long, value_name = "N", default_value_t = 10, value_parser = clap::value_parser!(u64).range(1..=100))]
    limit: u64,
    /// The order: relevance, newest or agreement
    #[arg(long, value_name = "ORDER", default_value = "relevance", value_parser = ["relevance", "newest", "agreement"])]
    sort: String,
}

/// What was found, as programs get it. These names are promised.
#[derive(Serialize)]
struct Told<'a> {
    total: usize,
    did_you_mean: Option<&'a str>,
    unknown_filters: Vec<String>,
    too_many: &'a [String],
    near_topics: Vec<Named<'a>>,
    questions: Vec<Question<'a>>,
    doctors: Vec<Named<'a>>,
    topics: Vec<Named<'a>>,
}

#[derive(Serialize)]
struct Question<'a> {
    id: i64,
    title: &'a str,
    path: String,
    answers: i32,
    agreement: String,
    excerpt: Option<String>,
}

#[derive(Serialize)]
struct Named<'a> {
    name: Option<&'a str>,
    path: String,
}

impl Search {
    /// What is looked for.
    pub(super) fn typed(&self) -> String {
        self.words.join(" ")
    }

    pub(crate) fn run(self, global: &Global) -> Outcome {
        let config = global.load(&[])?;
        open::block_on(&config.clone(), async {
            let db = open::existing(&config).await?;
            let app = App::new(db, config.clone(), Clock::system(), String::new())?;
            for without in Finder::of(&app).open(&config).map_err(Failure::failed)? {
                terminal::note(&without);
            }
            let typed = Typed { q: self.typed(), sort: self.sort, ..Typed::default() };
            let l = app.languages.default_locale();
            let asked = Arc::new(Asked::of(&app, l, &typed).await?);
            if asked.is_empty() && asked.unknown.is_empty() {
                return Err(Failure::usage("there is nothing to look for in that; write some words"));
            }
            let found = find(&app, &asked, ("/search", self.limit), Why::Untold).await?;
            let found = found.ok_or_else(|| Failure::failed("the index was closed meanwhile"))?;
            let told = told(&found, &asked, l);
            if global.json { terminal::say_json(&told) } else { terminal::say(&words(&told, asked.kind())) }
        })
    }
}

/// The command line with `-botox` as a word: by a minus that begins no option, and that a search reads as the same. One letter
/// may be an option of one letter.
pub(crate) fn with_minus(typed: &[OsString]) -> impl Iterator<Item = OsString> {
    typed.iter().map(|word| match word.to_str().and_then(|word| word.strip_prefix('-')) {
        Some(rest) if !rest.starts_with('-') && rest.chars().nth(1).is_some() => format!("−{rest}").into(),
        _ => word.clone(),
    })
}

fn told<'a>(found: &'a Found, asked: &'a Asked, l: locale::Locale) -> Told<'a> {
    let question = |row: &'a site::question::Row| Question {
        id: row.brief.id,
        title: &row.brief.title,
        path: row.brief.path(),
        answers: row.brief.answer_count,
        agreement: row.brief.counts().label().words(l),
        excerpt: row
            .excerpt
            .as_ref()
            .map(|excerpt| excerpt.0.iter().map(|part| part.text.as_str()).collect()),
    };
    let topic = |topic: &'a Topic| Named { name: Some(&topic.name), path: topic.path() };
    Told {
        total: found.total,
        did_you_mean: found.meant.as_deref(),
        unknown_filters: asked.unknown.iter().map(ToString::to_string).collect(),
        too_many: &asked.query.beyond,
        questions: found.questions.rows.iter().map(question).collect(),
        doctors: found
            .doctors
            .iter()
            .map(|one| Named { name: one.name.as_deref(), path: one.path() })
            .collect(),
        topics: found.topics.iter().map(topic).collect(),
        near_topics: found.near.iter().map(topic).collect(),
    }
}

fn words(told: &Told<'_>, kind: Kind) -> String {
    let mut said = String::new();
    for name in &told.unknown_filters {
        let _ = writeln!(said, "nothing here is called {name}; it was left out");
    }
    for name in told.too_many {
        let _ = writeln!(said, "there are more than {PARTS} like {name}; it was left out");
    }
    if let Some(meant) = told.did_you_mean {
        let _ = writeln!(said, "did you mean: {meant}");
    }
    for topic in &told.near_topics {
        let _ = writeln!(said, "near      {}  {}", topic.name.unwrap_or_default(), topic.path);
    }
    for topic in &told.topics {
        let _ = writeln!(said, "topic     {}  {}", topic.name.unwrap_or_default(), topic.path);
    }
    for doctor in &told.doctors {
        let _ = writeln!(said, "doctor    {}  {}", doctor.name.unwrap_or("name not given"), doctor.path);
    }
    for one in &told.questions {
        let _ = writeln!(said, "question  {}  {}", one.title, one.path);
        let _ = match one.answers {
            0 => writeln!(said, "          no answer yet"),
            1 => writeln!(said, "          1 answer; {}", one.agreement),
            n => writeln!(said, "          {n} answers; {}", one.agreement),
        };
        if let Some(excerpt) = &one.excerpt {
            let _ = writeln!(said, "          {}", excerpt.split_whitespace().collect::<Vec<_>>().join(" "));
        }
    }
    let _ = match (told.total, kind.name()) {
        (0, kind) => writeln!(said, "no {kind} was found"),
        (1, kind) => writeln!(said, "1 {kind} in all"),
        (n, kind) => writeln!(said, "{n} {kind}s in all"),
    };
    said
}

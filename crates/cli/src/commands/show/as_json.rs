//! A question as programs get it. These names are promised: scripts are written against them.

use locale::Locale;
use serde::Serialize;
use site::{answer::Answer, question::Found, taxonomy::Taxonomy};

#[derive(Serialize)]
pub(super) struct Question<'a> {
    id: i64,
    title: &'a str,
    body: &'a str,
    state: &'static str,
    topics: Vec<&'a str>,
    country: Option<&'a str>,
    /// What the asker added later.
    details: Vec<Detail<'a>>,
    found_answer_at: Option<i64>,
    /// Code of the reason why it takes no more answers.
    locked: Option<&'a str>,
    /// Code of the reason for which a moderator changed its words.
    edited_for: Option<&'a str>,
    /// How it differs from questions like it that were answered before.
    different: Option<&'a str>,
    agreement: Agreement,
    answers: Vec<Given<'a>>,
}

#[derive(Serialize)]
struct Detail<'a> {
    /// Unix seconds, as all times here.
    at: i64,
    body: &'a str,
    /// Code of the reason for which a moderator removed it.
    removed_for: Option<&'a str>,
    /// Code of the reason for which a moderator changed its words.
    edited_for: Option<&'a str>,
}

#[derive(Serialize)]
struct Agreement {
    label: String,
    counts: Counts,
    /// Whether any stance that counts was read from the text.
    inferred: bool,
}

#[derive(Serialize)]
struct Counts {
    yes: u32,
    no: u32,
    depends: u32,
    unknown: u32,
}

#[derive(Serialize)]
struct Given<'a> {
    id: i64,
    headline: &'a str,
    body: &'a str,
    stance: Option<&'static str>,
    stance_source: Option<&'static str>,
    see_someone: Option<&'a str>,
    no_see_someone: Option<&'a str>,
    interests: Option<&'a str>,
    correction: Option<&'a str>,
    edited_for: Option<&'a str>,
    helped: i32,
    doctor: Doctor<'a>,
}

#[derive(Serialize)]
struct Doctor<'a> {
    name: Option<&'a str>,
    credentials: &'a str,
    specialty: Option<&'a str>,
    city: Option<&'a str>,
    verified: bool,
    rating: Option<Rating>,
}

#[derive(Serialize)]
struct Rating {
    mean: f64,
    count: i64,
}

/// The question with everything that its page shows first.
pub(super) fn question(found: &Found, l: Locale) -> Question<'_> {
    let counts = found.counts;
    Question {
        id: found.question.id,
        title: &found.question.title,
        body: &found.question.body,
        state: found.question.state.word(),
        topics: found.topics.iter().filter_map(|id| Some(found.taxonomy.topic(*id)?.name.as_str())).collect(),
        country: found.question.country.as_deref(),
        details: found.details.iter().map(detail).collect(),
        found_answer_at: found.question.found_answer_at,
        locked: found.question.locked.as_deref(),
        edited_for: found.question.edited_for.as_deref(),
        different: found.question.different.as_deref(),
        agreement: Agreement {
            label: counts.label().words(l),
            counts: Counts {
                yes: counts.yes,
                no: counts.no,
                depends: counts.depends,
                unknown: counts.unknown,
            },
            inferred: counts.inferred > 0,
        },
        answers: found.answers.iter().map(|answer| given(answer, &found.taxonomy)).collect(),
    }
}

fn detail(it: &site::question::Detail) -> Detail<'_> {
    Detail {
        at: it.at,
        body: &it.body,
        removed_for: it.removed_for.as_deref(),
        edited_for: it.edited_for.as_deref(),
    }
}

fn given<'a>(answer: &'a Answer, taxonomy: &'a Taxonomy) -> Given<'a> {
    let (row, author) = (&answer.row, &answer.author);
    Given {
        id: row.id,
        headline: &row.headline,
        body: &row.body,
        stance: row.stance.map(|stance| stance.word()),
        stance_source: row.stance_source.map(|source| source.word()),
        see_someone: row.see_someone.as_deref(),
        no_see_someone: row.no_see_someone.as_deref(),
        interests: row.interests.as_deref(),
        correction: row.correction.as_deref(),
        edited_for: row.edited_for.as_deref(),
        helped: row.helped_count,
        doctor: Doctor {
            name: author.name.as_deref(),
            credentials: &author.letters,
            specialty: author.specialty(taxonomy).map(|specialty| specialty.practitioner.as_str()),
            city: author.city.as_deref(),
            verified: author.verified,
            // A mean of decimals is exact to the thousandth at best, and 4.7 should read 4.7.
            rating: author
                .rating()
                .map(|r| Rating { mean: (r.mean() * 1000.0).round() / 1000.0, count: r.count }),
        },
    }
}

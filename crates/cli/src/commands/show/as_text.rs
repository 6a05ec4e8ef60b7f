//! A question as people read it in a terminal.

use std::fmt::Write;

use locale::Locale;
use site::{
    agreement::{Counts, FEWEST, stance_says, stance_word},
    answer::Answer,
    evidence::Resolve,
    question::Found,
};

use crate::terminal::{self, wrap};

/// Widest text that is still read with ease.
const WIDEST: usize = 96;
/// Widest bar, in columns.
const BAR: u32 = 24;

/// The question with everything that its page shows first.
pub(super) fn question(found: &Found, l: Locale) -> String {
    let width = terminal::width().map_or(80, usize::from).min(WIDEST);
    let question = &found.question;
    let mut out = wrap(&question.title, width, 0);
    out.push_str(&wrap(&about(found, l), width, 0));
    out.push('\n');
    out.push_str(&wrap(&markup::plain_text(&question.body), width, 2));
    for detail in &found.details {
        let what = if detail.removed_for.is_some() { ", removed by a moderator" } else { "" };
        let added = format!("Added {}{what}: {}", l.date(detail.at), markup::plain_text(&detail.body));
        out.push_str(&format!("\n{}", wrap(&added, width, 2)));
    }
    out.push('\n');
    out.push_str(&agreement(found.counts, l));
    let count = found.answers.len();
    let answers = l.n(count, "{n} doctor answer", "{n} doctor answers");
    out.push_str(&format!(
        "\n{}\n",
        if count == 0 { "No answers yet".to_owned() } else { answers.to_string() }
    ));
    for (at, answer) in found.answers.iter().enumerate() {
        out.push_str(&shown(found, at + 1, answer, (width, l)));
    }
    out
}

/// Number, topics and date, in one line.
fn about(found: &Found, l: Locale) -> String {
    let mut parts = vec![format!("Question {}", found.question.id)];
    let topics: Vec<&str> =
        found.topics.iter().filter_map(|id| Some(found.taxonomy.topic(*id)?.name.as_str())).collect();
    if !topics.is_empty() {
        parts.push(topics.join(", "));
    }
    parts.extend(found.question.asked_at.map(|at| format!("asked {}", l.date(at))));
    parts.join(" · ")
}

/// The label, and under it a bar for each stance.
fn agreement(counts: Counts, l: Locale) -> String {
    let read =
        if counts.inferred > 0 && counts.total() >= FEWEST { "  (read from what they wrote)" } else { "" };
    let mut out = format!("{}{read}\n", counts.label().words(l));
    let most = counts.ranked().first().map_or(1, |(_, n)| *n);
    for (stance, n) in counts.ranked() {
        let bar = if most > BAR { (n * BAR / most).max(1) } else { n };
        // Writing to a string can't fail.
        let _sure =
            writeln!(out, "  {:<10} {} {n}", stance_word(l, stance).to_string(), "█".repeat(bar as usize));
    }
    out
}

fn shown(found: &Found, number: usize, answer: &Answer, (width, l): (usize, Locale)) -> String {
    let row = &answer.row;
    let mut out = format!("\n{}", wrap(&format!("{number}. {}", row.headline), width, 0));
    out.push_str(&wrap(&markup::plain_text(&row.body), width, 3));
    out.push('\n');
    out.push_str(&wrap(&format!("— {}", byline(found, answer)), width, 3));
    let mut facts: Vec<String> = Vec::new();
    facts.extend(answer.author.rating().map(|rating| {
        let reviews = l.n(rating.count, "{n} review", "{n} reviews");
        format!("{} out of 5 stars, {reviews}", l.decimal(rating.mean(), 1))
    }));
    facts.extend(row.stance.map(|stance| {
        let read = if row.is_inferred() { " (read from the text)" } else { "" };
        format!("{}{read}", stance_says(l, stance))
    }));
    facts.extend(row.answered_at.map(|at| l.date(at).to_string()));
    out.push_str(&wrap(&facts.join(" · "), width, 5));
    for said in beside(answer) {
        out.push_str(&wrap(&said, width, 5));
    }
    for citation in found.citations(row.id) {
        out.push_str(&wrap(&format!("Source: {}", citation.shown()), width, 5));
    }
    out
}

/// What the doctor said beside the answer.
fn beside(answer: &Answer) -> impl Iterator<Item = String> {
    let row = &answer.row;
    let said = [
        ("See someone in person if", &row.see_someone),
        ("No word on when to see someone", &row.no_see_someone),
        ("Interests", &row.interests),
        ("Changed", &row.correction),
    ];
    said.into_iter().filter_map(|(what, words)| Some(format!("{what}: {}", words.as_ref()?)))
}

/// Who answered: name, letters, badge, specialty and city.
fn byline(found: &Found, answer: &Answer) -> String {
    let author = &answer.author;
    let name = author.name.as_deref().unwrap_or("Name not given");
    let mut parts =
        vec![if author.letters.is_empty() { name.to_owned() } else { format!("{name}, {}", author.letters) }];
    parts.extend(author.specialty(&found.taxonomy).map(|specialty| specialty.practitioner.clone()));
    parts.extend(author.city.clone());
    if author.verified {
        parts.push("verified".to_owned());
    }
    parts.join(" · ")
}

//! A question as machines read it: schema.org's `QAPage` within a `MedicalWebPage`. No answer is "accepted":
//! the site shows all doctors and prefers none.

use serde::Serialize;
use serde_json::Value;

use super::Found;
use crate::{
    answer::Answer,
    doctor,
    web::{
        Frame,
        json_ld::{person, time},
    },
};

/// Structs and not `json!`: this is the larger half of the page, and it is written for each page that is made.
#[derive(Serialize)]
#[serde(tag = "@type", rename = "QAPage")]
struct QaPage<'a> {
    #[serde(rename = "@id")]
    id: String,
    url: &'a str,
    #[serde(rename = "mainEntity")]
    main_entity: Question<'a>,
}

#[derive(Serialize)]
#[serde(tag = "@type", rename_all = "camelCase")]
struct Question<'a> {
    #[serde(rename = "@id")]
    id: String,
    name: &'a str,
    text: String,
    in_language: &'a str,
    answer_count: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_published: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_modified: Option<String>,
    author: Value,
    suggested_answer: Vec<Suggested<'a>>,
}

#[derive(Serialize)]
#[serde(tag = "@type", rename = "Answer", rename_all = "camelCase")]
struct Suggested<'a> {
    text: String,
    url: String,
    in_language: &'a str,
    upvote_count: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_published: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_modified: Option<String>,
    author: doctor::Author<'a>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    citation: Vec<Work<'a>>,
}

#[derive(Serialize)]
#[serde(tag = "@type", rename = "CreativeWork")]
struct Work<'a> {
    name: &'a str,
    identifier: &'a str,
}

#[derive(Serialize)]
struct About<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    name: &'a str,
}

#[derive(Serialize)]
#[serde(tag = "@type", rename_all = "camelCase")]
struct MedicalWebPage<'a> {
    #[serde(rename = "@id")]
    id: &'a str,
    url: &'a str,
    name: &'a str,
    about: Vec<About<'a>>,
    in_language: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_published: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_modified: Option<String>,
    publishing_principles: String,
}

/// Tells machines what the page says.
pub(super) fn tell(frame: &mut Frame, found: &Found) {
    let url = frame.canonical_url();
    let page = described_page(frame, found, &url);
    let qa =
        QaPage { id: format!("{url}#qa"), url: &url, main_entity: described_question(frame, found, &url) };
    frame.tell_pair(&qa, &page);
}

fn described_question<'a>(frame: &Frame, found: &'a Found, url: &str) -> Question<'a> {
    let question = &found.question;
    let author = question.author.clone().unwrap_or_else(|| frame.l.t("A patient").to_string());
    Question {
        id: format!("{url}#question"),
        name: &question.title,
        text: text(found),
        in_language: &question.lang,
        answer_count: found.answers.len(),
        date_published: question.asked_at.map(time),
        date_modified: question.updated_at.map(time),
        author: person(&author),
        suggested_answer: found.answers.iter().map(|answer| suggested(frame, found, answer, url)).collect(),
    }
}

/// The question's words with what was added to them.
fn text(found: &Found) -> String {
    let mut text = markup::plain_text(&found.question.body);
    for detail in found.details.iter().filter(|detail| detail.removed_for.is_none()) {
        text.push_str("\n\n");
        text.push_str(&markup::plain_text(&detail.body));
    }
    text
}

fn described_page<'a>(frame: &Frame, found: &'a Found, url: &'a str) -> MedicalWebPage<'a> {
    let question = &found.question;
    let topics = found.topics.iter().filter_map(|id| found.taxonomy.topic(*id));
    MedicalWebPage {
        id: url,
        url,
        name: &question.title,
        about: topics.map(|topic| About { kind: schema_type(topic.topic_kind), name: &topic.name }).collect(),
        in_language: &question.lang,
        date_published: question.asked_at.map(time),
        date_modified: found
            .answers
            .iter()
            .filter_map(|a| a.row.updated_at.or(a.row.answered_at))
            .max()
            .map(time),
        publishing_principles: frame.absolute_path("/how-answers-are-ranked"),
    }
}

fn suggested<'a>(frame: &Frame, found: &'a Found, answer: &'a Answer, url: &str) -> Suggested<'a> {
    let works = found.citations(answer.row.id).iter();
    Suggested {
        text: format!("{}\n\n{}", answer.row.headline, markup::plain_text(&answer.row.body)),
        url: format!("{url}#answer-{}", answer.row.id),
        in_language: &answer.row.lang,
        upvote_count: answer.row.peers().agree,
        date_published: answer.row.answered_at.map(time),
        date_modified: answer.row.updated_at.map(time),
        author: doctor::Author::of(frame, &answer.author, &found.taxonomy),
        citation: works
            .filter_map(|c| Some(Work { name: c.title.as_deref()?, identifier: &c.identifier }))
            .collect(),
    }
}

fn schema_type(kind: db::value::TopicKind) -> &'static str {
    use db::value::TopicKind::{BodyArea, Condition, Medicine, Symptom, Treatment};
    match kind {
        Treatment => "MedicalProcedure",
        Condition => "MedicalCondition",
        Medicine => "Drug",
        BodyArea => "AnatomicalStructure",
        Symptom => "MedicalSymptom",
    }
}

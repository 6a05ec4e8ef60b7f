//! A question as machines read it: schema.org's `QAPage` within a `MedicalWebPage`. No answer is "accepted":
//! the site shows all doctors and prefers none.

use serde_json::{Value, json};

use super::Found;
use crate::{
    answer::Answer,
    doctor,
    web::{
        Frame,
        json_ld::{compact, time},
    },
};

pub(super) fn described(frame: &Frame, found: &Found) -> Vec<Value> {
    let (question, url) = (&found.question, frame.canonical_url());
    let answers: Vec<Value> =
        found.answers.iter().map(|answer| answer_described(frame, found, answer, &url)).collect();
    let asked = question.asked_at.map(time);
    let author = question.author.clone().unwrap_or_else(|| frame.l.t("A patient").to_string());
    let main = compact(json!({
        "@type": "Question",
        "@id": format!("{url}#question"),
        "name": question.title,
        "text": markup::plain_text(&question.body),
        "inLanguage": question.lang,
        "answerCount": found.answers.len(),
        "datePublished": asked,
        "dateModified": question.updated_at.map(time),
        "author": { "@type": "Person", "name": author },
        "suggestedAnswer": answers,
    }));
    let topics: Vec<Value> = found
        .topics
        .iter()
        .filter_map(|id| found.taxonomy.topic(*id))
        .map(|topic| json!({ "@type": schema_type(topic.topic_kind), "name": topic.name }))
        .collect();
    let reviewed =
        found.answers.iter().filter_map(|a| a.row.updated_at.or(a.row.answered_at)).max().map(time);
    vec![
        json!({ "@type": "QAPage", "@id": format!("{url}#qa"), "url": url, "mainEntity": main }),
        compact(json!({
            "@type": "MedicalWebPage", "@id": url, "url": url, "name": question.title, "about": topics,
            "inLanguage": question.lang, "datePublished": asked, "dateModified": reviewed,
            "publishingPrinciples": format!("{}{}", frame.face().public_url, frame.l.href("/how-answers-are-ranked")),
        })),
    ]
}

fn answer_described(frame: &Frame, found: &Found, answer: &Answer, url: &str) -> Value {
    let text = format!("{}\n\n{}", answer.row.headline, markup::plain_text(&answer.row.body));
    let citations: Vec<Value> = found
        .citations(answer.row.id)
        .iter()
        .filter_map(|citation| Some(json!({ "@type": "CreativeWork", "name": citation.title.clone()?, "identifier": citation.identifier })))
        .collect();
    compact(json!({
        "@type": "Answer",
        "text": text,
        "url": format!("{url}#answer-{}", answer.row.id),
        "inLanguage": answer.row.lang,
        "upvoteCount": answer.row.peers().agree,
        "datePublished": answer.row.answered_at.map(time),
        "dateModified": answer.row.updated_at.map(time),
        "author": doctor::described(frame, &answer.author, &found.taxonomy),
        "citation": Some(citations).filter(|citations| !citations.is_empty()),
    }))
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

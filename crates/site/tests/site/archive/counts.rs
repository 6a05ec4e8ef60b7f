//! The counts that rows keep of other rows, after many changes, against counting anew.

use std::collections::HashMap;

use db::{
    Db, TestDb,
    entity::{agreement, answer, citation, credential, doctor, question, question_topic, review, topic},
    sea_orm::EntityTrait,
    value::{Stance, StanceSource, State, Verdict},
};
use site::{archive::ImportOptions, doctor::counts::rating_order};

use super::{NOW, import, import_with, refused};

/// A small generator of numbers that is the same each time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }

    fn pick<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.roll(of.len() as u64) as usize]
    }
}

/// An archive of one shape, whose contents depend on the dice.
fn archive(dice: &mut Dice) -> String {
    let state = |dice: &mut Dice| dice.pick(&["published", "published", "held", "removed"]).to_owned();
    let mut out = String::from("{\"kind\":\"source\",\"id\":\"s\",\"name\":\"S\"}\n");
    for topic in 0..4 {
        out += &format!(
            "{{\"kind\":\"topic\",\"id\":\"t{topic}\",\"name\":\"T{topic}\",\"topic_kind\":\"symptom\"}}\n"
        );
    }
    for doctor in 0..8 {
        out += &format!(
            "{{\"kind\":\"doctor\",\"source\":\"s\",\"id\":\"d{doctor}\",\"name\":\"Doctor {}\"}}\n",
            dice.roll(3)
        );
        let count = 1 + dice.roll(9);
        out += &format!(
            "{{\"kind\":\"rating\",\"source\":\"s\",\"doctor\":\"d{doctor}\",\"sum\":{},\"count\":{count}}}\n",
            count * (1 + dice.roll(5))
        );
    }
    for credential in 0..10 {
        let doctor = dice.roll(8);
        let proof = dice.pick(&[
            "",
            ",\"verified_at\":\"2024-01-01T00:00:00Z\"",
            ",\"verified_at\":\"2024-01-01T00:00:00Z\"",
            ",\"verified_at\":\"2024-01-01T00:00:00Z\",\"revoked_at\":\"2024-02-01T00:00:00Z\"",
        ]);
        out += &format!(
            "{{\"kind\":\"credential\",\"source\":\"s\",\"id\":\"l{credential}\",\"doctor\":\"d{doctor}\",\"issuer\":\"I\",\"credential_kind\":\"licence\"{proof}}}\n"
        );
    }
    for review in 0..20 {
        let (doctor, stars, state) = (dice.roll(8), 1 + dice.roll(5), state(dice));
        out += &format!(
            "{{\"kind\":\"review\",\"source\":\"s\",\"id\":\"r{review}\",\"doctor\":\"d{doctor}\",\"stars\":{stars},\"text\":\"\",\"state\":\"{state}\"}}\n"
        );
    }
    for question in 0..10 {
        let (topic, state) = (dice.roll(4), state(dice));
        out += &format!(
            "{{\"kind\":\"question\",\"source\":\"s\",\"id\":\"q{question}\",\"title\":\"Q\",\"body\":\"\",\"topics\":[\"t{topic}\",\"t{}\"],\"state\":\"{state}\"}}\n",
            (topic + 1) % 4
        );
    }
    for answer in 0..30 {
        // Each answer keeps its doctor; two that meet on one question are refused, which is part of the test.
        let (question, doctor, state) = (dice.roll(10), answer % 8, state(dice));
        let (stance, source) =
            (dice.pick(&["yes", "no", "depends", "unknown"]), dice.pick(&["stated", "confirmed"]));
        out += &format!(
            "{{\"kind\":\"answer\",\"source\":\"s\",\"id\":\"a{answer}\",\"question\":\"q{question}\",\"doctor\":\"d{doctor}\",\"headline\":\"H\",\"body\":\"B\",\"stance\":\"{stance}\",\"stance_source\":\"{source}\",\"state\":\"{state}\"}}\n"
        );
    }
    for mark in 0..20 {
        let (answer, doctor, verdict) =
            (dice.roll(30), dice.roll(8), dice.pick(&["agree", "caveat", "disagree"]));
        out += &format!(
            "{{\"kind\":\"agreement\",\"source\":\"s\",\"id\":\"g{mark}\",\"answer\":\"a{answer}\",\"doctor\":\"d{doctor}\",\"verdict\":\"{verdict}\",\"text\":\"T\"}}\n"
        );
        out += &format!(
            "{{\"kind\":\"citation\",\"source\":\"s\",\"id\":\"c{mark}\",\"answer\":\"a{answer}\",\"scheme\":\"pmid\",\"identifier\":\"{}\"}}\n",
            1 + dice.roll(99)
        );
    }
    out
}

#[db::test]
async fn counts_are_what_counting_anew_gives(test: TestDb) {
    let mut dice = Dice(7);
    for round in 0..6 {
        let options =
            ImportOptions { batch_records: 1 + dice.roll(40) as usize, ..ImportOptions::at(NOW + round) };
        let archive = archive(&mut dice);
        let first = import_with(&test.db, &archive, &options).await;
        assert!(first.tally.changed.total() > 0 || round == 0);
        assert_eq!(first.tally.refused.of("line"), 0);
        questions(&test.db).await;
        doctors(&test.db).await;
        answers(&test.db).await;
        topics(&test.db).await;
        assert!(refused(&first) > 0, "answers that meet on one question are refused");
    }
}

const MARKED: &str = r#"{"kind":"source","id":"s","name":"S"}
{"kind":"doctor","source":"s","id":"d","name":"Ada Quill"}
{"kind":"doctor","source":"s","id":"e","name":"Bruno Vale"}
{"kind":"credential","source":"s","id":"l","doctor":"e","issuer":"Board","credential_kind":"licence","verified_at":"2024-01-01T00:00:00Z"}
{"kind":"question","source":"s","id":"q","title":"Does it itch?","body":""}
{"kind":"question","source":"s","id":"r","title":"Does it burn?","body":"","state":"held"}
{"kind":"answer","source":"s","id":"a","question":"q","doctor":"d","headline":"No","body":"No."}
{"kind":"answer","source":"s","id":"b","question":"r","doctor":"d","headline":"No","body":"No."}
{"kind":"agreement","source":"s","id":"g","answer":"a","doctor":"e","verdict":"agree"}
"#;

/// How many answers the profile of the doctor who gave them shows.
async fn shown_answers(db: &Db) -> i64 {
    let doctors = doctor::Entity::find().all(db.read()).await.unwrap();
    doctors.iter().find(|row| row.external_id.as_deref() == Some("d")).unwrap().answer_count
}

#[db::test]
async fn answers_count_for_their_doctor_while_their_question_is_shown(test: TestDb) {
    let change = async |archive: &str| {
        assert_eq!(refused(&import(&test.db, archive).await), 0);
        shown_answers(&test.db).await
    };
    assert_eq!(change(MARKED).await, 1);
    let both = MARKED.replace(r#","state":"held""#, "");
    assert_eq!(change(&both).await, 2, "a held question comes into view");
    let edited = both.replace(
        r#""title":"Does it itch?","body":"""#,
        r#""title":"Does it itch?","body":"","state":"removed""#,
    );
    // The question goes and its answer is rewritten at once.
    assert_eq!(
        change(&edited.replace(
            r#""question":"q","doctor":"d","headline":"No""#,
            r#""question":"q","doctor":"d","headline":"Never""#
        ))
        .await,
        1
    );
    // It comes back, and its answer is held at once.
    assert_eq!(change(&both.replacen(r#""body":"No."}"#, r#""body":"No.","state":"held"}"#, 1)).await, 1);
    assert_eq!(change(&both).await, 2);
    // An answer moves to a new question that nobody is shown.
    let moved = both.replace(
        r#"{"kind":"answer","source":"s","id":"b","question":"r""#,
        "{\"kind\":\"question\",\"source\":\"s\",\"id\":\"t\",\"title\":\"T\",\"body\":\"\",\"state\":\"held\"}\n{\"kind\":\"answer\",\"source\":\"s\",\"id\":\"b\",\"question\":\"t\"",
    );
    assert_eq!(change(&moved).await, 1);
    assert_eq!(change(&both).await, 2);
}

#[db::test]
async fn marks_count_while_the_doctor_who_made_them_is_verified(test: TestDb) {
    let change = async |archive: &str| {
        assert_eq!(refused(&import(&test.db, archive).await), 0);
        answer::Entity::find()
            .all(test.db.read())
            .await
            .unwrap()
            .iter()
            .map(|row| row.agree_count)
            .sum::<i32>()
    };
    let unproven: String =
        MARKED.lines().filter(|line| !line.contains("credential")).flat_map(|line| [line, "\n"]).collect();
    assert_eq!(change(&unproven).await, 0, "nobody has looked at who this is");
    assert_eq!(change(MARKED).await, 1);
    let revoked = MARKED.replace(r#""verified_at""#, r#""revoked_at":"2024-02-01T00:00:00Z","verified_at""#);
    assert_eq!(change(&revoked).await, 0);
    assert_eq!(change(MARKED).await, 1);
    let of_another = MARKED.replace(r#""id":"l","doctor":"e""#, r#""id":"l","doctor":"d""#);
    assert_eq!(change(&of_another).await, 0);
}

async fn questions(db: &Db) {
    let answers = answer::Entity::find().all(db.read()).await.unwrap();
    for row in question::Entity::find().all(db.read()).await.unwrap() {
        let its = || {
            answers.iter().filter(|answer| answer.question_id == row.id && answer.state == State::Published)
        };
        let count = |stance| its().filter(|answer| answer.stance == Some(stance)).count() as i32;
        assert_eq!(row.answer_count, its().count() as i32);
        let kept = [row.stance_yes, row.stance_no, row.stance_depends, row.stance_unknown];
        assert_eq!(kept, [Stance::Yes, Stance::No, Stance::Depends, Stance::Unknown].map(count));
        let inferred = its().filter(|answer| answer.stance_source == Some(StanceSource::Inferred)).count();
        assert_eq!(row.stance_inferred, inferred as i32);
    }
}

async fn doctors(db: &Db) {
    let answers = answer::Entity::find().all(db.read()).await.unwrap();
    let reviews = review::Entity::find().all(db.read()).await.unwrap();
    let questions = question::Entity::find().all(db.read()).await.unwrap();
    let shown = |id| questions.iter().any(|row| row.id == id && row.state == State::Published);
    for row in doctor::Entity::find().all(db.read()).await.unwrap() {
        let answered = answers.iter().filter(|answer| {
            answer.doctor_id == row.id && answer.state == State::Published && shown(answer.question_id)
        });
        assert_eq!(row.answer_count, answered.count() as i64);
        let its =
            || reviews.iter().filter(|review| review.doctor_id == row.id && review.state == State::Published);
        assert_eq!(row.review_count, its().count() as i64);
        assert_eq!(row.review_sum, its().map(|review| i64::from(review.stars)).sum::<i64>());
        let sum = row.rating_start_sum + 1_000 * row.review_sum;
        assert_eq!(row.rating_order, rating_order(sum, row.rating_start_count + row.review_count));
    }
}

async fn answers(db: &Db) {
    let marks = agreement::Entity::find().all(db.read()).await.unwrap();
    let citations = citation::Entity::find().all(db.read()).await.unwrap();
    let credentials = credential::Entity::find().all(db.read()).await.unwrap();
    let verified = |doctor| {
        credentials
            .iter()
            .any(|it| it.doctor_id == doctor && it.verified_at.is_some() && it.revoked_at.is_none())
    };
    assert!(
        marks.iter().any(|mark| verified(mark.doctor_id))
            && !marks.iter().all(|mark| verified(mark.doctor_id))
    );
    for row in answer::Entity::find().all(db.read()).await.unwrap() {
        let count = |verdict| {
            let its = marks.iter().filter(|mark| mark.answer_id == row.id && mark.verdict == verdict);
            its.filter(|mark| verified(mark.doctor_id)).count() as i32
        };
        let kept = [row.agree_count, row.caveat_count, row.disagree_count];
        assert_eq!(kept, [Verdict::Agree, Verdict::Caveat, Verdict::Disagree].map(count));
        let mut positions: Vec<i32> =
            citations.iter().filter(|it| it.answer_id == row.id).map(|it| it.position).collect();
        assert_eq!(row.citation_count, positions.len() as i32);
        positions.sort_unstable();
        positions.dedup();
        assert_eq!(row.citation_count, positions.len() as i32, "no two at one position");
    }
}

async fn topics(db: &Db) {
    let questions = question::Entity::find().all(db.read()).await.unwrap();
    let published: HashMap<i64, bool> =
        questions.iter().map(|row| (row.id, row.state == State::Published)).collect();
    let links = question_topic::Entity::find().all(db.read()).await.unwrap();
    for row in topic::Entity::find().all(db.read()).await.unwrap() {
        let count =
            links.iter().filter(|link| link.topic_id == row.id && published[&link.question_id]).count();
        assert_eq!(row.question_count, count as i64);
    }
}

//! The counts that rows keep of other rows, after many changes, against counting anew.

use std::collections::HashMap;

use db::{
    Db, TestDb,
    entity::{agreement, answer, citation, doctor, question, question_topic, review, topic},
    sea_orm::EntityTrait,
    value::{Stance, StanceSource, State, Verdict},
};
use site::{archive::ImportOptions, doctor::counts::rating_order};

use super::{NOW, import_with, refused};

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
    for row in doctor::Entity::find().all(db.read()).await.unwrap() {
        let answered =
            answers.iter().filter(|answer| answer.doctor_id == row.id && answer.state == State::Published);
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
    for row in answer::Entity::find().all(db.read()).await.unwrap() {
        let count = |verdict| {
            marks.iter().filter(|mark| mark.answer_id == row.id && mark.verdict == verdict).count() as i32
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

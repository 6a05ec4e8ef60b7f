//! Questions, their answers, and what hangs on the answers: one pass for each kind, as an export has them.

use std::io::{self, Write};

use super::date::{DAY, FIRST, LAST, rfc3339};
use super::json::Object;
use super::prose::Subject;
use super::random::Random;
use super::{Archive, Plan, SOURCE, people, words};

pub(super) fn write<W: Write>(plan: &Plan, out: &mut Archive<W>) -> io::Result<()> {
    for number in 1..=plan.questions {
        out.put(question(plan, &Thread::new(plan, number)))?;
    }
    for number in 1..=plan.questions {
        let thread = Thread::new(plan, number);
        for index in 0..thread.doctors.len() {
            out.put(answer(plan, &thread, index))?;
        }
    }
    for pass in [citations, agreements] {
        for number in 1..=plan.questions {
            let thread = Thread::new(plan, number);
            for index in 0..thread.doctors.len() {
                pass(plan, &thread, index).into_iter().try_for_each(|record| out.put(record))?;
            }
        }
    }
    Ok(())
}

/// What all records around one question agree on; made again in each pass, because nothing is kept.
struct Thread {
    number: u64,
    subject: Subject,
    asked: u64,
    doctors: Vec<u64>,
}

impl Thread {
    fn new(plan: &Plan, number: u64) -> Self {
        let random = &mut stream(plan, number, 0);
        Self {
            number,
            subject: Subject::new(random),
            asked: random.within(FIRST, LAST),
            doctors: random.distinct(plan.answers, plan.doctors()),
        }
    }

    fn answer(&self, index: usize) -> String {
        format!("a-{}-{index}", self.number)
    }
}

/// Random numbers for one purpose at one question.
fn stream(plan: &Plan, question: u64, purpose: u64) -> Random {
    Random::new(plan.seed, (1 << 40) + question * 256 + purpose)
}

/// A question's title and text.
fn asked(random: &mut Random, subject: &Subject) -> (String, String) {
    let pattern = random.pick(&words::TITLES);
    let title = subject.fill(random, pattern);
    let length = random.within(250, 800);
    let body = subject.text(random, &words::PATIENT, &words::PATIENT, length);
    (title, body)
}

fn question(plan: &Plan, thread: &Thread) -> Object {
    let random = &mut stream(plan, thread.number, 1);
    let subject = &thread.subject;
    let (title, body) = asked(random, subject);
    let record = Object::new("question").text("source", SOURCE).text("id", &format!("q-{}", thread.number));
    let record = record.raw("number", thread.number).text("title", &title).text("body", &body);
    let record = if random.percent(60) {
        let decade = random.within(2, 7);
        let age = format!("{decade}0 to {decade}9");
        let taken = random.pick(&words::MEDICINES);
        record
            .text("scope", "about_me")
            .raw("case", format_args!("{{\"age_band\":\"{age}\",\"medication\":\"{taken}\"}}"))
    } else {
        record
    };
    let topics = [people::topic(subject.condition()), people::topic(subject.treatment())];
    let record = record.list("topics", if random.percent(70) { &topics } else { &topics[..1] });
    record.text("asked_at", &rfc3339(thread.asked))
}

/// What an answer says.
struct Said {
    stance: &'static str,
    headline: String,
    body: String,
}

fn said(random: &mut Random, thread: &Thread) -> Said {
    // Doctors mostly agree: what a question's answers lean to is the question's own.
    let lean = thread.number % 10;
    let (stance, headlines, openings) = match (lean + random.below(4)) % 13 {
        0..=5 => ("no", &words::HEADLINES_NO[..], &words::DOCTOR_NO[..]),
        6..=9 => ("yes", &words::HEADLINES_YES[..], &words::DOCTOR_YES[..]),
        _ => ("depends", &words::HEADLINES_DEPENDS[..], &words::DOCTOR_DEPENDS[..]),
    };
    let pattern = random.pick(headlines);
    let headline = thread.subject.fill(random, pattern);
    let length = random.within(400, 960);
    let body = thread.subject.text(random, openings, &words::DOCTOR, length);
    Said { stance, headline, body }
}

fn answer(plan: &Plan, thread: &Thread, index: usize) -> Object {
    let random = &mut stream(plan, thread.number, 2 + index as u64);
    let Said { stance, headline, body } = said(random, thread);
    let record = Object::new("answer").text("source", SOURCE).text("id", &thread.answer(index));
    let record = record.text("question", &format!("q-{}", thread.number));
    let record = record.text("doctor", &people::id(thread.doctors[index])).text("headline", &headline);
    let record = record.text("body", &body);
    let record = if random.percent(40) {
        record.text("stance", stance).text("stance_source", "stated")
    } else {
        record
    };
    record.text("answered_at", &rfc3339(thread.asked + random.within(DAY / 24, 40 * DAY)))
}

/// A question with its answers, for whoever needs no archive.
#[cfg(feature = "search")]
pub(in crate::bench) struct Told {
    pub(in crate::bench) title: String,
    pub(in crate::bench) body: String,
    pub(in crate::bench) topics: [&'static str; 2],
    /// Doctor, headline and text of each.
    pub(in crate::bench) answers: Vec<(String, String, String)>,
}

/// The texts of the question with this number: the same as in an archive of the plan.
#[cfg(feature = "search")]
pub(in crate::bench) fn told(plan: &Plan, number: u64) -> Told {
    let thread = Thread::new(plan, number);
    let (title, body) = asked(&mut stream(plan, number, 1), &thread.subject);
    let answers = thread.doctors.iter().enumerate().map(|(index, doctor)| {
        let Said { headline, body, .. } = said(&mut stream(plan, number, 2 + index as u64), &thread);
        (people::name(plan, *doctor), headline, body)
    });
    let topics = [thread.subject.condition(), thread.subject.treatment()];
    Told { title, body, topics, answers: answers.collect() }
}

/// A quarter of the answers cite something, most of them one thing.
fn citations(plan: &Plan, thread: &Thread, index: usize) -> Vec<Object> {
    let random = &mut stream(plan, thread.number, 80 + index as u64);
    let count = if random.percent(25) { random.within(1, 2) } else { 0 };
    let cite = |number| {
        let pattern = random.pick(&words::STUDIES);
        let title = thread.subject.fill(random, pattern);
        let answer = thread.answer(index);
        let record = Object::new("citation").text("source", SOURCE).text("id", &format!("{answer}/{number}"));
        let record = record.text("answer", &answer).text("scheme", "pmid");
        let record = record.text("identifier", &random.within(10_000_000, 39_999_999).to_string());
        let record = record.text("title", &title).text("authors", random.pick(&words::LAST_NAMES));
        let record = record.text("journal", random.pick(&words::JOURNALS));
        record.raw("year", random.within(1990, 2025)).text("evidence", random.pick(&words::EVIDENCE))
    };
    (1..=count).map(cite).collect()
}

/// A tenth of the answers have a colleague's verdict.
fn agreements(plan: &Plan, thread: &Thread, index: usize) -> Vec<Object> {
    let random = &mut stream(plan, thread.number, 160 + index as u64);
    let judge = random.below(plan.doctors());
    if !random.percent(10) || thread.doctors.contains(&judge) {
        return Vec::new();
    }
    let answer = thread.answer(index);
    let record = Object::new("agreement").text("source", SOURCE).text("id", &format!("{answer}/{judge}"));
    let record = record.text("answer", &answer).text("doctor", &people::id(judge));
    let verdict = random.pick(&["agree", "agree", "agree", "caveat", "disagree"]);
    let pattern = random.pick(&words::CAVEATS);
    let text = thread.subject.fill(random, pattern);
    let record = record.text("verdict", verdict).maybe("text", (verdict != "agree").then_some(&text));
    vec![record.text("made_at", &rfc3339(thread.asked + random.within(40 * DAY, 90 * DAY)))]
}

//! What comes before the questions: the source, the vocabulary, and the doctors with what is known of them.

use std::io::{self, Write};

use super::date::{DAY, FIRST, LAST, rfc3339};
use super::json::Object;
use super::prose::{Subject, slug};
use super::random::Random;
use super::{Archive, Plan, SOURCE, words};

pub(super) fn write<W: Write>(plan: &Plan, out: &mut Archive<W>) -> io::Result<()> {
    vocabulary(out)?;
    // One pass for each kind, because an archive has its kinds one after another.
    for doctor in 0..plan.doctors() {
        out.put(profile(&mut Random::new(plan.seed, 10 + doctor * 4), doctor))?;
    }
    for doctor in 0..plan.doctors() {
        let random = &mut Random::new(plan.seed, 11 + doctor * 4);
        if random.percent(40) {
            out.put(credential(random, doctor))?;
        }
    }
    for doctor in 0..plan.doctors() {
        let random = &mut Random::new(plan.seed, 12 + doctor * 4);
        if random.percent(85) {
            out.put(rating(random, doctor))?;
        }
    }
    for doctor in 0..plan.doctors() {
        reviews(&mut Random::new(plan.seed, 13 + doctor * 4), doctor, out)?;
    }
    Ok(())
}

fn vocabulary<W: Write>(out: &mut Archive<W>) -> io::Result<()> {
    out.put(Object::new("archive").text("format", "consilium").raw("version", 1))?;
    let source = Object::new("source").text("id", SOURCE).text("name", "Made up for measuring");
    out.put(source.text("licence", "CC0 1.0").text("attribution", "Invented; nobody in it exists."))?;
    for (key, name, practitioner, label) in words::SPECIALTIES {
        let specialty = Object::new("specialty").text("id", key).text("name", name);
        out.put(specialty.text("practitioner", practitioner).text("label", label))?;
    }
    for (kind, names) in [("treatment", &words::TREATMENTS), ("condition", &words::CONDITIONS)] {
        for name in names {
            out.put(
                Object::new("topic").text("id", &topic(name)).text("name", name).text("topic_kind", kind),
            )?;
        }
    }
    Ok(())
}

/// The key of a topic.
pub(super) fn topic(name: &str) -> String {
    format!("bench-{}", slug(name))
}

/// The id of a doctor.
pub(super) fn id(doctor: u64) -> String {
    format!("d-{doctor}")
}

/// The name of a doctor.
#[cfg(feature = "search")]
pub(super) fn name(plan: &Plan, doctor: u64) -> String {
    named(&mut Random::new(plan.seed, 10 + doctor * 4))
}

fn named(random: &mut Random) -> String {
    format!("{} {}", random.pick(&words::FIRST_NAMES), random.pick(&words::LAST_NAMES))
}

fn profile(random: &mut Random, doctor: u64) -> Object {
    let name = named(random);
    let (city, region, country) = words::PLACES[random.below(words::PLACES.len() as u64) as usize];
    let (specialty, _, practitioner, _) =
        words::SPECIALTIES[random.below(words::SPECIALTIES.len() as u64) as usize];
    let mut letters = vec![random.pick(&words::LETTERS[..2])];
    if random.percent(30) {
        letters.push(random.pick(&words::LETTERS[2..]));
    }
    let known = !random.percent(5);
    let biography = format!("{practitioner} in {city} since {}.", random.within(1985, 2020));
    let record = Object::new("doctor").text("source", SOURCE).text("id", &id(doctor));
    let record = record.maybe("name", known.then_some(name.as_str())).list("letters", &letters);
    let record = record.text("specialty", specialty).text("city", city).text("region", region);
    record.text("country", country).maybe("biography", random.percent(50).then_some(&biography))
}

fn credential(random: &mut Random, doctor: u64) -> Object {
    let record = Object::new("credential").text("source", SOURCE).text("id", &format!("c-{doctor}"));
    let record = record.text("doctor", &id(doctor)).text("issuer", "Board of Made-up Medicine");
    let record = record.text("credential_kind", "licence").text("number", &format!("BM-{}", 10_000 + doctor));
    let verified = LAST - random.below(700) * DAY;
    let record = record.text("verified_by", "Register desk").text("verified_at", &rfc3339(verified));
    record.text("expires_at", &rfc3339(verified + random.within(300, 3600) * DAY))
}

fn rating(random: &mut Random, doctor: u64) -> Object {
    let count = random.within(1, 240);
    // The mean in tenths, as sites show it.
    let sum = count * random.within(28, 50);
    let record = Object::new("rating").text("source", SOURCE).text("doctor", &id(doctor));
    record.raw("sum", format_args!("{}.{}", sum / 10, sum % 10)).raw("count", count)
}

fn reviews<W: Write>(random: &mut Random, doctor: u64, out: &mut Archive<W>) -> io::Result<()> {
    for number in 0..random.below(4) {
        let subject = Subject::new(random);
        let length = random.within(60, 240);
        let text = subject.text(random, &words::REVIEWS, &words::REVIEWS, length);
        let record = Object::new("review").text("source", SOURCE).text("id", &format!("r-{doctor}-{number}"));
        let record = record.text("doctor", &id(doctor)).raw("stars", random.within(1, 5)).text("text", &text);
        out.put(record.text("reviewed_at", &rfc3339(random.within(FIRST, LAST))))?;
    }
    Ok(())
}

//! What holds for every input: readers never panic, and what is written is read back the same.

use crate::samples::{FULL, MINIMAL};
use archive::jsonl::{Reader, Writer};
use archive::record::{Answer, Question, Scope, Stance, StanceSource, State};
use archive::{Record, Ref, Timestamp, page_text, specialties};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

/// One answer of a generated page: headline, paragraphs, name, letters, city, specialty, stars.
type Signed = (String, Vec<String>, Option<(String, Vec<String>)>, String, usize, Option<(u32, u32)>);

fn words(count: std::ops::Range<usize>) -> impl Strategy<Value = String> {
    let word = select(vec![
        "Botox", "is", "safe", "é", "3", "the", "Dermatologist", "Doctor", "out", "of", "5", "stars", "~",
        "(11's)", "naïve", "skin", "MD,", "I", "hope", "Answers", "皮肤", "47", "reviews.",
    ]);
    vec(word, count).prop_map(|words| format!("So it {}.", words.join(" ")))
}

fn signed() -> impl Strategy<Value = Signed> {
    // Nor is a name ever by chance a word of ordinary speech.
    let name = ("Z[a-z]{2,8}", "[A-ZÅÉ][a-zåéñ]{2,8}( [A-Z][a-z]{2,8}|-[A-Z][a-z]{2,8})?");
    let name = name.prop_map(|(first, last)| format!("{first} X{last}"));
    let letters = vec(select(vec!["MD", "DO", "FRCPC", "PhD", "FACS"]), 0..4).prop_map(|mut letters| {
        letters.sort_unstable();
        letters.dedup();
        letters.into_iter().map(str::to_owned).collect()
    });
    // Begins with Q, so that a generated city is never by chance a word that no city has.
    let city = "(Port |Rio de |St\\. )?Q[a-zãøü]{3,8}";
    let titles = specialties().iter().map(|known| 1 + known.other_titles.len()).sum::<usize>();
    let stars = proptest::option::of((10_u32..=50, 1_u32..5000));
    (words(1..8), vec(words(1..20), 1..4), proptest::option::of((name, letters)), city, 0..titles, stars)
}

fn title_of(index: usize) -> (&'static str, &'static str) {
    let titles = specialties().iter().flat_map(|known| {
        std::iter::once(known.practitioner)
            .chain(known.other_titles.iter().copied())
            .map(|title| (title, known.slug))
    });
    titles.collect::<Vec<_>>()[index]
}

fn written(title: &str, body: &[String], answers: &[Signed]) -> String {
    let mut parts = vec![title.to_owned()];
    parts.extend(body.iter().cloned());
    parts.push(format!("Doctor Answers {}", answers.len()));
    for (headline, paragraphs, name, city, specialty, stars) in answers {
        parts.push(headline.clone());
        parts.extend(paragraphs.iter().cloned());
        let mut signature = Vec::new();
        if let Some((name, letters)) = name {
            signature.push([std::slice::from_ref(name), letters].concat().join(", "));
        }
        signature.push(format!("{city} {}", title_of(*specialty).0));
        if let Some((tenths, count)) = stars {
            let noun = if *count == 1 { "review" } else { "reviews" };
            signature.push(format!("{}.{} out of 5 stars {count} {noun}", tenths / 10, tenths % 10));
        }
        parts.push(signature.join("\n"));
    }
    parts.push("This is not medical advice.".to_owned());
    parts.join("\n\n")
}

/// What a reader sees of a Markdown text, its space squeezed.
fn shown(markdown: &str) -> String {
    let mut options = comrak::Options::default();
    options.extension.strikethrough = true;
    options.extension.table = true;
    options.extension.autolink = true;
    let html = comrak::markdown_to_html(markdown, &options);
    let mut text = String::new();
    let mut in_tag = false;
    for character in html.chars() {
        match character {
            '<' => in_tag = true,
            '>' if in_tag => in_tag = false,
            _ if !in_tag => text.push(character),
            _ => {}
        }
    }
    let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&");
    squeezed(&text)
}

fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn moment() -> impl Strategy<Value = Option<Timestamp>> {
    proptest::option::of(
        (Timestamp::MIN.seconds()..=Timestamp::MAX.seconds())
            .prop_map(|seconds| Timestamp::from_seconds(seconds).unwrap()),
    )
}

fn question() -> impl Strategy<Value = Record> {
    ("[a-z]{1,9}", "\\PC{1,40}", "\\PC{1,80}", "(?s).{0,200}", moment(), any::<Option<u16>>()).prop_map(
        |(source, id, title, body, asked_at, number)| {
            Record::Question(Question {
                source,
                id,
                number: number.map(i64::from),
                title,
                body,
                lang: "en".into(),
                scope: Scope::AboutMe,
                case: None,
                topics: Vec::new(),
                author: None,
                url: None,
                asked_at,
                updated_at: None,
                state: State::Held,
                state_reason: None,
                country: None,
                details: Vec::new(),
                locked: None,
                merged_into: None,
                found_answer_at: None,
                edited_for: None,
                different: None,
                chosen: 0,
            })
        },
    )
}

fn answer() -> impl Strategy<Value = Record> {
    ("\\PC{1,40}", "\\PC{1,40}", "(?s).{1,200}", any::<bool>()).prop_map(|(id, headline, body, stated)| {
        Record::Answer(Answer {
            source: "s".into(),
            id: id.clone(),
            number: None,
            question: Ref::Elsewhere { source: "t".into(), id },
            doctor: Ref::from("d"),
            headline,
            body,
            lang: "en".into(),
            stance: stated.then_some(Stance::Depends),
            stance_source: stated.then_some(StanceSource::Stated),
            answered_at: None,
            updated_at: None,
            state: State::Published,
            state_reason: None,
            see_someone: stated.then(|| "it hurts".to_owned()),
            no_see_someone: None,
            interests: stated.then(|| "none".to_owned()),
            correction: None,
            edited_for: None,
            helped: 0,
        })
    })
}

/// A sample line or page with a few bytes changed, removed or doubled.
fn damaged(text: String) -> impl Strategy<Value = Vec<u8>> {
    let harm = (any::<prop::sample::Index>(), 0_u8..4, any::<u8>());
    vec(harm, 1..6).prop_map(move |harms| {
        let mut bytes = text.clone().into_bytes();
        for (index, how, byte) in harms {
            let at = index.index(bytes.len().max(1)).min(bytes.len().saturating_sub(1));
            match how {
                _ if bytes.is_empty() => {}
                0 => bytes[at] = byte,
                1 => drop(bytes.remove(at)),
                2 => bytes.truncate(at),
                _ => bytes.extend_from_within(at..),
            }
        }
        bytes
    })
}

fn a_page() -> String {
    let answer = |name: &str| -> Signed {
        (
            "Yes".into(),
            vec!["It is.".into()],
            Some((name.into(), vec!["MD".into()])),
            "Quill".into(),
            3,
            Some((45, 7)),
        )
    };
    written("Is it?", &["I ask.".into()], &[answer("Ada Xa"), answer("Bea Xb")])
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_read_or_refused_as_lines(bytes in vec(any::<u8>(), 0..2000)) {
        for line in Reader::new(bytes.as_slice()) {
            let Ok(line) = line else { break };
            if let Err(refusal) = line.record {
                prop_assert!(refusal.excerpt.chars().all(|c| !c.is_control()));
            }
        }
    }

    #[test]
    fn damaged_lines_are_read_or_refused(
        bytes in (0..FULL.len()).prop_flat_map(|index| damaged(format!("{}\n{}\n", FULL[index], MINIMAL[1]))),
    ) {
        for line in Reader::new(bytes.as_slice()) {
            let Ok(line) = line else { break };
            if let Ok(record) = line.record {
                let json = record.canonical_json().unwrap();
                prop_assert_eq!(Record::parse(&json).unwrap().canonical_json().unwrap(), json);
            }
        }
    }

    #[test]
    fn records_that_pass_the_check_come_back_the_same(record in prop_oneof![question(), answer()]) {
        let mut writer = Writer::new(Vec::new());
        let written = writer.write(&record).is_ok();
        prop_assert_eq!(written, record.check().is_ok());
        let bytes = writer.finish().unwrap();
        let read: Vec<_> = Reader::new(bytes.as_slice()).map(|line| line.unwrap().record.unwrap()).collect();
        if written {
            prop_assert_eq!(&read, std::slice::from_ref(&record));
            prop_assert_eq!(read[0].fingerprint().unwrap(), record.fingerprint().unwrap());
        } else {
            prop_assert!(read.is_empty());
        }
    }

    #[test]
    fn any_text_is_read_or_refused_as_a_page(text in "(\\PC{0,30}|Doctor Answers [0-2]|\n|\r\n|\n\n|, MD|Boston Dentist){0,40}") {
        if let Ok(page) = page_text::read(text.as_bytes()) {
            prop_assert!(page.into_records("s", "p").is_ok());
        }
    }

    #[test]
    fn damaged_pages_are_read_or_refused(bytes in damaged(a_page())) {
        if let Ok(page) = page_text::read(&bytes) {
            let records = page.into_records("s", &page_text::external_id("any name")).unwrap();
            prop_assert!(records.iter().all(|placed| placed.record.check().is_ok()));
        }
    }

    #[test]
    fn generated_pages_are_read_exactly(
        title in words(1..8),
        body in vec(words(1..20), 0..3),
        answers in vec(signed(), 0..7),
        crlf in any::<bool>(),
    ) {
        let mut ids = std::collections::HashSet::new();
        let distinct = answers.iter().all(|(_, _, name, city, specialty, _)| {
            name.is_none() || ids.insert((name.clone().unwrap().0, city.clone(), title_of(*specialty).1))
        });
        prop_assume!(distinct);
        let text = written(&title, &body, &answers);
        let text = if crlf { text.replace('\n', "\r\n") } else { text };
        let page = page_text::read(text.as_bytes()).map_err(|error| TestCaseError::fail(format!("{error}\n{text}")))?;
        prop_assert_eq!(&page.question.title, &title);
        prop_assert_eq!(shown(&page.question.body), squeezed(&body.join(" ")));
        prop_assert_eq!(page.answers.len(), answers.len());
        for (read, (headline, paragraphs, name, city, specialty, stars)) in page.answers.iter().zip(&answers) {
            prop_assert_eq!(&read.headline, headline);
            prop_assert_eq!(shown(&read.body), squeezed(&paragraphs.join(" ")));
            prop_assert_eq!(&read.doctor.name, &name.as_ref().map(|(name, _)| name.clone()));
            prop_assert_eq!(&read.doctor.letters, &name.as_ref().map(|(_, letters)| letters.clone()).unwrap_or_default());
            prop_assert_eq!(&read.doctor.city, city);
            prop_assert_eq!(read.doctor.specialty.slug, title_of(*specialty).1);
            let sum = stars.map(|(tenths, count)| (i64::from(tenths) * 100 * i64::from(count), count));
            prop_assert_eq!(read.doctor.rating.map(|rating| (rating.sum().0, rating.count)), sum);
        }
        let count = page.answers.len();
        let records = page.into_records("s", "p").unwrap();
        prop_assert_eq!(records.iter().filter(|placed| matches!(placed.record, Record::Answer(_))).count(), count);
    }

    #[test]
    fn a_body_shows_the_words_of_the_page(
        lines in vec("(a|b1|1|9|\\.|\\)| |\\*|_|~|`|\\[|\\]|\\(|<|>|#|\\+|-|=|\\||:|\\\\|&|;|!|\\{|\"|'|amp|lt|www\\.a\\.co|http://a\\.co/|x@y\\.co|é){1,14}", 1..5),
    ) {
        let body: Vec<&str> = lines.iter().map(|line| line.trim()).filter(|line| !line.is_empty()).collect();
        prop_assume!(!body.is_empty());
        let text = format!("Why?\n\n{}\n\nDoctor Answers 0\n", body.join("\n"));
        let page = page_text::read(text.as_bytes()).unwrap();
        prop_assert_eq!(shown(&page.question.body), squeezed(&body.join(" ")), "{}", page.question.body);
    }
}

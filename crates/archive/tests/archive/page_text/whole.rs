//! Whole pages, part by part.

use super::{PAGE, page, signed};
use archive::Record;

#[test]
fn a_page_is_read_part_by_part() {
    let page = page(PAGE);
    assert_eq!(page.question.title, "Can a Seaweed Mask (Type 3) Turn Your Hair Green?");
    assert!(
        page.question.body.starts_with("About a year ago") && page.question.body.contains("\n\nI'd like")
    );
    let doctors: Vec<String> = page
        .answers
        .iter()
        .map(|answer| {
            let doctor = &answer.doctor;
            let stars = doctor.rating.map(|rating| (rating.sum().0, rating.count));
            format!(
                "{:?} {:?} {} {} {stars:?}",
                doctor.name, doctor.letters, doctor.city, doctor.specialty.slug
            )
        })
        .collect();
    assert_eq!(
        doctors,
        [
            r#"None [] Port Ellery facial-plastic-surgery Some((220900, 47))"#,
            r#"Some("Tobias R. Fennimore, III") ["MD"] Port Ellery facial-plastic-surgery Some((110400, 24))"#,
            r#"Some("Zoë Ångström") ["MD", "FRCPC"] São Loureiro dermatologic-surgery Some((5000, 1))"#,
            r#"Some("Ada Quill") ["MD"] Harbour Bay oculoplastic-surgery None"#,
        ]
    );
    let headlines: Vec<&str> = page.answers.iter().map(|answer| answer.headline.as_str()).collect();
    assert_eq!(
        headlines,
        [
            "Can a seaweed mask (type 3) turn your hair green?",
            "Can a Seaweed Mask (Type 3) Turn Your Hair Green?",
            "Seaweed and hair",
            "Seaweed and hair"
        ]
    );
    assert_eq!(
        page.answers[1].body,
        "Hair can change with any dye. It's best to see a dermatologist.\n\nGreen Hair and You\n\n\
         Consult Your Dermatologist\n\n1\\. Wash it\n2\\. Wait"
    );
    assert_eq!(page.answers[3].body, "Not plausible. ~ Dr. Ada Quill, Harbour Clinic.\n\nAda Quill, MD");
    assert!(page.disclaimer.unwrap().ends_with("call your local number."));
}

#[test]
fn lines_are_kept_for_later_messages() {
    let page = page(PAGE);
    assert_eq!(page.question.line, 1);
    assert_eq!(page.answers.iter().map(|answer| answer.line).collect::<Vec<_>>(), [9, 16, 31, 39]);
    assert_eq!(page.answers.iter().map(|answer| answer.doctor.line).collect::<Vec<_>>(), [13, 27, 35, 45]);
}

#[test]
fn line_ends_byte_order_marks_and_extra_blank_lines_change_nothing() {
    let plain = page(PAGE).into_records("s", "p").unwrap();
    let records = |text: &str| page(text).into_records("s", "p").unwrap();
    assert_eq!(records(&PAGE.replace('\n', "\r\n")), plain);
    assert_eq!(records(&format!("\u{feff}{PAGE}\n")), plain);
    let only = |records: Vec<archive::page_text::Placed>| -> Vec<Record> {
        records.into_iter().map(|placed| placed.record).collect()
    };
    assert_eq!(only(records(&format!("\n\n{}", PAGE.replace("\n\n", "\n \n\u{a0}\n\t\n")))), only(plain));
}

#[test]
fn pages_of_none_and_one_answer_are_read() {
    for text in [
        "Why?\n\nBecause I ask.\n\nDoctor Answers 0\n\nThis is not medical advice.",
        "Why?\n\nBecause I ask.\n\nDoctor Answers 0",
    ] {
        let page = page(text);
        assert_eq!((page.answers.len(), page.question.body.as_str()), (0, "Because I ask."));
    }
    let page = page(&signed("Jane Roe, MD\nEasthaven Dentist\n4.0 out of 5 stars 1 review"));
    assert_eq!((page.answers.len(), page.question.body.as_str()), (1, ""));
}

#[test]
fn every_part_of_a_signature_but_the_place_may_be_missing() {
    for (signature, name, stars) in [
        ("Jane Roe, MD\nEasthaven Dentist\n4.5 out of 5 stars 2 reviews", true, true),
        ("Jane Roe\nEasthaven Dentist\n4.5 out of 5 stars 2 reviews", true, true),
        ("Easthaven Dentist\n4.5 out of 5 stars 2 reviews", false, true),
        ("Jane Roe, MD\nEasthaven Dentist", true, false),
        ("Jane Roe, MD\nEasthaven Dentist\nNo reviews", true, false),
        ("Easthaven Dentist", false, false),
    ] {
        let page = page(&signed(signature));
        let doctor = &page.answers[0].doctor;
        assert_eq!((doctor.name.is_some(), doctor.rating.is_some()), (name, stars), "{signature}");
        assert_eq!(doctor.city, "Easthaven");
    }
}

#[test]
fn the_page_of_the_documentation_is_read() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/archive-format.md");
    let text = std::fs::read_to_string(path).unwrap();
    let example = text.split("```text\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
    let page = page(example);
    assert_eq!(page.answers.len(), 2);
    assert_eq!(page.answers[1].doctor.name.as_deref(), Some("Ada Quill"));
}

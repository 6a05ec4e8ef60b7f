//! Whole pages of plain text, read or refused.

use archive::Record;
use archive::page_text::{Page, PageError, external_id, read};

/// An invented page with everything that a page can have.
const PAGE: &str = "\
Can a Seaweed Mask (Type 3) Turn Your Hair Green?

About a year ago I tried a seaweed mask and a week later my fringe looked green.

I'd like to try it again. Doctor Answers are what I need.

Doctor Answers 4

Can a seaweed mask (type 3) turn your hair green?

It has not been known to, and what you saw is likely due to the pool. Best of luck.

Port Ellery Facial Plastic Surgeon
4.7 out of 5 stars 47 reviews

Can a Seaweed Mask (Type 3) Turn Your Hair Green?

\u{a0} Hair can change with any dye. \u{a0} It's best to see a dermatologist.

Green Hair and You

Consult Your Dermatologist

1. Wash it
2. Wait

Tobias R. Fennimore, III, MD
Port Ellery Facial Plastic Surgeon
4.6 out of 5 stars 24 reviews

Seaweed and hair

I have neither seen nor heard of it.

Zoë Ångström, M.D., FRCPC
São Loureiro Dermatologic Surgeon
5 out of 5 stars 1 review

Seaweed and hair

Not plausible. ~ Dr. Ada Quill, Harbour Clinic.

Ada Quill, MD

Ada Quill, MD
Harbour Bay Oculoplastic Surgeon

These answers are for education only and do not replace advice from your own doctor.

In an emergency call your local number.";

fn page(text: &str) -> Page {
    read(text.as_bytes()).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

fn refusal(text: &str) -> PageError {
    match read(text.as_bytes()) {
        Ok(page) => panic!("should be refused: {page:#?}"),
        Err(error) => error,
    }
}

/// A page of one answer with the given signature.
fn signed(signature: &str) -> String {
    format!(
        "Is it safe?\n\nDoctor Answers 1\n\nYes\n\nIt is.\n\n{signature}\n\nThis is not medical advice.\n"
    )
}

/// A page whose count is `says` and whose answers are given as headline, text and signature.
fn with_answers(says: usize, answers: &[&str]) -> String {
    format!(
        "Is it safe?\n\nDoctor Answers {says}\n\n{}\n\nThis is not medical advice.\n",
        answers.join("\n\n")
    )
}

const ROE: &str = "One\n\nText one.\n\nJane Roe, MD\nEasthaven Dentist\n4.0 out of 5 stars 3 reviews";
const POE: &str = "Two\n\nText two.\n\nMark Poe, MD\nWesthaven Dentist";

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
fn a_count_that_does_not_match_names_its_line() {
    for (says, answers) in
        [(3, &[ROE, POE][..]), (1, &[ROE, POE]), (0, &[ROE]), (1, &[]), (usize::MAX, &[ROE])]
    {
        let error = refusal(&with_answers(says, answers));
        assert_eq!(error.line, 3, "{error}");
        assert!(error.reason.contains(&format!("says {says} doctor answers")), "{error}");
    }
    let huge = with_answers(1, &[ROE]).replace("Answers 1", "Answers 99999999999999999999999999");
    assert_eq!(refusal(&huge).line, 3);
    for count in 0..9 {
        let text = PAGE.replace("Doctor Answers 4", &format!("Doctor Answers {count}"));
        assert_eq!(read(text.as_bytes()).is_ok(), count == 4, "{count}");
    }
}

#[test]
fn what_cannot_be_read_for_certain_is_refused_with_its_line() {
    for (text, line, word) in [
        (String::new(), 1, "empty"),
        (" \n\u{a0}\n".to_owned(), 1, "empty"),
        ("Just a title".to_owned(), 1, "Doctor Answers"),
        ("Doctor Answers 0\n\nNot medical advice.".to_owned(), 1, "title"),
        ("Title\nDoctor Answers 0\n\nNot medical advice.".to_owned(), 2, "blank line"),
        ("A title\nin two lines\n\nDoctor Answers 0".to_owned(), 1, "one line"),
        (format!("{}\n\nDoctor Answers 0", "long ".repeat(70)), 1, "shorten"),
        (
            signed("Jane Roe, MD\nEasthaven Astrologer\n4.0 out of 5 stars 3 reviews"),
            10,
            "no known specialty",
        ),
        (signed("Jane Roe, MD\nEasthaven Astrologer"), 3, "line 10 may be a city"),
        (signed("Jane Roe, MD\nDentist\n4.0 out of 5 stars 3 reviews"), 10, "no city"),
        (signed("Jane Roe, MD\nyour friendly Dentist\n4.0 out of 5 stars 3 reviews"), 10, "name of a city"),
        (signed("I hope this helps!\nEasthaven Dentist\n4.0 out of 5 stars 3 reviews"), 9, "doctor's name"),
        (signed("Good.\nJane Roe, MD\nEasthaven Dentist\n4.0 out of 5 stars 3 reviews"), 9, "text above"),
        (signed("It helps.\nEasthaven Dentist"), 10, "run together"),
        (signed("It helps.\nJane Roe, MD\nEasthaven Dentist"), 11, "run together"),
        (signed("Jane Roe, MD\nEasthaven Dentist\n5.1 out of 5 stars 3 reviews"), 11, "from 1 to 5"),
        (signed("Jane Roe, MD\nEasthaven Dentist\n4.1 out of 10 stars 3 reviews"), 11, "cannot be used"),
        (signed("Jane Roe, MD\nEasthaven Dentist\n4.1 out of 5 stars"), 11, "cannot be used"),
        (signed("Jane Roe, MD\nEasthaven Dentist\n\n4.1 out of 5 stars 3 reviews"), 12, "apart"),
        (signed("Jane Roe, MD\nEasthaven Dentist\n\n4.1 out of 5 stars"), 12, "cannot be used"),
        (signed("Jane Roe, MD\nEasthaven Dentist\n\nNo reviews"), 12, "apart"),
        (signed("Jane Roe, MD\n\nEasthaven Dentist\n4.1 out of 5 stars 3 reviews"), 9, "may be the name"),
        (
            with_answers(1, &["Jane Roe, MD\nEasthaven Dentist\n4.0 out of 5 stars 3 reviews"]),
            5,
            "no answer above",
        ),
        (
            with_answers(1, &["Yes\n\nJane Roe, MD\nEasthaven Dentist\n4.0 out of 5 stars 3 reviews"]),
            7,
            "empty",
        ),
        (with_answers(2, &[ROE, ROE]), 17, "already"),
        (with_answers(1, &[&format!("{ROE}\nNext headline\n\nText.")]), 11, "last of its paragraph"),
        (with_answers(1, &[&ROE.replace("One", "One\nand more")]), 5, "headline"),
        (format!("Why?\n\nDoctor Answers 1\n\n{ROE}\n\nNext\n\nUnsigned and cut short"), 13, "disclaimer"),
        (format!("Why?\n\nDoctor Answers 1\n\n{POE}"), 10, "cut short"),
    ] {
        let error = refusal(&text);
        assert!(error.line == line && error.reason.contains(word), "{error}\n{text}");
    }
}

#[test]
fn a_page_cut_anywhere_is_refused_or_whole() {
    let whole = page(PAGE);
    for (cut, _) in PAGE.char_indices() {
        if let Ok(page) = read(&PAGE.as_bytes()[..cut]) {
            assert_eq!(page.answers, whole.answers, "cut at {cut}");
        }
    }
}

#[test]
fn headings_and_sign_offs_within_a_text_are_text() {
    for text in [
        "See a Dermatologist",
        "Choose an Experienced Facial Plastic Surgeon",
        "Doctor Answers 7",
        "Jane Roe, MD",
        "Sincerely,\nJane Roe, MD",
        "Jane Roe, MD\nHarbour Skin Clinic",
        "I'd give it 5 out of 5 stars",
        "WHAT TO DO NEXT",
    ] {
        let answer = format!(
            "Yes\n\nIt is.\n\n{text}\n\nIt was.\n\nJane Roe, MD\nEasthaven Dentist\n4 out of 5 stars 2 reviews"
        );
        let page = page(&with_answers(2, &[&answer, POE]));
        assert!(page.answers[0].body.contains(text.lines().next().unwrap()), "{text}");
        assert_eq!(page.answers[1].body, "Text two.");
    }
}

#[test]
fn a_signature_like_paragraph_next_to_a_rated_signature_is_text() {
    let signed_twice = ROE.replacen("Jane", "Jane Roe, MD\nEasthaven Dentist\n\nJane", 1);
    let page = page(&with_answers(1, &[&signed_twice]));
    assert_eq!(page.answers[0].body, "Text one.\n\nJane Roe, MD\nEasthaven Dentist");
}

#[test]
fn a_paragraph_that_may_sign_an_unrated_answer_is_never_swallowed() {
    // Two answers where the page says one: the first could pass for text of the second.
    let error = refusal(&with_answers(1, &[POE, ROE]));
    assert!(error.reason.contains("line 9 may be a signature or text"), "{error}");
}

#[test]
fn the_counting_line_that_fits_is_found() {
    let text =
        with_answers(1, &[ROE]).replace("Is it safe?", "Is it safe?\n\nDoctor Answers 5\n\nsaid a page.");
    assert_eq!(page(&text).question.body, "Doctor Answers 5\n\nsaid a page.");
    let twice = text.replace("Answers 5", "Answers 1").replace("said a page.", "One more.\n\nAnd more.");
    assert!(refusal(&twice).reason.contains("two lines"));
    // A count within an answer cannot make up for a wrong one above.
    let within = with_answers(3, &[ROE, &POE.replace("Two\n", "Two\n\nDoctor Answers 1\n\nFrom me:\n")]);
    assert_eq!(refusal(&within).line, 3);
    let many = format!("Why?\n\n{}", "Doctor Answers 0\n\n".repeat(50));
    assert!(refusal(&many).reason.contains("too many lines"));
}

#[test]
fn doctors_have_one_id_across_pages_and_apart_from_others() {
    let ids = |signature: &str, page_id: &str| -> Vec<String> {
        let records = page(&signed(signature)).into_records("s", page_id).unwrap();
        records
            .iter()
            .filter_map(|placed| match &placed.record {
                Record::Doctor(doctor) => Some(doctor.id.clone()),
                _ => None,
            })
            .collect()
    };
    let ada = ids("Ada Quill, MD\nPort Ellery Dentist\n4 out of 5 stars 2 reviews", "p1");
    assert_eq!(ada, ["ada-quill--port-ellery--dentistry"]);
    assert_eq!(ids("Ada Quill, MD, FACS\nPort Ellery Dentist\n5 out of 5 stars 9 reviews", "p2"), ada);
    assert_ne!(ids("Ada Quill, MD\nWesthaven Dentist", "p1"), ada);
    assert_ne!(ids("Ada Quill, MD\nPort Ellery Dermatologist", "p1"), ada);
    assert_ne!(ids("Ada Quill Port, MD\nEllery Dentist", "p1"), ada);
    // The same letters, composed and decomposed; and different letters that look alike without their accents.
    let zoe = ids("Zo\u{eb} Pike, MD\nPort Ellery Dentist", "p1");
    assert_eq!(ids("Zoe\u{308} Pike, MD\nPort Ellery Dentist", "p1"), zoe);
    assert_ne!(ids("Zoe Pike, MD\nPort Ellery Dentist", "p1"), zoe);
    assert_eq!(ids("Port Ellery Dentist", "p1"), ["p1/unnamed-1"]);
    assert_eq!(ids("Port Ellery Dentist", "p2"), ["p2/unnamed-1"]);
}

#[test]
fn a_page_becomes_records_in_the_order_they_need() {
    let records = page(PAGE).into_records("harbour", "seaweed").unwrap();
    let keys: Vec<String> =
        records.iter().map(|placed| format!("{} {}", placed.line, placed.record.key().unwrap())).collect();
    assert_eq!(
        keys,
        [
            "1 question harbour/seaweed",
            "13 doctor harbour/seaweed/unnamed-1",
            "13 rating harbour/seaweed/unnamed-1",
            "9 answer harbour/seaweed/unnamed-1",
            "27 doctor harbour/tobias-r-fennimore-iii--port-ellery--facial-plastic-surgery",
            "27 rating harbour/tobias-r-fennimore-iii--port-ellery--facial-plastic-surgery",
            "16 answer harbour/seaweed/tobias-r-fennimore-iii--port-ellery--facial-plastic-surgery",
            "35 doctor harbour/zoë-ångström--são-loureiro--dermatologic-surgery",
            "35 rating harbour/zoë-ångström--são-loureiro--dermatologic-surgery",
            "31 answer harbour/seaweed/zoë-ångström--são-loureiro--dermatologic-surgery",
            "45 doctor harbour/ada-quill--harbour-bay--oculoplastic-surgery",
            "39 answer harbour/seaweed/ada-quill--harbour-bay--oculoplastic-surgery",
        ]
    );
    for placed in &records {
        placed.record.check().unwrap();
    }
    assert!(page(PAGE).into_records("Not A Slug", "seaweed").unwrap_err().reason.contains("source"));
}

#[test]
fn external_ids_come_from_file_names_and_never_meet() {
    assert_eq!(external_id("seaweed-mask_2"), "seaweed-mask_2");
    assert_eq!(external_id("größe"), "größe");
    let changed = [
        "a b",
        "a\u{a0}b",
        "a/b",
        "../../etc/passwd",
        "",
        "..",
        "\u{202e}x",
        &"x".repeat(300),
        "a\nb",
        "$(rm)",
    ];
    let ids: std::collections::BTreeSet<String> = changed.iter().map(|stem| external_id(stem)).collect();
    assert_eq!(ids.len(), changed.len());
    for id in &ids {
        assert!(
            id.chars().count() <= 80 && !id.contains(['/', ' ', '\n']) && *id != external_id("a-b"),
            "{id}"
        );
    }
}

#[test]
fn hostile_files_are_refused_and_hostile_words_are_words() {
    assert!(read(b"\x89PNG\r\n\x1a\n\0\0\0").is_err());
    assert!(read(&[0xff; 1000]).is_err());
    assert!(read(&vec![b'\n'; 5 * 1024 * 1024]).unwrap_err().reason.contains("4 MiB"));
    let page = page(
        &signed("Jane Roe, MD\nEasthaven Dentist")
            .replace("It is.", "<script>alert(1)</script> [x](javascript:y)"),
    );
    assert_eq!(page.answers[0].body, "\\<script>alert(1)\\</script> \\[x](javascript:y)");
    assert!(
        read(signed("<script>Jane</script>, MD\nEasthaven Dentist\n4 out of 5 stars 2 reviews").as_bytes())
            .is_err()
    );
}

#[test]
fn a_large_page_is_refused_at_once_whatever_it_repeats() {
    let endless = [
        "<1", "&a", "[", "Doctor, ", "MD, ", "A. ", "5 out of 5 stars ", "_@", "\n\nMD\nBoston Dentist",
        "\nx",
    ];
    for unit in endless {
        let words = unit.repeat(512 * 1024 / unit.len());
        let text =
            format!("Why?\n\n{words}\n\nDoctor Answers 1\n\nHm\n\n{words}\n\nBoston Dentist\n\n{words}");
        // Anything that grew with the square of the length would not come to an end here.
        assert!(read(text.as_bytes()).is_err(), "{unit}");
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

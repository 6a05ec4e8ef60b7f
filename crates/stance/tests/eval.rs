//! Files of cases: what is accepted, what is refused, and how the figures are counted.

use stance::Stance;
use stance::eval::{self, Confusion, ReadError};

const YES: &str = r#"{"id":"1","question":"Does it help?","answer":"Yes, it does.","stance":"yes"}"#;
const MAYBE: &str =
    r#"{"question":"Does it help?","headline":"It depends","answer":"","stance":"maybe","other":[1]}"#;

#[test]
fn a_file_of_cases_is_read() {
    let report = eval::run(format!("{YES}\n\n{MAYBE}").as_bytes()).unwrap();
    assert_eq!((report.cases, report.committed, report.right), (2, 1, 1));
    assert_eq!(report.coverage, 0.5);
    assert_eq!(report.precision, Some(1.0));
    assert_eq!(report.confusion.depends.depends, 1);
}

#[test]
fn a_bad_line_is_named_and_ends_the_reading() {
    let file = format!("{YES}\n{{\"question\":\"Why?\"}}\n{YES}");
    let cases: Vec<_> = eval::cases(file.as_bytes()).collect();
    assert_eq!(cases.len(), 2);
    let error = eval::run(file.as_bytes()).unwrap_err().to_string();
    assert!(error.starts_with("line 2: ") && error.contains("answer"), "{error}");
}

#[test]
fn an_unknown_stance_and_broken_text_are_refused() {
    let odd = YES.replace("\"yes\"", "\"perhaps\"");
    assert!(matches!(eval::run(odd.as_bytes()), Err(ReadError::Case { line: 1, .. })));
    assert!(matches!(eval::run(&b"\xff\xfe"[..]), Err(ReadError::Case { line: 1, .. })));
}

#[test]
fn an_endless_line_is_refused_without_being_kept() {
    let endless = std::io::BufReader::new(std::io::repeat(b' '));
    assert!(matches!(eval::run(endless), Err(ReadError::TooLong { line: 1 })));
}

#[test]
fn the_figures_follow_from_the_table() {
    let mut confusion = Confusion::default();
    for (known, read) in [
        (Stance::Yes, Some(Stance::Yes)),
        (Stance::Yes, Some(Stance::No)),
        (Stance::No, Some(Stance::No)),
        (Stance::Depends, Some(Stance::Yes)),
        (Stance::Unknown, Some(Stance::Unknown)),
        (Stance::No, None),
        (Stance::No, Some(Stance::Depends)),
        (Stance::No, None),
    ] {
        confusion.add(known, read);
    }
    let report = confusion.report();
    assert_eq!((report.cases, report.committed, report.right, report.opposite), (8, 4, 2, 1));
    assert_eq!((report.coverage, report.precision), (0.5, Some(0.5)));
    let json = serde_json::to_value(&report).unwrap();
    assert_eq!(json["confusion"]["no"]["none"], 2);
    assert_eq!(json["precision"], 0.5);
}

#[test]
fn nothing_committed_has_no_precision() {
    let report = eval::run(&b""[..]).unwrap();
    assert_eq!((report.cases, report.coverage, report.precision), (0, 0.0, None));
}

//! What is refused, and at which line.

use super::{PAGE, POE, ROE, page, read, refusal, signed, with_answers};

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

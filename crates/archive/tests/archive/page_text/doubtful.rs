//! What could be read in two ways.

use super::{POE, ROE, page, refusal, with_answers};

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

//! Pages of plain text, read or refused.

mod doubtful;
mod records;
mod refused;
mod whole;

use archive::page_text::{Page, PageError, read};

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

//! Finds the one way to read a page, or says why there is none.

use super::blocks::Block;
use super::disclaimer::reads_as_disclaimer;
use super::signature::{self, Reading};
use super::{Page, PageAnswer, PageDoctor, PageError, PageQuestion, doctor_line, markdown};
use crate::record::{escaped_excerpt, limits};

/// The counting line as it is quoted in messages.
const COUNTER: &str = "`Doctor Answers N`";

/// More counting lines than this are not worth trying one by one.
const MAX_COUNTERS: usize = 8;

/// A counting line: the paragraph it is and the number it says.
#[derive(Clone, Copy)]
struct Counter {
    block: usize,
    says: usize,
}

/// Reads the paragraphs of a page.
pub(super) fn parse(blocks: &[Block]) -> Result<Page, PageError> {
    let Some(title) = blocks.first() else {
        return Err(PageError::at(1, "the file is empty; a page begins with the question's title"));
    };
    let counters = counters(blocks)?;
    let [first, ..] = counters.as_slice() else {
        return Err(PageError::at(
            title.line(),
            format!("there is no line {COUNTER} below this title; add it"),
        ));
    };
    let answers_begin = first.block + 1;
    let mut readings = vec![Reading::Text; answers_begin];
    readings.extend(blocks[answers_begin..].iter().map(signature::read));
    let reader = Reader { blocks, readings };
    let mut page = None;
    let mut first_error = None;
    for counter in &counters {
        match reader.page(*counter) {
            Err(error) => first_error = first_error.or(Some(error)),
            Ok(found) if page.is_none() => page = Some(found),
            Ok(_) => {
                let line = blocks[counter.block].line();
                return Err(PageError::at(
                    line,
                    format!("two lines {COUNTER} fit this page; remove the wrong one"),
                ));
            }
        }
    }
    let nothing = || PageError::at(title.line(), "this page cannot be read");
    page.ok_or_else(|| first_error.unwrap_or_else(nothing))
}

/// Every line that counts answers, each a paragraph of its own.
fn counters(blocks: &[Block]) -> Result<Vec<Counter>, PageError> {
    let mut found = Vec::new();
    for (index, block) in blocks.iter().enumerate() {
        let Some(line) = block.lines().find(|line| count(&line.text).is_some()) else { continue };
        let alone = block.only_line().and_then(count);
        match alone {
            Some(says) if index > 0 => found.push(Counter { block: index, says }),
            Some(_) => return Err(PageError::at(line.number, "there is no title before this line; add it")),
            None => {}
        }
    }
    if found.is_empty()
        && let Some(line) = blocks.iter().flat_map(Block::lines).find(|line| count(&line.text).is_some())
    {
        return Err(PageError::at(
            line.number,
            format!("put a blank line before and after the line {COUNTER}"),
        ));
    }
    if let Some(extra) = found.get(MAX_COUNTERS) {
        let line = blocks[extra.block].line();
        return Err(PageError::at(line, format!("there are too many lines {COUNTER}; keep the right one")));
    }
    Ok(found)
}

/// The number of a line `Doctor Answers 6`.
fn count(line: &str) -> Option<usize> {
    let words: Vec<&str> = line.split_whitespace().collect();
    let [doctor, answers, number] = words.as_slice() else { return None };
    let named = doctor.eq_ignore_ascii_case("doctor")
        && (answers.eq_ignore_ascii_case("answers") || answers.eq_ignore_ascii_case("answer"));
    let digits = number.bytes().all(|byte| byte.is_ascii_digit());
    // A number too large to hold is larger than any count that could match it.
    (named && digits).then(|| number.parse().unwrap_or(usize::MAX))
}

struct Reader<'a> {
    blocks: &'a [Block],
    readings: Vec<Reading>,
}

impl Reader<'_> {
    /// Reads the page with the answers beginning after one counting line.
    fn page(&self, counter: Counter) -> Result<Page, PageError> {
        self.refuse_signed_question(counter)?;
        let question = self.question(counter)?;
        let signatures = self.signatures(counter)?;
        let mut answers = Vec::with_capacity(signatures.len());
        let mut previous = counter.block;
        for (at, doctor) in &signatures {
            answers.push(self.answer(previous, *at, doctor)?);
            previous = *at;
        }
        refuse_repeated_doctors(&answers)?;
        let disclaimer = self.disclaimer(previous, answers.last())?;
        Ok(Page { question, answers, disclaimer })
    }

    /// The patient's words have no signatures: with one above it, a counting line is part of an answer.
    fn refuse_signed_question(&self, counter: Counter) -> Result<(), PageError> {
        let signed = |reading: &Reading| matches!(reading, Reading::Rated(_) | Reading::Unrated(_));
        if self.readings[..counter.block].iter().any(signed) {
            let line = self.blocks[counter.block].line();
            return Err(PageError::at(line, "this line counts answers below signed answers; remove it"));
        }
        Ok(())
    }

    fn question(&self, counter: Counter) -> Result<PageQuestion, PageError> {
        let [title, words @ ..] = &self.blocks[..counter.block] else {
            return Err(PageError::at(1, "there is no title"));
        };
        let body = markdown::paragraphs(words);
        fits("the question", &body, words.first().unwrap_or(title).line(), limits::BODY)?;
        Ok(PageQuestion { title: one_line("title", title, limits::TITLE)?, body, line: title.line() })
    }

    /// The paragraphs that sign an answer: all that can be, which must be as many as the page says.
    fn signatures(&self, counter: Counter) -> Result<Vec<(usize, PageDoctor)>, PageError> {
        let mut rated_before = counter.block;
        let mut found = Vec::new();
        let mut unsure = None;
        for (at, reading) in self.readings.iter().enumerate().skip(counter.block + 1) {
            match reading {
                Reading::Text => {}
                Reading::Broken(error) => return Err(error.clone()),
                Reading::Rated(doctor) => {
                    found.push((at, doctor.clone()));
                    rated_before = at;
                }
                Reading::Glued if self.has_room(rated_before, at) => {
                    let reason = "text and signature run together here; put a blank line between the answer and the \
                                  doctor's name, or city and specialty";
                    return Err(PageError::at(self.blocks[at].last().number, reason));
                }
                Reading::Unrated(doctor) if self.has_room(rated_before, at) => {
                    unsure = unsure.or(Some(self.blocks[at].line()));
                    found.push((at, doctor.clone()));
                }
                Reading::Glued | Reading::Unrated(_) => {}
            }
        }
        if found.len() == counter.says {
            return Ok(found);
        }
        Err(self.mismatch(counter, &found, unsure))
    }

    /// Whether an answer fits between the signature before and this one, and another up to the next rated one.
    fn has_room(&self, rated_before: usize, at: usize) -> bool {
        let next = self.readings[at + 1..].iter().take(2).any(|next| matches!(next, Reading::Rated(_)));
        at - rated_before >= 3 && !next
    }

    fn mismatch(&self, counter: Counter, found: &[(usize, PageDoctor)], unsure: Option<u64>) -> PageError {
        let line = self.blocks[counter.block].line();
        let says = counter.says;
        let lines: Vec<String> = found.iter().take(20).map(|(_, doctor)| doctor.line.to_string()).collect();
        let found_at =
            if lines.is_empty() { String::new() } else { format!(" (at lines {})", lines.join(", ")) };
        let mut reason =
            format!("the page says {says} doctor answers, but {} are signed{found_at}", found.len());
        if let Some(line) = unsure {
            reason.push_str(&format!("; the paragraph at line {line} may be a signature or text"));
        }
        let unknown =
            self.blocks[counter.block + 1..].iter().find(|block| signature::may_be_unknown_specialty(block));
        if let Some(block) = unknown {
            let line = block.last().number;
            reason.push_str(&format!(
                "; line {line} may be a city and a specialty, but the specialty is not known"
            ));
        }
        reason.push_str("; correct the number or the signatures");
        PageError::at(line, reason)
    }

    fn answer(&self, previous: usize, at: usize, doctor: &PageDoctor) -> Result<PageAnswer, PageError> {
        let [headline, words @ ..] = &self.blocks[previous + 1..at] else {
            return Err(PageError::at(
                doctor.line,
                "there is no answer above this signature; add its headline and text",
            ));
        };
        let Some(last) = words.last() else {
            let reason = "the answer above this signature is empty or has no headline; it needs a headline, a blank \
                          line, and text";
            return Err(PageError::at(doctor.line, reason));
        };
        if doctor.name.is_none()
            && last.only_line().is_some_and(|line| doctor_line::read_certain(line).is_some())
        {
            let reason = "this may be the name of the doctor below or the end of the text; remove the blank line \
                          after it, or the line";
            return Err(PageError::at(last.line(), reason));
        }
        let body = markdown::paragraphs(words);
        fits("the answer", &body, headline.line(), limits::BODY)?;
        let line = headline.line();
        Ok(PageAnswer {
            headline: one_line("headline", headline, limits::HEADLINE)?,
            body,
            doctor: doctor.clone(),
            line,
        })
    }

    /// What follows the last signature. It may be missing only where its absence cannot hide a cut.
    fn disclaimer(&self, last: usize, answer: Option<&PageAnswer>) -> Result<Option<String>, PageError> {
        let closing = &self.blocks[last + 1..];
        let Some(first) = closing.first() else {
            return match answer {
                Some(answer) if answer.doctor.rating.is_none() => Err(PageError::at(
                    self.blocks[last].last().number,
                    "the page ends here without stars or a disclaimer, so it may be cut short; add the disclaimer",
                )),
                _ => Ok(None),
            };
        };
        if !first.lines().any(|line| reads_as_disclaimer(&line.text)) {
            let reason =
                "after the last signature only the disclaimer may follow; sign this answer or remove it";
            return Err(PageError::at(first.line(), reason));
        }
        let text =
            |block: &Block| block.lines().map(|line| line.text.as_str()).collect::<Vec<_>>().join("\n");
        Ok(Some(closing.iter().map(text).collect::<Vec<_>>().join("\n\n")))
    }
}

fn one_line(what: &str, block: &Block, limit: usize) -> Result<String, PageError> {
    let Some(text) = block.only_line() else {
        let reason = format!("the {what} must be on one line with a blank line after it");
        return Err(PageError::at(block.line(), reason));
    };
    fits(&format!("the {what}"), text, block.line(), limit)?;
    Ok(text.to_owned())
}

fn fits(what: &str, text: &str, line: u64, limit: usize) -> Result<(), PageError> {
    let length = text.chars().count();
    if length <= limit {
        return Ok(());
    }
    Err(PageError::at(line, format!("{what} has {length} characters; shorten it to {limit} at most")))
}

/// One answer per doctor and question: the same doctor twice means that the page was misread or miswritten.
fn refuse_repeated_doctors(answers: &[PageAnswer]) -> Result<(), PageError> {
    let mut seen = std::collections::HashMap::new();
    for answer in answers {
        let doctor = &answer.doctor;
        let Some(id) = doctor.id() else { continue };
        if let Some(first) = seen.insert(id, doctor.line) {
            let name = escaped_excerpt(doctor.name.as_deref().unwrap_or_default(), 60);
            let reason = format!(
                "{name} has signed an answer at line {first} already; a doctor answers a question once"
            );
            return Err(PageError::at(doctor.line, reason));
        }
    }
    Ok(())
}

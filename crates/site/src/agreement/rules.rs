//! Who may mark whose answer, and what a mark has to say.

use std::ops::RangeInclusive;

use db::value::Verdict;

use crate::web::{Unfit, Words};

/// Characters of a caveat or of a reason to disagree.
pub const WORDS: RangeInclusive<usize> = 10..=500;

/// A mark as a doctor gives it. A caveat and a disagreement have words; whoever just agrees needs none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given {
    /// What the doctor thinks.
    pub verdict: Verdict,
    /// The caveat or the reason.
    pub text: Option<String>,
}

/// Why what was sent is no mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// None of the verdicts was chosen.
    NoVerdict,
    /// The words are missing, or too short, or too long.
    Words(Unfit),
}

impl Given {
    /// Reads what was sent; none is a mark that is taken back.
    ///
    /// # Errors
    /// [`Wrong`] as its variants say.
    pub fn parse(verdict: &str, text: &str) -> Result<Option<Self>, Wrong> {
        if verdict == "none" {
            return Ok(None);
        }
        let verdict = Verdict::from_word(verdict).ok_or(Wrong::NoVerdict)?;
        let text = match verdict {
            Verdict::Agree => None,
            Verdict::Caveat | Verdict::Disagree => {
                Some(Words::parse(text, WORDS).map_err(Wrong::Words)?.into())
            }
        };
        Ok(Some(Self { verdict, text }))
    }
}

/// A doctor, as far as it matters who may mark whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Colleague {
    /// Identity.
    pub doctor: i64,
    /// The practice.
    pub practice: Option<String>,
    /// The city.
    pub city: Option<String>,
}

/// Why a doctor may not mark an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hurdle {
    /// It is their own.
    Own,
    /// It is a colleague's of their own practice.
    SamePractice,
}

/// What keeps a doctor from marking the answer of another, if anything does.
pub fn hurdle(judge: &Colleague, author: &Colleague) -> Option<Hurdle> {
    let key = |name: &String| name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    let both = |one: &Option<String>, other: &Option<String>| {
        let known = |name: &Option<String>| name.as_ref().map(key).filter(|name| !name.is_empty());
        known(one).zip(known(other))
    };
    if judge.doctor == author.doctor {
        Some(Hurdle::Own)
    } else {
        let one_name = both(&judge.practice, &author.practice).is_some_and(|(one, other)| one == other);
        // Two practices of one name in two cities are two; where a city is not known, they may be one.
        let two_cities = both(&judge.city, &author.city).is_some_and(|(one, other)| one != other);
        (one_name && !two_cities).then_some(Hurdle::SamePractice)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn colleague(doctor: i64, practice: Option<&str>, city: Option<&str>) -> Colleague {
        Colleague { doctor, practice: practice.map(str::to_owned), city: city.map(str::to_owned) }
    }

    #[test]
    fn nobody_marks_their_own_or_their_practices_answer() {
        let ann = colleague(1, Some("Skin  Clinic "), Some("Utrecht"));
        let cases = [
            (colleague(1, None, None), Some(Hurdle::Own)),
            (colleague(2, Some("skin clinic"), Some(" UTRECHT")), Some(Hurdle::SamePractice)),
            (colleague(2, Some("skin clinic"), Some("Leiden")), None),
            (colleague(2, Some("skin clinic"), None), Some(Hurdle::SamePractice)),
            (colleague(2, Some("Other clinic"), Some("Utrecht")), None),
            (colleague(2, None, Some("Utrecht")), None),
        ];
        for (author, expected) in cases {
            assert_eq!(hurdle(&ann, &author), expected, "{author:?}");
            assert_eq!(hurdle(&author, &ann), expected, "{author:?}");
        }
        assert_eq!(hurdle(&colleague(1, None, None), &colleague(2, None, None)), None);
        let nowhere = |doctor| colleague(doctor, Some("Skin Clinic"), None);
        assert_eq!(hurdle(&nowhere(1), &nowhere(2)), Some(Hurdle::SamePractice));
        assert_eq!(hurdle(&colleague(1, Some(" "), Some("x")), &colleague(2, Some(""), Some("x"))), None);
    }

    #[test]
    fn objections_need_words_and_agreement_takes_none() {
        let given = |verdict, text: &str| Given::parse(verdict, text);
        assert_eq!(given("none", "x"), Ok(None));
        assert_eq!(given("agree", "so I think"), Ok(Some(Given { verdict: Verdict::Agree, text: None })));
        assert_eq!(given("", ""), Err(Wrong::NoVerdict));
        assert_eq!(given("caveat", "\u{200b}"), Err(Wrong::Words(Unfit::Empty)));
        assert_eq!(given("disagree", "No."), Err(Wrong::Words(Unfit::Short(10))));
        assert_eq!(given("disagree", &"x".repeat(501)), Err(Wrong::Words(Unfit::Long(500))));
        let text = Some("Only under forty.".to_owned());
        assert_eq!(
            given("caveat", " Only under forty. "),
            Ok(Some(Given { verdict: Verdict::Caveat, text }))
        );
    }
}

//! The codes of reasons, in words: why people report, why moderators decide. The one list of them.

use db::value::Matter;
use locale::mark;

/// A reason, known by its code in addresses, tables and the public log.
#[derive(Clone, Copy, Debug)]
pub struct Reason {
    /// The code.
    pub code: &'static str,
    /// What is wrong, as a choice in a form.
    pub choice: &'static str,
    /// Why something was done, as a sentence.
    pub said: &'static str,
    /// What it is a reason for.
    pub of: Of,
}

/// What a reason is good for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Of {
    /// Reporting something, and acting against it.
    Harm,
    /// Acting against something; nobody reports it.
    Order,
    /// Leaving or putting things as they were.
    Ease,
    /// Its own author wanted it so: nobody else shows it again.
    Author,
    /// Only what the site itself writes.
    Own,
}

macro_rules! reasons {
    ($($of:ident $code:literal: $choice:expr, $said:expr;)+) => {
        /// Every reason, in the order in which forms offer them.
        pub const REASONS: &[Reason] = &[$(Reason { code: $code, choice: $choice, said: $said, of: Of::$of }),+];
    };
}

reasons! {
    Harm "spam": mark("It is spam or an advertisement"), mark("It was spam or an advertisement.");
    Harm "rude": mark("It is rude or hurts people"), mark("It was rude or hurt people.");
    Harm "unsafe": mark("The advice is unsafe"), mark("The advice was unsafe.");
    Harm "personal_data": mark("It shows who somebody is"), mark("It showed who somebody is.");
    Harm "false": mark("It is not true"), mark("It was not true.");
    Harm "not_a_review": mark("It is no review of a visit"), mark("It was no review of a visit.");
    Harm "conflict": mark("Somebody hides an interest of their own"), mark("Somebody hid an interest of their own.");
    Harm "off_topic": mark("It is not about health"), mark("It was not about health.");
    Harm "illegal": mark("The law does not allow it"), mark("The law does not allow it.");
    Harm "duplicate": mark("The same was asked before"), mark("The same question was asked before.");
    Harm "other": mark("Something else"), mark("A moderator decided so.");
    Order "harmful": mark("It could harm somebody"), mark("It could have harmed somebody.");
    Order "settled": mark("All has been said"), mark("All had been said.");
    Order "wrong_topic": mark("It stands under the wrong topics"), mark("It stood under the wrong topics.");
    Order "merged": mark("The doctor answers the other question too"), mark("The question was joined with another that the doctor had answered.");
    Ease "fine": mark("It keeps to the rules"), mark("It keeps to the rules.");
    Ease "mended": mark("It was put right"), mark("It was put right.");
    Ease "mistake": mark("We made a mistake"), mark("We had made a mistake.");
    Own "appeal": mark("An appeal"), mark("Somebody appealed, and was right.");
    Own "first_post": mark("A first post"), mark("It is the first post of a new account, which we look at before it is shown.");
    Own "disputed": mark("The doctor disputes it"), mark("The doctor disputes it, and a moderator looks at it.");
    Author "erased": mark("Its author erased it"), mark("Its author had it erased.");
    Author "author_request": mark("Its author asked for it"), mark("Its author asked for it to be removed.");
    Author "withdrawn": mark("Its author took it back"), mark("Its author took it back.");
}

/// How the reason of a revision begins that a moderator made: what stood before was taken out of the public's sight.
pub const BY_MODERATOR: &str = "moderation: ";

impl Reason {
    /// Whether this is the code of an author's own wish.
    pub fn is_authors(code: &str) -> bool {
        Self::find(code).is_some_and(|reason| reason.of == Of::Author)
    }

    /// Whether something of this kind can be wrong in this way.
    pub fn fits(&self, kind: Matter) -> bool {
        match self.code {
            "not_a_review" => kind == Matter::Review,
            "duplicate" | "settled" | "wrong_topic" => kind == Matter::Question,
            "merged" => kind == Matter::Answer,
            "unsafe" => !matches!(kind, Matter::Doctor | Matter::Review),
            _ => true,
        }
    }

    /// The reason with this code.
    pub fn find(code: &str) -> Option<&'static Self> {
        REASONS.iter().find(|reason| reason.code == code)
    }
}

/// The code of a removal's reason in words, to be translated where they are shown.
pub fn removal_reason(code: &str) -> &'static str {
    Reason::find(code).map_or(mark("A moderator decided so."), |reason| reason.said)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_stands_once() {
        for reason in REASONS {
            assert_eq!(
                REASONS.iter().filter(|other| other.code == reason.code).count(),
                1,
                "{}",
                reason.code
            );
        }
        assert_eq!(removal_reason("unheard-of"), "A moderator decided so.");
    }
}

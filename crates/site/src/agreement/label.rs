//! The agreement label: one stance per doctor, counted, and said in one line.

use db::value::Stance;
use locale::{Locale, Text};

/// Fewest doctors with a stance for a label.
pub const FEWEST: u32 = 3;
/// The share that counts as agreement, as a fraction: 3/4.
pub const AGREEMENT: (u32, u32) = (3, 4);

/// How many doctors hold each stance.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Doctors who say yes.
    pub yes: u32,
    /// Doctors who say no.
    pub no: u32,
    /// Doctors who say that it depends.
    pub depends: u32,
    /// Doctors who say that it is not known.
    pub unknown: u32,
    /// How many of these stances were read from the text.
    pub inferred: u32,
}

impl Counts {
    /// The stances that somebody holds with their numbers, largest first; equals stay in the order yes, no, depends, unknown.
    pub fn ranked(&self) -> Vec<(Stance, u32)> {
        let mut ranked: Vec<_> =
            Stance::ALL.iter().map(|stance| (*stance, self.of(*stance))).filter(|(_, n)| *n > 0).collect();
        ranked.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
        ranked
    }

    /// How many hold this stance.
    pub fn of(&self, stance: Stance) -> u32 {
        match stance {
            Stance::Yes => self.yes,
            Stance::No => self.no,
            Stance::Depends => self.depends,
            Stance::Unknown => self.unknown,
        }
    }

    /// How many hold any stance.
    pub fn total(&self) -> u32 {
        self.yes + self.no + self.depends + self.unknown
    }

    /// Counts one more.
    pub fn add(&mut self, stance: Stance, inferred: bool) {
        match stance {
            Stance::Yes => self.yes += 1,
            Stance::No => self.no += 1,
            Stance::Depends => self.depends += 1,
            Stance::Unknown => self.unknown += 1,
        }
        self.inferred += u32::from(inferred);
    }

    /// The label for readers who see no page, such as a feed's; none where there are too few to compare. It says
    /// where stances were read from the text.
    pub fn sentence(&self, l: Locale) -> Option<String> {
        let label = (self.total() >= FEWEST).then(|| self.label().words(l))?;
        let text = if self.inferred > 0 {
            l.t("{label} (read from what they wrote).").with("label", label).to_string()
        } else {
            l.t("{label}.").with("label", label).to_string()
        };
        Some(text)
    }

    /// What the page says of these.
    pub fn label(&self) -> Label {
        let (all, ranked) = (self.total(), self.ranked());
        match ranked.first() {
            Some(&(stance, most)) if all >= FEWEST => {
                if most == all {
                    Label::All { stance, all }
                } else if most * AGREEMENT.1 >= all * AGREEMENT.0 {
                    Label::Most { stance, most, all }
                } else {
                    Label::Differ(ranked)
                }
            }
            _ => Label::TooFew,
        }
    }
}

/// What the page says of the doctors together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Label {
    /// Fewer than [`FEWEST`] doctors have a stance.
    TooFew,
    /// All hold the same.
    All {
        /// What they hold.
        stance: Stance,
        /// How many they are.
        all: u32,
    },
    /// The largest share is at least [`AGREEMENT`].
    Most {
        /// What most hold.
        stance: Stance,
        /// How many hold it.
        most: u32,
        /// How many have a stance.
        all: u32,
    },
    /// No share is that large.
    Differ(Vec<(Stance, u32)>),
}

impl Label {
    /// The label in words.
    pub fn words(&self, l: Locale) -> String {
        match self {
            Self::TooFew => l.t("Too few to compare").to_string(),
            Self::All { stance, all } => {
                let text = l.n(*all, "The {n} doctor says: {stance}", "All {n} doctors agree: {stance}");
                text.with("stance", stance_word(l, *stance)).to_string()
            }
            Self::Most { stance, most, all } => {
                let text =
                    l.t("{most} of {all} doctors agree: {stance}; {rest}").with("most", l.number(*most));
                let text = text.with("all", l.number(*all)).with("stance", stance_word(l, *stance));
                text.with("rest", rest(l, all - most)).to_string()
            }
            Self::Differ(ranked) => {
                let parts: Vec<String> = ranked
                    .iter()
                    .map(|(stance, n)| {
                        l.t("{n} {stance}")
                            .with("n", l.number(*n))
                            .with("stance", stance_word(l, *stance))
                            .to_string()
                    })
                    .collect();
                l.t("Doctors differ: {list}").with("list", parts.join(", ")).to_string()
            }
        }
    }

    /// The label in words, cut at the doctors who differ, so that a page can link them: before, linked, after.
    pub fn linked(&self, l: Locale) -> (String, String, String) {
        let Self::Most { stance, most, all } = self else {
            return (self.words(l), String::new(), String::new());
        };
        let text = l.t("{most} of {all} doctors agree: {stance}; {rest}").with("most", l.number(*most));
        let (before, after) =
            text.with("all", l.number(*all)).with("stance", stance_word(l, *stance)).around("rest");
        (before.to_string(), rest(l, all - most), after.to_string())
    }

    /// What most hold, where most hold the same.
    pub fn held_by_most(&self) -> Option<Stance> {
        match self {
            Self::All { stance, .. } | Self::Most { stance, .. } => Some(*stance),
            _ => None,
        }
    }
}

fn rest(l: Locale, count: u32) -> String {
    l.n(count, "{n} differs", "{n} differ").to_string()
}

/// The stance within a label: "no".
pub fn stance_word(l: Locale, stance: Stance) -> Text<'static> {
    match stance {
        Stance::Yes => l.c("stance", "yes"),
        Stance::No => l.c("stance", "no"),
        Stance::Depends => l.c("stance", "it depends"),
        Stance::Unknown => l.c("stance", "not known"),
    }
}

/// The stance by itself: "No".
pub fn stance_alone(l: Locale, stance: Stance) -> Text<'static> {
    match stance {
        Stance::Yes => l.t("Yes"),
        Stance::No => l.t("No"),
        Stance::Depends => l.t("It depends"),
        Stance::Unknown => l.t("Not known"),
    }
}

/// The stance as an answer's line of its own: "Says no".
pub fn stance_says(l: Locale, stance: Stance) -> Text<'static> {
    match stance {
        Stance::Yes => l.t("Says yes"),
        Stance::No => l.t("Says no"),
        Stance::Depends => l.t("Says it depends"),
        Stance::Unknown => l.t("Says it is not known"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(yes: u32, no: u32, depends: u32, unknown: u32) -> String {
        let l = locale::Languages::builder().build().unwrap().default_locale();
        Counts { yes, no, depends, unknown, inferred: 0 }.label().words(l)
    }

    #[test]
    fn the_label_is_the_definition() {
        assert_eq!(words(0, 2, 0, 0), "Too few to compare");
        assert_eq!(words(0, 0, 0, 0), "Too few to compare");
        assert_eq!(words(0, 6, 0, 0), "All 6 doctors agree: no");
        assert_eq!(words(0, 3, 0, 0), "All 3 doctors agree: no");
        assert_eq!(words(1, 5, 0, 0), "5 of 6 doctors agree: no; 1 differs");
        assert_eq!(words(6, 1, 1, 0), "6 of 8 doctors agree: yes; 2 differ");
        assert_eq!(words(1, 3, 2, 0), "Doctors differ: 3 no, 2 it depends, 1 yes");
        assert_eq!(words(1, 2, 0, 0), "Doctors differ: 2 no, 1 yes");
        assert_eq!(words(0, 0, 3, 1), "3 of 4 doctors agree: it depends; 1 differs");
        assert_eq!(words(0, 0, 0, 4), "All 4 doctors agree: not known");
    }

    #[test]
    fn the_linked_words_are_the_label() {
        let l = locale::Languages::builder().build().unwrap().default_locale();
        let label = Counts { yes: 1, no: 5, ..Counts::default() }.label();
        let (before, linked, after) = label.linked(l);
        assert_eq!(linked, "1 differs");
        assert_eq!(format!("{before}{linked}{after}"), label.words(l));
    }
}

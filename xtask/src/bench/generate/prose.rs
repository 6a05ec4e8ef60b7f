//! Sentences out of patterns, and texts out of sentences.

use super::random::Random;
use super::words;

/// What a text is about: its sentences mostly name the same things.
pub(super) struct Subject {
    treatment: &'static str,
    condition: &'static str,
    part: &'static str,
}

impl Subject {
    pub(super) fn new(random: &mut Random) -> Self {
        Self {
            treatment: random.pick(&words::TREATMENTS),
            condition: random.pick(&words::CONDITIONS),
            part: random.pick(&words::PARTS),
        }
    }

    /// Also the name of a topic.
    pub(super) fn treatment(&self) -> &'static str {
        self.treatment
    }

    /// Also the name of a topic.
    pub(super) fn condition(&self) -> &'static str {
        self.condition
    }

    /// The pattern with its places filled, beginning with a capital letter.
    pub(super) fn fill(&self, random: &mut Random, pattern: &str) -> String {
        let mut out = String::with_capacity(pattern.len() + 40);
        self.push(random, &mut out, pattern);
        out
    }

    fn push(&self, random: &mut Random, out: &mut String, pattern: &str) {
        let start = out.len();
        let mut rest = pattern;
        while let Some(at) = rest.find('{') {
            out.push_str(&rest[..at]);
            out.push_str(match rest.as_bytes().get(at + 1) {
                Some(b't') => self.treatment,
                Some(b'c') => self.condition,
                Some(b'p') => self.part,
                Some(b'w') => random.pick(&words::SPANS),
                Some(b'm') => random.pick(&words::MEDICINES),
                _ => random.pick(&words::FEELINGS),
            });
            rest = rest.get(at + 3..).unwrap_or_default();
        }
        out.push_str(rest);
        if let Some(first) = out.get_mut(start..start + 1) {
            first.make_ascii_uppercase();
        }
    }

    /// Sentences until the text has about this length, in paragraphs of two to four. The first is one of `opening`,
    /// the others come from `pool`.
    pub(super) fn text(&self, random: &mut Random, opening: &[&str], pool: &[&str], length: u64) -> String {
        let length = length as usize;
        let mut out = String::with_capacity(length + 200);
        let first = random.pick(opening);
        self.push(random, &mut out, first);
        let mut last = first;
        let mut left = random.within(1, 3);
        while out.len() < length {
            out.push_str(if left == 0 { "\n\n" } else { " " });
            if left == 0 {
                left = random.within(2, 4);
            }
            left -= 1;
            // Nobody says the same thing twice in a row.
            let mut next = random.pick(pool);
            while next == last {
                next = random.pick(pool);
            }
            last = next;
            self.push(random, &mut out, next);
        }
        out
    }
}

/// A name as a slug: small letters, and hyphens for what lies between.
pub(super) fn slug(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for char in name.chars() {
        if char.is_ascii_alphanumeric() {
            out.push(char.to_ascii_lowercase());
        } else if !out.ends_with('-') {
            out.push('-');
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_are_filled() {
        let mut random = Random::new(1, 1);
        let subject = Subject { treatment: "a walk", condition: "boredom", part: "toe" };
        assert_eq!(
            subject.fill(&mut random, "{t} against {c} of the {p}"),
            "A walk against boredom of the toe"
        );
        for _ in 0..100 {
            let text = subject.text(&mut random, &words::PATIENT, &words::PATIENT, 400);
            assert!((400..560).contains(&text.len()), "{text}");
            assert!(!text.contains(['{', '}']), "{text}");
        }
    }

    #[test]
    fn slugs_are_slugs() {
        assert_eq!(slug("A root canal"), "a-root-canal");
        assert_eq!(slug("x -- y"), "x-y");
    }
}

//! Which topics are a doctor's, by what they and colleagues of their specialty answered, and by what they said is not.

use std::collections::{BTreeSet, HashMap, HashSet};

/// Topics that a query is asked for at most.
const MOST: usize = 500;

/// What is known of a doctor's field.
#[derive(Clone, Debug, Default)]
pub(super) struct Learnt {
    /// How often they answered on each topic.
    pub(super) answered: HashMap<i64, i64>,
    /// How often they said of a question on each topic that it is not their field.
    pub(super) refused: HashMap<i64, i64>,
    /// On what colleagues of their specialty answered.
    pub(super) colleagues: Vec<i64>,
}

/// The topics whose questions a doctor is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Topics {
    /// Nothing is known yet: all but these.
    AllBut(Vec<i64>),
    /// These.
    Only(Vec<i64>),
}

impl Learnt {
    /// A topic that they turned down more often than they answered is left out.
    pub(super) fn topics(&self) -> Topics {
        let count = |of: &HashMap<i64, i64>, topic: &i64| of.get(topic).copied().unwrap_or_default();
        let unwanted = |topic: &i64| count(&self.refused, topic) > count(&self.answered, topic);
        let known: BTreeSet<i64> = self.answered.keys().chain(&self.colleagues).copied().collect();
        if known.is_empty() {
            let mut refused: Vec<i64> = self.refused.keys().copied().filter(unwanted).collect();
            refused.sort_unstable();
            return Topics::AllBut(refused);
        }
        let mut wanted: Vec<i64> = known.into_iter().filter(|topic| !unwanted(topic)).collect();
        // What they answer themselves most often comes first, should there be too many.
        wanted.sort_by_key(|topic| -count(&self.answered, topic));
        wanted.truncate(MOST);
        Topics::Only(wanted)
    }
}

/// Whether no topic of a question brings it to anybody: it is on none, or nobody ever answered on those that it is on.
pub(super) fn is_lonely(topics: &[i64], answered: &HashSet<i64>) -> bool {
    topics.iter().all(|topic| !answered.contains(topic))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_topic_is_a_doctors_until_they_turn_it_down_more_often_than_they_answer() {
        let mut learnt = Learnt { answered: [(1, 2)].into(), colleagues: vec![2, 3], ..Learnt::default() };
        assert_eq!(learnt.topics(), Topics::Only(vec![1, 2, 3]));
        learnt.refused = [(1, 2), (2, 1)].into();
        assert_eq!(learnt.topics(), Topics::Only(vec![1, 3]));
        learnt.refused = [(1, 3), (2, 1), (3, 1)].into();
        assert_eq!(learnt.topics(), Topics::Only(vec![]));
    }

    #[test]
    fn a_question_is_lonely_until_somebody_answers_on_one_of_its_topics() {
        assert!(is_lonely(&[], &[1].into()));
        assert!(is_lonely(&[2, 3], &[1].into()));
        assert!(!is_lonely(&[2, 1], &[1].into()));
    }

    #[test]
    fn of_whom_nothing_is_known_all_is_asked() {
        let learnt = Learnt { refused: [(7, 1)].into(), ..Learnt::default() };
        assert_eq!(learnt.topics(), Topics::AllBut(vec![7]));
        assert_eq!(Learnt::default().topics(), Topics::AllBut(vec![]));
    }
}

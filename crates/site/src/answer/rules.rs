//! The order of answers. The page "How answers are ranked" is written from these constants.

use std::cmp::Reverse;

/// What is added to the agreeing colleagues.
pub const PRIOR_AGREE: u32 = 2;
/// What is added to all colleagues.
pub const PRIOR_ALL: u32 = 4;
/// What a caveat counts, as a share of an agreement: one half.
pub const CAVEAT_SHARE: (u32, u32) = (1, 2);

/// Colleagues' marks on an answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Peers {
    /// Agree.
    pub agree: u32,
    /// Agree with a caveat.
    pub caveat: u32,
    /// Disagree.
    pub disagree: u32,
}

impl Peers {
    /// The Beta mean, (agree + 2) / (agree + disagree + 4), a caveat counting as half an agree.
    pub fn score(self) -> f64 {
        let agree =
            f64::from(self.agree) + f64::from(self.caveat * CAVEAT_SHARE.0) / f64::from(CAVEAT_SHARE.1);
        (agree + f64::from(PRIOR_AGREE)) / (agree + f64::from(self.disagree) + f64::from(PRIOR_ALL))
    }
}

/// All that the order of answers looks at. Nothing else ever enters.
#[derive(Clone, Copy, Debug)]
pub struct Standing {
    /// Colleagues' marks.
    pub peers: Peers,
    /// Whether the author is verified now.
    pub verified: bool,
    /// How many sources it cites.
    pub citations: u32,
    /// When it was given, in Unix seconds; an unknown date counts as the latest.
    pub answered_at: Option<i64>,
    /// Tells equals apart: the one that arrived first stands first.
    pub id: i64,
}

/// Puts answers in order: score, then live verification, then citations, then the older first.
pub fn order<T>(answers: &mut [T], standing: impl Fn(&T) -> Standing) {
    answers.sort_by(|a, b| {
        let (a, b) = (standing(a), standing(b));
        let rest = |s: Standing| {
            (Reverse(s.verified), Reverse(s.citations), s.answered_at.unwrap_or(i64::MAX), s.id)
        };
        b.peers.score().total_cmp(&a.peers.score()).then_with(|| rest(a).cmp(&rest(b)))
    });
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn standing(id: i64) -> Standing {
        Standing { peers: Peers::default(), verified: false, citations: 0, answered_at: None, id }
    }

    fn ordered(mut answers: Vec<Standing>) -> Vec<i64> {
        order(&mut answers, |standing| *standing);
        answers.iter().map(|standing| standing.id).collect()
    }

    #[test]
    fn the_score_is_the_beta_mean() {
        let score = |agree, caveat, disagree| Peers { agree, caveat, disagree }.score();
        assert!((score(0, 0, 0) - 0.5).abs() < 1e-12);
        assert!((score(3, 1, 0) - 5.5 / 7.5).abs() < 1e-12);
        assert!((score(1, 0, 3) - 3.0 / 8.0).abs() < 1e-12);
    }

    #[test]
    fn each_rule_gives_way_to_the_one_before() {
        let agreed = Standing { peers: Peers { agree: 1, ..Peers::default() }, ..standing(1) };
        let verified = Standing { verified: true, ..standing(2) };
        let cited = Standing { citations: 2, ..standing(3) };
        let older = Standing { answered_at: Some(10), ..standing(4) };
        let newer = Standing { answered_at: Some(20), ..standing(5) };
        assert_eq!(ordered(vec![standing(6), newer, older, cited, verified, agreed]), [1, 2, 3, 4, 5, 6]);
    }

    fn peers() -> impl Strategy<Value = Peers> {
        (0..40_u32, 0..40_u32, 0..40_u32).prop_map(|(agree, caveat, disagree)| Peers {
            agree,
            caveat,
            disagree,
        })
    }

    fn any_standing(id: i64) -> impl Strategy<Value = Standing> {
        (peers(), any::<bool>(), 0..3_u32, proptest::option::of(0..5_i64)).prop_map(
            move |(peers, verified, citations, answered_at)| Standing {
                peers,
                verified,
                citations,
                answered_at,
                id,
            },
        )
    }

    fn some_standings() -> impl Strategy<Value = Vec<Standing>> {
        proptest::collection::vec(any_standing(0), 1..9).prop_map(|mut standings| {
            for (standing, id) in standings.iter_mut().zip(1..) {
                standing.id = id;
            }
            standings
        })
    }

    proptest! {
        #[test]
        fn the_order_does_not_depend_on_how_answers_arrive((standings, turns) in (some_standings(), 0..9_usize)) {
            let mut turned = standings.clone();
            turned.reverse();
            turned.rotate_left(turns % standings.len());
            prop_assert_eq!(ordered(standings), ordered(turned));
        }

        #[test]
        fn one_disagreement_turns_the_order_of_equals(standing in any_standing(1)) {
            let (first, second) = (standing, Standing { id: 2, ..standing });
            prop_assert_eq!(ordered(vec![second, first]), [1, 2]);
            let peers = Peers { disagree: standing.peers.disagree + 1, ..standing.peers };
            prop_assert_eq!(ordered(vec![Standing { peers, ..first }, second]), [2, 1]);
        }

        #[test]
        fn each_mark_moves_the_score_its_own_way(peers in peers()) {
            let more = |agree, disagree| Peers { agree: peers.agree + agree, disagree: peers.disagree + disagree, ..peers };
            prop_assert!(more(0, 1).score() < peers.score());
            prop_assert!(more(1, 0).score() > peers.score() || peers.disagree == 0);
            prop_assert!((0.0..1.0).contains(&peers.score()));
        }
    }
}

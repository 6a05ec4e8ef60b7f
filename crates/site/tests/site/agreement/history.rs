//! Whatever happens to marks and answers, in whatever order: what is shown is what the rows say.

use std::collections::{HashMap, HashSet};

use db::{
    TestDb,
    entity::{agreement, answer, credential},
    sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr},
    value::{State, Verdict},
};
use proptest::{collection::vec, prelude::*, strategy::ValueTree, test_runner::TestRunner};
use site::{agreement::Counts, app::Tag};

use super::{QUESTION, changes, colleagues, mark::doctor_id, order};
use crate::harness::{Browser, NOW, Site};

/// Something that happens.
#[derive(Clone, Debug)]
enum Event {
    /// A doctor clicks; by its place among the verdicts, the last takes back.
    Mark(usize, i64, usize),
    /// An answer is removed, or comes back.
    Put(i64, State),
    /// Readers thank.
    Thanks(i64, i32),
    /// A doctor loses the credential.
    Revoke(usize),
}

fn event() -> impl Strategy<Value = Event> {
    let answer = || 1..=4_i64;
    prop_oneof![
        12 => (0..6_usize, answer(), 0..4_usize).prop_map(|(doctor, answer, verdict)| Event::Mark(doctor, answer, verdict)),
        2 => answer().prop_map(|answer| Event::Put(answer, State::Removed)),
        2 => answer().prop_map(|answer| Event::Put(answer, State::Published)),
        3 => (answer(), 0..100_000_i32).prop_map(|(answer, thanks)| Event::Thanks(answer, thanks)),
        1 => (0..6_usize).prop_map(Event::Revoke),
    ]
}

fn histories(count: usize, events: usize) -> Vec<Vec<Event>> {
    let mut runner = TestRunner::deterministic();
    let strategy = vec(event(), events..=events);
    (0..count).map(|_| strategy.new_tree(&mut runner).unwrap().current()).collect()
}

async fn happen(site: &Site, doctors: &[Browser<'_>], event: &Event) {
    match event {
        Event::Mark(doctor, answer, verdict) => {
            let verdict = ["agree", "caveat", "disagree", "none"][*verdict];
            let fields = [("verdict", verdict), ("text", "Because of what I have seen.")];
            let answered = doctors[*doctor].post(&format!("/answers/{answer}/agreement"), &fields).await;
            assert!(matches!(answered.status.as_u16(), 303 | 403 | 422), "{event:?}: {}", answered.text());
        }
        Event::Put(answer, state) => {
            let mut write = site.app.write().await.unwrap();
            let reason = (*state == State::Removed).then_some("harmful");
            let change = answer::Entity::update_many().filter(answer::Column::Id.eq(*answer));
            let change = change.col_expr(answer::Column::State, Expr::val(state.word()));
            change.col_expr(answer::Column::StateReason, Expr::val(reason)).exec(&*write).await.unwrap();
            site::question::counts::refresh(&write, &[1]).await.unwrap();
            write.changes(Tag::Question(1));
            write.commit().await.unwrap();
        }
        Event::Thanks(answer, thanks) => {
            let before = order(&site.get(QUESTION).await.text());
            let mut write = site.app.write().await.unwrap();
            let change = answer::Entity::update_many().filter(answer::Column::Id.eq(*answer));
            let change = change.col_expr(answer::Column::HelpedCount, Expr::val(*thanks));
            change.exec(&*write).await.unwrap();
            write.changes(Tag::Question(1));
            write.commit().await.unwrap();
            assert_eq!(order(&site.get(QUESTION).await.text()), before, "{thanks} thanks changed the order");
        }
        Event::Revoke(doctor) => {
            let id = doctor_id(site, &format!("d{doctor}")).await;
            let mut write = site.app.write().await.unwrap();
            let credentials = credential::Entity::update_many().filter(credential::Column::DoctorId.eq(id));
            let revoked = credentials.col_expr(credential::Column::RevokedAt, Expr::val(NOW));
            revoked.exec(&*write).await.unwrap();
            site::agreement::recount_marks_of(&write, id).await.unwrap();
            write.changes(Tag::Question(1));
            write.changes(Tag::Doctor(id));
            write.commit().await.unwrap();
        }
    }
}

/// The order and the label by the definition, from rows alone.
async fn by_definition(site: &Site) -> (Vec<i64>, String) {
    let db = site.app.db.read();
    let proofs = credential::Entity::find().all(db).await.unwrap();
    let trusted: HashSet<i64> = proofs
        .iter()
        .filter(|proof| proof.verified_at.is_some() && proof.revoked_at.is_none())
        .map(|proof| proof.doctor_id)
        .collect();
    let mut seen = HashSet::new();
    let mut tallies: HashMap<i64, [u32; 3]> = HashMap::new();
    for mark in agreement::Entity::find().all(db).await.unwrap() {
        assert!(seen.insert((mark.answer_id, mark.doctor_id)), "somebody counts twice: {mark:?}");
        if trusted.contains(&mark.doctor_id) {
            let place = Verdict::ALL.iter().position(|verdict| *verdict == mark.verdict).unwrap();
            tallies.entry(mark.answer_id).or_default()[place] += 1;
        }
    }
    let mut counts = Counts::default();
    let mut places = Vec::new();
    for answer in answer::Entity::find().all(db).await.unwrap() {
        let [agree, caveat, disagree] = tallies.get(&answer.id).copied().unwrap_or_default();
        let row = [answer.agree_count, answer.caveat_count, answer.disagree_count];
        assert_eq!(row.map(|n| u32::try_from(n).unwrap()), [agree, caveat, disagree], "answer {}", answer.id);
        if answer.state == State::Published {
            counts.add(answer.stance.unwrap(), false);
            let agree = f64::from(agree) + f64::from(caveat) / 2.0;
            let score = (agree + 2.0) / (agree + f64::from(disagree) + 4.0);
            places.push((score, trusted.contains(&answer.doctor_id), answer.answered_at, answer.id));
        }
    }
    places.sort_by(|a, b| b.0.total_cmp(&a.0).then(b.1.cmp(&a.1)).then((a.2, a.3).cmp(&(b.2, b.3))));
    let label = counts.label().words(site.app.languages.default_locale());
    (places.into_iter().map(|place| place.3).collect(), label)
}

async fn shows_what_the_rows_say(site: &Site, after: &[Event]) {
    let (expected, label) = by_definition(site).await;
    let page = site.get(QUESTION).await.text();
    assert_eq!(order(&page), expected, "after {after:?}");
    let words = |page: &str| {
        let mut text = String::new();
        let mut tag = false;
        for c in page.chars() {
            match c {
                '<' => tag = true,
                '>' => tag = false,
                c if !tag => text.push(c),
                _ => {}
            }
        }
        text
    };
    for path in [QUESTION, "/questions", "/topics/hair-loss", "/"] {
        let text = words(&site.get(path).await.text());
        let answers = if expected.is_empty() { "No doctor has answered yet." } else { &label };
        let shown = if path == QUESTION { answers } else { &label };
        assert!(
            expected.len() < 3 || text.contains(shown),
            "{shown} is missing on {path} after {after:?}: {text}"
        );
        assert!(
            expected.len() >= 3 || !text.contains("doctors agree: "),
            "{path} says that doctors agree after {after:?}: {text}"
        );
    }
    // The history, played again, leads to the marks that stand.
    for answer in 1..=4 {
        let mut standing: HashMap<i64, Verdict> = HashMap::new();
        for change in changes(site, answer).await {
            let was = match change.after {
                Some(verdict) => standing.insert(change.doctor_id, verdict),
                None => standing.remove(&change.doctor_id),
            };
            assert_eq!(was, change.before);
        }
        let marks = super::marks(site, answer).await;
        assert_eq!(
            marks.into_iter().map(|mark| (mark.doctor_id, mark.verdict)).collect::<HashMap<_, _>>(),
            standing
        );
    }
}

#[db::test]
async fn any_history_shows_what_its_rows_say(test: TestDb) {
    colleagues(&test).await;
    let site = Site::of(&test).await;
    let mut doctors = Vec::new();
    for i in 0..6 {
        doctors.push(site.doctor(&format!("d{i}")).await);
    }
    for history in histories(6, 12) {
        for (i, event) in history.iter().enumerate() {
            happen(&site, &doctors, event).await;
            if i % 4 == 3 {
                shows_what_the_rows_say(&site, &history[..=i]).await;
            }
        }
        // The next history begins with everybody verified again.
        let write = site.app.write().await.unwrap();
        let all = credential::Entity::update_many();
        all.col_expr(credential::Column::RevokedAt, Expr::val(None::<i64>)).exec(&*write).await.unwrap();
        site::answer::counts::refresh(&write, &[1, 2, 3, 4]).await.unwrap();
        write.commit().await.unwrap();
    }
}

//! Hundreds at once.

use db::{
    TestDb,
    entity::{answer, notice, thanks},
    sea_orm::{EntityTrait, PaginatorTrait},
};
use futures_util::{StreamExt, future::join_all, stream};

use super::{changed, everything};
use crate::harness::{Browser, Clinic, Site, six_answers};

async fn row(test: &TestDb, id: i64) -> answer::Model {
    answer::Entity::find_by_id(id).one(test.db.read()).await.unwrap().unwrap()
}

/// A field of a form, with its value.
type Field = (&'static str, &'static str);

/// Waits for so many at a time.
async fn all_sent<'a>(sent: impl Iterator<Item = (&'a Browser<'a>, &'static str, [Field; 2])>) {
    let sent = sent.map(|(browser, path, fields)| async move {
        let answered = browser.post(path, &fields).await;
        assert_eq!(answered.status, 303, "{path}: {}", answered.text());
    });
    stream::iter(sent).buffer_unordered(60).collect::<Vec<()>>().await;
}

#[db::test]
async fn two_hundred_readers_thank_at_once_and_are_counted_once(test: TestDb) {
    six_answers(&test, "yes").await;
    let site = Site::of(&test).await;
    let doctor = site.doctor("d1").await;
    let mut people = Vec::new();
    for n in 0..200 {
        people.push(site.member(&format!("p{n}")).await);
    }
    let (yes, no) = ([("thanks", "yes"), ("x", "")], [("thanks", "no"), ("x", "")]);
    // Each twice: as with two clicks.
    all_sent(people.iter().flat_map(|person| [(person, "/answers/2/thanks", yes); 2])).await;
    assert_eq!(row(&test, 2).await.helped_count, 200);
    assert_eq!(thanks::Entity::find().count(test.db.read()).await.unwrap(), 200);
    let told = notice::Entity::find().all(test.db.read()).await.unwrap();
    assert_eq!(told.len(), 1, "the doctor is told once");
    // Half of them take it back, twice each, while the others press the button once more.
    let again = people
        .iter()
        .enumerate()
        .flat_map(|(at, person)| [(person, "/answers/2/thanks", if at % 2 == 0 { no } else { yes }); 2]);
    all_sent(again).await;
    assert_eq!(row(&test, 2).await.helped_count, 100);
    assert_eq!(thanks::Entity::find().count(test.db.read()).await.unwrap(), 100);
    assert!(
        site.get("/questions/1/can-it-make-hair-fall-out").await.text().contains("It helped 100 readers")
    );
    drop(doctor);
}

#[db::test]
async fn a_hundred_colleagues_mark_at_once_and_are_counted_once(test: TestDb) {
    let mut clinic = Clinic::new();
    clinic.question("q1", "Can it make hair fall out?");
    for n in 0..101 {
        let id = format!("d{n}");
        clinic.doctor(&id, Some(&format!("Doc Number{n}")));
        clinic.credential(&id, "2039-01-01T00:00:00Z");
    }
    clinic.answer("q1", "d100", "no");
    clinic.open(&test.db).await;
    let site = Site::of(&test).await;
    let mut doctors = Vec::new();
    for n in 0..100 {
        doctors.push(site.doctor(&format!("d{n}")).await);
    }
    let path = "/answers/1/agreement";
    let mark = |verdict| [("verdict", verdict), ("text", "The trials of last year say otherwise.")];
    let verdict = |at: usize| ["agree", "caveat", "disagree", "agree"][at % 4];
    all_sent(doctors.iter().enumerate().flat_map(|(at, one)| [(one, path, mark(verdict(at))); 2])).await;
    let counts = |row: answer::Model| (row.agree_count, row.caveat_count, row.disagree_count);
    assert_eq!(counts(row(&test, 1).await), (50, 25, 25));
    // Everybody changes their mind at once, some twice.
    all_sent(doctors.iter().enumerate().map(|(at, one)| (one, path, mark(verdict(at + 1))))).await;
    assert_eq!(counts(row(&test, 1).await), (50, 25, 25));
    all_sent(doctors.iter().flat_map(|one| [(one, path, mark("none")); 2])).await;
    assert_eq!(counts(row(&test, 1).await), (0, 0, 0));
    let before = everything(&test).await;
    let reader = join_all([site.get("/questions/1/can-it-make-hair-fall-out"), site.get("/doctors")]).await;
    assert!(reader.iter().all(|page| page.status == 200));
    assert_eq!(changed(&before, &everything(&test).await), [""; 0]);
}

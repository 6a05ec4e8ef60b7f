//! An archive that changed since it was brought in.

use std::collections::BTreeSet;

use db::{
    TestDb,
    entity::{answer, doctor, question},
    sea_orm::{EntityTrait, QueryOrder},
    value::{Stance, StanceSource},
};

use super::{WHOLE, export, import, of_kind, refused};

#[db::test]
async fn what_changed_is_kept_as_a_revision(test: TestDb) {
    import(&test.db, WHOLE).await;
    let changed = WHOLE
        .replace("Can botulinum toxin cause hair loss?", "Does botulinum toxin thin the hair?")
        .replace("\"headline\":\"It depends\"", "\"headline\":\"Depends on you\"")
        .replace("Listened to me.", "Listened to me and my mother.")
        .replace("\"Lakeshire College of Physicians\"", "\"College of Lakeshire\"")
        .replace("\"sum\":220.9,\"count\":47", "\"sum\":225.9,\"count\":48")
        .replace("A case series", "A small case series");
    let report = import(&test.db, &changed).await;
    assert_eq!((report.totals.added, report.totals.changed, refused(&report)), (0, 6, 0));
    assert_eq!(report.tally.changed.of("question"), 1);
    let after = export(&test.db).await;
    let revisions = of_kind(&after, "revision");
    assert_eq!(revisions.len(), 7, "one came with the archive");
    assert!(
        revisions
            .iter()
            .any(|line| line.contains(r#""subject":"q1","number":2"#) && line.contains("cause hair loss?"))
    );
    assert!(revisions.iter().any(|line| line.contains(r#""sum":220.9"#)));
    assert_eq!(after.lines().filter(|line| !revisions.contains(line)).count(), 27, "nothing stands twice");

    let again = import(&test.db, &changed).await;
    assert_eq!((again.totals.added, again.totals.changed, refused(&again)), (0, 0, 0));
    assert_eq!(export(&test.db).await, after);

    let rows = question::Entity::find().all(test.db.read()).await.unwrap();
    let numbers: BTreeSet<i64> = rows.iter().map(|row| row.id).collect();
    assert_eq!(numbers, BTreeSet::from([12, 13]), "a number once given stays");
}

#[db::test]
async fn a_revision_says_when_the_record_was_edited(test: TestDb) {
    import(&test.db, WHOLE).await;
    let changed = WHOLE
        .replace("My hair is thinner.", "My hair fell out.")
        .replace("\"updated_at\":\"2024-01-02T10:00:00Z\"", "\"updated_at\":\"2024-03-04T05:06:07Z\"");
    import(&test.db, &changed).await;
    let after = export(&test.db).await;
    assert!(after.contains(r#""number":2,"at":"2024-03-04T05:06:07Z""#), "{after}");
}

#[db::test]
async fn a_review_keeps_the_reason_why_it_is_not_shown(test: TestDb) {
    import(&test.db, WHOLE).await;
    let removed = WHOLE.replace(
        r#""state":"held","state_reason":"names a patient""#,
        r#""state":"removed","state_reason":"spam""#,
    );
    assert_eq!(import(&test.db, &removed).await.tally.changed.of("review"), 1);
    let after = export(&test.db).await;
    assert!(
        of_kind(&after, "review")
            .iter()
            .any(|line| line.ends_with(r#""state":"removed","state_reason":"spam"}"#))
    );
    let revisions = of_kind(&after, "revision");
    assert!(
        revisions.iter().any(|line| line.contains("names a patient")),
        "the reason before it is kept as well"
    );
    import(&test.db, &WHOLE.replace(r#","state":"held","state_reason":"names a patient""#, "")).await;
    assert!(!of_kind(&export(&test.db).await, "review").iter().any(|line| line.contains("state_reason")));
}

#[db::test]
async fn an_address_stays_when_the_doctor_is_renamed(test: TestDb) {
    import(&test.db, WHOLE).await;
    let renamed = WHOLE.replace("Bruno Vale", "Bruno Valente").replace("bruno-vale-oakport", "bruno-valente");
    assert_eq!(import(&test.db, &renamed).await.tally.changed.of("doctor"), 1);
    let doctors = doctor::Entity::find().all(test.db.read()).await.unwrap();
    let bruno = doctors.iter().find(|row| row.name.as_deref() == Some("Bruno Valente")).unwrap();
    assert_eq!(bruno.slug, "bruno-vale-oakport");
}

#[db::test]
async fn doctors_of_one_name_get_addresses_of_their_own(test: TestDb) {
    let mut archive = String::from("{\"kind\":\"source\",\"id\":\"s\",\"name\":\"S\"}\n");
    for number in 0..40 {
        archive += &format!(
            "{{\"kind\":\"doctor\",\"source\":\"s\",\"id\":\"{number}\",\"name\":\"Ann Lee\",\"city\":\"Oakport\"}}\n"
        );
    }
    import(&test.db, &archive).await;
    import(&test.db, &archive.replace("\"id\":\"", "\"id\":\"x").replace("\"id\":\"xs\"", "\"id\":\"s\""))
        .await;
    let mut slugs: Vec<String> =
        doctor::Entity::find().all(test.db.read()).await.unwrap().into_iter().map(|row| row.slug).collect();
    assert_eq!(
        (slugs.len(), slugs[0].as_str(), slugs[79].as_str()),
        (80, "ann-lee-oakport", "ann-lee-oakport-80")
    );
    slugs.dedup();
    assert_eq!(slugs.len(), 80);
}

#[db::test]
async fn nothing_is_read_from_an_answer_in_another_language(test: TestDb) {
    let spanish = READ.replace("\"headline\":\"No, it", "\"lang\":\"es\",\"headline\":\"No, it");
    import(&test.db, &spanish).await;
    let rows = answer::Entity::find().order_by_asc(answer::Column::Id).all(test.db.read()).await.unwrap();
    assert_eq!((rows[0].stance, rows[0].stance_source), (None, None));
}

const READ: &str = r#"{"kind":"source","id":"s","name":"S"}
{"kind":"doctor","source":"s","id":"d","name":"Ada Quill"}
{"kind":"doctor","source":"s","id":"e","name":"Bruno Vale"}
{"kind":"question","source":"s","id":"q","title":"Can botulinum toxin cause hair loss?","body":""}
{"kind":"answer","source":"s","id":"a","question":"q","doctor":"d","headline":"No, it does not cause hair loss","body":"No. Botulinum toxin does not cause hair loss."}
{"kind":"answer","source":"s","id":"b","question":"q","doctor":"e","headline":"No","body":"No.","stance":"yes","stance_source":"stated"}
"#;

#[db::test]
async fn a_stance_is_read_where_none_is_stated_and_read_again_when_the_title_changes(test: TestDb) {
    let stances = async || -> Vec<_> {
        let rows = answer::Entity::find().order_by_asc(answer::Column::Id).all(test.db.read()).await.unwrap();
        rows.into_iter().map(|row| (row.stance, row.stance_source)).collect()
    };
    import(&test.db, READ).await;
    let stated = (Some(Stance::Yes), Some(StanceSource::Stated));
    assert_eq!(stances().await, [(Some(Stance::No), Some(StanceSource::Inferred)), stated]);
    let row = question::Entity::find().one(test.db.read()).await.unwrap().unwrap();
    assert_eq!((row.answer_count, row.stance_no, row.stance_yes, row.stance_inferred), (2, 1, 1, 1));

    let other =
        READ.replace("Can botulinum toxin cause hair loss?", "Which doctor should I see about my hair?");
    assert_eq!(import(&test.db, &other).await.totals.changed, 1);
    assert_eq!(stances().await, [(None, None), stated]);
    let row = question::Entity::find().one(test.db.read()).await.unwrap().unwrap();
    assert_eq!((row.answer_count, row.stance_no, row.stance_yes, row.stance_inferred), (2, 0, 1, 0));
}

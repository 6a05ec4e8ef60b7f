//! Question pages that were saved as plain text.

use std::path::PathBuf;

use db::{
    TestDb,
    entity::{answer, doctor, question, source},
    sea_orm::EntityTrait,
};
use site::archive::{self, ImportOptions, ImportReport, PageSource};

use super::{NOW, export, of_kind};

const FIRST: &str = "Does a peel lighten dark spots?

I have had dark spots since the summer.

Doctor Answers 2

Peels and spots

Yes, a peel can lighten them.

Ada Quill, MD
Oakport Dermatologist
4.5 out of 5 stars 10 reviews

In most people

It often does. Use sunscreen.

Millbay Plastic Surgeon
5.0 out of 5 stars 1 review

These answers are for educational purposes and should not be relied upon as a substitute for medical advice.
";

const SECOND: &str = "Is a peel safe in pregnancy?

I am pregnant.

Doctor Answers 1

Please wait

Wait until after the birth.

Ada Quill, MD, FRCPC
Oakport Dermatologist
4.6 out of 5 stars 12 reviews

These answers are for educational purposes and should not be relied upon as a substitute for medical advice.
";

fn save(test: &TestDb, name: &str, text: &str) -> PathBuf {
    let path = test.folder.path().join(name);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(&path, text).unwrap();
    path
}

async fn import(test: &TestDb, files: &[PathBuf]) -> ImportReport {
    let rejects = test.folder.path().join("rejects.jsonl");
    let options = ImportOptions { rejects: Some(rejects), ..ImportOptions::at(NOW) };
    archive::import_page_text(&test.db, files, &PageSource::named("peels"), &options, &mut |_| ())
        .await
        .unwrap()
}

fn rejects(test: &TestDb) -> String {
    std::fs::read_to_string(test.folder.path().join("rejects.jsonl")).unwrap_or_default()
}

#[db::test]
async fn a_page_becomes_a_question_its_doctors_and_their_answers(test: TestDb) {
    let report = import(&test, &[save(&test, "spots.txt", FIRST)]).await;
    assert_eq!(rejects(&test), "");
    let added = |kind| report.tally.added.of(kind);
    assert_eq!(
        (added("source"), added("question"), added("answer"), added("doctor"), added("rating")),
        (1, 1, 2, 2, 2)
    );
    let row = question::Entity::find().one(test.db.read()).await.unwrap().unwrap();
    assert_eq!((row.title.as_str(), row.answer_count), ("Does a peel lighten dark spots?", 2));
    let doctors = doctor::Entity::find().all(test.db.read()).await.unwrap();
    let named = doctors.iter().find(|row| row.name.as_deref() == Some("Ada Quill")).unwrap();
    assert_eq!((named.rating_start_sum, named.rating_start_count), (45_000, 10));
    assert_eq!((named.slug.as_str(), named.place.as_deref()), ("ada-quill-oakport", Some("oakport")));
    assert!(doctors.iter().any(|row| row.name.is_none() && row.city.as_deref() == Some("Millbay")));
}

#[db::test]
async fn a_second_run_changes_nothing(test: TestDb) {
    let files = [save(&test, "spots.txt", FIRST), save(&test, "safe.txt", SECOND)];
    import(&test, &files).await;
    let before = export(&test.db).await;
    for _ in 0..2 {
        let report = import(&test, &files).await;
        assert_eq!((report.totals.added, report.totals.changed, report.totals.refused), (0, 0, 0));
    }
    assert_eq!(export(&test.db).await, before);
}

#[db::test]
async fn a_doctor_on_two_pages_has_one_profile_with_the_most_said(test: TestDb) {
    let (first, second) = (save(&test, "spots.txt", FIRST), save(&test, "safe.txt", SECOND));
    for order in [[&first, &second], [&second, &first]] {
        import(&test, &order.map(PathBuf::clone)).await;
        let text = export(&test.db).await;
        let ada: Vec<&str> =
            of_kind(&text, "doctor").into_iter().filter(|line| line.contains("Ada Quill")).collect();
        assert_eq!(ada.len(), 1);
        assert!(ada[0].contains(r#""letters":["MD","FRCPC"]"#));
        assert!(text.contains(r#""sum":55.2,"count":12}"#), "the rating of more reviews");
    }
}

#[db::test]
async fn doctors_without_a_name_are_kept_apart(test: TestDb) {
    let other = FIRST.replace("Does a peel lighten dark spots?", "Will a peel lighten my spots?");
    import(&test, &[save(&test, "a.txt", FIRST), save(&test, "b.txt", &other)]).await;
    let unnamed = doctor::Entity::find()
        .all(test.db.read())
        .await
        .unwrap()
        .into_iter()
        .filter(|row| row.name.is_none());
    assert_eq!(unnamed.count(), 2);
}

#[db::test]
async fn the_same_question_under_another_file_name_is_the_same_question(test: TestDb) {
    let (first, copy) = (save(&test, "spots.txt", FIRST), save(&test, "copy of spots.txt", FIRST));
    let report = import(&test, &[first, copy]).await;
    assert_eq!((report.tally.added.of("question"), report.totals.refused), (1, 0), "{}", rejects(&test));
    assert_eq!(report.tally.added.of("answer"), 2);
    assert_eq!(question::Entity::find().all(test.db.read()).await.unwrap().len(), 1);
    assert_eq!(answer::Entity::find().all(test.db.read()).await.unwrap().len(), 2);
}

#[db::test]
async fn another_question_under_the_same_file_name_is_refused(test: TestDb) {
    import(&test, &[save(&test, "page.txt", FIRST)]).await;
    let before = export(&test.db).await;
    let report = import(&test, &[save(&test, "other/page.txt", SECOND)]).await;
    assert_eq!(report.tally.refused.of("page"), 1);
    assert!(rejects(&test).contains("another question came from a file of this name"));
    assert_eq!(export(&test.db).await, before);
}

#[db::test]
async fn an_edited_page_is_a_change(test: TestDb) {
    import(&test, &[save(&test, "spots.txt", FIRST)]).await;
    let edited = FIRST
        .replace("since the summer", "for two summers")
        .replace("Use sunscreen.", "Always use sunscreen.");
    let report = import(&test, &[save(&test, "spots.txt", &edited)]).await;
    assert_eq!(
        (report.tally.changed.of("question"), report.tally.changed.of("answer"), report.totals.refused),
        (1, 1, 0)
    );
    assert_eq!(of_kind(&export(&test.db).await, "revision").len(), 2);
}

#[db::test]
async fn a_signature_put_right_is_a_change_and_no_second_answer(test: TestDb) {
    let path = save(&test, "peel.txt", FIRST);
    import(&test, &[path]).await;
    let named = FIRST.replace("Millbay Plastic Surgeon", "Bo Reed, MD\nMillbay Plastic Surgeon");
    let right = named.replace("Oakport", "Southport");
    for (again, changed) in [(false, 2), (true, 0)] {
        let path = save(&test, "peel.txt", &right);
        let report = import(&test, &[path]).await;
        assert_eq!(
            (report.totals.refused, report.tally.changed.of("answer")),
            (0, changed),
            "again: {again}: {report:?}"
        );
        let answers = answer::Entity::find().all(test.db.read()).await.unwrap();
        assert_eq!(answers.len(), 2, "again: {again}");
    }
    let signed = doctor::Entity::find().all(test.db.read()).await.unwrap();
    let with_answers: Vec<_> =
        signed.iter().filter(|d| d.answer_count == 1).map(|d| d.name.as_deref()).collect();
    assert_eq!(with_answers, [Some("Ada Quill"), Some("Bo Reed")]);
}

#[db::test]
async fn a_page_is_taken_whole_or_not_at_all(test: TestDb) {
    let wrong_count = FIRST.replace("Doctor Answers 2", "Doctor Answers 3");
    let twice = FIRST.replace("Doctor Answers 2", "Doctor Answers 3").replace(
        "In most people\n",
        "Once more\n\nMaybe not.\n\nAda Quill, MD\nOakport Dermatologist\n4.5 out of 5 stars 10 reviews\n\nIn most people\n",
    );
    let files = [
        save(&test, "wrong.txt", &wrong_count),
        save(&test, "twice.txt", &twice),
        save(&test, "good.txt", SECOND),
    ];
    let report = import(&test, &files).await;
    assert_eq!((report.tally.refused.of("page"), report.tally.added.of("question")), (2, 1));
    let rejects = rejects(&test);
    assert!(
        rejects.contains("wrong.txt") && rejects.contains("twice.txt") && !rejects.contains("good.txt"),
        "{rejects}"
    );
    let text = export(&test.db).await;
    assert!(
        !text.contains("dark spots") && !text.contains("Millbay"),
        "nothing of the refused pages is left"
    );
    assert!(text.contains("Ada Quill"), "and what they share with a good page is there");
}

#[db::test]
async fn what_is_said_of_the_source_is_kept(test: TestDb) {
    let file = [save(&test, "spots.txt", FIRST)];
    let said = PageSource {
        name: Some("Peel Pages".to_owned()),
        licence: Some("CC BY-SA 4.0".to_owned()),
        ..PageSource::named("peels")
    };
    let options = ImportOptions::at(NOW);
    archive::import_page_text(&test.db, &file, &said, &options, &mut |_| ()).await.unwrap();
    import(&test, &file).await;
    let row = source::Entity::find().one(test.db.read()).await.unwrap().unwrap();
    assert_eq!((row.name.as_str(), row.licence.as_deref()), ("Peel Pages", Some("CC BY-SA 4.0")));
    let bad =
        archive::import_page_text(&test.db, &file, &PageSource::named("../x"), &options, &mut |_| ()).await;
    assert!(bad.unwrap_err().to_string().contains("`id`"));
}

#[db::test]
async fn a_dry_run_counts_the_same_and_writes_nothing(test: TestDb) {
    let wrong = FIRST.replace("Doctor Answers 2", "Doctor Answers 3");
    let files =
        [save(&test, "spots.txt", FIRST), save(&test, "wrong.txt", &wrong), save(&test, "safe.txt", SECOND)];
    let empty = export(&test.db).await;
    let options = ImportOptions { dry_run: true, ..ImportOptions::at(NOW) };
    let source = PageSource::named("peels");
    let dry = archive::import_page_text(&test.db, &files, &source, &options, &mut |_| ()).await.unwrap();
    assert_eq!(export(&test.db).await, empty);
    assert_eq!(import(&test, &files).await.tally, dry.tally);
}

#[db::test]
async fn binary_and_missing_files(test: TestDb) {
    let report = import(&test, &[save(&test, "cat.png", "\u{89}PNG\r\n\0\0")]).await;
    assert_eq!(report.tally.refused.of("page"), 1);
    let missing = [test.folder.path().join("none.txt")];
    let options = ImportOptions::at(NOW);
    let error = archive::import_page_text(&test.db, &missing, &PageSource::named("p"), &options, &mut |_| ())
        .await
        .unwrap_err();
    assert!(error.to_string().contains("none.txt can't be read"), "{error}");
}

//! `/questions` and `/questions/{id}/{slug}`.

use db::TestDb;
use site::config::Within;

use crate::harness::{Clinic, Site, six_answers};

#[db::test]
async fn the_page_shows_who_answered_and_how_far_they_agree(test: TestDb) {
    six_answers(&test, "yes").await;
    let site = Site::of(&test).await;
    let page = site.get("/questions/1/can-it-make-hair-fall-out").await;
    assert_eq!(page.status, 200);
    let text = page.text();
    for part in [
        "<h1 lang=\"en\" dir=\"auto\">Can it make hair fall out?</h1>",
        "5 of 6 doctors agree: no; <a href=\"#answer-6\">1 differs</a>",
        "6 doctor answers",
        "Name not given",
        "4.7 out of 5 stars",
        "47 reviews",
        "href=\"/specialties/dermatology\">Dermatologist</a>",
        "href=\"/specialties/dermatology/utrecht\">Utrecht</a>",
        "href=\"/topics/hair-loss\">Hair loss</a>",
        "4 March 2025",
        "href=\"/questions/2/does-it-grow-back\"",
        "Clinic archive",
        "CC BY 4.0",
        "By the clinic&#39;s own people.",
        "In an emergency, call your local emergency number now.",
    ] {
        assert!(text.contains(part), "{part} is missing in {text}");
    }
    assert_eq!(
        text.matches("class=\"badge\"").count(),
        1,
        "one doctor has a live credential, one an expired one"
    );
    assert!(!text.contains("class=\"inferred\""), "every stance was stated");
    assert_eq!(text.matches("emergency number").count(), 1, "the disclaimer stands once");
}

#[db::test]
async fn the_verified_doctor_comes_first_and_then_the_older_answer(test: TestDb) {
    six_answers(&test, "no").await;
    let text = Site::of(&test).await.get("/questions/1/can-it-make-hair-fall-out").await.text();
    let place = |headline: &str| text.find(&format!("<h3 dir=\"auto\">{headline}</h3>")).unwrap();
    assert!(place("Headline 2") < place("Headline 1") && place("Headline 1") < place("Headline 3"));
    assert!(text.contains("All 6 doctors agree: no"));
}

#[db::test]
async fn another_slug_leads_to_the_right_one_for_good(test: TestDb) {
    six_answers(&test, "no").await;
    let site = Site::of(&test).await;
    for path in ["/questions/1", "/questions/1/something-else", "/es/questions/1/x"] {
        let moved = site.get(path).await;
        assert_eq!(moved.status, 301, "{path}");
        let prefix = if path.starts_with("/es") { "/es" } else { "" };
        assert_eq!(moved.header("location"), format!("{prefix}/questions/1/can-it-make-hair-fall-out"));
    }
}

#[db::test]
async fn what_is_removed_says_why_and_what_is_held_does_not_exist(test: TestDb) {
    let mut clinic = Clinic::new();
    clinic.question_in_state("gone", "Removed words", "removed", "duplicate");
    clinic.question_in_state("held", "Held words", "held", "personal_data");
    clinic.open(&test.db).await;
    let site = Site::of(&test).await;
    let gone = site.get("/questions/1/removed-words").await;
    assert_eq!(gone.status, 410);
    assert!(
        gone.text().contains("The same question was asked before.") && !gone.text().contains("Removed words")
    );
    assert_eq!(site.get("/questions/2/held-words").await.status, 404);
    for path in [
        "/",
        "/questions",
        "/questions?sort=unanswered",
        "/topics/hair-loss",
        "/feeds/questions.atom",
        "/sitemaps/questions-1.xml",
    ] {
        let text = site.get(path).await.text();
        assert!(
            !text.contains("Removed words") && !text.contains("Held words") && !text.contains("/questions/1"),
            "{path}"
        );
    }
}

#[db::test]
async fn machines_get_every_answer_and_none_accepted(test: TestDb) {
    six_answers(&test, "no").await;
    let page = Site::of(&test).await.get("/questions/1/can-it-make-hair-fall-out").await;
    let graph = page.graph();
    let qa = graph.iter().find(|thing| thing["@type"] == "QAPage").unwrap();
    let question = &qa["mainEntity"];
    assert_eq!(question["answerCount"], 6);
    assert_eq!(question["text"], "I wonder about this.");
    assert!(question.get("acceptedAnswer").is_none());
    let answers = question["suggestedAnswer"].as_array().unwrap();
    assert_eq!(answers.len(), 6);
    assert_eq!(answers[0]["url"], "https://ask.example.org/questions/1/can-it-make-hair-fall-out#answer-2");
    assert_eq!(answers[0]["author"]["name"], "Bo Birch");
    assert!(graph.iter().any(|thing| thing["@type"] == "MedicalWebPage"));
    assert!(graph.iter().any(|thing| thing["@type"] == "BreadcrumbList"));
}

#[db::test]
async fn lists_are_cut_into_pages_that_meet_without_gap_or_overlap(test: TestDb) {
    let mut clinic = Clinic::new();
    for i in 0..7 {
        clinic.question(&format!("q{i}"), &format!("Question number {i}?"));
    }
    clinic.open(&test.db).await;
    let site = Site::with(&test, |config| config.lists.page = Within::nearest(3)).await;
    for list in ["/questions", "/questions?sort=answered", "/questions?sort=unanswered", "/topics/hair-loss"]
    {
        let (mut seen, mut path) = (Vec::new(), list.to_owned());
        for _ in 0..5 {
            let text = site.get(&path).await.text();
            seen.extend((0..7).filter(|i| text.contains(&format!("Question number {i}?"))));
            let Some(at) = text.find("rel=\"next\"") else { break };
            let start = text[..at].rfind("href=\"").unwrap() + 6;
            path = text[start..start + text[start..].find('"').unwrap()].replace("&#38;", "&");
        }
        assert_eq!(seen.len(), 7, "{list}: {seen:?}");
        seen.sort_unstable();
        seen.dedup();
        assert_eq!(seen.len(), 7, "{list} shows one twice");
    }
}

#[db::test]
async fn markup_in_every_field_stays_text(test: TestDb) {
    let evil = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'&";
    let mut clinic = Clinic::new();
    clinic.line(
        &serde_json::json!({"kind": "doctor", "source": "clinic", "id": "d", "name": evil, "letters": ["MD"],
        "specialty": "dermatology", "city": evil, "practice": evil, "biography": evil}),
    );
    clinic.line(
        &serde_json::json!({"kind": "question", "source": "clinic", "id": "q", "title": evil, "body": evil,
        "topics": ["hair-loss"], "author": evil, "case": {"age_band": evil}}),
    );
    clinic.line(
        &serde_json::json!({"kind": "answer", "source": "clinic", "id": "a", "question": "q", "doctor": "d",
        "headline": evil, "body": format!("{evil} [x](javascript:alert(1))")}),
    );
    clinic.line(&serde_json::json!({"kind": "review", "source": "clinic", "id": "r", "doctor": "d", "stars": 1, "text": evil, "author": evil}));
    clinic.open(&test.db).await;
    let site = Site::of(&test).await;
    let list = site.get("/questions").await.text();
    let at = list.find("/questions/1/").unwrap();
    let path = &list[at..at + list[at..].find('"').unwrap()];
    let doctors = site.get("/doctors").await.text();
    let at = doctors.find("<h3 class=\"name\"><a href=\"").expect(&doctors) + 26;
    let doctor = &doctors[at..at + doctors[at..].find('"').unwrap()];
    for path in [
        "/",
        "/questions",
        path,
        "/doctors",
        doctor,
        &format!("{doctor}/reviews"),
        "/topics/hair-loss",
        "/feeds/questions.atom",
    ] {
        let page = site.get(path).await;
        assert_eq!(page.status, 200, "{path}");
        let text = page.text();
        assert!(
            !text.contains("<script>alert")
                && !text.contains("<img src=x")
                && !text.contains("href=\"javascript"),
            "{path}: {text}"
        );
    }
}

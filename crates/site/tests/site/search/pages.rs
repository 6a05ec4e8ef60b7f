//! The page of results.

use db::{TestDb, value::AccountRole};
use serde_json::json;
use site::{
    config::Within,
    index::{Keeper, step},
};

use super::{Indexed, clinic};
use crate::harness::{Clinic, Site};

#[db::test]
async fn results_are_grouped_and_show_why_they_were_found(test: TestDb) {
    let indexed = clinic(&test).await;
    let page = indexed.search("wrinkles between the eyebrows").await;
    assert!(
        page.contains("<mark>wrinkles between</mark>") && page.contains("<mark>eyebrows</mark>"),
        "{page}"
    );
    assert!(page.contains("1 answer"));
    let page = indexed.search("hair").await;
    for part in ["/topics/hair-loss", "Can it make hair fall out?", "2 answers"] {
        assert!(page.contains(part), "{part} is not in {page}");
    }
    assert!(indexed.search("birch").await.contains("/doctors/bo-birch"));
    let page = indexed.search("").await;
    assert!(page.contains("Write it as you would say it") && page.contains("noindex"), "{page}");
}

#[db::test]
async fn other_words_and_misspelt_ones_find_the_same(test: TestDb) {
    let indexed = clinic(&test).await;
    for words in ["11s came back", "glabellar lines", "frown lnes early", "FROWN-LINES"] {
        let page = indexed.search(words).await;
        assert!(page.contains("Frown lines came back early"), "{words}: {page}");
    }
}

#[db::test]
async fn filters_narrow_by_word_and_by_form_and_unknown_names_are_told(test: TestDb) {
    let indexed = clinic(&test).await;
    let (hair, frown, wash) =
        ("Can it make hair fall out?", "Frown lines came back early", "How often may I wash?");
    for (query, there, gone) in [
        ("topic:botox", vec![frown], vec![hair, wash]),
        ("topic:\"botulinum toxin\"", vec![frown], vec![hair, wash]),
        ("answered:no", vec![wash], vec![hair, frown]),
        ("doctor:bo-birch", vec![hair], vec![frown, wash]),
        ("doctor:birch", vec![hair], vec![frown, wash]),
        ("by:ann-ash", vec![hair, frown], vec![wash]),
        ("by:dermatologist -topic:botox", vec![hair], vec![frown, wash]),
        ("specialty:dermatology answered:yes", vec![hair, frown], vec![wash]),
        ("lines OR hair -frown", vec![hair], vec![frown]),
    ] {
        let page = indexed.search(query).await;
        for title in there {
            assert!(page.contains(title), "{query}: {title} is not in {page}");
        }
        for title in gone {
            assert!(!page.contains(title), "{query}: {title} is in {page}");
        }
    }
    let page = indexed.site.get("/search?q=hair&topic=hair-loss&answered=yes").await.text();
    assert!(page.contains(hair) && !page.contains(wash), "{page}");
    assert!(page.contains("value=\"hair-loss\" selected") && page.contains("Hair loss (1)"), "{page}");
    for (by, there, gone) in [("Birch", hair, frown), ("dermatologist", frown, wash), ("ann-ash", hair, wash)]
    {
        let page = indexed.site.get(&format!("/search?by={by}")).await.text();
        assert!(page.contains(there) && !page.contains(gone), "{by}: {page}");
        assert!(page.contains(&format!("name=\"by\" value=\"{by}\"")), "{by}: {page}");
    }
    let page = indexed.site.get("/search?q=hair&by=nobody").await.text();
    assert!(page.contains("“by:nobody”") && page.contains(hair), "{page}");
    let page = indexed.search("topic:nothing hair").await;
    assert!(page.contains("“topic:nothing”") && page.contains(hair), "{page}");
    let page = indexed.search("kind:doctor dermatologist").await;
    assert!(page.contains("/doctors/ann-ash") && !page.contains(hair), "{page}");
}

#[db::test]
async fn what_a_minus_stands_before_is_not_among_the_results(test: TestDb) {
    let indexed = clinic(&test).await;
    let (hair, frown, wash) =
        ("Can it make hair fall out?", "Frown lines came back early", "How often may I wash?");
    let (ash, botox, on_hair) = ("/doctors/ann-ash", "/topics/botox", "<li><a href=\"/topics/hair-loss\"");
    for (query, there, gone) in [
        ("-kind:question", vec![ash], vec![hair, frown, wash]),
        ("hair -kind:question", vec![on_hair], vec![hair]),
        ("-kind:question -kind:doctor", vec![botox], vec![hair, ash]),
        ("hair -kind:topic", vec![hair], vec![on_hair]),
        ("-kind:doctor", vec![hair, frown, wash], vec![ash]),
        ("-specialty:dermatology", vec![wash], vec![hair, frown]),
        ("-answered:yes", vec![wash], vec![hair, frown]),
        ("-by:birch", vec![frown, wash], vec![hair]),
        ("-language:english", vec![], vec![hair, frown, wash]),
        ("language:english", vec![hair, frown, wash], vec![]),
    ] {
        let page = indexed.search(query).await;
        for part in there {
            assert!(page.contains(part), "{query}: {part} is not in {page}");
        }
        for part in gone {
            assert!(!page.contains(part), "{query}: {part} is in {page}");
        }
        assert!(!page.contains("left out"), "{query}: {page}");
    }
    let page = indexed.search("hair -place:atlantis").await;
    assert!(page.contains("“-place:atlantis”") && page.contains(hair), "{page}");
}

#[db::test]
async fn what_is_too_much_is_told(test: TestDb) {
    let indexed = clinic(&test).await;
    let page = indexed.search(&format!("hair {}-wig", "-zzyzx ".repeat(16))).await;
    assert!(page.contains("so these were left out: “-wig”"), "{page}");
    assert!(page.contains("Can it make hair fall out?"), "{page}");
    assert!(!indexed.search(&"-zzyzx ".repeat(16)).await.contains("left out"));
}

#[db::test]
async fn the_newest_show_the_day_by_which_they_stand(test: TestDb) {
    let indexed = clinic(&test).await;
    // It was asked on 4 March, and answered twice since.
    let page = indexed.site.get("/search?q=fall&sort=newest").await.text();
    assert!(page.contains("Changed on 2 April 2025") && !page.contains("4 March 2025"), "{page}");
    let page = indexed.site.get("/search?q=fall").await.text();
    assert!(!page.contains("Changed on") && page.contains("4 March 2025"), "{page}");
}

#[db::test]
async fn near_topics_are_offered_for_one_that_is_not_there(test: TestDb) {
    let indexed = clinic(&test).await;
    for (query, near) in [
        ("topic:\"trouble with hair\"", true),
        ("topic:nothing", false),
        // Nothing found, since there is no such question on the topic.
        ("hair topic:botox answered:no", true),
        ("hair", false),
    ] {
        let page = indexed.search(query).await;
        assert_eq!(page.contains("Topics near what you typed"), near, "{query}: {page}");
        assert!(!near || page.contains("/topics/hair-loss"), "{query}: {page}");
    }
    for (query, said) in [("answered:maybe", "answered:yes or answered:no"), ("kind:song", "kind:doctor")] {
        let page = indexed.search(query).await;
        assert!(page.contains(&format!("“{query}” was left out")) && page.contains(said), "{query}: {page}");
    }
}

#[db::test]
async fn what_a_field_has_not_answered_yet_is_found_by_its_topics(test: TestDb) {
    let indexed = clinic(&test).await;
    // Dermatologists answered on hair loss, on which there is an unanswered question too.
    for path in ["/search?q=answered:no+specialty:dermatology", "/search?specialty=dermatology&answered=no"] {
        let page = indexed.site.get(path).await.text();
        assert!(
            page.contains("How often may I wash?") && !page.contains("Can it make hair"),
            "{path}: {page}"
        );
    }
    let page = indexed.site.get("/search?answered=no").await.text();
    assert!(page.contains("<option value=\"dermatology\""), "{page}");
}

#[db::test]
async fn what_stands_beside_a_question_is_found_and_shown(test: TestDb) {
    let mut clinic = Clinic::new();
    clinic.line(
        &json!({"kind": "question", "source": "clinic", "id": "q1", "title": "Is it normal to shed?",
        "body": "More than before.", "topics": ["hair-loss"], "asked_at": "2025-05-04T05:06:07Z",
        "case": {"medication": "Finasteride, one a day", "tried": "A rosemary rinse"},
        "details": [{"at": "2025-06-04T05:06:07Z", "text": "Now also at the temples."}]}),
    );
    clinic.open(&test.db).await;
    let indexed = Indexed::of(&test).await;
    for (query, marked) in [("finasteride", "Finasteride"), ("rosemary", "rosemary"), ("temples", "temples")]
    {
        let page = indexed.search(query).await;
        assert!(page.contains(&format!("<mark>{marked}</mark>")), "{query}: {page}");
    }
}

#[db::test]
async fn what_was_not_found_is_asked_without_writing_it_again(test: TestDb) {
    let indexed = clinic(&test).await;
    let page = indexed.search("zzyzx \"<b>").await;
    let path = page.split("href=\"/ask?about=").nth(1).unwrap().split('"').next().unwrap();
    let form = indexed.site.get(&format!("/ask?about={path}")).await.text();
    assert!(form.contains("value=\"zzyzx &#34;&#60;b&#62;\""), "{form}");
    let letter = "My skin has been red for weeks. ".repeat(6);
    let letter = serde_html_form::to_string([("about", &letter)]).unwrap();
    let form = indexed.site.get(&format!("/ask?{letter}")).await.text();
    let text = form.split("<textarea").nth(1).unwrap();
    assert!(text.contains("My skin has been red for weeks."), "{form}");
    // What narrows is no question.
    assert!(!indexed.search("zzyzx answered:no").await.contains("/ask?about"));
}

#[db::test]
async fn a_topic_without_questions_is_found_once_and_asking_is_offered(test: TestDb) {
    let mut clinic = Clinic::new();
    clinic.line(&json!({"kind": "topic", "id": "rosacea", "name": "Rosacea", "topic_kind": "condition"}));
    clinic.question("q1", "Can it make hair fall out?");
    clinic.open(&test.db).await;
    let page = Indexed::of(&test).await.search("rosacea").await;
    assert_eq!(page.matches("href=\"/topics/rosacea\"").count(), 1, "{page}");
    assert!(page.contains("No question was found.") && page.contains("href=\"/ask\""), "{page}");
}

#[db::test]
async fn topics_and_doctors_alone_are_counted_and_paged_however_that_was_said(test: TestDb) {
    drop(clinic(&test).await);
    let site = Site::with(&test, |config| config.lists.page = Within::nearest(1)).await;
    step(&site.app, &mut Keeper::default()).await;
    for path in ["/search?q=kind:doctor", "/search?kind=doctor", "/search?q=kind:topic", "/search?kind=topic"]
    {
        let page = site.get(path).await.text();
        assert!(page.contains("2 doctors") || page.contains("2 topics"), "{path}: {page}");
        assert!(page.contains("rel=\"next\"") && !page.contains("All doctors found"), "{path}: {page}");
    }
}

#[db::test]
async fn nothing_found_helps_on(test: TestDb) {
    let indexed = clinic(&test).await;
    let page = indexed.search("zzyzx").await;
    for part in ["Nothing was found", "/ask", "/topics/botox"] {
        assert!(page.contains(part), "{part} is not in {page}");
    }
}

#[db::test]
async fn long_lists_go_on_by_a_cursor(test: TestDb) {
    let mut clinic = Clinic::new();
    for n in 0..25 {
        clinic.question(&format!("q{n}"), &format!("Does hair number {n} matter?"));
    }
    clinic.open(&test.db).await;
    let indexed = Indexed::of(&test).await;
    let (mut path, mut seen) = ("/search?q=hair&sort=newest".to_owned(), Vec::new());
    loop {
        let page = indexed.site.get(&path).await.text();
        seen.extend(page.match_indices("Does hair number").map(|(at, _)| page[at..at + 20].to_owned()));
        let Some(at) = page.find("rel=\"next\"") else { break };
        let start = page[..at].rfind("href=\"").unwrap() + 6;
        path = page[start..at].split('"').next().unwrap().replace("&#38;", "&").replace("&amp;", "&");
    }
    let all = seen.len();
    seen.sort();
    seen.dedup();
    assert_eq!((all, seen.len()), (25, 25));
}

#[db::test]
async fn only_staff_are_told_how_results_were_ranked(test: TestDb) {
    let indexed = clinic(&test).await;
    let path = "/search?q=hair&explain=1";
    let asked = indexed.site.get(path).await;
    let back = "/sign-in?next=/search?q=hair%26explain=1";
    assert_eq!(
        (asked.status.as_u16(), asked.header("location")),
        (303, back),
        "a reader is asked to sign in"
    );
    let form = indexed.site.get(back).await.text();
    assert!(form.contains("/search?q=hair&#38;explain=1"), "and comes back to this search: {form}");
    let long = indexed.site.get(&format!("{path}&by={}", "a".repeat(600))).await;
    assert_eq!(long.header("location"), "/sign-in?next=/search", "what is too long to be kept is left");
    assert_eq!(indexed.site.member("ann").await.get(path).await.status, 403);
    let page = indexed.site.person("mo", AccountRole::Moderator).await.get(path).await.text();
    assert!(page.contains("class=\"why\"") && page.contains("hair·1.00"), "{page}");
}

#[db::test]
async fn any_string_is_a_query(test: TestDb) {
    let indexed = clinic(&test).await;
    let many = "botox ".repeat(300);
    for query in [
        "\"",
        "\"\"",
        "-",
        "--",
        "- - -",
        ":",
        "topic:",
        "topic:\"",
        "AND OR NOT",
        "*",
        "(((((",
        "a+b=c",
        "\\",
        "%00",
        "\u{202e}xotob",
        "头发脱落",
        "شعر",
        "🙂",
        "\u{1b}\u{7}",
        "[a-z]{1000000}",
        "(a+)+$",
        "answered:maybe",
        "by:",
        many.as_str(),
        "place:../../etc/passwd",
        "<script>alert(1)</script>",
        "kind:question",
        "kind:nothing",
    ] {
        let page = indexed.search(query).await;
        assert!(!page.contains("<script>alert"), "{query}");
    }
    for path in [
        "/search?q=hair&after=rubbish",
        "/search?q=hair&after=1~9~9",
        "/search?sort=nothing&q=hair",
        "/search?answered=maybe&q=a",
    ] {
        assert_eq!(indexed.site.get(path).await.status, 200, "{path}");
    }
    // No browser sends these; the site says so wherever they are.
    assert_eq!(indexed.site.get("/search?q=%00").await.status, 400);
}

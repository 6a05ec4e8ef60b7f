//! What is found, and in which order.

use search::{Counted, Entry, Facet, Order, Precision, Ranking, Request, Vocabulary, query::Query};

use crate::clinic::{Clinic, about, agreed, ids, question};

#[test]
fn forms_accents_and_punctuation_make_no_difference() {
    let clinic = Clinic::with(&[
        question(1, "Crow's feet", "Can injections help?"),
        question(2, "Sjögren's syndrome", "Dry eyes after oedema."),
        question(3, "Follow-up visit", "I take 5mg a day."),
    ]);
    for (typed, id) in [
        ("crows feet", 1),
        ("CROW’S FOOT injection", 1),
        ("sjogren", 2),
        ("edema", 2),
        ("followup", 3),
        ("follow up", 3),
        ("5 mg", 3),
        ("visiting", 3),
    ] {
        assert_eq!(clinic.finds(typed).first(), Some(&id), "{typed}");
    }
}

#[test]
fn a_spelling_mistake_is_forgiven_and_never_above_what_is_right() {
    let mut entries: Vec<Entry> =
        (3..15).map(|id| question(id, "Botox", "Botox, botox and again botox.")).collect();
    entries.push(question(
        1,
        "An unrelated and rather longer question",
        "In which the word botax stands once.",
    ));
    entries.push(question(2, "Diarrhea", "After antibiotics."));
    let clinic = Clinic::with(&entries);
    let found = clinic.finds("botax");
    assert_eq!((found[0], found.len()), (1, 13));
    let long =
        format!("In which botax stands once. {}", "Nothing about that matter stands here. ".repeat(300));
    entries.push(question(16, "A long one", &long));
    entries.extend((20..40).map(|id| question(id, "Botox", "Botox.")));
    let found = Clinic::with(&entries).finds("botax");
    assert_eq!((&found[..2], found.len()), (&[1, 16][..], 34), "however long the text is");
    assert_eq!(clinic.finds("diarhea"), [2]);
    assert_eq!(clinic.finds("antibotics"), [2]);
    assert!(clinic.finds("bot0x").is_empty());
}

#[test]
fn the_last_word_may_be_half_typed() {
    let clinic = Clinic::with(&[question(1, "Hyaluronidase swelling", ""), question(2, "Hives", "")]);
    assert_eq!(clinic.finds("hyalur"), [1]);
    assert!(clinic.finds("hyalur ").is_empty());
}

#[test]
fn a_mistake_in_the_ending_is_forgiven_too() {
    let mut entries: Vec<Entry> =
        (10..30).map(|id| question(id, "Which dermatologist treats rosacea?", "")).collect();
    entries.push(question(2, "Should a cardiologist look at this?", ""));
    let found = Clinic::with(&entries).finds("dermatolgist");
    assert!(found.len() == 20 && !found.contains(&2), "{found:?}");
    entries.push(question(1, "What somebody said", "It was a dermatolgist who said it."));
    let clinic = Clinic::with(&entries);
    assert_eq!(clinic.finds("cardiolgist"), [2]);
    let found = clinic.finds("dermatolgist");
    assert_eq!((found[0], found.len()), (1, 21), "what was typed comes first");
}

#[test]
fn parts_that_are_one_word_find_it() {
    let clinic = Clinic::with(&[
        question(1, "Antibiotics", ""),
        question(2, "Anti-wrinkle cream", ""),
        question(3, "A biotin supplement", ""),
    ]);
    assert_eq!(clinic.finds("anti-biotics"), [1]);
    assert_eq!(clinic.finds("anti biotics"), [1]);
    assert_eq!(clinic.finds("antiwrinkle"), [2]);
    assert_eq!(clinic.finds("anti "), [2]);
    assert_eq!(clinic.finds("wrinkle(s) biotin"), [3, 2], "an ending apart is no other word");
}

#[test]
fn a_beginning_is_of_no_word_that_is_in_every_text() {
    let clinic = Clinic::with(&[
        question(1, "Both of them", "Both, and both again."),
        question(2, "Botox", ""),
        question(3, "Bone pain", ""),
    ]);
    assert_eq!(clinic.finds("boto"), [2]);
    let mut found = clinic.finds("bo");
    found.sort_unstable();
    assert_eq!(found, [2, 3]);
    assert_eq!(clinic.finds("bo pain"), [3], "with another word it is taken as it stands");
    assert_eq!(clinic.finds("pain bo"), [3]);
}

#[test]
fn phrases_and_exclusions_are_obeyed() {
    let clinic = Clinic::with(&[
        question(1, "Hair loss after surgery", ""),
        question(2, "Loss of hair after surgery", ""),
    ]);
    assert_eq!(clinic.finds("\"hair loss\""), [1]);
    assert_eq!(clinic.finds("hair -\"hair loss\""), [2]);
    assert!(clinic.finds("-surgery").is_empty());
    assert!(clinic.finds("\"loss hair\"").is_empty());
}

#[test]
fn words_of_every_question_order_what_is_found_and_find_nothing_themselves() {
    let clinic = Clinic::with(&[
        question(1, "Hair loss", "It falls and falls."),
        question(2, "Hair loss", "It is falling out."),
        question(3, "Wisdom teeth", "Do they come out by themselves? Month after month they never came out."),
    ]);
    assert_eq!(clinic.finds("botox hair coming out"), [2, 1]);
    // Unless there is nothing else to go by.
    assert_eq!(clinic.finds("come out"), [3, 2]);
    assert_eq!(clinic.finds("month"), [3]);
    // Also where they have other wordings.
    let vocabulary = Vocabulary::built_in().unwrap();
    let sayings =
        Clinic::with(&[question(1, "I am feeling down", ""), question(2, "When is my due date?", "")]);
    assert_eq!(sayings.finds_with(&vocabulary, "feeling down"), [1]);
    assert_eq!(sayings.finds_with(&vocabulary, "due date"), [2]);
    let doctors = Clinic::with(&[question(1, "Should my family doctor look at it?", "")]);
    assert_eq!(doctors.finds_with(&vocabulary, "general practitioner"), [1]);
    let letter = "Hello, my hair is coming out since last month and my mother thinks I should ask a doctor \
        for help with it. Thank you for your time and any help. Best regards";
    assert_eq!(clinic.finds(letter), [2, 1]);
    let query = Query::parse("hair out");
    let view = clinic.index.view();
    let given = view.explain(&Request::new(&query, 1), search::Key::question(2)).unwrap().given;
    assert_eq!(given.len(), 2, "what only orders is explained too: {given:?}");
}

#[test]
fn other_wordings_are_found_after_the_words_themselves() {
    let text =
        "# Language: en\n# Source: made up\nheart attack | myocardial infarction | MI?\nwrinkle | rhytid\n";
    let vocabulary = Vocabulary::read(&[("own.txt", text)]).unwrap();
    let clinic = Clinic::with(&[
        question(1, "Life after a myocardial infarction", ""),
        question(2, "Life after a heart attack", ""),
        question(3, "Rhytids", ""),
        question(4, "Wrinkles", ""),
        question(5, "An infarction of the spleen", ""),
    ]);
    assert_eq!(clinic.finds_with(&vocabulary, "heart attack"), [2, 1]);
    assert_eq!(clinic.finds_with(&vocabulary, "mi"), [1, 2]);
    assert_eq!(clinic.finds_with(&vocabulary, "wrinkles"), [4, 3]);
    assert_eq!(clinic.finds("wrinkles"), [4]);
}

#[test]
fn results_are_narrowed_and_counted() {
    let clinic = Clinic::with(&[
        about(1, "Botox pain", "botox"),
        about(2, "Botox price", "botox"),
        about(3, "Filler pain", "fillers"),
    ]);
    let query = Query::parse("pain price");
    let with = vec![(Facet::Topic, vec!["botox".to_owned()])];
    let narrowed = Request { with, counted: Counted::Facets, ..Request::new(&query, 10) };
    let results = clinic.search(&narrowed);
    assert_eq!(results.total, 2);
    let all = clinic.search(&Request { counted: Counted::Facets, ..Request::new(&query, 10) });
    assert!(all.counts.contains(&(Facet::Topic, "botox".into(), 2)));
    assert!(all.counts.contains(&(Facet::Kind, "question".into(), 3)));
    let without = vec![(Facet::Topic, "botox".to_owned())];
    assert_eq!(ids(&clinic.search(&Request { without, ..Request::new(&query, 10) }).hits), [3]);
    // A narrowing alone is a query too.
    let none = Query::parse("");
    let with = vec![(Facet::Topic, vec!["botox".to_owned(), "fillers".to_owned()])];
    assert_eq!(clinic.search(&Request { with, ..Request::new(&none, 10) }).total, 3);
    assert_eq!(clinic.search(&Request::new(&none, 10)).total, 0);
}

#[test]
fn of_very_many_results_the_counts_are_estimates() {
    // The early ones are on one topic, the late ones on another: whoever counted the first ones alone would miss that.
    let topic = |id| if id <= 9_000 { "botox" } else { "fillers" };
    let entries: Vec<Entry> = (1..=12_000).map(|id| about(id, "Pain", topic(id))).collect();
    let clinic = Clinic::with(&entries);
    let query = Query::parse("pain");
    let all = clinic.search(&Request { counted: Counted::Facets, ..Request::new(&query, 10) });
    assert_eq!((all.total, all.precision), (12_000, Precision::Estimated));
    for (value, right) in [("botox", 9_000), ("fillers", 3_000)] {
        let (_, _, count) = all.counts.iter().find(|(_, known, _)| known == value).unwrap();
        assert!(count.abs_diff(right) <= 50, "{value}: {count}");
    }
    // What is narrowed to fewer is counted to the last one.
    let with = vec![(Facet::Topic, vec!["fillers".to_owned()])];
    let some = clinic.search(&Request { with, counted: Counted::Facets, ..Request::new(&query, 10) });
    assert_eq!((some.total, some.precision), (3_000, Precision::Exact));
    assert!(some.counts.contains(&(Facet::Topic, "fillers".into(), 3_000)));
}

#[test]
fn agreement_decides_between_what_is_as_good() {
    let clinic = Clinic::with(&[agreed(1, "Botox", 0), agreed(2, "Botox", 100), agreed(3, "Botox", 50)]);
    let query = Query::parse("botox");
    assert_eq!(ids(&clinic.search(&Request::new(&query, 10)).hits), [2, 3, 1]);
    let ranking = Ranking { order: Order::Newest, now: 10 };
    assert_eq!(ids(&clinic.search(&Request { ranking, ..Request::new(&query, 10) }).hits), [3, 2, 1]);
}

#[test]
fn pages_follow_one_another() {
    let entries: Vec<Entry> = (1..=25).map(|id| agreed(id, "Botox", 50)).collect();
    let clinic = Clinic::with(&entries);
    let query = Query::parse("botox");
    let (mut seen, mut after) = (Vec::new(), None);
    loop {
        let results = clinic.search(&Request { after, ..Request::new(&query, 10) });
        assert_eq!(results.total, 25);
        seen.extend(ids(&results.hits));
        after = results.next;
        if after.is_none() {
            break;
        }
    }
    seen.sort_unstable();
    assert_eq!(seen, (1..=25).collect::<Vec<i64>>());
}

#[test]
fn a_rank_can_be_explained() {
    let clinic = Clinic::with(&[agreed(1, "Botox and hair", 100), agreed(2, "Hair", 0)]);
    let query = Query::parse("botox hair");
    let request = Request::new(&query, 10);
    let found = clinic.search(&request).hits[0];
    let explained = clinic.index.view().explain(&request, found.key).unwrap();
    let sum: f64 = explained.given.iter().map(|given| given.score).sum();
    assert!((explained.rank - found.rank).abs() < 1e-6);
    assert!((sum * explained.factor - found.rank).abs() < 1e-6 && explained.factor > 1.0);
}

#[test]
fn what_was_found_can_be_marked() {
    let clinic = Clinic::with(&[question(1, "Botox", "My hair is coming out.")]);
    let query = Query::parse("hairs");
    let marks = clinic.search(&Request::new(&query, 10)).marks;
    let text = "My hair is coming out.";
    let snippet = marks.marker().snippet(text, 100);
    assert_eq!(&text[snippet.marks[0].clone()], "hair");
}

#[test]
fn a_letter_finds_what_it_asks() {
    let clinic = Clinic::with(&[
        question(1, "Is ribavirin safe with hypothyroidism?", ""),
        question(2, "My son and my daughter", "Thanks for any help and information, my doctor said."),
        question(3, "Where do we live?", "We live in a small house near the hospital with our dog."),
    ]);
    let letter = "Hello, my name is Ann. I have a son and a daughter and we live near the hospital. My doctor said that \
        I need ribavirin, but I have had hypothyroidism for years. Is it safe? Thanks for any help.";
    assert_eq!(clinic.finds(letter).first(), Some(&1));
}

#[test]
fn a_letter_of_words_that_nobody_wrote_finds_nothing() {
    let clinic = Clinic::with(&[question(1, "Hair loss", "")]);
    let words: Vec<String> = ('a'..='k').map(|letter| format!("qwzx{letter}")).collect();
    for count in [1, 8, 9, 11] {
        assert_eq!(clinic.finds(&words[..count].join(" ")), Vec::<i64>::new(), "{count}");
    }
}

#[test]
fn any_query_is_answered() {
    let clinic = Clinic::with(&[question(1, "Botox", "")]);
    for typed in
        ["\"", "-", "a:b", "((((", "\u{202e}botox", "topic:", "the of and", "头痛", &"x".repeat(100_000)]
    {
        let _found = clinic.finds(typed);
    }
    let many: String = (0..10_000).map(|n| format!("word{n} ")).collect();
    assert!(clinic.finds(&many).is_empty());
}

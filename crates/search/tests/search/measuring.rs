//! What `eval` measures, with a meaning that is made up.

use std::{collections::HashMap, time::Duration};

use search::{
    Key, Vocabulary, Weights,
    eval::{By, Configuration, Fault, Nearest, Run, Set, compare, measure},
};

/// Two queries: one has the words of its text, the other none of them.
fn set() -> Set {
    let texts =
        [("d1", "Hair loss", "Hair falls out"), ("d2", "Tea", "Tea stains teeth"), ("d3", "Milk", "")];
    let queries = [("q1", "hair"), ("q2", "going bald")];
    let judged = queries.map(|(id, _)| (id.to_owned(), HashMap::from([("d1".to_owned(), 1.0)])));
    Set {
        texts: texts.map(|(id, title, text)| (id.into(), title.into(), text.into())).into(),
        queries: queries.map(|(id, text)| (id.into(), text.into())).into(),
        judged: judged.into(),
        unknown: 0,
        again: None,
    }
}

fn run(by: By) -> Result<Run, Fault> {
    let (folder, set) = (tempfile::tempdir().unwrap(), set());
    let index = set.index(folder.path(), Weights::default()).unwrap();
    measure(&set, &index, &Configuration { name: "a".into(), by }, &|| Duration::ZERO)
}

/// Says of every text that d1 is nearest to it.
fn hair(_: &str, count: usize) -> Result<Vec<(Key, f64)>, Fault> {
    let near = [(Key::question(0), 0.8), (Key::question(2), 0.3), (Key::question(1), 0.1)];
    Ok(near.into_iter().take(count).collect())
}

#[test]
fn meaning_finds_what_shares_no_word() {
    assert_eq!(run(By::Words(None)).unwrap().ndcg10, [1.0, 0.0]);
    let meaning: &Nearest = &hair;
    let vocabulary = Vocabulary::default();
    let both = run(By::Both(Some(&vocabulary), meaning)).unwrap();
    assert_eq!((both.ndcg10, both.recall100), (vec![1.0, 1.0], vec![1.0, 1.0]));
    assert_eq!(run(By::Meaning(meaning)).unwrap().ndcg10, [1.0, 1.0]);
}

#[test]
fn texts_of_one_id_count_as_one() {
    let (folder, mut set) = (tempfile::tempdir().unwrap(), set());
    set.texts.push(("d1".into(), "Hair again".into(), "More hair".into()));
    let index = set.index(folder.path(), Weights::default()).unwrap();
    let words = Configuration { name: "a".into(), by: By::Words(None) };
    let run = measure(&set, &index, &words, &|| Duration::ZERO).unwrap();
    assert_eq!((run.ndcg10[0], run.recall100[0]), (1.0, 1.0));
}

#[test]
fn words_still_count_beside_a_meaning_that_errs() {
    let wrong: &Nearest =
        &|_: &str, _| Ok(vec![(Key::question(1), 0.9), (Key::question(0), 0.8), (Key::question(2), 0.1)]);
    assert!(run(By::Meaning(wrong)).unwrap().ndcg10[0] < 1.0);
    assert_eq!(run(By::Both(None, wrong)).unwrap().ndcg10[0], 1.0);
}

#[test]
fn what_meaning_cannot_tell_ends_the_measurement() {
    let broken: &Nearest = &|_: &str, _| Err("the model is gone".into());
    for by in [By::Meaning(broken), By::Both(None, broken)] {
        assert_eq!(run(by).unwrap_err().to_string(), "the model is gone");
    }
}

#[test]
fn each_configuration_is_compared_with_the_one_before() {
    let words = run(By::Words(None)).unwrap();
    let both = run(By::Both(None, &hair)).unwrap();
    let compared = compare(&[("words".into(), words), ("both".into(), both.clone()), ("again".into(), both)]);
    let names: Vec<_> = compared.iter().map(|one| (one.from.as_str(), one.to.as_str())).collect();
    assert_eq!(names, [("words", "both"), ("both", "again")]);
    assert_eq!((compared[0].difference.mean, compared[1].difference.mean), (0.5, 0.0));
}

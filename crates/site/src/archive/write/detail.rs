//! What askers added to their questions. It has no id in an archive: it is found again by its time and its words.

use std::{
    cmp::Reverse,
    collections::{BTreeSet, HashMap},
};

use archive::record::Detail;
use db::{
    entity::{question_detail, reworded},
    sea_orm::{ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter},
    value::Matter,
    write::Table,
};

use super::{Ids, Part, Stays};
use crate::archive::{
    batch::Batch,
    rows::{self, lists},
};

/// What moderators decided on one of the details of a question.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Decided {
    /// Its place among those that stand here.
    place: usize,
    /// What of it stays.
    parts: BTreeSet<Part>,
    /// Its words before they were changed.
    former: Vec<String>,
}

/// The details of these questions, in order.
async fn standing(tx: &DatabaseTransaction, questions: &[i64]) -> Result<Vec<question_detail::Model>, DbErr> {
    let of_question = question_detail::Column::QuestionId;
    let mut rows = rows::having::<question_detail::Entity, i64>(tx, of_question, questions).await?;
    rows.sort_unstable_by_key(|row| row.id);
    Ok(rows)
}

/// Notes what was decided on the details of these questions.
pub(super) async fn decided(
    tx: &DatabaseTransaction,
    questions: &[i64],
    stays: &mut Stays,
) -> Result<(), DbErr> {
    let standing = standing(tx, questions).await?;
    let ids: Vec<i64> = standing.iter().map(|row| row.id).collect();
    let decided = Stays::decided(tx, Matter::Detail, &ids).await?;
    let changed: Vec<i64> = ids.into_iter().filter(|id| decided.of(*id).is_some()).collect();
    let mut former = former(tx, &changed).await?;
    let mut places: HashMap<i64, usize> = HashMap::new();
    for row in standing {
        let next = places.entry(row.question_id).or_default();
        let place = *next;
        *next += 1;
        if let Some(parts) = decided.of(row.id).filter(|parts| !parts.is_empty()) {
            let former = former.remove(&row.id).unwrap_or_default();
            stays.add(row.question_id, Part::Detail(Decided { place, parts: parts.clone(), former }));
        }
    }
    Ok(())
}

async fn former(tx: &DatabaseTransaction, details: &[i64]) -> Result<HashMap<i64, Vec<String>>, DbErr> {
    use reworded::Column as W;
    let mut found: HashMap<i64, Vec<String>> = HashMap::new();
    for list in lists(details) {
        let words = reworded::Entity::find().filter(W::MatterKind.eq(Matter::Detail));
        for row in words.filter(W::MatterId.is_in(list)).all(tx).await? {
            found.entry(row.matter_id).or_default().push(row.text);
        }
    }
    Ok(found)
}

/// Something that was added: when, and which words it has or had.
type Added<'a> = (i64, Vec<&'a str>);

/// Most pairs of details whose words are compared: nobody adds as many within one second.
const MOST_COMPARED: usize = 10_000;

/// Which of the details that are said is which of those that stand here: the one of the same time and words, or else of the
/// same time and the likest words, so that one that was dropped is not taken for one that was written anew beside it.
fn pairs(here: &[Added<'_>], said: &[Added<'_>]) -> Vec<Option<usize>> {
    let mut free = vec![true; said.len()];
    let mut found = vec![None; here.len()];
    for ((at, words), pair) in here.iter().zip(&mut found) {
        let fits = |(other, said): &Added<'_>| at == other && said.iter().any(|text| words.contains(text));
        let next = said.iter().zip(&free).position(|(said, free)| *free && fits(said));
        if let Some(free) = next.and_then(|next| free.get_mut(next)) {
            (*free, *pair) = (false, next);
        }
    }
    for (_, (place, next)) in by_likeness(here, said, (&found, &free)) {
        if let (Some(pair @ None), Some(free @ true)) = (found.get_mut(place), free.get_mut(next)) {
            (*free, *pair) = (false, Some(next));
        }
    }
    found
}

/// A pair: its place here, and its place in what is said.
type Pair = (usize, usize);

/// Those of the same time that have nothing of the same words, the likest first and then in their order.
fn by_likeness(
    here: &[Added<'_>],
    said: &[Added<'_>],
    (found, free): (&[Option<usize>], &[bool]),
) -> Vec<(Reverse<usize>, Pair)> {
    let here: Vec<_> = (0..).zip(here).filter(|(place, _)| found.get(*place) == Some(&None)).collect();
    let said: Vec<_> = (0..).zip(said).filter(|(next, _)| free.get(*next) == Some(&true)).collect();
    let compared = here.len() * said.len() <= MOST_COMPARED;
    let mut all = Vec::new();
    for (place, (at, words)) in here {
        for (next, (_, texts)) in said.iter().filter(|(_, (other, _))| other == at) {
            let likest = words.iter().flat_map(|one| texts.iter().map(|other| likeness(one, other))).max();
            let likest = if compared { likest.unwrap_or_default() } else { 0 };
            all.push((Reverse(likest), (place, *next)));
        }
    }
    all.sort_unstable();
    all
}

/// How much of two texts is the same words, in thousandths.
fn likeness(one: &str, other: &str) -> usize {
    let words = |text: &str| -> BTreeSet<String> { text.split_whitespace().map(str::to_lowercase).collect() };
    let (one, other) = (words(one), words(other));
    2_000 * one.intersection(&other).count() / (one.len() + other.len()).max(1)
}

/// Puts what was decided on details into what an archive says of them; tells whether that changed anything. One that the
/// archive no longer has stays where it was.
pub(super) fn keep(said: &mut Vec<Detail>, here: &[Detail], parts: &BTreeSet<Part>) -> bool {
    let mut decided: HashMap<usize, &Decided> = HashMap::new();
    for part in parts {
        if let Part::Detail(it) = part {
            decided.insert(it.place, it);
        }
    }
    if decided.is_empty() {
        return false;
    }
    let before = said.clone();
    let words = |(place, it): (usize, &'_ Detail)| -> (i64, Vec<String>) {
        let former = decided.get(&place).map_or(&[][..], |it| &it.former);
        (it.at.seconds(), former.iter().chain([&it.text]).cloned().collect())
    };
    let standing: Vec<(i64, Vec<String>)> = here.iter().enumerate().map(words).collect();
    let standing: Vec<Added<'_>> =
        standing.iter().map(|(at, words)| (*at, words.iter().map(String::as_str).collect())).collect();
    let told: Vec<Added<'_>> = before.iter().map(|it| (it.at.seconds(), vec![it.text.as_str()])).collect();
    let (mut next, mut missing) = (0, Vec::new());
    for ((place, it), pair) in here.iter().enumerate().zip(pairs(&standing, &told)) {
        let decided = decided.get(&place);
        next = pair.map_or(next, |pair| pair + 1);
        match (decided, pair.and_then(|pair| said.get_mut(pair))) {
            (Some(decided), Some(said)) => stay(said, it, &decided.parts),
            (Some(_), None) => missing.push((next, it)),
            (None, _) => {}
        }
    }
    missing.sort_by_key(|(next, _)| *next);
    for (next, it) in missing.into_iter().rev() {
        said.insert(next, it.clone());
    }
    *said != before
}

fn stay(said: &mut Detail, here: &Detail, parts: &BTreeSet<Part>) {
    if parts.contains(&Part::State) {
        said.removed_for.clone_from(&here.removed_for);
    }
    if parts.contains(&Part::Words) {
        said.text.clone_from(&here.text);
        said.edited_for.clone_from(&here.edited_for);
    }
}

/// Writes what was added to questions, in place of what was there of those that changed. What was there already keeps its
/// identity: reports, decisions and addresses name it.
pub(super) async fn write(
    batch: &Batch<'_>,
    changed: &[i64],
    details: Vec<(i64, Detail)>,
) -> Result<(), DbErr> {
    let mut here: HashMap<i64, Vec<question_detail::Model>> = HashMap::new();
    for row in standing(batch.tx, changed).await? {
        here.entry(row.question_id).or_default().push(row);
    }
    if details.is_empty() && here.is_empty() {
        return Ok(());
    }
    let mut said: HashMap<i64, Vec<Detail>> = HashMap::new();
    let mut order = Vec::new();
    let most = details.len();
    for (question, detail) in details {
        let all = said.entry(question).or_insert_with(|| {
            order.push(question);
            Vec::new()
        });
        all.push(detail);
    }
    let mut ids = Ids::new(batch.tx, Table("question_detail"), &vec![None; most]).await?;
    let (mut same, mut fresh) = (Vec::new(), Vec::new());
    for question in order {
        let standing = here.remove(&question).unwrap_or_default();
        let details = said.remove(&question).unwrap_or_default();
        let mut known = known(&standing, &details);
        let kept: BTreeSet<i64> = known.values().copied().collect();
        for (place, detail) in details.into_iter().enumerate() {
            let id = known.remove(&place);
            let rows = if id.is_some() { &mut same } else { &mut fresh };
            let id = id.unwrap_or_else(|| ids.next(None));
            ids.take(id);
            rows.push(row(id, question, detail));
        }
        let gone = standing.into_iter().filter(|row| !kept.contains(&row.id)).collect();
        here.insert(question, gone);
    }
    forget(batch.tx, &here.into_values().flatten().map(|row| row.id).collect::<Vec<_>>()).await?;
    rows::replace::<question_detail::Entity>(batch.tx, same).await?;
    if fresh.is_empty() {
        return Ok(());
    }
    rows::insert::<question_detail::Entity>(batch.tx, fresh).await?;
    ids.done(batch.tx, batch.cx).await
}

/// The identities of those that stand here already, by their place among what is said.
fn known(standing: &[question_detail::Model], said: &[Detail]) -> HashMap<usize, i64> {
    let here: Vec<Added<'_>> = standing.iter().map(|row| (row.at, vec![row.body.as_str()])).collect();
    let said: Vec<Added<'_>> = said.iter().map(|it| (it.at.seconds(), vec![it.text.as_str()])).collect();
    let found = pairs(&here, &said).into_iter().zip(standing);
    found.filter_map(|(place, row)| Some((place?, row.id))).collect()
}

fn row(id: i64, question_id: i64, detail: Detail) -> question_detail::Model {
    question_detail::Model {
        id,
        question_id,
        body_html: markup::render(&detail.text).into_string(),
        body: detail.text,
        at: detail.at.seconds(),
        removed_for: detail.removed_for,
        edited_for: detail.edited_for,
    }
}

/// Deletes what an archive no longer has, with the words that were put aside.
async fn forget(tx: &DatabaseTransaction, details: &[i64]) -> Result<(), DbErr> {
    use reworded::Column as W;
    for list in lists(details) {
        let words = reworded::Entity::delete_many().filter(W::MatterKind.eq(Matter::Detail));
        words.filter(W::MatterId.is_in(list.clone())).exec(tx).await?;
        question_detail::Entity::delete_many()
            .filter(question_detail::Column::Id.is_in(list))
            .exec(tx)
            .await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn added<'a>(texts: &[&'a str]) -> Vec<Added<'a>> {
        texts.iter().map(|text| (7, vec![*text])).collect()
    }

    #[test]
    fn of_one_second_those_of_like_words_are_the_same() {
        let here = added(&["It itches at night.", "I take two pills a day."]);
        for (said, expected) in [
            (&["It itches at night.", "I take two pills a day."][..], [Some(0), Some(1)]),
            (&["I take two pills a day.", "It itches at night."], [Some(1), Some(0)]),
            (&["I take three pills a day."], [None, Some(0)]),
            (&["I take three pills a day.", "It itches at night and by day."], [Some(1), Some(0)]),
            (&["It itches at night.", "Something else."], [Some(0), Some(1)]),
            (&["Nothing of the kind."], [Some(0), None]),
            (&[], [None, None]),
        ] {
            assert_eq!(pairs(&here, &added(said)), expected, "{said:?}");
        }
        let later: Vec<Added<'_>> = vec![(8, vec!["It itches at night."])];
        assert_eq!(pairs(&here, &later), [None, None]);
    }

    #[test]
    fn more_than_anybody_adds_in_a_second_are_told_apart_by_their_order() {
        let texts: Vec<String> = (0..200).map(|n| format!("Number {n}")).collect();
        let here: Vec<Added<'_>> = texts.iter().map(|text| (7, vec![text.as_str()])).collect();
        let others = added(&["Other"; 200]);
        let expected: Vec<Option<usize>> = (0..200).map(Some).collect();
        assert_eq!(pairs(&here, &others), expected);
    }
}

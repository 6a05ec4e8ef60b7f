//! From a query to what the engine looks for: stems, other spellings, other wordings.

use std::collections::{HashMap, hash_map::Entry};

use crate::{
    analysis::{is_common, is_stop_word, stem},
    engine::{Bm25, Finds, Group, In, Member, Term, Times},
    error::Error,
    essence::{Weights, essence},
    index::View,
    query::{Ending, Query, Typed},
    vocabulary::{Sense, Vocabulary},
    words::{Known, first, forgiven},
};

/// What a wording counts beside the words that were typed.
const WORDING: f32 = 0.2;
/// The same for a word of which it is one sense of several.
const PERHAPS: f32 = 0.1;
/// What all wordings of a phrase count together, beside its words.
const PHRASE: f32 = 0.5;
/// What a word with the typed beginning counts.
const BEGINNING: f32 = 0.4;
/// What a word counts that is written nearly so, with one mistake. With two it is half.
const SPELLING: f32 = 0.7;
/// What a word counts as it was typed, where others are written nearly so: more in a long text than these in a short one.
const TYPED: f32 = 100.0;
/// A query with more words than this brings its wordings itself.
const WORDED: usize = 6;
/// A query with more is a letter.
pub(crate) const SHORT: usize = 8;
/// What two words side by side count beside each alone.
const PAIR: f32 = 0.2;
/// The same in a letter.
const LETTER_PAIR: f32 = 0.4;
/// Where both words stand in more entries than this, looking at their places takes too long, and tells little.
const PAIR_ENTRIES: u64 = 30_000;
/// So many pairs are looked for.
const PAIRS: usize = 10;
/// A word that stands in no more entries than this may be a mistake, or not yet whole.
const UNKNOWN: u64 = 2;
/// By so much a word must be more frequent to be meant in place of one that is known.
const TIMES: u64 = 10;
/// So many spellings and beginnings of a word are looked for.
const VARIANTS: usize = 8;
const BEGINNINGS: usize = 24;
/// So many letters of a word are a beginning of others; and so many where there is nothing else to go by.
const BEGUN: usize = 3;
const BEGUN_ALONE: usize = 2;

/// The groups of a query's words, with how they were made.
pub(crate) fn groups(
    view: &View,
    query: &Query,
    vocabulary: Option<&Vocabulary>,
) -> Result<(Vec<Group>, Bm25), Error> {
    let mut typed: Vec<&Typed> = query.words.iter().filter(|word| !word.joined).collect();
    let all_stop = typed.iter().all(|word| is_stop_word(&word.text));
    if all_stop {
        // Each of them stands nearly everywhere.
        typed.truncate(SHORT);
    }
    let last = typed.len().saturating_sub(1);
    let stems: Vec<String> = typed.iter().map(|word| stem(&word.text)).collect();
    let telling = query.telling();
    if telling > SHORT {
        let mut groups = letter(view, query)?;
        let all_common = groups.iter().all(|group| group.finds == Finds::Beside);
        put_common_last(&mut groups, all_common);
        return Ok((groups, Bm25::LETTER));
    }
    let mut groups: Vec<Option<Group>> = Vec::with_capacity(typed.len());
    for (index, word) in typed.iter().enumerate() {
        if is_stop_word(&word.text) && !all_stop {
            groups.push(None);
            continue;
        }
        let mut group = sought(&stems[index]);
        // A word that is known as it stands is meant so.
        if view.frequency(&stems[index])? <= UNKNOWN {
            if index == last && query.ending == Ending::Open {
                let least = if telling == 1 { BEGUN_ALONE } else { BEGUN };
                group.add_beginnings(view, word, least)?;
            }
            group.add_spellings(view, word, &stems[index])?;
        }
        groups.push(Some(group));
    }
    add_joined(view, &typed, &stems, &mut groups)?;
    let mut more = Vec::new();
    if let Some(vocabulary) = vocabulary.filter(|_| telling <= WORDED) {
        add_wordings(vocabulary, &stems, &mut groups, &mut more);
    }
    let mut merged: Vec<Group> = Vec::new();
    for group in groups.into_iter().flatten().chain(more) {
        match merged.iter_mut().find(|earlier| earlier.members == group.members) {
            Some(earlier) => earlier.weight += group.weight,
            None => merged.push(group),
        }
    }
    add_pairs(view, query, PAIR, &mut merged)?;
    let said = stems.iter().zip(&typed).filter(|(_, word)| all_stop || !is_stop_word(&word.text));
    put_common_last(&mut merged, said.map(|(stem, _)| stem).all(|stem| is_common(stem)));
    Ok((merged, Bm25::default()))
}

/// What only has words that stand in questions of every kind is not found, unless nothing else was typed.
fn put_common_last(groups: &mut [Group], all_common: bool) {
    for group in groups.iter_mut().filter(|_| all_common) {
        group.finds = Finds::Alone;
    }
    groups.sort_by_key(|group| group.finds == Finds::Beside);
}

/// A word that was typed, or belongs to what a letter comes down to.
fn sought(stem: &str) -> Group {
    Group { finds: if is_common(stem) { Finds::Beside } else { Finds::Alone }, ..Group::word(stem) }
}

/// The groups of a letter: its essence, each word alone.
fn letter(view: &View, query: &Query) -> Result<Vec<Group>, Error> {
    let mut rarity = HashMap::new();
    for word in query.words.iter().filter(|word| !word.joined && !is_stop_word(&word.text)) {
        let stem = stem(&word.text);
        if let Entry::Vacant(place) = rarity.entry(stem) {
            // A word that no entry has finds none.
            let known = view.frequency(place.key())? > 0;
            let idf = if known { view.idf(place.key())? } else { 0.0 };
            place.insert(idf);
        }
    }
    let idf = |stem: &str| rarity.get(stem).copied().unwrap_or_default();
    let essence = essence(&query.text, Weights::default(), &idf);
    let words = essence.words.into_iter().filter(|(stem, weight)| *weight > 0.0 && idf(stem) > 0.0);
    let mut groups: Vec<Group> = words.map(|(stem, weight)| Group { weight, ..sought(&stem) }).collect();
    add_pairs(view, query, LETTER_PAIR, &mut groups)?;
    if groups.is_empty() {
        // No entry has any of it: a word of it finds none, where no word would find all.
        groups.extend(rarity.into_keys().next().map(|stem| sought(&stem)));
    }
    Ok(groups)
}

/// Words that stand side by side in the query and are both looked for count more where they do so too.
fn add_pairs(view: &View, query: &Query, weight: f32, groups: &mut Vec<Group>) -> Result<(), Error> {
    let typed = query.words.iter().filter(|word| !word.joined);
    let stems: Vec<Option<String>> =
        typed.map(|word| (!is_stop_word(&word.text)).then(|| stem(&word.text))).collect();
    let weight_of = |stem: &String| {
        let own = |group: &&Group| {
            group.members.first().is_some_and(|member| member.term == Term::Word(stem.clone()))
        };
        groups.iter().find(own).map(|group| group.weight)
    };
    let mut pairs: Vec<Group> = Vec::new();
    for pair in stems.windows(2) {
        let [Some(one), Some(other)] = pair else { continue };
        let (Some(first), Some(second)) = (weight_of(one), weight_of(other)) else { continue };
        let term = Term::Phrase(vec![one.clone(), other.clone()]);
        let members = vec![Member::new(term, 1.0)];
        // Where both words stand, each of them has found already what it may.
        let group = Group { members, weight: weight * first.min(second), finds: Finds::Beside };
        let new = pairs.len() < PAIRS && pairs.iter().all(|known| known.members != group.members);
        if new && view.frequency(one)?.min(view.frequency(other)?) <= PAIR_ENTRIES {
            pairs.push(group);
        }
    }
    groups.extend(pairs);
    Ok(())
}

impl Group {
    fn add(&mut self, term: Term, weight: f32) {
        match self.members.iter_mut().find(|member| member.term == term) {
            Some(member) => member.weight = member.weight.max(weight),
            None => self.members.push(Member::new(term, weight)),
        }
    }

    /// Words that begin as the last one does, which is perhaps not yet whole.
    fn add_beginnings(&mut self, view: &View, word: &Typed, least: usize) -> Result<(), Error> {
        if word.text.chars().count() < least {
            return Ok(());
        }
        for known in view.beginning(In::Names, &word.text, BEGINNINGS)? {
            if !is_stop_word(&known.text) {
                self.add(Term::Word(stem(&known.text)), BEGINNING);
            }
        }
        Ok(())
    }

    /// Words written nearly like one that hardly any entry has.
    fn add_spellings(&mut self, view: &View, word: &Typed, stem: &str) -> Result<(), Error> {
        let entries = view.frequency(stem)?;
        let mut near = near(view, word, stem)?;
        // What goes on from it is meant rather than a word that says nothing.
        near.retain(|known| self.members.len() == 1 || !is_stop_word(&known.text));
        // What a few entries have may be rare and not wrong: then only a far more frequent word was meant.
        near.retain(|known| known.entries >= entries * TIMES);
        if let (Some(typed), false) = (self.members.first_mut(), near.is_empty()) {
            typed.weight = TYPED;
        }
        for known in near {
            let weight = SPELLING / f32::from(known.distance.max(1));
            self.members.push(Member { times: Times::Once, ..Member::new(Term::Word(known.text), weight) });
        }
        Ok(())
    }
}

/// Stems written nearly like another, and those of words written nearly like the whole word: a mistake in the ending leaves
/// it on.
fn near(view: &View, word: &Typed, own: &str) -> Result<Vec<Known>, Error> {
    let mut near = view.near(In::Words, own, forgiven(own), VARIANTS)?;
    for whole in view.near(In::Names, &word.text, forgiven(&word.text), VARIANTS)? {
        let text = stem(&whole.text);
        if is_stop_word(&whole.text) || text == own {
            continue;
        }
        match near.iter_mut().find(|known| known.text == text) {
            Some(known) => known.distance = known.distance.min(whole.distance),
            None => near.push(Known { entries: view.frequency(&text)?, text, ..whole }),
        }
    }
    Ok(first(near, VARIANTS))
}

/// `follow up` is found as `followup`, and the other way round.
fn add_joined(
    view: &View,
    typed: &[&Typed],
    stems: &[String],
    groups: &mut [Option<Group>],
) -> Result<(), Error> {
    for index in 1..stems.len() {
        let (before, after) = groups.split_at_mut(index);
        let (Some(Some(first)), Some(Some(second))) = (before.last_mut(), after.first_mut()) else {
            continue;
        };
        // What ends a stem in the one form need not in the other: `anti-biotics`, `followed up`.
        let whole = stem(&format!("{}{}", typed[index - 1].text, typed[index].text));
        let parts = format!("{}{}", stems[index - 1], stems[index]);
        let mut joined = vec![whole, parts];
        joined.dedup();
        let mut known = Vec::new();
        for word in joined {
            // Not in `physician(s)`, which comes to what is there already.
            let is_new = !stems[index - 1..=index].contains(&word) && !is_common(&word);
            if is_new && view.frequency(&word)? > 0 {
                known.push(word);
            }
        }
        if !known.is_empty() && view.frequency(&stems[index])? == 0 {
            // What is a word with the other alone is not nearly one, and the other is none either.
            second.members.clear();
            first.finds = Finds::Beside;
        }
        known.into_iter().for_each(|word| second.add(Term::Word(word), 1.0));
    }
    Ok(())
}

/// Adds what else the words are called: to the word itself, or beside the words of a phrase.
fn add_wordings(
    vocabulary: &Vocabulary,
    stems: &[String],
    groups: &mut [Option<Group>],
    more: &mut Vec<Group>,
) {
    for known in vocabulary.known(stems) {
        let members = known.wordings.into_iter().map(|mut wording| {
            let weight = match wording.sense {
                Sense::Only => WORDING,
                Sense::OneOfSeveral => PERHAPS,
            };
            let term = match wording.stems.len() {
                1 => Term::Word(wording.stems.swap_remove(0)),
                _ => Term::Phrase(wording.stems),
            };
            Member::new(term, weight)
        });
        let place = groups.get_mut(known.at).and_then(Option::as_mut);
        match place.filter(|_| known.length == 1) {
            Some(group) => members.for_each(|member| group.add(member.term, member.weight)),
            None => {
                more.push(Group { members: members.collect(), weight: PHRASE, finds: Finds::Alone });
            }
        }
    }
}

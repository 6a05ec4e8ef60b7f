//! What somebody may be about to type, and what they may have meant.

use crate::{
    analysis::{is_stop_word, stem, words},
    engine::{Bm25, Counted, Group, In, Member, Narrow, Need, Plan, Term, Top},
    entry::{Facet, Key},
    error::Error,
    index::{LETTERS, View},
    query::{Ending, Query},
    ranking::Ranking,
    search::Request,
    words::forgiven,
};

/// So many words with the typed beginning are looked for.
const BEGINNINGS: usize = 16;
/// And of one or two letters, which very many titles have.
const FEW_BEGINNINGS: usize = 6;
/// A suggestion is made from no more words.
const WORDS: usize = 12;
/// What is suggested in place of a word stands in at least so many entries.
const ENTRIES: u64 = 2;
/// And in so many times more than the word itself.
const TIMES: u64 = 20;

impl View {
    /// Entries whose title or name has every word that was typed, the last one perhaps in part: of those to which the request
    /// is narrowed.
    pub fn suggest(&self, request: &Request) -> Result<Vec<Key>, Error> {
        let query = request.query;
        let typed: Vec<&str> =
            query.words.iter().filter(|w| !w.joined).map(|w| w.text.as_str()).take(WORDS).collect();
        let Some((last, whole)) = typed.split_last() else { return Ok(Vec::new()) };
        let mut groups = Vec::with_capacity(typed.len());
        for word in whole.iter().filter(|word| !is_stop_word(word)) {
            groups.push(self.written(word)?);
        }
        match query.ending {
            Ending::Open => groups.push(self.begun(last)?),
            Ending::Whole if is_stop_word(last) && !groups.is_empty() => {}
            Ending::Whole => groups.push(self.written(last)?),
        }
        // A phrase that is being typed is a word in part.
        let narrow = Narrow { terms: Vec::new(), ..request.narrow() };
        let found = self.run(&named(groups, narrow), Top::new(request.limit, None))?;
        Ok(found.hits.iter().map(|hit| hit.key).collect())
    }

    /// A whole word, or those written nearly so if no title has it.
    fn written(&self, word: &str) -> Result<Group, Error> {
        let mut group = Group::word(word);
        if self.frequency_in(In::Names, word)? == 0 {
            for known in self.near(In::Names, word, forgiven(word), 4)? {
                group.members.push(Member::new(Term::Word(known.text), 0.5));
            }
        }
        Ok(group)
    }

    /// A word of which the beginning is there.
    fn begun(&self, word: &str) -> Result<Group, Error> {
        let mut group = Group::word(word);
        let many = if word.chars().count() > LETTERS { BEGINNINGS } else { FEW_BEGINNINGS };
        for known in self.beginning(In::Names, word, many)? {
            if known.text != word && !is_stop_word(&known.text) {
                group.members.push(Member::new(Term::Word(known.text), 0.9));
            }
        }
        if group.members.len() == 1 { self.written(word) } else { Ok(group) }
    }

    /// The query with words replaced that hardly any entry has, by those that many have and that are written nearly
    /// so. None if every word is well known.
    pub fn did_you_mean(&self, query: &Query) -> Result<Option<String>, Error> {
        let mut text = String::with_capacity(query.text.len());
        let mut at = 0;
        let mut changed = false;
        for word in words(&query.text).filter(|word| !word.joined).take(WORDS) {
            if query.text[word.end..].starts_with(':') && Facet::named(&word.text).is_some() {
                continue;
            }
            let Some(better) = self.better(&word.text)? else { continue };
            text.push_str(&query.text[at..word.start]);
            text.push_str(&better);
            at = word.end;
            changed = true;
        }
        text.push_str(&query.text[at..]);
        Ok(changed.then_some(text))
    }

    fn better(&self, word: &str) -> Result<Option<String>, Error> {
        let entries = self.frequency(&stem(word))?;
        if is_stop_word(word) || entries > ENTRIES {
            return Ok(None);
        }
        let near = self.near(In::Names, word, forgiven(word), 1)?;
        let better = near.into_iter().find(|known| known.entries >= ENTRIES.max(entries * TIMES));
        // Another form of the same word is no correction.
        let Some(better) = better.map(|known| known.text).filter(|text| stem(text) != stem(word)) else {
            return Ok(None);
        };
        // What was taken out counts until its part of the index is written anew; its words are not shown.
        let plan = named(vec![Group::word(better.as_str())], Narrow::default());
        Ok((self.run(&plan, Top::new(1, None))?.total as u64 >= ENTRIES).then_some(better))
    }
}

/// A look for titles and names.
fn named(groups: Vec<Group>, narrow: Narrow) -> Plan {
    Plan {
        // One word needs no counting of how many are there.
        need: if groups.len() == 1 { Need::Any } else { Need::All },
        groups,
        field: In::Names,
        narrow,
        bm25: Bm25::default(),
        ranking: Ranking::default(),
        counted: Counted::Nothing,
    }
}

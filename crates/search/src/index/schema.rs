//! Which fields an entry becomes.

use tantivy::{
    TantivyDocument, Term,
    schema::{
        FAST, Field, INDEXED, IndexRecordOption, NumericOptions, STRING, Schema, TextFieldIndexing,
        TextOptions,
    },
};

use crate::{
    analysis::{STEMMED, SURFACE},
    entry::{Entry, Facet, Key},
};

/// How often each part of an entry stands in the one field that is searched. A word in the title counts as often as
/// this many in the text: BM25 with weighted fields, paid for once when writing and not at each search.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Weights {
    /// The title.
    pub title: usize,
    /// The question's text.
    pub text: usize,
    /// The headlines of answers.
    pub headlines: usize,
    /// The answers.
    pub answers: usize,
    /// Names of topics and doctors.
    pub keywords: usize,
}

impl Default for Weights {
    fn default() -> Self {
        Self { title: 3, text: 1, headlines: 2, answers: 1, keywords: 1 }
    }
}

/// The fields of an index.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fields {
    /// Kind and id.
    pub(crate) key: Field,
    /// All words, stemmed, with positions.
    pub(crate) words: Field,
    /// The words of titles as they are written: for suggestions, prefixes and spelling.
    pub(crate) names: Field,
    /// What it can be narrowed by.
    pub(crate) facets: Field,
    pub(crate) agreement: Field,
    pub(crate) doctors: Field,
    pub(crate) updated: Field,
}

/// The names of the columns that are read by name.
pub(crate) mod column {
    pub(crate) const KEY: &str = "key";
    pub(crate) const FACETS: &str = "facets";
    pub(crate) const AGREEMENT: &str = "agreement";
    pub(crate) const DOCTORS: &str = "doctors";
    pub(crate) const UPDATED: &str = "updated";
}

/// The schema and its fields.
pub(crate) fn schema() -> (Schema, Fields) {
    let text = |tokenizer: &str, option: IndexRecordOption| {
        TextOptions::default().set_indexing_options(
            TextFieldIndexing::default().set_tokenizer(tokenizer).set_index_option(option),
        )
    };
    let fast = NumericOptions::default() | FAST;
    let mut builder = Schema::builder();
    let fields = Fields {
        key: builder.add_u64_field(column::KEY, fast.clone() | INDEXED),
        words: builder.add_text_field("words", text(STEMMED, IndexRecordOption::WithFreqsAndPositions)),
        names: builder.add_text_field("names", text(SURFACE, IndexRecordOption::WithFreqs)),
        facets: builder.add_text_field(column::FACETS, STRING | FAST),
        agreement: builder.add_u64_field(column::AGREEMENT, fast.clone()),
        doctors: builder.add_u64_field(column::DOCTORS, fast.clone()),
        updated: builder.add_i64_field(column::UPDATED, fast),
    };
    (builder.build(), fields)
}

impl Fields {
    /// The word by which an entry is found to be replaced.
    pub(crate) fn key_term(&self, key: Key) -> Term {
        Term::from_field_u64(self.key, key.number())
    }

    /// An entry as the index takes it.
    pub(crate) fn document(&self, entry: &Entry, weights: Weights) -> TantivyDocument {
        let mut document = TantivyDocument::new();
        document.add_u64(self.key, entry.key.number());
        document.add_text(self.names, &entry.title);
        for keyword in &entry.keywords {
            document.add_text(self.names, keyword);
        }
        let one = |text| std::slice::from_ref(text);
        for (texts, times) in [
            (one(&entry.title), weights.title),
            (one(&entry.text), weights.text),
            (&entry.headlines[..], weights.headlines),
            (&entry.answers[..], weights.answers),
            (&entry.keywords[..], weights.keywords),
        ] {
            for text in texts.iter().filter(|text| !text.is_empty()) {
                (0..times).for_each(|_| document.add_text(self.words, text));
            }
        }
        document.add_text(self.facets, Facet::Kind.term(entry.key.kind.name()));
        for (facet, value) in &entry.facets {
            document.add_text(self.facets, facet.term(value));
        }
        document.add_u64(self.agreement, u64::from(entry.signals.agreement.min(100)));
        document.add_u64(self.doctors, u64::from(entry.signals.doctors));
        document.add_i64(self.updated, entry.signals.updated);
        document
    }
}

//! `consilium eval essence`: how well a long letter is reduced to what it asks.

use std::path::PathBuf;

use clap::Args;
use search::{
    essence::Weights,
    eval::{EssenceFigures, essence_figures, read_letters},
};

use crate::{
    failure::{Failure, Outcome},
    open::Global,
    terminal,
};

/// The essence of long letters, on letters that people have summed up
///
/// Words: how well the words of a letter are ordered, those of its summary first (nDCG@10). Sentence: how much the sentence
/// that is said to carry the question has in common with the summary (F1 of different words). Beside the essence in use stands
/// what comes of going by how rare each word is, and by nothing else.
#[derive(Args, Debug)]
pub(super) struct Essence {
    /// Letters, one JSON object a line with chq (or letter) and summary
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

impl Essence {
    pub(super) fn run(self, global: &Global) -> Outcome {
        let letters = read_letters(&self.file).map_err(Failure::failed)?;
        let figures: Vec<EssenceFigures> =
            [("rare words", Weights::RARITY_ALONE), ("essence", Weights::default())]
                .map(|(name, weights)| essence_figures(name, &letters, weights))
                .into();
        if global.json {
            return terminal::say_json(&figures);
        }
        let mut table = terminal::table(&["configuration", "words", "sentence"]);
        for row in &figures {
            let numbers = [row.words, row.sentence].map(|number| format!("{number:.4}"));
            table.add_row([row.configuration.clone()].into_iter().chain(numbers));
        }
        terminal::align_numbers(&mut table, 1);
        terminal::say(&format!("Letters: {}\n\n{}", letters.len(), terminal::lines(&table)))
    }
}

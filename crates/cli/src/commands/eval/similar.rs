//! `consilium eval similar`: how well questions that ask the same are told from others.

use std::path::PathBuf;

use clap::Args;
use search::{
    Vocabulary,
    eval::{PairFigures, pair_figures, pairs_by_words, read_pairs},
};

use crate::{
    failure::{Failure, Outcome},
    open::Global,
    terminal,
};

/// Similar questions, on pairs that people have labelled
///
/// AUC is how often a pair that belongs together scores above one that does not, AP the average precision from the
/// highest score down, accuracy the share that is right at the threshold in use.
#[derive(Args, Debug)]
pub(super) struct Similar {
    /// Pairs, one JSON object a line with chq and faq (or q1 and q2) and a label, 1 or 0
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

impl Similar {
    pub(super) fn run(self, global: &Global) -> Outcome {
        let pairs = read_pairs(&self.file).map_err(Failure::failed)?;
        let vocabulary = Vocabulary::built_in().map_err(Failure::failed)?;
        let mut figures: Vec<PairFigures> = Vec::new();
        for (name, vocabulary) in [("words", None), ("words + vocabulary", Some(&vocabulary))] {
            figures.push(pair_figures(name, &pairs, &pairs_by_words(&pairs, vocabulary)));
        }
        if global.json {
            return terminal::say_json(&figures);
        }
        let mut table = terminal::table(&["configuration", "AUC", "AP", "accuracy"]);
        for row in &figures {
            let numbers = [row.auc, row.ap, row.accuracy].map(|number| format!("{number:.4}"));
            table.add_row([row.configuration.clone()].into_iter().chain(numbers));
        }
        terminal::align_numbers(&mut table, 1);
        let same = pairs.iter().filter(|pair| pair.same).count();
        terminal::say(&format!(
            "{} pairs, {same} belong together\n\n{}",
            pairs.len(),
            terminal::lines(&table)
        ))
    }
}

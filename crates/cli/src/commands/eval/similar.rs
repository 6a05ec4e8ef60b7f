//! `consilium eval similar`: how well questions that ask the same are told from others.

use std::path::{Path, PathBuf};

use clap::Args;
use search::{
    Vocabulary,
    eval::{Pair, PairFigures, pair_figures, pairs_by_meaning, pairs_by_words, read_pairs},
};

use super::meant;
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
    /// Measure meaning too, by the model in this folder (the layout of sentence-transformers)
    #[arg(long, value_name = "FOLDER")]
    model: Option<PathBuf>,
}

impl Similar {
    pub(super) fn run(self, global: &Global) -> Outcome {
        let pairs = read_pairs(&self.file).map_err(Failure::failed)?;
        let vocabulary = Vocabulary::built_in().map_err(Failure::failed)?;
        let mut figures: Vec<PairFigures> = Vec::new();
        for (name, vocabulary) in [("words", None), ("words + vocabulary", Some(&vocabulary))] {
            figures.push(pair_figures(name, &pairs, &pairs_by_words(&pairs, vocabulary)));
        }
        if let Some(model) = &self.model {
            let cosines = cosines(&pairs, model, global)?;
            let scores = pairs_by_meaning(&pairs, Some(&vocabulary), &cosines);
            figures.push(pair_figures("words + vocabulary + meaning", &pairs, &scores));
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

/// How near the two questions of each pair lie in meaning.
fn cosines(pairs: &[Pair], model: &Path, global: &Global) -> Outcome<Vec<f64>> {
    let model = meant::open(model)?;
    let texts: Vec<&str> = pairs.iter().flat_map(|pair| [&*pair.asked, &*pair.answered]).collect();
    let vectors = meant::embed(&model, &texts, global);
    let both = vectors.chunks_exact(2);
    Ok(both.map(|both| f64::from(meaning::cosine(&both[0], &both[1]))).collect())
}

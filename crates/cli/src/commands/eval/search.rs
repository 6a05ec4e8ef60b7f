//! `consilium eval search`: how well is found, on a set of texts and queries that people have judged.

use std::path::PathBuf;

use clap::Args;
use search::{
    Vocabulary, Weights,
    eval::{By, Compared, Configuration, Figures, Run, Set, compare, measure},
};
use site::app::Clock;

use super::meant::Meant;
use crate::{
    failure::{Failure, Outcome},
    open::Global,
    terminal,
};

/// Search, on a set in BEIR's layout
///
/// Its folder holds three files, as the BEIR collection has them. corpus.jsonl: a line for each text, such as
/// {"_id": "t1", "title": "...", "text": "..."}. queries.jsonl: a line for each query, such as {"_id": "q1", "text": "..."}.
/// qrels/test.tsv: a heading, then on each line a query's id, a text's id and how well the text answers it (0: not at
/// all), with tabs between.
///
/// Builds a throw-away index of the texts and asks it every query. nDCG@10 is how well the first ten results are ordered
/// (1: as judged), Recall@100 how much of what fits is among the first hundred, MRR@10 one by the place of the first that
/// fits. The differences between configurations are those of
/// nDCG@10, with the range in which 95 of 100 draws of the queries lie. With a model every text is read by it first, which
/// takes a minute or two for a thousand long ones; the times of queries are with reading the query.
#[derive(Args, Debug)]
pub(super) struct Search {
    /// A folder with corpus.jsonl, queries.jsonl and qrels/test.tsv
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
    /// Measure meaning too, by the model in this folder (the layout of sentence-transformers)
    #[arg(long, value_name = "FOLDER")]
    model: Option<PathBuf>,
    /// And meaning without words
    #[arg(long, requires = "model")]
    alone: bool,
}

impl Search {
    pub(super) fn run(self, global: &Global) -> Outcome {
        let set = Set::read(&self.data).map_err(Failure::failed)?;
        if set.unknown > 0 {
            let judgements = if set.unknown == 1 { "judgement names" } else { "judgements name" };
            terminal::note(&format!(
                "{} {judgements} a query or a text that is not there; such a text counts as not found",
                set.unknown
            ));
        }
        if let Some((first, lines)) = &set.again {
            let lines = if *lines == 1 { "one such line".to_owned() } else { format!("{lines} such lines") };
            terminal::note(&format!(
                "{first} stands on a line before too ({lines}); the texts of an _id count as one"
            ));
        }
        let vocabulary = Vocabulary::built_in().map_err(Failure::failed)?;
        let meant = self.model.as_deref().map(|model| Meant::of(&set, model, global)).transpose()?;
        let folder =
            tempfile::tempdir().map_err(|e| Failure::io("a folder for the index can't be made", &e))?;
        let index = set.index(folder.path(), Weights::default()).map_err(Failure::failed)?;
        let nearest = meant.as_ref().map(|meant| move |text: &str, count: usize| meant.nearest(text, count));
        let mut configurations =
            vec![("words", By::Words(None)), ("words + vocabulary", By::Words(Some(&vocabulary)))];
        if let Some(nearest) = &nearest {
            configurations.push(("words + vocabulary + meaning", By::Both(Some(&vocabulary), nearest)));
            if self.alone {
                configurations.push(("meaning alone", By::Meaning(nearest)));
            }
        }
        let clock = Clock::system();
        let mut runs: Vec<(String, Run)> = Vec::new();
        for (name, by) in configurations {
            let configuration = Configuration { name: name.to_owned(), by };
            let run = measure(&set, &index, &configuration, &|| clock.elapsed()).map_err(Failure::failed)?;
            runs.push((configuration.name, run));
        }
        let figures: Vec<Figures> = runs.iter().map(|(name, run)| run.figures(name)).collect();
        if global.json {
            return terminal::say_json(&figures);
        }
        let texts = if set.texts.len() == 1 { "text" } else { "texts" };
        let queries = if set.queries.len() == 1 { "query" } else { "queries" };
        terminal::say(&format!(
            "{} {texts}, {} {queries}\n\n{}\n{}",
            set.texts.len(),
            set.queries.len(),
            table(&figures),
            differences(&compare(&runs))
        ))
    }
}

fn table(figures: &[Figures]) -> String {
    let mut table =
        terminal::table(&["configuration", "nDCG@10", "Recall@100", "MRR@10", "half within ms", "99 of 100"]);
    for row in figures {
        let numbers = [row.ndcg10, row.recall100, row.mrr10].map(|number| format!("{number:.4}"));
        let times = [row.p50_ms, row.p99_ms].map(|number| format!("{number:.2}"));
        table.add_row([row.configuration.clone()].into_iter().chain(numbers).chain(times));
    }
    terminal::align_numbers(&mut table, 1);
    terminal::lines(&table)
}

fn differences(compared: &[Compared]) -> String {
    let line = |one: &Compared| {
        let Compared { from, to, difference } = one;
        let (mean, low, high) = (difference.mean, difference.low, difference.high);
        format!("{to} against {from}: {mean:+.4} nDCG@10 ({low:+.4} to {high:+.4}, p {:.3})\n", difference.p)
    };
    compared.iter().map(line).collect()
}

//! What an import says at its end: the table of what became of each kind, and what was refused and why.

use std::{
    fs,
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
};

use serde_json::Value;
use site::{
    archive::{Counts, ImportReport, KINDS},
    config::Config,
};

use crate::{
    failure::{Failure, Outcome},
    terminal,
};

/// Refusals that are shown right away; the file has them all.
const SHOWN: usize = 5;

/// Where refusals, or what stays as it was changed here, are listed when nobody says: beside the first file, or in the data
/// folder when that can't be written or there is no file.
pub(super) fn list_file(first: Option<&PathBuf>, ending: &str, config: &Config) -> Option<PathBuf> {
    let first = first.filter(|path| *path != Path::new("-"));
    let mut name = first.and_then(|path| path.file_name()).unwrap_or("standard-input".as_ref()).to_owned();
    name.push(ending);
    let folder = first
        .and_then(|path| path.parent())
        .map(|folder| if folder.as_os_str().is_empty() { Path::new(".") } else { folder });
    let folders = folder.into_iter().chain([config.storage.data_dir.as_path()]);
    let mut writable = folders.filter(|folder| tempfile::tempfile_in(folder).is_ok());
    Some(writable.next()?.join(name))
}

/// Prints what was done; an error when it was stopped or anything was refused.
pub(super) fn tell(report: &ImportReport, json: bool) -> Outcome {
    if json {
        terminal::say_json(&as_json(report)?)?
    } else {
        terminal::say(&table(report))?
    }
    let totals = report.totals;
    if totals.kept > 0 {
        tell_kept(totals.kept, report.kept_list.as_deref());
    }
    if report.dry_run {
        terminal::note("A dry run: nothing was written.");
    }
    if report.cancelled {
        let records = totals.added + totals.changed + totals.unchanged + totals.refused;
        return Err(Failure::failed(format!("stopped after {records} records; run it again to go on")));
    }
    if totals.refused > 0 {
        tell_refused(totals.refused, report.rejects.as_deref());
        return Err(Failure::Told);
    }
    Ok(())
}

fn tell_refused(refused: u64, list: Option<&Path>) {
    tell_first(list);
    let what = if refused == 1 { "1 was refused".to_owned() } else { format!("{refused} were refused") };
    terminal::complain(&format!("{what}{}. Correct them and run the import again.", place(list)));
}

/// Nothing is wrong with it: what people decided here wins over an archive.
fn tell_kept(kept: u64, list: Option<&Path>) {
    tell_first(list);
    let what =
        if kept == 1 { "1 record keeps".to_owned() } else { format!("{} records keep", grouped(kept)) };
    terminal::note(&format!("{what} what was changed here{}.", place(list)));
}

/// The first lines of a list.
fn tell_first(list: Option<&Path>) {
    let listed = list.and_then(|path| fs::File::open(path).ok()).map(BufReader::new);
    let lines = listed.into_iter().flat_map(|file| file.lines().map_while(Result::ok).take(SHOWN));
    for one in lines.filter_map(|line| serde_json::from_str::<Value>(&line).ok()) {
        let text = |key: &str| one.get(key).and_then(Value::as_str).unwrap_or_default();
        let line = one.get("line").and_then(Value::as_u64).unwrap_or_default();
        terminal::note(&terminal::plain(&format!("{}:{line}: {}", text("file"), text("reason"))));
    }
}

fn place(list: Option<&Path>) -> String {
    list.map_or_else(String::new, |path| format!(": {} has each with its reason", path.display()))
}

/// The report as programs get it: by outcome and kind, each outcome with its total.
fn as_json(report: &ImportReport) -> Outcome<Value> {
    let mut value = serde_json::to_value(report).map_err(Failure::failed)?;
    let kept = [("kept", &report.tally.kept)];
    for (outcome, counts) in by_outcome(report).into_iter().chain(kept) {
        if let Some(kinds) = value.get_mut(outcome).and_then(Value::as_object_mut) {
            kinds.insert("total".into(), counts.total().into());
        }
    }
    Ok(value)
}

fn by_outcome(report: &ImportReport) -> [(&'static str, &Counts); 4] {
    let tally = &report.tally;
    [
        ("added", &tally.added),
        ("changed", &tally.changed),
        ("unchanged", &tally.unchanged),
        ("refused", &tally.refused),
    ]
}

fn table(report: &ImportReport) -> String {
    let outcomes = by_outcome(report);
    let mut table = terminal::table(&["", "added", "changed", "unchanged", "refused"]);
    for kind in KINDS {
        if outcomes.iter().any(|(_, counts)| counts.of(kind) > 0) {
            table.add_row(row(kind, outcomes.map(|(_, counts)| counts.of(kind))));
        }
    }
    table.add_row(row("all", outcomes.map(|(_, counts)| counts.total())));
    terminal::align_numbers(&mut table, 1);
    terminal::lines(&table)
}

fn row(name: &str, counts: [u64; 4]) -> Vec<String> {
    [name.to_owned()].into_iter().chain(counts.map(grouped)).collect()
}

/// 1,234,567
fn grouped(count: u64) -> String {
    let digits = count.to_string();
    let mut out = String::new();
    for (at, digit) in digits.char_indices() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_by_three() {
        for (count, shown) in [(0, "0"), (999, "999"), (1_000, "1,000"), (1_234_567, "1,234,567")] {
            assert_eq!(grouped(count), shown);
        }
    }
}

//! Talking to the person: what goes to standard output and standard error, how wide, and how far the work is.

mod progress;
mod wrap;

use std::io::{self, Write};

use comfy_table::{CellAlignment, ContentArrangement, LineStyle, Table, TableStyle};
use terminal_size::{Width, terminal_size_of};

pub(crate) use progress::Bar;
pub(crate) use wrap::{plain, wrap};

use crate::failure::{Failure, Outcome};

/// Writes to standard output, all of it.
pub(crate) fn say(text: &str) -> Outcome {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes()).and_then(|()| out.flush()).map_err(|e| Failure::io("standard output", &e))
}

/// Writes JSON to standard output, in the layout that people can read too.
pub(crate) fn say_json(value: &impl serde::Serialize) -> Outcome {
    let text = serde_json::to_string_pretty(value)
        .map_err(|e| Failure::failed(format!("the JSON can't be written: {e}")))?;
    say(&format!("{text}\n"))
}

/// Says on standard error what is worth knowing but is not the result.
pub(crate) fn note(text: &str) {
    // Whether anybody listens there is not ours to know.
    let _unheard = writeln!(io::stderr().lock(), "{text}");
}

/// Says on standard error what went wrong.
pub(crate) fn complain(text: &str) {
    note(&format!("consilium: {text}"));
}

/// Columns of the terminal; `None` when the output goes elsewhere.
pub(crate) fn width() -> Option<u16> {
    terminal_size_of(io::stdout()).map(|(Width(columns), _)| columns)
}

/// An empty table with this head, as wide as the terminal at most.
pub(crate) fn table(head: &[&str]) -> Table {
    let mut table = Table::new();
    let line = LineStyle::none().fill('─').junction('─');
    table.load_style(TableStyle::new().header_separator(line)).set_header(head.to_vec());
    table.set_content_arrangement(ContentArrangement::Dynamic);
    if let Some(width) = width() {
        table.set_width(width);
    }
    table
}

/// Sets the columns from this one on flush right, as numbers are.
pub(crate) fn align_numbers(table: &mut Table, from: usize) {
    for column in table.column_iter_mut().skip(from) {
        column.set_cell_alignment(CellAlignment::Right);
    }
}

/// The table as text, without the spaces that fill the last column.
pub(crate) fn lines(table: &Table) -> String {
    table.lines().map(|line| format!("{}\n", line.trim_end())).collect()
}

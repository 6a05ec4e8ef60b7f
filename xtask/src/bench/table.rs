//! Results as Markdown, and their place in `docs/performance.md`.

use std::path::Path;

/// The document that figures are written to.
const DOCUMENT: &str = "docs/performance.md";

/// A table in Markdown.
pub(super) fn markdown(head: &[&str], rows: &[Vec<String>]) -> String {
    let mut out = format!("| {} |\n|{}\n", head.join(" | "), "---|".repeat(head.len()));
    for row in rows {
        out.push_str(&format!("| {} |\n", row.join(" | ")));
    }
    out
}

/// Puts the text between the markers of this task, and gives it back for the terminal.
pub(super) fn publish(root: &Path, task: &str, text: String, dry: bool) -> Result<String, String> {
    if dry {
        return Ok(text);
    }
    let path = root.join(DOCUMENT);
    let old = std::fs::read_to_string(&path).map_err(|error| format!("{DOCUMENT}: {error}"))?;
    let new = replaced(&old, task, &text)
        .ok_or_else(|| format!("{DOCUMENT} has no markers for `{task}`\n\n{text}"))?;
    std::fs::write(&path, new).map_err(|error| format!("{DOCUMENT}: {error}"))?;
    Ok(format!("{text}\nwritten to {DOCUMENT}"))
}

fn replaced(document: &str, task: &str, text: &str) -> Option<String> {
    let (begin, end) = (format!("<!-- bench {task} -->\n"), format!("<!-- bench {task} end -->"));
    let (before, rest) = document.split_once(&begin)?;
    let (_, after) = rest.split_once(&end)?;
    Some(format!("{before}{begin}\n{}\n\n{end}{after}", text.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_tables() {
        let rows = [vec!["1".to_owned(), "2".to_owned()]];
        assert_eq!(markdown(&["a", "b"], &rows), "| a | b |\n|---|---|\n| 1 | 2 |\n");
    }

    #[test]
    fn only_the_own_part_is_replaced() {
        let document =
            "x\n<!-- bench a -->\nold\n<!-- bench a end -->\n<!-- bench b -->\n<!-- bench b end -->\n";
        let new = replaced(document, "b", "new\n").unwrap();
        assert_eq!(
            new,
            "x\n<!-- bench a -->\nold\n<!-- bench a end -->\n<!-- bench b -->\n\nnew\n\n<!-- bench b end -->\n"
        );
        assert_eq!(replaced(&new, "b", "new\n").as_deref(), Some(&*new));
        assert_eq!(replaced(document, "c", ""), None);
    }
}

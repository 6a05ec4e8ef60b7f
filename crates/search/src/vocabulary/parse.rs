//! Reads the files of a vocabulary. What is wrong is named by file and line, and nothing of a broken file is used.

use std::collections::HashMap;

use super::{Group, Name, Sense, stems_of};

const LINE: usize = 1_000;
const WORD: usize = 80;
const GROUP: usize = 40;

/// What is wrong with a file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{file}:{line}: {what}")]
pub struct Broken {
    /// The file.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// What is wrong, and what to do.
    pub what: String,
}

/// Where a group was written.
#[derive(Clone, Copy)]
struct Origin<'a> {
    file: &'a str,
    line: usize,
}

impl Origin<'_> {
    fn broken(self, what: impl Into<String>) -> Broken {
        Broken { file: self.file.to_owned(), line: self.line, what: what.into() }
    }
}

/// Where what a group says was written: its first line, and what lines of somebody's own files added to it.
struct Written<'a> {
    first: Origin<'a>,
    added: Vec<Added<'a>>,
}

/// What one line added.
struct Added<'a> {
    origin: Origin<'a>,
    names: Vec<String>,
    wider: bool,
}

impl<'a> Written<'a> {
    fn at(first: Origin<'a>) -> Self {
        Self { first, added: Vec::new() }
    }

    /// Where this name of the group stands.
    fn of(&self, name: &Name) -> Origin<'a> {
        let added = self.added.iter().find(|added| added.names.contains(&name.written));
        added.map_or(self.first, |added| added.origin)
    }

    /// The last line that added something wider, if one did.
    fn widened(&self) -> Option<Origin<'a>> {
        self.added.iter().rev().find(|added| added.wider).map(|added| added.origin)
    }
}

/// The groups of all files together. What somebody's own files say of a word that stands in the others joins its group there.
pub(super) fn files(files: &[(&str, &str)], own: &[(&str, &str)]) -> Result<Vec<Group>, Broken> {
    let (mut groups, mut origins) = (Vec::new(), Vec::new());
    for file in files {
        for (group, origin) in lines(*file)? {
            groups.push(group);
            origins.push(Written::at(origin));
        }
    }
    let known = homes(&groups, &origins)?;
    for file in own {
        for (group, origin) in lines(*file)? {
            match home(&group, &known, origin)? {
                Some(there) => {
                    let names = group.same.iter().filter(|name| groups[there].is_new(name));
                    let names = names.map(|name| name.written.clone()).collect();
                    origins[there].added.push(Added { origin, names, wider: !group.wider.is_empty() });
                    groups[there].join(group);
                }
                None => {
                    groups.push(group);
                    origins.push(Written::at(origin));
                }
            }
        }
    }
    let homes = homes(&groups, &origins)?;
    circles(&groups, &origins, &homes)?;
    Ok(groups)
}

/// The groups of one file.
fn lines<'a>((file, text): (&'a str, &str)) -> Result<Vec<(Group, Origin<'a>)>, Broken> {
    head(file, text)?;
    let mut groups = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let line = line.trim().trim_start_matches('\u{feff}');
        let origin = Origin { file, line: index + 1 };
        if !line.is_empty() && !line.starts_with('#') {
            groups.push((group(line, origin)?, origin));
        }
    }
    Ok(groups)
}

/// The group that a new one joins, if it says one of its words.
fn home(group: &Group, known: &HashMap<Vec<String>, usize>, origin: Origin) -> Result<Option<usize>, Broken> {
    let only = group.same.iter().filter(|name| name.sense == Sense::Only);
    let mut there = only.filter_map(|name| Some((name, *known.get(&name.stems)?)));
    let Some((first, home)) = there.next() else { return Ok(None) };
    match there.find(|(_, other)| *other != home) {
        None => Ok(Some(home)),
        Some((second, _)) => Err(origin.broken(format!(
            "`{}` and `{}` mean different things in the lists that ship; write them on two lines",
            first.written, second.written
        ))),
    }
}

impl Group {
    /// Whether this is no other form of a word that is the same.
    fn is_new(&self, name: &Name) -> bool {
        self.same.iter().all(|known| known.stems != name.stems)
    }

    fn join(&mut self, other: Self) {
        for name in other.same {
            if self.is_new(&name) {
                self.same.push(name);
            }
        }
        for name in other.wider {
            if self.is_new(&name) && self.wider.iter().all(|known| known.stems != name.stems) {
                self.wider.push(name);
            }
        }
    }
}

/// A file says in which language it is and where its facts come from.
fn head(file: &str, text: &str) -> Result<(), Broken> {
    for name in ["# Language:", "# Source:"] {
        let said = text
            .lines()
            .filter_map(|line| line.trim_start_matches('\u{feff}').strip_prefix(name))
            .any(|said| !said.trim().is_empty());
        if !said {
            let what = format!("the file lacks a line `{name} …`; add it at the top");
            return Err(Origin { file, line: 1 }.broken(what));
        }
    }
    Ok(())
}

fn group(line: &str, origin: Origin) -> Result<Group, Broken> {
    if line.chars().count() > LINE {
        return Err(origin.broken(format!("a line has at most {LINE} characters; part the group")));
    }
    let mut group = Group::default();
    let mut wider = false;
    let mut seen: Vec<String> = Vec::new();
    for part in line.split('|').map(str::trim) {
        let text = part.strip_prefix('>').map_or(part, str::trim_start);
        wider |= text.len() < part.len();
        let name = name(text, origin)?;
        if seen.contains(&name.written) {
            let twice = "stands twice in the group; case, hyphens and apostrophes make no difference";
            return Err(origin.broken(format!("`{text}` {twice}")));
        }
        seen.push(name.written.clone());
        // Other endings and British spellings may be written, and are the same to the index.
        if group.same.iter().chain(&group.wider).any(|other| other.stems == name.stems) {
            continue;
        }
        if wider { group.wider.push(name) } else { group.same.push(name) }
    }
    let all = seen.len();
    if all < 2 || group.same.is_empty() {
        return Err(
            origin.broken("a group has at least two words, parted by ` | `, one of them before any `>`")
        );
    }
    if all > GROUP {
        return Err(origin.broken(format!("a group has at most {GROUP} words")));
    }
    Ok(group)
}

fn name(text: &str, origin: Origin) -> Result<Name, Broken> {
    let (text, sense) = match text.strip_suffix('?') {
        Some(text) => (text, Sense::OneOfSeveral),
        None => (text, Sense::Only),
    };
    if text.chars().count() > WORD {
        return Err(origin.broken(format!("a word has at most {WORD} characters")));
    }
    let stems = stems_of(text);
    if stems.is_empty() {
        return Err(origin.broken(format!("`{text}` is no word; is there one `|` too many?")));
    }
    Ok(Name { stems, sense, written: written(text) })
}

/// A word as its writer sees it: without case, hyphens and apostrophes, but with its ending.
fn written(text: &str) -> String {
    let kept = text.chars().filter(|char| !matches!(char, '\'' | '’'));
    let spaced: String = kept.map(|char| if matches!(char, '-' | '‑') { ' ' } else { char }).collect();
    spaced.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// In which group each word with one sense stands.
fn homes(groups: &[Group], origins: &[Written]) -> Result<HashMap<Vec<String>, usize>, Broken> {
    let mut written: HashMap<&str, usize> = HashMap::new();
    let mut homes = HashMap::new();
    for (index, group) in groups.iter().enumerate() {
        for name in group.same.iter().filter(|name| name.sense == Sense::Only) {
            if let Some(first) = written.insert(&name.written, index) {
                let Origin { file, line } = origins[first].of(name);
                return Err(origins[index].of(name).broken(format!(
                    "`{}` stands in {file}:{line} too, which would make both groups one; \
                     join them, or write `?` after it in each if it has several senses",
                    name.written
                )));
            }
            homes.insert(name.stems.clone(), index);
        }
    }
    Ok(homes)
}

/// Refuses groups each of which is wider than the other.
fn circles(groups: &[Group], origins: &[Written], homes: &HashMap<Vec<String>, usize>) -> Result<(), Broken> {
    #[derive(Clone, Copy, PartialEq)]
    enum Seen {
        Not,
        Open,
        Done,
    }
    let wider = |group: &Group| -> Vec<usize> {
        group.wider.iter().filter_map(|name| homes.get(&name.stems).copied()).collect()
    };
    let mut seen = vec![Seen::Not; groups.len()];
    for start in 0..groups.len() {
        let mut path = vec![(start, false)];
        while let Some((at, left)) = path.pop() {
            if left {
                seen[at] = Seen::Done;
                continue;
            }
            match seen[at] {
                Seen::Done => continue,
                Seen::Open => return Err(circle(&path, at, origins)),
                Seen::Not => seen[at] = Seen::Open,
            }
            path.push((at, true));
            for next in wider(&groups[at]) {
                if seen[next] == Seen::Open {
                    return Err(circle(&path, at, origins));
                }
                path.push((next, false));
            }
        }
    }
    Ok(())
}

/// What is wrong with groups that lead from one to the next and back. What somebody added is told rather than what was there.
fn circle(path: &[(usize, bool)], at: usize, origins: &[Written]) -> Broken {
    let open = path.iter().filter(|(_, left)| *left).map(|(group, _)| *group);
    let added = open.chain([at]).filter_map(|group| origins[group].widened()).next_back();
    added.unwrap_or(origins[at].first).broken("its `>` leads in a circle back to this group")
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "# Words.\n# Language: en\n# Source: made up\n";

    fn broken(lines: &str) -> String {
        match files(&[("own.txt", &format!("{HEAD}{lines}"))], &[]) {
            Ok(_) => "none".into(),
            Err(broken) => broken.to_string(),
        }
    }

    #[test]
    fn what_is_wrong_is_named_by_line() {
        for (lines, expected) in [
            ("a | b\n\nalone\n", "own.txt:6: a group has at least two words"),
            ("> a | b\n", "own.txt:4: a group has at least two words"),
            ("a || b\n", "own.txt:4: `` is no word"),
            ("crow's feet | crows feet\n", "own.txt:4: `crows feet` stands twice"),
            ("a | b\nc | B\n", "own.txt:5: `b` stands in own.txt:4 too"),
            ("a | > b\nb | > c\nc | > a\n", "own.txt:6: its `>` leads in a circle"),
        ] {
            let said = broken(lines);
            assert!(said.starts_with(expected), "{said}");
        }
        assert!(broken(&format!("a | {}\n", "b".repeat(81))).contains("at most 80"));
        assert!(broken(&format!("a | b {}\n", " ".repeat(1_000))).starts_with("none"));
        let many: Vec<String> = (0..41).map(|n| format!("w{n}")).collect();
        assert!(broken(&many.join(" | ")).contains("at most 40"));
    }

    #[test]
    fn what_somebody_added_is_named_by_their_own_line() {
        let shipped = format!("{HEAD}a | b\nc | d | > e\ne | f\n");
        for (lines, expected) in [
            ("x | a\nX | c\n", "own.txt:5: `x` stands in own.txt:4 too"),
            ("x | a\nx | y\n", "own.txt:5: `x` stands in own.txt:4 too"),
            ("x | y\nx | a\n", "own.txt:4: `x` stands in own.txt:5 too"),
            ("f | > c\n", "own.txt:4: its `>` leads in a circle"),
            ("x | > c\ne | > x\n", "own.txt:5: its `>` leads in a circle"),
            ("a | c\n", "own.txt:4: `a` and `c` mean different things"),
        ] {
            let own = format!("{HEAD}{lines}");
            let said = files(&[("shipped.txt", &shipped)], &[("own.txt", &own)]).unwrap_err().to_string();
            assert!(said.starts_with(expected), "{said}");
        }
    }

    #[test]
    fn a_file_names_its_source() {
        let said = files(&[("own.txt", "# Language: en\na | b\n")], &[]).unwrap_err().to_string();
        assert!(said.starts_with("own.txt:1: the file lacks a line `# Source:"), "{said}");
        // As some editors begin a file.
        let whole = "\u{feff}# Language: en\n# Source: us.\n# Licence: ours.\na | b\n";
        assert!(files(&[("own.txt", whole)], &[]).is_ok());
    }

    #[test]
    fn what_is_right_is_read() {
        assert_eq!(broken("a | b?\nc | b? | > d\n\u{feff}# note\ne | > d\n"), "none");
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_groups_or_an_error(lines in "([a-c>?| #\n]|é){0,80}") {
            let _ = broken(&lines);
        }
    }
}

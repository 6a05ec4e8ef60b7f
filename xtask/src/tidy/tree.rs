//! The project's files as the rules see them: what git tracks or would track, with their text.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use super::source::Source;

/// Every file by its path from the root, with `/` between folders. Binary files have no text.
pub(super) struct Tree {
    texts: BTreeMap<String, Option<String>>,
    sources: Vec<Source>,
}

impl Tree {
    /// Reads the files under `root`, leaving out what git ignores.
    pub(super) fn read(root: &Path) -> Result<Self, String> {
        let mut texts = BTreeMap::new();
        for path in listed_by_git(root).unwrap_or_else(|| walked(root)) {
            let full = root.join(&path);
            // Git still lists a file that was deleted a moment ago.
            if !full.is_file() {
                continue;
            }
            let bytes = std::fs::read(&full).map_err(|error| format!("cannot read {path}: {error}"))?;
            let text = if bytes.contains(&0) { None } else { String::from_utf8(bytes).ok() };
            texts.insert(path, text);
        }
        if texts.is_empty() {
            return Err(format!("no files found under {}", root.display()));
        }
        Ok(Self::of(texts))
    }

    fn of(texts: BTreeMap<String, Option<String>>) -> Self {
        let sources = texts
            .iter()
            .filter(|(path, _)| path.ends_with(".rs"))
            .filter_map(|(path, text)| Some(Source::parse(path, text.as_deref()?)))
            .collect();
        Self { texts, sources }
    }

    #[cfg(test)]
    pub(super) fn sample(files: &[(&str, &str)]) -> Self {
        Self::of(files.iter().map(|(path, text)| ((*path).into(), Some((*text).into()))).collect())
    }

    pub(super) fn len(&self) -> usize {
        self.texts.len()
    }

    /// The Rust files, lexed.
    pub(super) fn sources(&self) -> &[Source] {
        &self.sources
    }

    /// Every file that has text: path and text.
    pub(super) fn texts(&self) -> impl Iterator<Item = (&str, &str)> {
        self.texts.iter().filter_map(|(path, text)| Some((path.as_str(), text.as_deref()?)))
    }

    /// The files with one of these endings.
    pub(super) fn ending<'a>(&'a self, endings: &'a [&str]) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.texts().filter(|(path, _)| endings.iter().any(|ending| path.ends_with(ending)))
    }

    /// Whether a file or a folder of this path is there.
    pub(super) fn has(&self, path: &str) -> bool {
        let path = path.trim_end_matches('/');
        path.is_empty() || self.texts.contains_key(path) || self.has_folder(path)
    }

    /// Whether any file lies in this folder.
    pub(super) fn has_folder(&self, path: &str) -> bool {
        let folder = format!("{path}/");
        self.texts.range(folder.clone()..).next().is_some_and(|(next, _)| next.starts_with(&folder))
    }

    /// The text of one file.
    pub(super) fn text(&self, path: &str) -> Option<&str> {
        self.texts.get(path)?.as_deref()
    }
}

fn listed_by_git(root: &Path) -> Option<Vec<String>> {
    let output = Command::new("git")
        .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
        .current_dir(root)
        .output()
        .ok()
        .filter(|output| output.status.success())?;
    let text = String::from_utf8(output.stdout).ok()?;
    let paths: Vec<String> = text.split('\0').filter(|path| !path.is_empty()).map(String::from).collect();
    // A copy without its own repository, lying inside another one that ignores it, lists nothing.
    (!paths.is_empty()).then_some(paths)
}

/// For a copy of the project without git.
fn walked(root: &Path) -> Vec<String> {
    const SKIPPED: [&str; 4] = [".git", "target", "node_modules", "consilium-data"];
    let mut paths = Vec::new();
    let mut folders = vec![String::new()];
    while let Some(folder) = folders.pop() {
        let Ok(entries) = std::fs::read_dir(root.join(&folder)) else {
            continue;
        };
        for entry in entries.flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            let path = if folder.is_empty() { name.clone() } else { format!("{folder}/{name}") };
            match entry.file_type() {
                Ok(kind) if kind.is_dir() && !SKIPPED.contains(&name.as_str()) => folders.push(path),
                Ok(kind) if kind.is_file() => paths.push(path),
                _ => {}
            }
        }
    }
    paths
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_and_folders_are_found_by_path() {
        let tree = Tree::sample(&[("docs/install.md", ""), ("docs-old.md", "")]);
        assert!(tree.has("docs/install.md") && tree.has("docs") && tree.has("docs/"));
        assert!(!tree.has("doc") && !tree.has("docs/install"));
    }

    #[test]
    fn the_project_itself_is_read() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
        let tree = Tree::read(root).unwrap();
        assert!(tree.text("xtask/src/tidy/tree.rs").unwrap().contains("fn listed_by_git"));
        assert!(!tree.has_folder("target"));
    }
}

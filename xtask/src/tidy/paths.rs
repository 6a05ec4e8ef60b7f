//! Finds the paths that a file names from its crate's root, with `use` groups spread out.

use super::source::{find_word, is_name, line_of};

/// `crate::doctor::store::find` is `["doctor", "store", "find"]`.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Named {
    pub(super) line: usize,
    pub(super) segments: Vec<String>,
}

/// Every path after `root` (`crate` or `super`) in code without comments and strings.
pub(super) fn paths_from(code: &str, root: &str) -> Vec<Named> {
    let mut found = Vec::new();
    for at in find_word(code, root) {
        let before = code[..at].trim_end().as_bytes();
        // `$crate` belongs to a macro; `a::super` is no path from the root.
        if before.last() == Some(&b'$') || before.ends_with(b"::") {
            continue;
        }
        let mut reader = Reader { code, at: at + root.len(), found: &mut found };
        if reader.colons() {
            reader.tree(&mut Vec::new());
        }
    }
    found
}

struct Reader<'a> {
    code: &'a str,
    at: usize,
    found: &'a mut Vec<Named>,
}

impl Reader<'_> {
    fn peek(&mut self) -> u8 {
        let bytes = self.code.as_bytes();
        while bytes.get(self.at).is_some_and(u8::is_ascii_whitespace) {
            self.at += 1;
        }
        bytes.get(self.at).copied().unwrap_or(0)
    }

    fn colons(&mut self) -> bool {
        self.peek();
        let there = self.code[self.at..].starts_with("::");
        self.at += if there { 2 } else { 0 };
        there
    }

    fn name(&mut self) -> String {
        self.peek();
        let rest = &self.code[self.at..];
        let length = rest.bytes().take_while(|byte| is_name(*byte)).count();
        self.at += length;
        rest[..length].to_owned()
    }

    /// Reads one branch: a name and what follows it, or a group of branches.
    fn tree(&mut self, prefix: &mut Vec<String>) {
        if self.peek() == b'{' {
            self.group(prefix);
            return;
        }
        let line = line_of(self.code, self.at);
        let name = self.name();
        if !name.is_empty() && name != "self" {
            prefix.push(name.clone());
            if self.colons() {
                self.tree(prefix);
            } else {
                self.found.push(Named { line, segments: prefix.clone() });
            }
            prefix.pop();
        } else if !prefix.is_empty() {
            // `*`, `self` or the start of generic arguments: the prefix itself is what is named.
            self.found.push(Named { line, segments: prefix.clone() });
        }
    }

    fn group(&mut self, prefix: &mut Vec<String>) {
        self.at += 1;
        loop {
            match self.peek() {
                b'}' | 0 => break,
                b',' => self.at += 1,
                _ => {
                    self.tree(prefix);
                    // Steps over `as name` and `*`.
                    while !matches!(self.peek(), b',' | b'}' | 0) {
                        self.at += 1;
                    }
                }
            }
        }
        self.at += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn joined(code: &str) -> Vec<String> {
        paths_from(code, "crate").into_iter().map(|named| named.segments.join("::")).collect()
    }

    #[test]
    fn plain_paths_and_groups_are_read() {
        assert_eq!(joined("use crate::app::App;"), ["app::App"]);
        assert_eq!(
            joined("use crate::{app::App, doctor::{self, store::{find, list as all}}, web::*};"),
            ["app::App", "doctor", "doctor::store::find", "doctor::store::list", "web"]
        );
        assert_eq!(
            joined("let x = crate::doctor::store::find::<u8>(crate :: app :: now());"),
            ["doctor::store::find", "app::now"]
        );
    }

    #[test]
    fn other_words_are_not_paths() {
        assert_eq!(joined("pub(crate) fn a() {} $crate::x::y; mycrate::z"), [""; 0]);
    }

    #[test]
    fn each_path_has_its_line() {
        let found = paths_from("use crate::{\n    a,\n    b::c,\n};", "crate");
        assert_eq!(found.iter().map(|named| named.line).collect::<Vec<_>>(), [2, 3]);
    }
}

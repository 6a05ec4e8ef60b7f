//! Writes a tree as plain text.

use comrak::arena_tree::NodeEdge;
use comrak::nodes::{ListType, Node, NodeValue};

/// All words under a node in one line.
pub(super) fn words(node: Node<'_>) -> String {
    let mut words = String::new();
    for below in node.descendants() {
        match &below.data().value {
            NodeValue::Text(text) => words.push_str(text),
            NodeValue::Code(code) => words.push_str(&code.literal),
            NodeValue::HtmlInline(html) => words.push_str(html),
            NodeValue::CodeBlock(code) => words.push_str(&code.literal),
            NodeValue::HtmlBlock(html) => words.push_str(&html.literal),
            value => {
                let gap = value.block() || matches!(value, NodeValue::SoftBreak | NodeValue::LineBreak);
                if gap && !words.is_empty() && !words.ends_with(' ') {
                    words.push(' ');
                }
            }
        }
    }
    words.trim().replace('\n', " ")
}

/// What stands for that which is no word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Signs {
    /// A dash before list items.
    #[default]
    Typed,
    /// Nothing before list items without a number: for one line.
    Left,
    /// As on a page: dots before list items, and the addresses of links after their words.
    Shown,
}

/// A body's text: an empty line between paragraphs, a mark before list items, bars between table cells.
pub(super) fn write(root: Node<'_>, signs: Signs) -> String {
    let mut writer = Writer { signs, ..Writer::default() };
    for edge in root.traverse() {
        match edge {
            NodeEdge::Start(node) => writer.open(node),
            NodeEdge::End(node) => writer.close(node),
        }
    }
    let end = writer.text.trim_end_matches([' ', '\n']).len();
    writer.text.truncate(end);
    writer.text
}

/// Whether words are the address of a link already, as they are when it was typed just so.
fn is_named(words: &str, url: &str) -> bool {
    let url = url.trim_end_matches('/');
    ["", "mailto:", "http://"]
        .iter()
        .any(|before| url.strip_prefix(before) == Some(words.trim_end_matches('/')))
}

#[derive(Default)]
struct Writer {
    text: String,
    signs: Signs,
    /// Line ends that are due before the next word.
    due: usize,
    /// A list item's mark that is due before its first word.
    mark: Option<String>,
    lists: Vec<List>,
}

struct List {
    next: Option<usize>,
    tight: bool,
}

impl Writer {
    fn open(&mut self, node: Node<'_>) {
        match &node.data().value {
            NodeValue::List(list) => {
                let next = (list.list_type == ListType::Ordered).then_some(list.start);
                self.lists.push(List { next, tight: list.tight });
            }
            NodeValue::Item(_) => {
                let indent = "  ".repeat(self.lists.len().saturating_sub(1));
                self.mark = self.lists.last_mut().map(|list| match &mut list.next {
                    Some(number) => {
                        *number += 1;
                        format!("{indent}{}. ", *number - 1)
                    }
                    None => match self.signs {
                        Signs::Typed => format!("{indent}- "),
                        Signs::Left => String::new(),
                        Signs::Shown => format!("{indent}• "),
                    },
                });
            }
            NodeValue::Text(text) => self.put(text),
            NodeValue::Code(code) => self.put(&code.literal),
            NodeValue::CodeBlock(code) => self.put(code.literal.trim_end()),
            NodeValue::SoftBreak | NodeValue::LineBreak => self.due = self.due.max(1),
            NodeValue::TableCell if node.previous_sibling().is_some() => self.put(" | "),
            _ => {}
        }
    }

    fn close(&mut self, node: Node<'_>) {
        let tight = self.lists.last().is_some_and(|list| list.tight);
        let gap = match &node.data().value {
            NodeValue::List(_) => {
                self.lists.pop();
                if self.lists.is_empty() { 2 } else { 1 }
            }
            NodeValue::Item(_) | NodeValue::Paragraph | NodeValue::CodeBlock(_) => 2 - usize::from(tight),
            NodeValue::Link(link) if self.signs == Signs::Shown && !is_named(&words(node), &link.url) => {
                self.put(&format!(" ({})", link.url));
                0
            }
            NodeValue::TableRow(_) => 1,
            NodeValue::Table(_) | NodeValue::BlockQuote | NodeValue::ThematicBreak => 2,
            _ => 0,
        };
        self.due = self.due.max(gap);
    }

    fn put(&mut self, words: &str) {
        if !self.text.is_empty() {
            (0..self.due).for_each(|_| self.text.push('\n'));
        }
        self.due = 0;
        if let Some(mark) = self.mark.take() {
            self.text.push_str(&mark);
        }
        self.text.push_str(words);
    }
}

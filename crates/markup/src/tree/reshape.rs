//! Changes a body's tree into what a page can hold: no headings, pictures or raw HTML, no link within a link, no
//! link to a strange address, and no nesting beyond what a person would write.

use crate::sanitise::SCHEMES;
use ammonia::Url;
use comrak::Arena;
use comrak::arena_tree::NodeEdge;
use comrak::nodes::{AstNode, Node, NodeLink, NodeValue};

/// Deeper than real text goes. The HTML reader's work grows with depth, so depth must have an end.
const DEEPEST: usize = 24;

pub(super) fn reshape<'a>(arena: &'a Arena<'a>, root: Node<'a>) {
    for node in too_deep(root) {
        flatten(arena, node);
    }
    // Collected first: the tree changes on the way.
    let nodes: Vec<Node<'a>> = root.descendants().skip(1).collect();
    for node in nodes {
        fit(arena, node);
    }
}

/// The topmost nodes that lie too deep and can stand as plain text.
fn too_deep<'a>(root: Node<'a>) -> Vec<Node<'a>> {
    let mut found = Vec::new();
    let mut depth = 0;
    let mut inside = None;
    for edge in root.traverse() {
        match edge {
            NodeEdge::Start(node) => {
                depth += 1;
                let flattens = !matches!(node.data().value, NodeValue::TableRow(_));
                if depth > DEEPEST && inside.is_none() && flattens && node.first_child().is_some() {
                    inside = Some(depth);
                    found.push(node);
                }
            }
            NodeEdge::End(_) => {
                if inside == Some(depth) {
                    inside = None;
                }
                depth -= 1;
            }
        }
    }
    found
}

/// Replaces all that a node holds by its words.
fn flatten<'a>(arena: &'a Arena<'a>, node: Node<'a>) {
    let words = text(arena, super::plain::words(node));
    let children: Vec<Node<'a>> = node.children().collect();
    children.into_iter().for_each(AstNode::detach);
    let (block, item) = {
        let value = &node.data().value;
        (value.block(), matches!(value, NodeValue::Item(_)))
    };
    if item {
        let paragraph = arena.alloc(AstNode::from(NodeValue::Paragraph));
        paragraph.append(words);
        node.append(paragraph);
        return;
    }
    let in_cell = matches!(node.data().value, NodeValue::TableCell);
    if block && !in_cell {
        node.data_mut().value = NodeValue::Paragraph;
    }
    node.append(words);
}

fn fit<'a>(arena: &'a Arena<'a>, node: Node<'a>) {
    let value = std::mem::replace(&mut node.data_mut().value, NodeValue::Paragraph);
    let fitted = match value {
        NodeValue::Heading(_) => {
            embolden(arena, node);
            NodeValue::Paragraph
        }
        NodeValue::HtmlBlock(html) => {
            node.append(text(arena, html.literal.trim().to_owned()));
            NodeValue::Paragraph
        }
        NodeValue::HtmlInline(html) => NodeValue::Text(html.into()),
        NodeValue::Strong if in_bold(node) => return unwrap(node),
        NodeValue::Link(link) | NodeValue::Image(link) => {
            let Some(url) = address(&link.url).filter(|_| !in_link(node)) else { return unwrap(node) };
            if node.first_child().is_none() {
                node.append(text(arena, link.url));
            }
            NodeValue::Link(Box::new(NodeLink { url, title: String::new() }))
        }
        other => other,
    };
    node.data_mut().value = fitted;
}

/// A heading's words in bold, which leaves the page's outline alone wherever the body is shown.
fn embolden<'a>(arena: &'a Arena<'a>, heading: Node<'a>) {
    if heading.first_child().is_none() {
        return;
    }
    let strong = arena.alloc(AstNode::from(NodeValue::Strong));
    let children: Vec<Node<'a>> = heading.children().collect();
    children.into_iter().for_each(|child| strong.append(child));
    heading.append(strong);
}

/// Puts what a node holds in its place.
fn unwrap(node: Node<'_>) {
    let children: Vec<Node<'_>> = node.children().collect();
    children.into_iter().for_each(|child| node.insert_before(child));
    node.detach();
}

fn in_link(node: Node<'_>) -> bool {
    node.ancestors().skip(1).any(|above| matches!(above.data().value, NodeValue::Link(_)))
}

fn in_bold(node: Node<'_>) -> bool {
    node.ancestors().skip(1).any(|above| matches!(above.data().value, NodeValue::Strong))
}

/// Where a link leads, in the one spelling that every browser reads alike; `None` when it may not lead there.
fn address(url: &str) -> Option<String> {
    let url = Url::parse(url).ok().filter(|url| SCHEMES.contains(&url.scheme()))?;
    Some(url.into())
}

fn text<'a>(arena: &'a Arena<'a>, words: String) -> Node<'a> {
    arena.alloc(AstNode::from(NodeValue::Text(words.into())))
}

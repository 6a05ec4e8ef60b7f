//! Structured data for machines, by schema.org. Each feature describes its own things; this writes them down.

use markup::SafeHtml;
use serde::Serialize;
use serde_json::{Value, json};

use super::Frame;

/// One graph of things, escaped so that no text in it can end the script element.
#[derive(Serialize)]
struct Graph<'a, T> {
    #[serde(rename = "@context")]
    context: &'static str,
    #[serde(rename = "@graph")]
    things: &'a T,
}

/// Writes things down as one graph: anything that serializes to a list.
pub(super) fn script(things: &impl Serialize) -> Option<SafeHtml> {
    let graph = Graph { context: "https://schema.org", things };
    serde_json::to_string(&graph).ok().map(markup::escape_json_for_script)
}

/// Somebody of whom only the name is known.
pub fn person(name: &str) -> Value {
    json!({ "@type": "Person", "name": name })
}

/// A time as machines read it: RFC 3339, UTC.
pub fn time(unix: i64) -> String {
    jiff::Timestamp::from_second(unix).map(|at| at.to_string()).unwrap_or_default()
}

/// Drops the members that have no value, which validators complain of.
pub fn compact(mut thing: Value) -> Value {
    if let Value::Object(members) = &mut thing {
        members.retain(|_, value| !value.is_null());
    }
    thing
}

pub(super) fn breadcrumbs(frame: &Frame) -> Value {
    let url = |path: &str| format!("{}{}", frame.face().public_url, frame.l.href(path));
    let items: Vec<Value> = frame
        .crumbs
        .iter()
        .enumerate()
        .map(|(i, crumb)| {
            let item = crumb.path.as_deref().map(url);
            compact(json!({ "@type": "ListItem", "position": i + 1, "name": crumb.label, "item": item }))
        })
        .collect();
    json!({ "@type": "BreadcrumbList", "itemListElement": items })
}

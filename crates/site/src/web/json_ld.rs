//! Structured data for machines, by schema.org. Each feature describes its own things; this writes them down.

use markup::SafeHtml;
use serde_json::{Value, json};

use super::Frame;

/// One graph, escaped so that no text in it can end the script element.
pub fn script(things: Vec<Value>) -> SafeHtml {
    let graph = json!({ "@context": "https://schema.org", "@graph": things });
    markup::escape_json_for_script(&graph.to_string())
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

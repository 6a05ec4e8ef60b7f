//! Reads rendered bodies as strictly as no browser does, for the tests and the fuzz target.

/// Elements with an end tag that a body may hold, and those without.
const PAIRED: [&str; 17] = [
    "a", "blockquote", "code", "del", "em", "li", "ol", "p", "pre", "strong", "table", "tbody", "td", "th",
    "thead", "tr", "ul",
];
const SINGLE: [&str; 2] = ["br", "hr"];

/// Known elements, known attributes, properly nested, everything else escaped.
pub(crate) fn check(html: &str) -> Result<(), String> {
    let mut open: Vec<&str> = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find(['<', '>']) {
        if rest.as_bytes()[at] == b'>' {
            return Err(format!("a bare > near {:?}", &rest[at..]));
        }
        let end = rest[at..].find('>').ok_or("a tag without end")? + at;
        let tag = &rest[at + 1..end];
        rest = &rest[end + 1..];
        if let Some(name) = tag.strip_prefix('/') {
            if open.pop() != Some(name) {
                return Err(format!("</{name}> closes nothing"));
            }
            continue;
        }
        let (name, attributes) = tag.split_once(' ').unwrap_or((tag, ""));
        match (name, attributes) {
            ("a", attributes) => {
                let href = attributes
                    .strip_prefix("href=\"")
                    .and_then(|rest| rest.strip_suffix("\" rel=\"nofollow ugc noopener\""))
                    .ok_or_else(|| format!("odd link {attributes}"))?;
                let lower = href.to_ascii_lowercase();
                if href.contains('"') || !["http:", "https:"].iter().any(|scheme| lower.starts_with(scheme)) {
                    return Err(format!("a link to {href}"));
                }
                if open.contains(&"a") {
                    return Err("a link within a link".to_owned());
                }
            }
            ("ol", attributes) if attributes.is_empty() || attributes.starts_with("start=\"") => {}
            (_, "") => {}
            (name, attributes) => return Err(format!("attributes {attributes} on {name}")),
        }
        if PAIRED.contains(&name) {
            open.push(name);
        } else if !SINGLE.contains(&name) {
            return Err(format!("the element {name}"));
        }
    }
    if open.is_empty() { Ok(()) } else { Err(format!("{open:?} left open")) }
}

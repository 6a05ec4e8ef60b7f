//! Finds the translating calls in a stretch of Rust or of a template's expressions.

use super::literal;

/// A call found, and where in the stretch it stands.
pub(super) struct Call {
    pub(super) at: usize,
    pub(super) context: Option<String>,
    pub(super) text: String,
    pub(super) plural: Option<String>,
}

/// Hands every call to `found`, in order. Rust has comments, which are skipped; a template's expressions have none.
pub(super) fn find(code: &str, comments: bool, found: &mut impl FnMut(Call)) {
    let mut at = 0;
    let mut before = ' ';
    while at < code.len() {
        let rest = &code[at..];
        if comments && let Some(length) = comment(rest) {
            at += length;
        } else if let Some(length) = literal::skip(rest) {
            at += length;
            before = '"';
        } else {
            let word = rest.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'_').count();
            if word > 0 {
                if let Some(call) = call(&rest[..word], before, &rest[word..]) {
                    found(Call { at, ..call });
                }
                at += word;
                before = 'a';
                continue;
            }
            let Some(c) = rest.chars().next() else { break };
            at += c.len_utf8();
            if !c.is_whitespace() {
                before = c;
            }
        }
    }
}

fn call(name: &str, before: char, rest: &str) -> Option<Call> {
    let method = before == '.';
    let mut arguments = rest.trim_start().strip_prefix('(')?;
    let (context, text, plural) = match name {
        "t" if method => (None, literal_argument(&mut arguments)?, None),
        "mark" if !method => (None, literal_argument(&mut arguments)?, None),
        "c" if method => {
            let context = literal_argument(&mut arguments)?;
            (Some(context), literal_argument(&mut arguments)?, None)
        }
        "n" if method => {
            let first = argument_length(arguments)?;
            arguments = &arguments[first + 1..];
            let one = literal_argument(&mut arguments)?;
            (None, one, Some(literal_argument(&mut arguments)?))
        }
        _ => return None,
    };
    Some(Call { at: 0, context, text, plural })
}

/// Takes the next argument when it is a literal and nothing else.
fn literal_argument(arguments: &mut &str) -> Option<String> {
    let start = arguments.trim_start();
    let (length, text) = literal::string(start)?;
    let after = start[length..].trim_start();
    *arguments = after.strip_prefix(',').unwrap_or(after);
    after.starts_with([',', ')']).then_some(text)
}

/// Length of the first argument, up to the comma that ends it.
fn argument_length(arguments: &str) -> Option<usize> {
    let mut depth = 0_usize;
    let mut at = 0;
    while at < arguments.len() {
        let rest = &arguments[at..];
        if let Some(length) = literal::skip(rest) {
            at += length;
            continue;
        }
        let c = rest.chars().next()?;
        match c {
            ',' if depth == 0 => return Some(at),
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth = depth.checked_sub(1)?,
            _ => {}
        }
        at += c.len_utf8();
    }
    None
}

/// Length of a comment at the start; Rust's block comments nest.
fn comment(code: &str) -> Option<usize> {
    if code.starts_with("//") {
        return Some(code.find('\n').unwrap_or(code.len()));
    }
    code.strip_prefix("/*")?;
    let mut depth = 0_usize;
    let mut at = 0;
    let bytes = code.as_bytes();
    while at < bytes.len() {
        match bytes.get(at..at + 2) {
            Some(b"/*") => depth += 1,
            Some(b"*/") => depth -= 1,
            _ => {
                at += 1;
                continue;
            }
        }
        at += 2;
        if depth == 0 {
            return Some(at);
        }
    }
    Some(bytes.len())
}

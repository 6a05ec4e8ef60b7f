//! String and character literals of Rust, which askama's expressions share.

/// Length of the literal at the start, when there is one.
pub(super) fn skip(code: &str) -> Option<usize> {
    match code.as_bytes().first()? {
        b'"' => string(code).map(|(length, _)| length),
        b'r' => raw(code).map(|(length, _)| length),
        b'\'' => character(code),
        _ => None,
    }
}

/// The string literal at the start: its length and what it says.
pub(super) fn string(code: &str) -> Option<(usize, String)> {
    if code.starts_with('r') {
        return raw(code);
    }
    let inner = code.strip_prefix('"')?;
    let mut text = String::new();
    let mut chars = inner.char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            '"' => return Some((at + 2, text)),
            '\\' => escape(&mut chars, &mut text)?,
            c => text.push(c),
        }
    }
    None
}

fn escape(chars: &mut std::str::CharIndices<'_>, text: &mut String) -> Option<()> {
    match chars.next()?.1 {
        'n' => text.push('\n'),
        't' => text.push('\t'),
        'r' => text.push('\r'),
        '0' => text.push('\0'),
        c @ ('\\' | '"' | '\'') => text.push(c),
        'x' => {
            let digits: String = chars.by_ref().take(2).map(|(_, c)| c).collect();
            text.push(char::from(u8::from_str_radix(&digits, 16).ok()?));
        }
        'u' => {
            let digits: String =
                chars.by_ref().map(|(_, c)| c).skip_while(|c| *c == '{').take_while(|c| *c != '}').collect();
            text.push(char::from_u32(u32::from_str_radix(&digits, 16).ok()?)?);
        }
        '\n' => {
            // A backslash at a line's end swallows the indentation of the next.
            let indentation = chars.as_str().chars().take_while(|c| c.is_whitespace()).count();
            chars.by_ref().take(indentation).for_each(|_| {});
        }
        _ => return None,
    }
    Some(())
}

fn raw(code: &str) -> Option<(usize, String)> {
    let after = code.strip_prefix('r')?;
    let hashes = after.bytes().take_while(|byte| *byte == b'#').count();
    let inner = after[hashes..].strip_prefix('"')?;
    let close = format!("\"{}", "#".repeat(hashes));
    let end = inner.find(&close)?;
    Some((1 + hashes + 1 + end + close.len(), inner[..end].to_owned()))
}

/// `'x'` or `'\n'`; a lifetime is none.
fn character(code: &str) -> Option<usize> {
    let inner = code.strip_prefix('\'')?;
    let mut chars = inner.char_indices();
    let (_, first) = chars.next()?;
    if first == '\\' {
        chars.next()?;
        return inner.char_indices().skip(2).take(10).find(|(_, c)| *c == '\'').map(|(at, _)| at + 2);
    }
    chars.next().filter(|(_, c)| *c == '\'').map(|(at, _)| at + 2)
}

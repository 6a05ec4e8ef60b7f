//! Finds the functions of a file with their length and their number of arguments.

use super::source::{closing, find_word, is_name, line_of};

/// A function with a body.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Function {
    pub(super) name: String,
    pub(super) line: usize,
    pub(super) lines: usize,
    pub(super) arguments: usize,
}

/// The functions in code that has no comments and no strings.
pub(super) fn functions(code: &str) -> Vec<Function> {
    find_word(code, "fn").filter_map(|at| function(code, at)).collect()
}

fn function(code: &str, at: usize) -> Option<Function> {
    let bytes = code.as_bytes();
    let skip = |from: usize, test: fn(u8) -> bool| {
        from + bytes[from..].iter().take_while(|byte| test(**byte)).count()
    };
    let start = skip(at + 2, |byte| byte.is_ascii_whitespace());
    let end = skip(start, |byte| is_name(byte) || byte == b'#');
    if start == end {
        return None; // A function type, such as `fn(u8)`.
    }
    let open = after_generics(code, skip(end, |byte| byte.is_ascii_whitespace()))?;
    let close = closing(code, open)?;
    let body = body(code, close + 1)?;
    let line = line_of(code, at);
    Some(Function {
        name: code[start..end].to_owned(),
        line,
        lines: line_of(code, closing(code, body)?) - line + 1,
        arguments: arguments(&code[open + 1..close]),
    })
}

/// Steps over `<…>`, in which an arrow closes nothing.
fn after_generics(code: &str, from: usize) -> Option<usize> {
    let bytes = code.as_bytes();
    let mut depth = 0_usize;
    let mut at = from;
    loop {
        match bytes.get(at)? {
            b'<' => depth += 1,
            b'>' if bytes.get(at.wrapping_sub(1)) != Some(&b'-') => depth = depth.checked_sub(1)?,
            b'(' if depth == 0 => return Some(at),
            _ => {}
        }
        at += 1;
    }
}

/// The brace that opens the body; none for a method that a trait only declares.
fn body(code: &str, from: usize) -> Option<usize> {
    let mut at = from;
    loop {
        match code.as_bytes().get(at)? {
            b'{' => return Some(at),
            b';' => return None,
            b'(' | b'[' => at = closing(code, at)?,
            _ => {}
        }
        at += 1;
    }
}

/// Counts what stands between the outer commas.
fn arguments(inside: &str) -> usize {
    let mut depth = 0_i32;
    let mut count = 0;
    let mut filled = false;
    let mut before = 0;
    for byte in inside.bytes() {
        match byte {
            b'(' | b'[' | b'{' | b'<' => depth += 1,
            b')' | b']' | b'}' => depth -= 1,
            b'>' if before != b'-' => depth -= 1,
            b',' if depth == 0 => {
                count += usize::from(filled);
                filled = false;
            }
            _ => {}
        }
        filled |= !byte.is_ascii_whitespace() && (byte != b',' || depth != 0);
        before = byte;
    }
    count + usize::from(filled)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn only(code: &str) -> (String, usize, usize) {
        let found = functions(code);
        assert_eq!(found.len(), 1, "{found:?}");
        (found[0].name.clone(), found[0].lines, found[0].arguments)
    }

    #[test]
    fn lines_and_arguments_are_counted() {
        assert_eq!(only("fn a() {}"), ("a".into(), 1, 0));
        assert_eq!(only("fn b(x: u8, y: &[u8; 2],\n) -> [u8; 2]\n{\n}\n"), ("b".into(), 4, 2));
        assert_eq!(only("fn c(&self, x: HashMap<u8, (u8, u8)>) {}"), ("c".into(), 1, 2));
        assert_eq!(only("fn d<F: Fn(u8, u8) -> u8>(f: F, g: impl Fn(u8) -> u8) {}"), ("d".into(), 1, 2));
    }

    #[test]
    fn what_has_no_body_is_no_function() {
        assert_eq!(functions("trait T { fn a(&self) -> [u8; 2]; }\ntype F = fn(u8) -> u8;"), []);
    }

    #[test]
    fn inner_functions_are_found_too() {
        let names: Vec<String> = functions("fn a() { fn b() {} }").into_iter().map(|f| f.name).collect();
        assert_eq!(names, ["a", "b"]);
    }
}

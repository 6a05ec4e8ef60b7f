//! Reads PO text into entries: the lines, the quoting and nothing of what the entries mean.

/// What is wrong with a PO file, and on which line.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {what}")]
pub struct PoError {
    /// Line number, counted from 1.
    pub line: usize,
    /// What is wrong there.
    pub what: String,
}

/// One message of a PO file as it stands there.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Entry {
    /// Line on which the message starts.
    pub(crate) line: usize,
    /// The translator's own remarks (`# ...`), kept when the file is written anew.
    pub(crate) remarks: Vec<String>,
    /// Marked `#, fuzzy`: a guess that a translator has not looked at, so it is not used.
    pub(crate) fuzzy: bool,
    pub(crate) context: Option<String>,
    pub(crate) id: Option<String>,
    pub(crate) plural: Option<String>,
    /// `msgstr` or `msgstr[0]`, `msgstr[1]` and so on.
    pub(crate) forms: Vec<String>,
}

/// Which string a continuation line adds to.
#[derive(Clone, Copy)]
enum Field {
    Context,
    Id,
    Plural,
    Form(usize),
}

/// More plural forms than any language has (Arabic has six).
const MOST_FORMS: usize = 8;

/// Reads all entries; obsolete ones (`#~`) are skipped.
pub(crate) fn read(text: &str) -> Result<Vec<Entry>, PoError> {
    let mut reader = Reader::default();
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    for (index, line) in text.lines().enumerate() {
        reader.line(index + 1, line.trim()).map_err(|what| PoError { line: index + 1, what })?;
    }
    reader.finish()?;
    Ok(reader.entries)
}

#[derive(Default)]
struct Reader {
    entries: Vec<Entry>,
    current: Entry,
    field: Option<Field>,
}

impl Reader {
    fn line(&mut self, number: usize, line: &str) -> Result<(), String> {
        if line.is_empty() {
            return self.finish().map_err(|error| error.what);
        }
        if let Some(comment) = line.strip_prefix('#') {
            return self.comment(comment);
        }
        if line.starts_with('"') {
            let field = self.field.ok_or("a quoted line that continues nothing")?;
            let text = unquote(line)?;
            self.slot(field)?.push_str(&text);
            return Ok(());
        }
        let (keyword, rest) = line.split_once([' ', '\t']).ok_or("expected a keyword and a quoted text")?;
        let field = keyword_field(keyword)?;
        let starts_message =
            matches!(field, Field::Context) || (matches!(field, Field::Id) && self.current.id.is_some());
        if starts_message && self.current.id.is_some() {
            self.finish().map_err(|error| error.what)?;
        }
        if self.current.line == 0 {
            self.current.line = number;
        }
        self.start(field)?;
        let text = unquote(rest.trim())?;
        self.slot(field)?.push_str(&text);
        Ok(())
    }

    fn comment(&mut self, comment: &str) -> Result<(), String> {
        if comment.starts_with('~') {
            return Ok(());
        }
        if self.current.id.is_some() {
            self.finish().map_err(|error| error.what)?;
        }
        match comment.strip_prefix(',') {
            Some(flags) => self.current.fuzzy |= flags.split(',').any(|flag| flag.trim() == "fuzzy"),
            None if !comment.starts_with([':', '.', '|']) => {
                self.current.remarks.push(comment.trim().to_owned());
            }
            None => {}
        }
        Ok(())
    }

    /// Opens a field, which each message may have once.
    fn start(&mut self, field: Field) -> Result<(), String> {
        self.field = Some(field);
        let entry = &mut self.current;
        let place = match field {
            Field::Context => &mut entry.context,
            Field::Id => &mut entry.id,
            Field::Plural => &mut entry.plural,
            Field::Form(index) if index == entry.forms.len() => {
                entry.forms.push(String::new());
                return Ok(());
            }
            Field::Form(index) => return Err(format!("msgstr[{index}] is repeated or out of order")),
        };
        if place.is_some() {
            return Err("the same keyword twice in one message".to_owned());
        }
        *place = Some(String::new());
        Ok(())
    }

    fn slot(&mut self, field: Field) -> Result<&mut String, String> {
        let entry = &mut self.current;
        let slot = match field {
            Field::Context => entry.context.as_mut(),
            Field::Id => entry.id.as_mut(),
            Field::Plural => entry.plural.as_mut(),
            Field::Form(index) => entry.forms.get_mut(index),
        };
        slot.ok_or_else(|| "text outside of a message".to_owned())
    }

    /// Closes the message under way, if there is one.
    fn finish(&mut self) -> Result<(), PoError> {
        self.field = None;
        let entry = std::mem::take(&mut self.current);
        let started = entry.id.is_some() || entry.context.is_some() || !entry.forms.is_empty();
        if !started {
            // Remarks and flags may stand apart from their message by nothing but a blank line at the top.
            return Ok(());
        }
        if entry.id.is_none() || entry.forms.is_empty() {
            let what = "a message needs both msgid and msgstr".to_owned();
            return Err(PoError { line: entry.line, what });
        }
        self.entries.push(entry);
        Ok(())
    }
}

fn keyword_field(keyword: &str) -> Result<Field, String> {
    match keyword {
        "msgctxt" => Ok(Field::Context),
        "msgid" => Ok(Field::Id),
        "msgid_plural" => Ok(Field::Plural),
        "msgstr" => Ok(Field::Form(0)),
        _ => keyword
            .strip_prefix("msgstr[")
            .and_then(|rest| rest.strip_suffix(']'))
            .and_then(|index| index.parse().ok())
            .filter(|index| *index < MOST_FORMS)
            .map(Field::Form)
            .ok_or_else(|| format!("unknown keyword {keyword:?}")),
    }
}

/// The text between the quotes, with `\n`, `\t`, `\r`, `\"` and `\\` resolved.
fn unquote(quoted: &str) -> Result<String, String> {
    let inner = quoted
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'))
        .ok_or("expected a text in double quotes")?;
    let mut text = String::with_capacity(inner.len());
    let mut chars = inner.chars();
    while let Some(c) = chars.next() {
        match c {
            '"' => return Err("a quote inside a text must be written \\\"".to_owned()),
            '\\' => text.push(match chars.next() {
                Some('n') => '\n',
                Some('t') => '\t',
                Some('r') => '\r',
                Some(c @ ('"' | '\\')) => c,
                _ => return Err("unknown escape after a backslash".to_owned()),
            }),
            c => text.push(c),
        }
    }
    Ok(text)
}

/// Quotes a text as PO wants it, on one line.
pub(crate) fn quote(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for c in text.chars() {
        match c {
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            '\r' => quoted.push_str("\\r"),
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn reads_every_kind_of_line() {
        let text = "\u{feff}# Kept remark\n#, fuzzy, c-format\n#: a.html:3\nmsgctxt \"menu\"\nmsgid \"\"\n\"One \"\n\"line\"\n\
                    msgid_plural \"Lines\"\nmsgstr[0] \"Una\\n\"\nmsgstr[1] \"\\\"Dos\\\"\"\n#~ msgid \"gone\"\n\nmsgid \"B\"\nmsgstr \"\"\n";
        let entries = read(text).unwrap();
        assert_eq!(entries.len(), 2);
        assert_eq!(entries[0].context.as_deref(), Some("menu"));
        assert_eq!(entries[0].id.as_deref(), Some("One line"));
        assert_eq!(entries[0].plural.as_deref(), Some("Lines"));
        assert_eq!(entries[0].forms, ["Una\n", "\"Dos\""]);
        assert_eq!(entries[0].remarks, ["Kept remark"]);
        assert!(entries[0].fuzzy && !entries[1].fuzzy);
        assert_eq!(entries[1].line, 13);
    }

    #[test]
    fn messages_need_no_blank_line_between_them() {
        let entries = read(
            "msgid \"A\"\nmsgstr \"a\"\nmsgid \"B\"\nmsgstr \"b\"\nmsgctxt \"x\"\nmsgid \"B\"\nmsgstr \"c\"",
        )
        .unwrap();
        assert_eq!(entries.iter().map(|e| e.forms[0].as_str()).collect::<Vec<_>>(), ["a", "b", "c"]);
    }

    #[test]
    fn errors_name_the_line() {
        for (text, line) in [
            ("msgid \"A\"\nmsgstr A", 2),
            ("msgid \"A\"\n\nmsgid \"B\"\nmsgstr \"b\"", 1),
            ("\n\"lost\"", 2),
            ("msgid \"A\"\nmsgstr[1] \"x\"", 2),
            ("msgid \"A\"\nmsgstr \"x\\q\"", 2),
            ("msgid \"A\"\nmsgstr[99999999999999999999] \"x\"", 2),
            ("nonsense", 1),
        ] {
            let error = read(text).unwrap_err();
            assert!(error.line == line || text.contains("\n\nmsgid"), "{text:?} gave {error}");
        }
    }

    proptest! {
        #[test]
        fn never_panics(text in "(msgid|msgstr|msgctxt|#|,| |\"|\\[|\\]|0|1|\\\\|\n|[a-z]|\\PC){0,60}") {
            let _ = read(&text);
        }

        #[test]
        fn quoting_round_trips(text in "\\PC*[\n\t\r\"\\\\]*\\PC*") {
            prop_assert_eq!(unquote(&quote(&text)).unwrap(), text);
        }
    }
}

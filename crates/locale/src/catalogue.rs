//! One language's translations, indexed for lookup while pages are drawn.

use crate::plural::PluralRule;
use crate::po::{self, Entry, PoError};
use std::collections::HashMap;

/// The translations of one language, read from a PO file.
#[derive(Debug)]
pub struct Catalogue {
    tag: String,
    rule: PluralRule,
    header: String,
    remarks: Vec<String>,
    plain: HashMap<Box<str>, Translation>,
    /// Texts that mean different things in different places, by context and text.
    contexts: HashMap<Box<str>, HashMap<Box<str>, Translation>>,
}

/// What a PO file says for one text. A form that is empty is not translated yet.
#[derive(Debug)]
pub(crate) struct Translation {
    pub(crate) plural: Option<Box<str>>,
    pub(crate) forms: Box<[Box<str>]>,
    pub(crate) remarks: Vec<String>,
}

impl Catalogue {
    /// Reads a PO file, whose header must name its `Language` and, unless it is that of English, its `Plural-Forms`.
    ///
    /// # Errors
    /// When the file breaks the PO form, lacks its header, holds a text twice or a message with more forms than
    /// the language has.
    pub fn parse(text: &str) -> Result<Self, PoError> {
        let mut entries = po::read(text)?.into_iter();
        let header =
            entries.next().filter(|entry| entry.id.as_deref() == Some("") && entry.context.is_none());
        let header = header.ok_or_else(|| at(1, "the first message must be the header (msgid \"\")"))?;
        let fields = header.forms.first().map(String::as_str).unwrap_or_default();
        let tag = field(fields, "Language").ok_or_else(|| at(header.line, "the header names no Language"))?;
        let rule = match field(fields, "Plural-Forms") {
            Some(rule) => PluralRule::parse(rule).map_err(|what| at(header.line, &what))?,
            None => PluralRule::one_other(),
        };
        let mut catalogue = Self {
            tag: tag.replace('_', "-"),
            rule,
            header: fields.to_owned(),
            remarks: header.remarks.clone(),
            plain: HashMap::new(),
            contexts: HashMap::new(),
        };
        entries.try_for_each(|entry| catalogue.add(entry))?;
        Ok(catalogue)
    }

    fn add(&mut self, entry: Entry) -> Result<(), PoError> {
        let expected = if entry.plural.is_some() { self.rule.forms() } else { 1 };
        if entry.forms.len() > expected {
            return Err(at(entry.line, &format!("more than {expected} plural forms")));
        }
        let id = entry.id.unwrap_or_default();
        let table = match entry.context {
            Some(context) => self.contexts.entry(context.into()).or_default(),
            None => &mut self.plain,
        };
        if table.contains_key(id.as_str()) {
            return Err(at(entry.line, &format!("{id:?} is translated twice")));
        }
        let forms = if entry.fuzzy { Vec::new() } else { entry.forms };
        let translation = Translation {
            plural: entry.plural.map(Into::into),
            forms: forms.into_iter().map(Into::into).collect(),
            remarks: entry.remarks,
        };
        table.insert(id.into(), translation);
        Ok(())
    }

    /// The language this is for, as a BCP 47 tag.
    #[must_use]
    pub fn tag(&self) -> &str {
        &self.tag
    }

    /// How many plural forms the language has.
    #[must_use]
    pub fn plural_forms(&self) -> usize {
        self.rule.forms()
    }

    /// The header's lines as they stand in the file.
    pub(crate) fn header(&self) -> &str {
        &self.header
    }

    /// The translator's remarks at the head of the file.
    pub(crate) fn remarks(&self) -> &[String] {
        &self.remarks
    }

    pub(crate) fn entry(&self, context: Option<&str>, text: &str) -> Option<&Translation> {
        match context {
            Some(context) => self.contexts.get(context)?.get(text),
            None => self.plain.get(text),
        }
    }

    /// Every text in the file with its context.
    pub(crate) fn entries(&self) -> impl Iterator<Item = (Option<&str>, &str)> {
        let plain = self.plain.keys().map(|text| (None, text.as_ref()));
        let in_context = self.contexts.iter().flat_map(|(context, table)| {
            table.keys().map(move |text| (Some(context.as_ref()), text.as_ref()))
        });
        plain.chain(in_context)
    }

    /// The translation of a text, if there is one.
    pub(crate) fn text(&self, context: Option<&str>, text: &str) -> Option<&str> {
        self.entry(context, text)?.form(0)
    }

    /// The translation of a text in the form that goes with a number, if there is one.
    pub(crate) fn plural(&self, text: &str, n: u64) -> Option<&str> {
        self.entry(None, text)?.form(self.rule.pick(n))
    }
}

impl Translation {
    /// A form that has been translated.
    pub(crate) fn form(&self, index: usize) -> Option<&str> {
        self.forms.get(index).map(AsRef::as_ref).filter(|form: &&str| !form.is_empty())
    }
}

fn at(line: usize, what: &str) -> PoError {
    PoError { line: line.max(1), what: what.to_owned() }
}

/// A line `Name: value` of the header.
fn field<'a>(header: &'a str, name: &str) -> Option<&'a str> {
    let value = header.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'));
    value.map(str::trim).filter(|value| !value.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADER: &str =
        "msgid \"\"\nmsgstr \"Language: es\\nPlural-Forms: nplurals=2; plural=(n != 1);\\n\"\n\n";

    fn parse(rest: &str) -> Result<Catalogue, PoError> {
        Catalogue::parse(&format!("{HEADER}{rest}"))
    }

    #[test]
    fn texts_plurals_and_contexts_are_found() {
        let catalogue = parse(
            "msgid \"Open\"\nmsgstr \"Abierto\"\n\nmsgctxt \"verb\"\nmsgid \"Open\"\nmsgstr \"Abrir\"\n\n\
             msgid \"one\"\nmsgid_plural \"many\"\nmsgstr[0] \"uno\"\nmsgstr[1] \"muchos\"\n",
        )
        .unwrap();
        assert_eq!(catalogue.tag(), "es");
        assert_eq!(catalogue.text(None, "Open"), Some("Abierto"));
        assert_eq!(catalogue.text(Some("verb"), "Open"), Some("Abrir"));
        assert_eq!(catalogue.text(Some("noun"), "Open"), None);
        assert_eq!(catalogue.plural("one", 1), Some("uno"));
        assert_eq!(catalogue.plural("one", 0), Some("muchos"));
    }

    #[test]
    fn empty_and_fuzzy_translations_count_as_none() {
        let catalogue =
            parse("msgid \"A\"\nmsgstr \"\"\n\n#, fuzzy\nmsgid \"B\"\nmsgstr \"guess\"\n").unwrap();
        assert_eq!(catalogue.text(None, "A"), None);
        assert_eq!(catalogue.text(None, "B"), None);
    }

    #[test]
    fn broken_files_are_refused() {
        assert!(Catalogue::parse("").is_err());
        assert!(Catalogue::parse("msgid \"A\"\nmsgstr \"a\"\n").is_err());
        assert!(Catalogue::parse("msgid \"\"\nmsgstr \"X: y\\n\"\n").is_err());
        assert_eq!(parse("msgid \"A\"\nmsgstr \"a\"\n\nmsgid \"A\"\nmsgstr \"b\"\n").unwrap_err().line, 7);
        let three = "msgid \"A\"\nmsgid_plural \"B\"\nmsgstr[0] \"\"\nmsgstr[1] \"\"\nmsgstr[2] \"\"\n";
        assert_eq!(parse(three).unwrap_err().line, 4);
    }
}

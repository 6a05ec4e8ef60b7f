//! Holds a catalogue to the texts that the site shows.

use crate::catalogue::{Catalogue, Translation};
use crate::extract::Message;
use crate::text::placeholders;
use std::collections::{BTreeSet, HashSet};
use std::fmt;

/// What a catalogue lacks for one text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The text that is shown.
    pub message: Message,
    /// What is wrong with its translation.
    pub what: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Message { file, line, text, .. } = &self.message;
        write!(f, "{file}:{line}: {text:?}: {}", self.what)
    }
}

/// Every text that the catalogue does not translate in full: absent, lacking a plural form, or with placeholders
/// other than the English ones.
#[must_use]
pub fn missing(messages: &[Message], catalogue: &Catalogue) -> Vec<Problem> {
    messages
        .iter()
        .filter_map(|message| {
            let entry = catalogue.entry(message.context.as_deref(), &message.text);
            let what = problem(message, entry, catalogue.plural_forms())?;
            Some(Problem { message: message.clone(), what })
        })
        .collect()
}

fn problem(message: &Message, entry: Option<&Translation>, plural_forms: usize) -> Option<String> {
    let Some(entry) = entry else {
        return Some("is not in the catalogue".to_owned());
    };
    if message.plural.is_some() && message.plural.as_deref() != entry.plural.as_deref() {
        return Some("its plural (msgid_plural) is not the one that is shown".to_owned());
    }
    let count = if entry.plural.is_some() { plural_forms } else { 1 };
    let english = names(&message.text);
    let english_plural = message.plural.as_deref().map_or_else(|| english.clone(), names);
    (0..count).find_map(|index| {
        let Some(form) = entry.form(index) else {
            return Some(match count {
                1 => "is not translated".to_owned(),
                _ => format!("has no plural form msgstr[{index}]"),
            });
        };
        let used = names(form);
        // One of the English forms may spell its number out ("one answer") and so may one of the translation's.
        let fits = used == english || used == english_plural;
        (!fits).then(|| format!("has other placeholders than the English text: {form:?}"))
    })
}

fn names(pattern: &str) -> BTreeSet<&str> {
    placeholders(pattern).map(|hole| hole.name).collect()
}

/// Texts that the catalogue translates and the site no longer shows, sorted.
#[must_use]
pub fn unused(messages: &[Message], catalogue: &Catalogue) -> Vec<String> {
    let shown: HashSet<(Option<&str>, &str)> =
        messages.iter().map(|message| (message.context.as_deref(), message.text.as_str())).collect();
    let mut unused: Vec<String> =
        catalogue.entries().filter(|key| !shown.contains(key)).map(|(_, text)| text.to_owned()).collect();
    unused.sort();
    unused
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::extract;

    fn catalogue(rest: &str) -> Catalogue {
        let header =
            "msgid \"\"\nmsgstr \"Language: es\\nPlural-Forms: nplurals=2; plural=(n != 1);\\n\"\n\n";
        Catalogue::parse(&format!("{header}{rest}")).unwrap()
    }

    fn whats(source: &str, po: &str) -> Vec<String> {
        missing(&extract("a.html", source), &catalogue(po))
            .into_iter()
            .map(|problem| problem.to_string())
            .collect()
    }

    #[test]
    fn complete_catalogues_pass() {
        let source =
            "{{ l.t(\"By {name}\") }} {{ l.n(3, \"One answer\", \"{n} answers\") }} {{ l.c(\"x\", \"A\") }}";
        let po = "msgid \"By {name}\"\nmsgstr \"Por {name}\"\n\nmsgctxt \"x\"\nmsgid \"A\"\nmsgstr \"B\"\n\n\
                  msgid \"One answer\"\nmsgid_plural \"{n} answers\"\nmsgstr[0] \"Una\"\nmsgstr[1] \"{n} son\"\n";
        assert_eq!(whats(source, po), [""; 0]);
    }

    #[test]
    fn every_kind_of_gap_is_named() {
        let gaps = |source, po| whats(source, po).pop().unwrap_or_default();
        assert!(gaps("{{ l.t(\"A\") }}", "").contains("a.html:1: \"A\": is not in the catalogue"));
        assert!(gaps("{{ l.t(\"A\") }}", "msgid \"A\"\nmsgstr \"\"").contains("not translated"));
        assert!(
            gaps("{{ l.c(\"x\", \"A\") }}", "msgid \"A\"\nmsgstr \"a\"").contains("not in the catalogue")
        );
        assert!(gaps("{{ l.t(\"{a}\") }}", "msgid \"{a}\"\nmsgstr \"{b}\"").contains("placeholders"));
        let plural = "{{ l.n(1, \"{n} a\", \"{n} b\") }}";
        assert!(gaps(plural, "msgid \"{n} a\"\nmsgstr \"x\"").contains("plural"));
        let one = "msgid \"{n} a\"\nmsgid_plural \"{n} b\"\nmsgstr[0] \"{n}\"\nmsgstr[1] \"\"";
        assert!(gaps(plural, one).contains("msgstr[1]"));
    }

    #[test]
    fn texts_no_longer_shown_are_listed() {
        let po = catalogue("msgid \"A\"\nmsgstr \"a\"\n\nmsgid \"B\"\nmsgstr \"b\"\n");
        assert_eq!(unused(&extract("a.html", "{{ l.t(\"A\") }}"), &po), ["B"]);
    }
}

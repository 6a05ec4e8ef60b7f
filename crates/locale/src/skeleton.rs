//! Writes a PO file for the texts that the site shows: what is translated is kept, what is new stands empty.

use crate::catalogue::Catalogue;
use crate::extract::Message;
use crate::po::quote;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// A text's context and English wording, which together name its translation.
type Key<'a> = (&'a str, Option<&'a str>);

/// The catalogue written anew for these texts, in the order of their wording so that a change stays small. Texts
/// that are no longer shown are left out.
#[must_use]
pub fn skeleton(messages: &[Message], catalogue: &Catalogue) -> String {
    let mut po = String::new();
    for remark in catalogue.remarks() {
        let _ = writeln!(po, "# {remark}");
    }
    po.push_str("msgid \"\"\nmsgstr \"\"\n");
    for line in catalogue.header().lines() {
        let _ = writeln!(po, "{}", quote(&format!("{line}\n")));
    }
    let mut texts: BTreeMap<Key<'_>, (Option<&str>, BTreeSet<&str>)> = BTreeMap::new();
    for message in messages {
        let (plural, files) = texts.entry((&message.text, message.context.as_deref())).or_default();
        *plural = plural.or(message.plural.as_deref());
        files.insert(&message.file);
    }
    for ((text, context), (plural, files)) in texts {
        // Writing to a string cannot fail.
        let _ = write_entry(&mut po, catalogue, (text, context), plural, &files);
    }
    po
}

fn write_entry(
    po: &mut String,
    catalogue: &Catalogue,
    (text, context): Key<'_>,
    plural: Option<&str>,
    files: &BTreeSet<&str>,
) -> std::fmt::Result {
    let known = catalogue.entry(context, text);
    po.push('\n');
    for remark in known.iter().flat_map(|known| &known.remarks) {
        writeln!(po, "# {remark}")?;
    }
    for file in files {
        writeln!(po, "#: {file}")?;
    }
    if let Some(context) = context {
        writeln!(po, "msgctxt {}", quote(context))?;
    }
    writeln!(po, "msgid {}", quote(text))?;
    let form = |index| quote(known.and_then(|known| known.form(index)).unwrap_or_default());
    let Some(plural) = plural else {
        return writeln!(po, "msgstr {}", form(0));
    };
    writeln!(po, "msgid_plural {}", quote(plural))?;
    (0..catalogue.plural_forms()).try_for_each(|index| writeln!(po, "msgstr[{index}] {}", form(index)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::extract;

    #[test]
    fn keeps_what_is_known_and_asks_for_the_rest() {
        let old = "# Remark\nmsgid \"\"\nmsgstr \"\"\n\"Language: es\\n\"\n\"Plural-Forms: nplurals=2; plural=(n != 1);\\n\"\n\n\
                   # Said by Ann\nmsgid \"Old\"\nmsgstr \"Viejo\"\n\nmsgid \"Gone\"\nmsgstr \"Ido\"\n";
        let source = "{{ l.t(\"Old\") }} {{ l.c(\"x\", \"New \\\"one\\\"\") }} {{ l.n(1, \"a\", \"b\") }} {{ l.t(\"Old\") }}";
        let written = skeleton(&extract("a.html", source), &Catalogue::parse(old).unwrap());
        assert_eq!(
            written,
            "# Remark\nmsgid \"\"\nmsgstr \"\"\n\"Language: es\\n\"\n\"Plural-Forms: nplurals=2; plural=(n != 1);\\n\"\n\n\
             #: a.html\nmsgctxt \"x\"\nmsgid \"New \\\"one\\\"\"\nmsgstr \"\"\n\n\
             # Said by Ann\n#: a.html\nmsgid \"Old\"\nmsgstr \"Viejo\"\n\n\
             #: a.html\nmsgid \"a\"\nmsgid_plural \"b\"\nmsgstr[0] \"\"\nmsgstr[1] \"\"\n"
        );
        let again = skeleton(&extract("a.html", source), &Catalogue::parse(&written).unwrap());
        assert_eq!(again, written);
    }
}

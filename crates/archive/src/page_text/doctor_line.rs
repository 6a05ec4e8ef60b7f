//! The line of name and letters under an answer: `Ada Quill, III, MD, FACS`.

use super::place::{joins_names, stands_out};
use unicode_normalization::char::is_combining_mark;

/// A doctor's name and the letters after it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Named {
    pub(super) name: String,
    pub(super) letters: Vec<String>,
}

/// Letters after a name that are certain to be letters, without dots; case matters.
const KNOWN: &[&str] = &[
    "AANP", "ABAARM", "ABFM", "ABIM", "ACNP", "AGNP", "ANP", "APN", "APRN", "ARNP", "AuD", "BA", "BAO",
    "BCh", "BChir", "BDS", "BHB", "BM", "BMBCh", "BMBS", "BMed", "BMedSc", "BS", "BSc", "BSN", "CANS",
    "CCFP", "ChB", "CM", "CMD", "CNM", "CNP", "CNS", "CPNP", "CRNA", "CRNP", "DC", "DCH", "DDS", "DDiv",
    "DMD", "DMSc", "DN", "DNB", "DNP", "DO", "DPhil", "DPM", "DPT", "DRCOG", "DVM", "EBOPRAS", "EMBA",
    "FAAAAI", "FAACS", "FAAD", "FAAFP", "FAAFPRS", "FAAN", "FAAO", "FAAOS", "FAAP", "FAAPMR", "FACC",
    "FACCP", "FACE", "FACEP", "FACG", "FACMS", "FACOG", "FACP", "FACR", "FACS", "FACSM", "FAHA", "FAOCD",
    "FAPA", "FASCRS", "FASDS", "FASPS", "FCCP", "FCPS", "FEBOPRAS", "FHM", "FIACS", "FICS", "FMH", "FNP",
    "FNP-BC", "FNP-C", "FRACDS", "FRACGP", "FRACP", "FRACS", "FRANZCOG", "FRANZCP", "FRCA", "FRCGP", "FRCOG",
    "FRCOphth", "FRCP", "FRCPath", "FRCPC", "FRCPCH", "FRCPsych", "FRCR", "FRCS", "FRCSC", "FRCSEd", "FSCAI",
    "FSIR", "FSSO", "FWACS", "GP", "JD", "LAc", "LLB", "LLM", "LMFT", "LMHC", "LPC", "LPN", "LVN", "MA",
    "MB", "MBA", "MBBCh", "MBBChir", "MBBS", "MBChB", "MCh", "MChir", "MD", "MDCM", "MDS", "MEd", "MFDS",
    "MHA", "MHS", "MHSc", "MMed", "MMedSc", "MMSc", "MPA", "MPAS", "MPH", "MPhil", "MRCGP", "MRCOG", "MRCP",
    "MRCPCH", "MRCPsych", "MRCS", "MS", "MSc", "MSCI", "MSCR", "MSN", "MSPH", "MSPT", "MSW", "MTR", "ND",
    "NMD", "NP", "NP-BC", "NP-C", "OD", "OMS", "OT", "OTR", "PA", "PA-C", "PharmD", "PhD", "PMHNP", "PsyD",
    "PT", "RD", "RDH", "RDN", "RN", "RNFA", "RPA", "RPA-C", "RPh", "RPVI", "RVT", "SLP", "WHNP",
];

/// Lines of more bytes are not names, and not worth looking into.
const MAX_LINE: usize = 1000;

/// What follows a name and belongs to it.
const GENERATIONS: &[&str] = &["JR", "SR", "I", "II", "III", "IV", "V", "VI", "ESQ"];

/// Reads a line as a name with or without letters; `None` when it does not read as one.
pub(super) fn read(line: &str) -> Option<Named> {
    if line.len() > MAX_LINE {
        return None;
    }
    let mut name: Vec<&str> = Vec::new();
    let mut letters: Vec<String> = Vec::new();
    for part in line.split(',').map(str::trim) {
        let words: Vec<&str> = part.split_whitespace().collect();
        if words.is_empty() {
            return None;
        }
        if name.is_empty() {
            let (before, after) = split_first(part, &words);
            name.push(before);
            letters.extend(after);
        } else if is_generation(part) {
            name.push(part);
        } else if let Some(found) = known_letters(&words) {
            letters.extend(found);
        } else if words.len() == 1 && looks_like_letters(part, &name, !letters.is_empty()) {
            letters.push(undotted(part));
        } else if letters.is_empty() {
            name.push(part);
        } else {
            return None;
        }
    }
    let name = name.join(", ");
    let mut seen = std::collections::HashSet::new();
    letters.retain(|each| seen.insert(each.clone()));
    (reads_as_name(&name, !letters.is_empty()) && letters.len() <= 20).then_some(Named { name, letters })
}

/// Reads a line as a name with letters, of which at least one is known.
pub(super) fn read_certain(line: &str) -> Option<Named> {
    read(line).filter(|named| named.letters.iter().any(|letters| known(letters).is_some()))
}

/// Letters may follow the name without a comma: `Ada Quill MD`.
fn split_first<'a>(part: &'a str, words: &[&'a str]) -> (&'a str, Vec<String>) {
    // In a name set in capitals, `KIM DO` is a family name and not a degree.
    let all_capitals = !part.chars().any(char::is_lowercase);
    let count =
        if all_capitals { 0 } else { words.iter().rev().take_while(|word| known(word).is_some()).count() };
    if count == 0 || count == words.len() {
        return (part, Vec::new());
    }
    let first = words[words.len() - count];
    let end = first.as_ptr() as usize - part.as_ptr() as usize;
    (part[..end].trim_end(), words[words.len() - count..].iter().filter_map(|word| known(word)).collect())
}

fn known_letters(words: &[&str]) -> Option<Vec<String>> {
    let whole = known(&words.concat()).map(|letters| vec![letters]);
    whole.or_else(|| words.iter().map(|word| known(word)).collect())
}

fn known(word: &str) -> Option<String> {
    let plain = undotted(word);
    // `FRCS(Glasg)`: what stands in brackets says where or in what.
    let base = plain.split_once('(').filter(|(_, rest)| rest.ends_with(')') && rest.len() <= 12);
    let listed = |letters: &str| KNOWN.contains(&letters);
    (listed(&plain) || base.is_some_and(|(base, _)| listed(base))).then_some(plain)
}

fn undotted(word: &str) -> String {
    word.replace('.', "")
}

fn is_generation(part: &str) -> bool {
    GENERATIONS.contains(&undotted(part).to_uppercase().as_str())
}

/// Capitals that no list has. They are letters after others, or where the name itself is not set in capitals.
fn looks_like_letters(part: &str, name: &[&str], after_letters: bool) -> bool {
    let plain = undotted(part);
    let capitals = plain.chars().filter(|c| c.is_ascii_uppercase()).count();
    let shaped = plain.chars().all(|c| c.is_ascii_alphabetic() || matches!(c, '-' | '(' | ')' | '/'));
    let mixed_name = name.iter().any(|part| part.chars().any(char::is_lowercase));
    shaped
        && capitals >= 2
        && capitals * 2 > plain.len()
        && plain.len() <= 12
        && (after_letters || mixed_name)
}

fn reads_as_name(name: &str, has_letters: bool) -> bool {
    let letter = |c: char| c.is_alphabetic() || is_combining_mark(c) || matches!(c, '\u{200c}' | '\u{200d}');
    let allowed = |c: char| {
        letter(c)
            || c.is_whitespace()
            || matches!(c, '.' | ',' | '\'' | '’' | '‘' | 'ʻ' | '-' | '‐' | '(' | ')' | '"' | '“' | '”' | '·')
    };
    let words: Vec<&str> = name.split_whitespace().collect();
    // `Dr. med. dent.` before a name.
    let abbreviated = |word: &str| word.ends_with('.') && word.len() <= 6;
    let word_stands = |word: &&str| stands_out(word) || joins_names(word) || abbreviated(word);
    let sentence_end = name.ends_with('.')
        && !is_generation(words.last().copied().unwrap_or_default())
        && words.last().is_some_and(|word| word.chars().filter(|c| letter(*c)).count() > 2);
    name.chars().all(allowed)
        && name.chars().any(letter)
        && name.chars().count() <= 150
        && words.len() <= 10
        && words.iter().all(word_stands)
        && words.iter().any(|word| stands_out(word))
        && !sentence_end
        && (has_letters || is_name_by_itself(&words))
}

/// Without letters it takes more to be sure that a line is a name and not `Best Wishes`.
fn is_name_by_itself(words: &[&str]) -> bool {
    const CLOSINGS: &[&str] = &[
        "all", "ask", "be", "bless", "call", "care", "consult", "for", "from", "good", "hope", "is", "it",
        "luck", "my", "not", "our", "please", "regards", "safe", "see", "sincerely", "stay", "take", "thank",
        "thanks", "that", "the", "this", "to", "visit", "was", "well", "wishes", "with", "yes", "you",
        "your", "yours",
    ];
    let uncased = !words.iter().any(|word| word.chars().any(|c| c.is_uppercase() || c.is_lowercase()));
    (words.len() >= 2 || uncased)
        && !words.iter().any(|word| CLOSINGS.contains(&word.to_lowercase().as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(line: &str) -> Option<(String, String)> {
        read(line).map(|named| (named.name, named.letters.join(" ")))
    }

    #[test]
    fn names_and_letters_are_told_apart() {
        for (line, name, letters) in [
            ("Ada Quill, MD", "Ada Quill", "MD"),
            ("Tobias R. Fennimore, III, MD", "Tobias R. Fennimore, III", "MD"),
            ("Ada Quill, MD, FRCPC", "Ada Quill", "MD FRCPC"),
            ("Ada Quill, M.D., Ph.D.", "Ada Quill", "MD PhD"),
            ("Ada Quill MD, FACS", "Ada Quill", "MD FACS"),
            ("Ada Quill, MD FACS", "Ada Quill", "MD FACS"),
            ("Ada Quill, MD, Jr.", "Ada Quill, Jr.", "MD"),
            ("Ada Quill, MD, FXYZ", "Ada Quill", "MD FXYZ"),
            ("Ada Quill, MD, MD", "Ada Quill", "MD"),
            ("Zoë Ångström-O’Neil, FRCS(Plast)", "Zoë Ångström-O’Neil", "FRCS(Plast)"),
            ("José María de la Peña, MD", "José María de la Peña", "MD"),
            ("李伟, MD", "李伟", "MD"),
            ("QUILL, ADA, MD", "QUILL, ADA", "MD"),
            ("KIM DO, MD", "KIM DO", "MD"),
            ("Dr. Ada Quill", "Dr. Ada Quill", ""),
            ("Ada Quill", "Ada Quill", ""),
            ("محمد", "محمد", ""),
            ("Ada Quill, PA-C", "Ada Quill", "PA-C"),
            ("Ada Quill, FRCS (Glasg)", "Ada Quill", "FRCS(Glasg)"),
            ("Ada Quill, MB BCh BAO, MRCP", "Ada Quill", "MB BCh BAO MRCP"),
            ("Dr. med. Jürgen Möller", "Dr. med. Jürgen Möller", ""),
            ("MUDr. Žofie Nováková, CSc.", "MUDr. Žofie Nováková", "CSc"),
            ("Will May", "Will May", ""),
            ("Philip Good, MD", "Philip Good", "MD"),
        ] {
            assert_eq!(parts(line), Some((name.to_owned(), letters.to_owned())), "{line}");
        }
    }

    #[test]
    fn sentences_are_not_names() {
        for line in [
            "Hope this helps!",
            "Hope this helps, MD",
            "Best Wishes",
            "Good luck",
            "Thank You",
            "Hello",
            "All The Best",
            "Hope This Helps",
            "",
            ",",
            "MD",
            "Call 555 0100",
            "Ada Quill, MD, see you soon",
            "I had it done. It was Fine.",
        ] {
            assert_eq!(parts(line), None, "{line}");
        }
        assert!(read_certain("Ada Quill, MD").is_some() && read_certain("Ada Quill").is_none());
    }
}

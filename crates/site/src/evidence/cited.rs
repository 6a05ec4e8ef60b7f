//! A source as somebody types it: a number or an address, on a line of its own.

use std::fmt;

use archive::{Record, record};
use db::value::Scheme;

/// What a line names: an identifier in the shape that its register gives it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cited {
    /// The register.
    pub scheme: Scheme,
    /// The identifier there.
    pub identifier: String,
}

/// Pages of the registers, whose addresses name what they show.
const PAGES: &[(&str, Scheme)] = &[
    ("pubmed.ncbi.nlm.nih.gov/", Scheme::Pmid),
    ("www.ncbi.nlm.nih.gov/pubmed/", Scheme::Pmid),
    ("pmc.ncbi.nlm.nih.gov/articles/", Scheme::Pmcid),
    ("www.ncbi.nlm.nih.gov/pmc/articles/", Scheme::Pmcid),
    ("clinicaltrials.gov/study/", Scheme::Nct),
    ("www.clinicaltrials.gov/study/", Scheme::Nct),
    ("doi.org/", Scheme::Doi),
    ("dx.doi.org/", Scheme::Doi),
];

impl Cited {
    /// Reads `PMID 27843928`, `10.1000/182`, `PMC1234567`, `NCT01234567` or an address that begins with https.
    pub fn parse(line: &str) -> Option<Self> {
        let line = line.trim().trim_end_matches(['.', ',', ';']);
        let cited = Self::of_register(line).or_else(|| {
            let sound = line.starts_with("https://");
            sound.then(|| Self { scheme: Scheme::Url, identifier: line.to_owned() })
        })?;
        cited.is_sound().then_some(cited)
    }

    fn of_register(line: &str) -> Option<Self> {
        let (scheme, identifier) =
            if let Some(page) = after(line, "https://").or_else(|| after(line, "http://")) {
                let (start, scheme) = PAGES.iter().find(|(start, _)| after(page, start).is_some())?;
                let rest = after(page, start)?;
                // A DOI has slashes of its own.
                let id = if *scheme == Scheme::Doi { rest } else { rest.split(['/', '?', '#']).next()? };
                (*scheme, id)
            } else if let Some(number) = after(line, "pmid") {
                (Scheme::Pmid, number)
            } else if after(line, "pmc").is_some() {
                (Scheme::Pmcid, line)
            } else if after(line, "nct").is_some() {
                (Scheme::Nct, line)
            } else if let Some(doi) = after(line, "doi") {
                (Scheme::Doi, doi)
            } else if line.starts_with("10.") {
                (Scheme::Doi, line)
            } else {
                (Scheme::Pmid, line)
            };
        let identifier = identifier.trim_start_matches([':', ' ', '\u{a0}']).to_owned();
        let identifier = match scheme {
            Scheme::Pmcid | Scheme::Nct => identifier.to_ascii_uppercase(),
            _ => identifier,
        };
        let cited = Self { scheme, identifier };
        cited.is_sound().then_some(cited)
    }

    /// What archives ask of an identifier is asked of one that is typed.
    fn is_sound(&self) -> bool {
        let scheme = match self.scheme {
            Scheme::Pmid => record::Scheme::Pmid,
            Scheme::Doi => record::Scheme::Doi,
            Scheme::Pmcid => record::Scheme::Pmcid,
            Scheme::Nct => record::Scheme::Nct,
            Scheme::Url => record::Scheme::Url,
        };
        let whole = record::Citation {
            source: "local".into(),
            id: "typed".into(),
            answer: "typed".into(),
            scheme,
            identifier: self.identifier.clone(),
            title: None,
            authors: None,
            journal: None,
            year: None,
            evidence: None,
        };
        Record::Citation(whole).check().is_ok()
    }
}

/// What follows this beginning, in capitals or not.
fn after<'a>(text: &'a str, start: &str) -> Option<&'a str> {
    let head = text.get(..start.len())?;
    head.eq_ignore_ascii_case(start).then(|| &text[start.len()..])
}

/// As it would be typed again.
impl fmt::Display for Cited {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { scheme, identifier } = self;
        match scheme {
            Scheme::Pmid => write!(f, "PMID {identifier}"),
            _ => f.write_str(identifier),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_finds_its_register() {
        for (typed, scheme, identifier) in [
            ("27843928", Scheme::Pmid, "27843928"),
            ("PMID: 27843928.", Scheme::Pmid, "27843928"),
            ("pmid 27843928", Scheme::Pmid, "27843928"),
            ("https://pubmed.ncbi.nlm.nih.gov/27843928/", Scheme::Pmid, "27843928"),
            ("doi:10.1000/182", Scheme::Doi, "10.1000/182"),
            ("https://doi.org/10.1000/a/b", Scheme::Doi, "10.1000/a/b"),
            ("pmc1234567", Scheme::Pmcid, "PMC1234567"),
            ("NCT01234567", Scheme::Nct, "NCT01234567"),
            ("https://clinicaltrials.gov/study/NCT01234567?rank=1", Scheme::Nct, "NCT01234567"),
            ("https://example.org/a?b=c", Scheme::Url, "https://example.org/a?b=c"),
        ] {
            let cited = Cited::parse(typed);
            assert_eq!(cited, Some(Cited { scheme, identifier: identifier.into() }), "{typed}");
            let again = cited.unwrap().to_string();
            assert_eq!(Cited::parse(&again), Cited::parse(typed), "{again}");
        }
    }

    #[test]
    fn what_is_no_source_is_refused() {
        for typed in [
            "", "Smith et al. 2016", "http://example.org/a", "javascript:alert(1)", "https://",
            "https://a b", "PMID x", "NCT1", "PMC", "10.1000", "123456789012", "é",
        ] {
            assert_eq!(Cited::parse(typed), None, "{typed}");
        }
    }
}

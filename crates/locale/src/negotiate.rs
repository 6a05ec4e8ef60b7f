//! Chooses a language from an `Accept-Language` header: RFC 9110 for its weights, RFC 4647 lookup for its ranges.
//!
//! The header comes from anyone, so only its first entries are read, and what is not understood is passed over.

use crate::language::Locale;
use crate::languages::Languages;

/// More than any browser sends.
const MOST_RANGES: usize = 32;

/// The best language for a header, the default one when nothing fits.
pub(crate) fn negotiate(header: &str, languages: Languages) -> Locale {
    let mut ranges: Vec<(u16, &str)> = header.split(',').take(MOST_RANGES).filter_map(range).collect();
    // Stable, so that ranges of one weight keep the order they were written in.
    ranges.sort_by_key(|(weight, _)| std::cmp::Reverse(*weight));
    let refused = |locale: Locale| {
        ranges.iter().any(|(weight, range)| *weight == 0 && range.eq_ignore_ascii_case(locale.tag()))
    };
    ranges
        .iter()
        .take_while(|(weight, _)| *weight > 0)
        .find_map(|(_, range)| match *range {
            "*" => languages.all().find(|locale| !refused(*locale)),
            range => lookup(range, languages).filter(|locale| !refused(*locale)),
        })
        .unwrap_or_else(|| languages.default_locale())
}

/// A range and its weight in thousandths; `None` when it is not of the header's form.
fn range(entry: &str) -> Option<(u16, &str)> {
    let (range, parameters) =
        entry.split_once(';').map_or((entry, None), |(range, rest)| (range, Some(rest)));
    let range = range.trim();
    let well_formed = !range.is_empty()
        && range.len() <= 64
        && (range == "*" || range.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-'));
    let weight = parameters.map_or(Some(1000), |parameters| weight(parameters.trim()))?;
    well_formed.then_some((weight, range))
}

/// `q=0.8` in thousandths.
fn weight(parameter: &str) -> Option<u16> {
    let value = parameter.strip_prefix("q=").or_else(|| parameter.strip_prefix("Q="))?;
    let (whole, fraction) = value.split_once('.').unwrap_or((value, ""));
    if fraction.len() > 3 || !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let thousandths: u16 = format!("{fraction:0<3}").parse().ok()?;
    match whole {
        "0" => Some(thousandths),
        "1" if thousandths == 0 => Some(1000),
        _ => None,
    }
}

/// Shortens a range until a language has that tag: "es-419" finds "es". A range that is broader than what there is
/// ("pt" where only "pt-BR" is spoken) takes the first that it covers.
fn lookup(range: &str, languages: Languages) -> Option<Locale> {
    let mut wanted = range;
    loop {
        if let Some(locale) = languages.get(wanted) {
            return Some(locale);
        }
        let Some((shorter, _)) = wanted.rsplit_once('-') else {
            break;
        };
        // A single letter opens an extension and means nothing alone.
        wanted = match shorter.rsplit_once('-') {
            Some((rest, last)) if last.len() == 1 => rest,
            _ => shorter,
        };
    }
    languages.all().find(|locale| {
        let tag = locale.tag().as_bytes();
        tag.len() > wanted.len()
            && tag[wanted.len()] == b'-'
            && tag[..wanted.len()].eq_ignore_ascii_case(wanted.as_bytes())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Catalogue;
    use proptest::prelude::*;

    fn languages() -> Languages {
        static BUILT: std::sync::OnceLock<Languages> = std::sync::OnceLock::new();
        *BUILT.get_or_init(|| {
            let po = |tag: &str| {
                Catalogue::parse(&format!("msgid \"\"\nmsgstr \"Language: {tag}\\n\"\n")).unwrap()
            };
            Languages::builder().catalogue(po("es")).catalogue(po("en-GB")).build().unwrap()
        })
    }

    #[test]
    fn picks_what_the_reader_prefers() {
        for (header, tag) in [
            ("", "en"),
            ("es", "es"),
            ("ES", "es"),
            ("es-419,es;q=0.9,en;q=0.8", "es"),
            ("fr, en;q=0.5, es;q=0.6", "es"),
            ("en;q=0.5, es;q=0.5", "en"),
            ("en;q=0, es;q=0.1", "es"),
            ("fr", "en"),
            ("en-GB", "en-GB"),
            ("en-GB-oxendict", "en-GB"),
            ("en-US", "en"),
            ("es-x-y", "es"),
            ("*", "en"),
            ("*, en;q=0", "es"),
            ("es;q=0", "en"),
            ("es;q=1.000", "es"),
        ] {
            assert_eq!(languages().negotiate(header).tag(), tag, "for {header:?}");
        }
    }

    #[test]
    fn rubbish_is_passed_over() {
        for header in
            ["es;q=2", "es;q=0.1234", "es;q=", "es;level=1", "e s", "español", ";;;,,,", "-", "--", "*-*"]
        {
            assert_eq!(languages().negotiate(header).tag(), "en", "for {header:?}");
        }
        let late = format!("{}es", "fr,".repeat(100_000));
        assert_eq!(languages().negotiate(&late).tag(), "en");
    }

    #[test]
    fn addresses_lose_their_prefix() {
        let split = |path| {
            let (locale, rest) = languages().split_prefix(path);
            (locale.map(Locale::tag), rest)
        };
        assert_eq!(split("/es/questions"), (Some("es"), "/questions"));
        assert_eq!(split("/es"), (Some("es"), "/"));
        assert_eq!(split("/es/"), (Some("es"), "/"));
        assert_eq!(split("/especially"), (None, "/especially"));
        assert_eq!(split("/ES/x"), (None, "/ES/x"));
        assert_eq!(split("/questions"), (None, "/questions"));
        assert_eq!(split("/"), (None, "/"));
        assert_eq!(split(""), (None, ""));
        assert_eq!(split("es/x"), (None, "es/x"));
    }

    proptest! {
        #[test]
        fn never_panics(header in "([a-zA-Z]{1,3}|-|;|q=|[0-9.]|,|\\*| |\\PC){0,60}", path in "\\PC*") {
            let _ = languages().negotiate(&header);
            let (_, rest) = languages().split_prefix(&path);
            prop_assert!(path.ends_with(rest) || rest == "/");
        }
    }
}

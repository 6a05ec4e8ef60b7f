//! What the countries are called in each language: one column a language in `countries.txt`, the codes of ISO 3166-1 first.

use crate::language::Locale;

const TABLE: &str = include_str!("countries.txt");

impl Locale {
    /// A country's name by its two capital letters.
    #[must_use]
    pub fn country(self, code: &str) -> Option<&'static str> {
        self.countries().find(|country| country.0 == code).map(|country| country.1)
    }

    /// Every country as (two letters, name), by its letters.
    pub fn countries(self) -> impl Iterator<Item = (&'static str, &'static str)> {
        let column = self.column();
        rows().filter_map(move |mut row| {
            let code = row.next()?;
            Some((code, row.nth(column)?))
        })
    }

    /// The column of this language; English, which is the first, where it has none.
    fn column(self) -> usize {
        let head = TABLE.lines().next().unwrap_or_default();
        head.split('|').skip(1).position(|tag| tag == self.0.format.tag).unwrap_or(0)
    }
}

fn rows() -> impl Iterator<Item = std::str::Split<'static, char>> {
    TABLE.lines().skip(1).map(|line| line.split('|'))
}

#[cfg(test)]
mod tests {
    use crate::Languages;

    #[test]
    fn every_country_has_a_name_in_every_language() {
        let languages = Languages::builder().pseudo(true).build().unwrap();
        for l in languages.all() {
            assert_eq!(l.countries().count(), 249);
            assert_eq!(l.country("NL"), Some("Netherlands"));
            assert_eq!(l.country("XX"), None);
            assert!(l.countries().all(|(code, name)| code.len() == 2 && !name.is_empty()));
        }
        assert_eq!(super::TABLE.lines().filter(|line| line.split('|').count() != 3).count(), 0);
    }
}

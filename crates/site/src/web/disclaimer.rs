//! What every page with medical content says once: education only, and whom to call in an emergency.

use crate::config::Country;

/// Emergency numbers for an ambulance, by country, from general knowledge: an operator checks the one that is shown
/// before opening a site. 112 works in the whole European Union and in many countries besides.
const NUMBERS: &[(&str, &str)] = &[
    ("AR", "107"),
    ("AU", "000"),
    ("AT", "112"),
    ("BE", "112"),
    ("BG", "112"),
    ("BO", "118"),
    ("BR", "192"),
    ("CA", "911"),
    ("CH", "144"),
    ("CL", "131"),
    ("CN", "120"),
    ("CO", "123"),
    ("CR", "911"),
    ("CY", "112"),
    ("CZ", "112"),
    ("DE", "112"),
    ("DK", "112"),
    ("DO", "911"),
    ("EC", "911"),
    ("EE", "112"),
    ("ES", "112"),
    ("FI", "112"),
    ("FR", "112"),
    ("GB", "999"),
    ("GR", "112"),
    ("HR", "112"),
    ("HU", "112"),
    ("IE", "112"),
    ("IL", "101"),
    ("IN", "112"),
    ("IS", "112"),
    ("IT", "112"),
    ("JP", "119"),
    ("KR", "119"),
    ("LT", "112"),
    ("LU", "112"),
    ("LV", "112"),
    ("MT", "112"),
    ("MX", "911"),
    ("NL", "112"),
    ("NO", "113"),
    ("NZ", "111"),
    ("PE", "106"),
    ("PL", "112"),
    ("PT", "112"),
    ("RO", "112"),
    ("SE", "112"),
    ("SG", "995"),
    ("SI", "112"),
    ("SK", "112"),
    ("TR", "112"),
    ("US", "911"),
    ("UY", "911"),
    ("ZA", "112"),
];

/// The disclaimer of a site.
#[derive(Clone, Copy, Debug)]
pub struct Disclaimer {
    /// The number to call; none where no country is set or its number is not known for certain.
    pub emergency: Option<&'static str>,
}

impl Disclaimer {
    /// The disclaimer for readers of this country.
    pub fn for_country(country: Option<&Country>) -> Self {
        let number = country.and_then(|country| NUMBERS.iter().find(|row| row.0 == country.0));
        Self { emergency: number.map(|row| row.1) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_shown_only_where_it_is_known() {
        let number = |code: &str| Disclaimer::for_country(Some(&Country(code.into()))).emergency;
        assert_eq!(
            (number("US"), number("ES"), number("GB"), number("XX")),
            (Some("911"), Some("112"), Some("999"), None)
        );
        assert_eq!(Disclaimer::for_country(None).emergency, None);
    }
}

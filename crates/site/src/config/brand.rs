//! What the site is called and how it looks.

use std::path::PathBuf;

use super::{Accent, Contact, Country, Email, Language, Name, Url, setting::section};

section! {
    /// What the site is called and how it looks.
    Brand = "brand" {
        /// The site's name.
        name: Name = "Consilium", "CONSILIUM_NAME";
        /// One line that says what the site is for. Empty: the standard line, in the reader's language.
        tagline: Option<String> = "", "CONSILIUM_TAGLINE";
        /// The operator's logo, an SVG or PNG file of at most 200 kB. Empty: the site's own mark.
        logo: Option<PathBuf> = "", "CONSILIUM_LOGO";
        /// The one colour of links and buttons. It must be told from the page well enough to read (4.5 to 1);
        /// its lighter twin for dark screens is worked out from it.
        accent: Accent = "#0b5c4f", "CONSILIUM_ACCENT";
        /// Who runs the site, as named on the about page. Empty: the site's name.
        operator: Option<String> = "", "CONSILIUM_OPERATOR";
        /// An e-mail address for readers, shown on the about page. Empty: none is shown.
        contact_email: Option<Email> = "", "CONSILIUM_CONTACT_EMAIL";
        /// Where security researchers write: a mailto: or https: address for security.txt. Empty: contact_email, and without that no security.txt.
        security_contact: Option<Contact> = "", "CONSILIUM_SECURITY_CONTACT";
        /// Address of a privacy notice of the operator's own, linked at the foot of each page.
        privacy_url: Option<Url> = "", "CONSILIUM_PRIVACY_URL";
        /// The country that the site is for: it decides which emergency number is shown. Empty: no number, general words.
        country: Option<Country> = "", "CONSILIUM_COUNTRY";
        /// The language of addresses without a language in them: en or es.
        language: Language = "en", "CONSILIUM_LANGUAGE";
    }
}

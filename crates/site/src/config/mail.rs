//! How letters leave the site.

use std::path::PathBuf;

use ::mail::Security;

use super::{Email, Setting, Wait, Within, setting::section};

impl Setting for Security {
    fn parse(text: &str) -> Result<Self, String> {
        match text.trim() {
            "tls" => Ok(Self::Tls),
            "starttls" => Ok(Self::StartTls),
            "none" => Ok(Self::None),
            _ => Err(format!("`{text}` is not tls, starttls or none")),
        }
    }
    fn show(&self) -> String {
        match self {
            Self::Tls => "tls",
            Self::StartTls => "starttls",
            Self::None => "none",
        }
        .to_owned()
    }
}

section! {
    /// How letters leave the site.
    Mail = "mail" {
        /// Name of the mail server. Empty: letters are written as files into the folder `mail` of the data folder.
        smtp_host: Option<String> = "", "CONSILIUM_SMTP_HOST";
        /// Port of the mail server.
        smtp_port: u16 = "465", "CONSILIUM_SMTP_PORT";
        /// How the connection is kept from others' eyes: tls from the first byte, starttls, or none for a server on this
        /// machine.
        smtp_security: Security = "tls", "CONSILIUM_SMTP_SECURITY";
        /// Name to sign in to the mail server with. Empty: it does not ask.
        smtp_user: Option<String> = "", "CONSILIUM_SMTP_USER";
        /// File that holds the password for the mail server, and nothing else.
        smtp_password_file: Option<PathBuf> = "", "CONSILIUM_SMTP_PASSWORD_FILE";
        /// How long the mail server may take to answer.
        smtp_timeout: Wait = "20s", "CONSILIUM_SMTP_TIMEOUT";
        /// The address that letters come from.
        from: Email = "consilium@localhost.localdomain", "CONSILIUM_MAIL_FROM";
        /// The hour of the day, from 0 to 23 in UTC, at which digests leave; weekly ones on Mondays.
        digest_hour: Within<0, 23> = "7", "CONSILIUM_DIGEST_HOUR";
    }
}

//! One letter, ready to be sent.

use lettre::message::{
    Mailbox, MultiPart,
    header::{HeaderName, HeaderValue},
};

use crate::{Address, SendError};

/// A letter to one person, in plain text and in HTML.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// Tells it apart for good, so that a letter that is sent twice is shown once: the part of the Message-ID before the @.
    pub id: String,
    /// Whom it goes to.
    pub to: Address,
    /// The subject: never anything of a person's health.
    pub subject: String,
    /// The letter in plain text.
    pub text: String,
    /// The same in HTML.
    pub html: String,
    /// The address at which one request ends letters of this kind (RFC 8058); none for those that are asked for.
    pub unsubscribe: Option<String>,
}

/// Who letters come from.
#[derive(Clone, Debug)]
pub(crate) struct From {
    pub(crate) name: String,
    pub(crate) address: Address,
}

impl Message {
    /// The letter as mail servers take it.
    pub(crate) fn dressed(&self, from: &From) -> Result<lettre::Message, SendError> {
        let sender = from.address.to_string();
        let host = sender.rsplit_once('@').map_or("localhost", |(_, host)| host);
        let mut builder = lettre::Message::builder()
            .from(Mailbox::new(Some(from.name.clone()), from.address.inner()))
            .to(Mailbox::new(None, self.to.inner()))
            .subject(self.subject.clone())
            .message_id(Some(format!("<{}@{host}>", self.id)))
            // Asks out-of-office programs to stay silent (RFC 3834).
            .raw_header(raw("Auto-Submitted", "auto-generated"));
        if let Some(address) = &self.unsubscribe {
            builder = builder
                .raw_header(raw("List-Unsubscribe", &format!("<{address}>")))
                .raw_header(raw("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"));
        }
        builder
            .multipart(MultiPart::alternative_plain_html(self.text.clone(), self.html.clone()))
            .map_err(|error| SendError::Refused(format!("the letter can't be written: {error}")))
    }
}

fn raw(name: &'static str, value: &str) -> HeaderValue {
    HeaderValue::new(HeaderName::new_from_ascii_str(name), value.to_owned())
}

/// A letter that lies in a folder, as its reader would see it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Letter {
    /// Whom it goes to.
    pub to: String,
    /// The subject.
    pub subject: String,
    /// The letter in plain text.
    pub text: String,
}

impl Letter {
    /// Reads a letter in the form in which mail servers take it (RFC 5322). What can't be read is left empty.
    pub fn parse(file: &[u8]) -> Self {
        let Some(read) = mail_parser::MessageParser::default().parse(file) else { return Self::default() };
        let to = read.to().and_then(|to| to.first()).and_then(|to| to.address());
        Self {
            to: to.unwrap_or_default().to_owned(),
            subject: read.subject().unwrap_or_default().to_owned(),
            text: read.body_text(0).unwrap_or_default().into_owned(),
        }
    }
}

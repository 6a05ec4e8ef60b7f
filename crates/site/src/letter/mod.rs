//! What every letter is made of: a greeting-free text in short paragraphs, at most one thing to do, and who sent it why.
//! Each feature writes its own.

use std::fmt;

use askama::Template;
use jobs::Fault;
use locale::Locale;
use mail::{Address, Message, SendError};

use crate::{
    app::{App, chance},
    error::Failure,
};

/// A letter in the making, in its reader's language.
pub struct Letter {
    /// The language.
    pub l: Locale,
    subject: String,
    parts: Vec<Part>,
    site: String,
    home: String,
    id: Option<String>,
    ends: Option<String>,
}

enum Part {
    Text(String),
    Link { label: String, address: String },
}

#[derive(Template)]
#[template(path = "letter/letter.txt")]
struct Plain<'a>(&'a Letter);

#[derive(Template)]
#[template(path = "letter/letter.html")]
struct Html<'a>(&'a Letter);

impl Letter {
    /// Begins a letter in the language with this tag, or the site's own. The subject comes from the language.
    pub fn new(app: &App, lang: &str, subject: impl FnOnce(Locale) -> String) -> Self {
        let l = app.languages.get(lang).unwrap_or_else(|| app.languages.default_locale());
        Self {
            l,
            subject: subject(l),
            parts: Vec::new(),
            site: app.config.brand.name.to_string(),
            home: app.public_url.clone(),
            id: None,
            ends: None,
        }
    }

    /// Adds a paragraph.
    #[must_use]
    pub fn say(mut self, text: impl fmt::Display) -> Self {
        self.parts.push(Part::Text(text.to_string()));
        self
    }

    /// Adds a link to a page of this site.
    #[must_use]
    pub fn link(mut self, label: impl fmt::Display, path: &str) -> Self {
        let address = format!("{}{}", self.home, self.l.href(path));
        self.parts.push(Part::Link { label: label.to_string(), address });
        self
    }

    /// Names it for good: sent twice under one name, mail programs show it once. Others are new each time.
    #[must_use]
    pub fn named(mut self, id: String) -> Self {
        self.id = Some(id);
        self
    }

    /// Says how to end letters of this sort: one request to this page of the site does (RFC 8058).
    #[must_use]
    pub fn ended_at(mut self, path: &str) -> Self {
        self.ends = Some(format!("{}{}", self.home, self.l.href(path)));
        self
    }

    /// Sends it now: for a job, which is tried again.
    ///
    /// # Errors
    /// What the mail server says, without the address.
    pub async fn send(self, app: &App, to: &Address) -> Result<(), Fault> {
        let id = match &self.id {
            Some(id) => id.clone(),
            None => {
                let id = chance::random::<16>().map_err(|_| Fault::Retry("no randomness".into()))?;
                id.iter().map(|byte| format!("{byte:02x}")).collect()
            }
        };
        let message =
            self.to(to.clone(), id).map_err(|_| Fault::GiveUp("the letter can't be written".into()))?;
        app.mailer.send(&message).await.map_err(|error| match error {
            SendError::Trouble(_) => Fault::Retry(error.to_string()),
            SendError::Refused(_) => Fault::GiveUp(error.to_string()),
        })
    }

    /// The finished letter. `id` tells it apart from every other.
    fn to(self, address: Address, id: String) -> Result<Message, Failure> {
        let (text, html) = (Plain(&self).render()?, Html(&self).render()?);
        Ok(Message { id, to: address, subject: self.subject, text, html, unsubscribe: self.ends })
    }
}

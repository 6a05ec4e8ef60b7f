//! Who answered: name or "Name not given", letters, badge, specialty, city and stars.

use askama::{Template, filters::HtmlSafe};

use super::Person;
use crate::{
    taxonomy::{Addressed, Taxonomy},
    web::Frame,
};

/// The byline of an answer.
#[derive(Template)]
#[template(path = "doctor/byline.html")]
pub struct Byline<'a> {
    /// The page that it stands on.
    pub frame: &'a Frame,
    /// Whose.
    pub person: &'a Person,
    /// For the specialty's words.
    pub taxonomy: &'a Taxonomy,
    /// Whether they were verified when they wrote it.
    pub verified_then: bool,
}

impl HtmlSafe for Byline<'_> {}

/// One doctor in a list.
#[derive(Template)]
#[template(path = "doctor/row.html")]
pub struct Row<'a> {
    /// The page that it stands on.
    pub frame: &'a Frame,
    /// Whose.
    pub person: &'a Person,
    /// For the specialty's words.
    pub taxonomy: &'a Taxonomy,
    /// The heading's level on this page.
    pub level: u8,
}

impl HtmlSafe for Row<'_> {}

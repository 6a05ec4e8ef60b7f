//! One answer on a question's page.

use askama::{Template, filters::HtmlSafe};
use markup::SafeHtml;

use super::Answer;
use crate::{
    agreement::{Mark, stance_says},
    doctor::Byline,
    evidence::{Citation, Resolve, grade_mark, kind_of_study},
    taxonomy::Taxonomy,
    web::Frame,
};

/// The answer with everything that stands under it.
#[derive(Template)]
#[template(path = "answer/shown.html")]
pub struct Shown<'a> {
    /// The page that it stands on.
    pub frame: &'a Frame,
    /// The answer.
    pub answer: &'a Answer,
    /// What it cites.
    pub citations: &'a [Citation],
    /// What colleagues say against it, or with a caveat.
    pub marks: &'a [Mark],
    /// For the specialty's words.
    pub taxonomy: &'a Taxonomy,
}

impl HtmlSafe for Shown<'_> {}

impl<'a> Shown<'a> {
    fn byline(&self) -> Byline<'a> {
        Byline {
            frame: self.frame,
            person: &self.answer.author,
            taxonomy: self.taxonomy,
            verified_then: self.answer.row.verified_then,
        }
    }

    fn body_html(&self) -> SafeHtml {
        SafeHtml::stored(self.answer.row.body_html.clone())
    }

    fn has_peers(&self) -> bool {
        let peers = self.answer.row.peers();
        peers.agree + peers.caveat + peers.disagree > 0
    }
}

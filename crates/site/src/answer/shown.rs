//! One answer on a question's page.

use askama::{Template, filters::HtmlSafe};
use markup::SafeHtml;

use super::{Answer, Marking, form::NO_INTERESTS, marking::Mine};
use crate::{
    agreement::{Mark, stance_says},
    doctor::Byline,
    evidence::{Citation, Resolve, grade_mark, kind_of_study},
    policy::{self, Action},
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
    /// What the visitor has marked, if it is a doctor who may.
    pub marking: Option<&'a Marking>,
    /// For the specialty's words.
    pub taxonomy: &'a Taxonomy,
    /// Whether the visitor said that it helped them.
    pub thanked: bool,
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

    /// Whether the visitor can be asked if it helped: somebody who is signed in, and not its author.
    fn may_thank(&self) -> bool {
        let person = self.frame.viewer.person.as_ref();
        policy::may(self.frame.viewer.role, Action::Thank)
            && person.is_some_and(|person| person.doctor != Some(self.answer.author.doctor_id))
    }

    fn mine(&self) -> Option<Mine<'a>> {
        Some(self.marking?.under(self.frame, self.answer.row.id))
    }

    /// Whether a colleague's words can be reported: they are there, and they are not the visitor's own.
    fn may_report(&self, mark: &Mark) -> bool {
        let doctor = self.frame.viewer.person.as_deref().and_then(|person| person.doctor);
        mark.text_held.is_none() && doctor != Some(mark.doctor_id)
    }

    fn has_peers(&self) -> bool {
        let peers = self.answer.row.peers();
        peers.agree + peers.caveat + peers.disagree > 0
    }

    /// Whether it was written on this site, whose form asks for interests.
    fn is_from_here(&self) -> bool {
        self.answer.row.source_id.is_none()
    }

    fn declares_none(&self) -> bool {
        self.answer.row.interests.as_deref() == Some(NO_INTERESTS)
    }

    /// Whether there are earlier versions to be compared with.
    fn has_history(&self) -> bool {
        self.is_from_here() && self.answer.row.updated_at.is_some() || self.answer.row.correction.is_some()
    }

    /// Whether the visitor may change it.
    fn can_change(&self) -> bool {
        self.is_own() && self.frame.may(Action::ChangeOwnAnswer)
    }

    /// Whether the visitor wrote it.
    fn is_own(&self) -> bool {
        let viewer = &self.frame.viewer;
        let doctor = viewer.person.as_deref().and_then(|person| person.doctor);
        doctor == Some(self.answer.author.doctor_id)
            && self.answer.row.id > 0
            && self.frame.may(Action::KeepOwnAnswer)
    }
}

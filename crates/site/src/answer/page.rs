//! The page on which an answer is written or changed, with how readers will see it.

use std::sync::Arc;

use askama::Template;
use axum::response::Response;
use db::entity::{answer, question};
use locale::Text;
use markup::SafeHtml;

use super::{
    Answer, Shown,
    form::{Asks, HEADLINE, LINE, MOST_CITED, TEXT, Values, Written},
    kept,
    store::Row,
    terms,
};
use crate::{
    agreement::stance_alone,
    app::App,
    doctor,
    error::Failure,
    evidence::Citation,
    taxonomy::{self, Taxonomy},
    web::{self, Choice, Errors, Frame, Viewer},
};

/// What is being done.
pub(super) enum Task {
    /// A first answer is written.
    Give,
    /// This answer is changed.
    Change(i64),
}

#[derive(Template)]
#[template(path = "answer/write.html")]
pub(super) struct Page {
    frame: Frame,
    asked: question::Model,
    task: Task,
    values: Values,
    /// What the form was made from: the version of the draft, or how often the answer was changed.
    version: i64,
    errors: Errors,
    preview: Option<Preview>,
    /// What another window has saved, where that is something else.
    other: Option<Values>,
}

/// An answer that nobody has published.
struct Preview {
    answer: Answer,
    citations: Vec<Citation>,
    taxonomy: Arc<Taxonomy>,
}

impl Page {
    pub(super) fn new(viewer: &Viewer, asked: question::Model, task: Task, values: Values) -> Self {
        let l = viewer.locale;
        let title = match task {
            Task::Give => l.t("Answer this question"),
            Task::Change(_) => l.t("Change your answer"),
        };
        let path = format!("/questions/{}/{}", asked.id, asked.slug);
        let frame = viewer.frame(title.to_string()).at_desk().under(vec![(asked.title.clone(), path)]);
        let version = values.version();
        Self { frame, asked, task, values, version, errors: Errors::default(), preview: None, other: None }
    }

    pub(super) fn at(mut self, version: i64) -> Self {
        self.version = version;
        self
    }

    pub(super) fn wrong(mut self, errors: Errors) -> Self {
        self.errors = errors;
        self
    }

    /// Shows beside what was typed what another window has saved since.
    pub(super) fn beside(mut self, other: Values) -> Self {
        let said = self.frame.l.t(
            "Another window has saved something else since. Both texts are below: put into the form what you want to keep.",
        );
        self.errors.add("", said.to_string());
        self.other = Some(other);
        self
    }

    /// Adds how readers will see it.
    pub(super) async fn previewed(
        mut self,
        app: &App,
        doctor: i64,
        written: &Written,
    ) -> Result<Self, Failure> {
        let now = app.clock.now();
        let author = doctor::find(app.db.read(), doctor, now).await?.ok_or(Failure::NotFound)?;
        let citations: Vec<Citation> =
            (1..).zip(&written.citations).map(|(at, cited)| kept::bare(0, at, cited)).collect();
        let row = Row::unpublished(written, &self.asked.lang, citations.len());
        let taxonomy = taxonomy::current(app).await?;
        self.preview = Some(Preview { answer: Answer { row, author }, citations, taxonomy });
        Ok(self)
    }

    pub(super) fn show(&self) -> Result<Response, Failure> {
        if self.errors.any() { web::again(self) } else { web::own(self) }
    }

    fn body_html(&self) -> SafeHtml {
        SafeHtml::stored(self.asked.body_html.clone())
    }

    fn preview(&self) -> Option<Shown<'_>> {
        let preview = self.preview.as_ref()?;
        Some(Shown {
            frame: &self.frame,
            answer: &preview.answer,
            citations: &preview.citations,
            marks: &[],
            marking: None,
            thanked: false,
            taxonomy: &preview.taxonomy,
        })
    }

    fn action(&self) -> String {
        match self.task {
            Task::Give => format!("/questions/{}/answer", self.asked.id),
            Task::Change(id) => format!("/answers/{id}/edit"),
        }
    }

    /// Where what is typed is kept; a change of an answer is not.
    fn draft(&self) -> Option<String> {
        let path = format!("{}/draft", self.action());
        matches!(self.task, Task::Give).then(|| self.frame.href(path).to_string())
    }

    fn is_new(&self) -> bool {
        matches!(self.task, Task::Give)
    }

    fn must_choose(&self) -> bool {
        Asks::of(&self.asked.lang, &self.asked.title) == Asks::YesOrNo
    }

    fn stances(&self) -> Vec<Choice> {
        let l = self.frame.l;
        let choices = db::value::Stance::ALL.iter().map(|one| Choice::new(one.word(), stance_alone(l, *one)));
        choices.chain([Choice::new("none", l.t("It can’t be answered like that"))]).collect()
    }

    fn terms(&self) -> [Text<'static>; 4] {
        terms::sentences(self.frame.l)
    }
}

impl Row {
    /// What would be kept of an answer.
    fn unpublished(written: &Written, lang: &str, cited: usize) -> Self {
        Self {
            id: 0,
            headline: written.headline.clone(),
            body: written.body.clone(),
            body_html: markup::render(&written.body).into_string(),
            lang: lang.to_owned(),
            stance: written.stance,
            stance_source: written.stance_source(),
            state: db::value::State::Published,
            state_reason: None,
            answered_at: None,
            updated_at: None,
            agree_count: 0,
            caveat_count: 0,
            disagree_count: 0,
            citation_count: i32::try_from(cited).unwrap_or_default(),
            helped_count: 0,
            source_id: None,
            see_someone: written.see_someone.clone(),
            no_see_someone: written.no_see_someone.clone(),
            interests: written.interests.clone(),
            correction: None,
            edited_for: None,
            verified_then: true,
        }
    }
}

/// Why nobody can answer here, or not again, on a page of its own.
#[derive(Template)]
#[template(path = "answer/closed.html")]
pub(super) struct Closed {
    frame: Frame,
    words: String,
    path: String,
}

impl Closed {
    pub(super) fn new(viewer: &Viewer, asked: &question::Model, words: Text<'_>) -> Self {
        let frame = viewer.frame(viewer.locale.t("This question takes no answer").to_string()).at_desk();
        Self { frame, words: words.to_string(), path: format!("/questions/{}/{}", asked.id, asked.slug) }
    }

    pub(super) fn words(&self) -> &str {
        &self.words
    }

    pub(super) fn locked(viewer: &Viewer, asked: &question::Model) -> Self {
        Self::new(viewer, asked, viewer.locale.t("This question is closed for answers."))
    }

    /// After an answer that is no longer shown there is no other.
    pub(super) fn removed(viewer: &Viewer, asked: &question::Model) -> Self {
        let words = viewer.locale.t("You answered this question, and your answer was withdrawn or removed. It takes no second one from you.");
        Self::new(viewer, asked, words)
    }
}

/// Where an answer is on its question's page.
pub(super) fn place(asked: &question::Model, answer: i64) -> String {
    format!("/questions/{}/{}#answer-{answer}", asked.id, asked.slug)
}

/// Where the author of an answer changes it.
pub(super) fn edit(row: &answer::Model) -> String {
    format!("/answers/{}/edit", row.id)
}

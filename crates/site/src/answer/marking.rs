//! A colleague's mark on an answer: under the answer itself, and on a page of its own for whoever comes by a link or has
//! something to mend.

use std::collections::HashMap;

use askama::{Template, filters::HtmlSafe};
use axum::{
    extract::{Path, State},
    response::Response,
};
use db::value::{NoticeKind, Verdict};
use locale::{Locale, Text};
use serde::Deserialize;

use super::counts;
use crate::{
    agreement::{self, Given, Hurdle, Marked, WORDS, Wrong},
    app::{App, Tag},
    doctor,
    error::Failure,
    notification::{self, News},
    policy::{self, Action, View},
    web::{self, Choice, Errors, Field, Form, Frame, Viewer},
};

/// What the doctor who looks at a question has marked of its answers, and what they may not mark.
pub struct Marking {
    given: HashMap<i64, Given>,
    hurdles: HashMap<i64, Hurdle>,
}

impl Marking {
    /// For the visitor, if it is one who marks answers.
    ///
    /// # Errors
    /// What the database says.
    pub async fn of(app: &App, viewer: &Viewer, question: i64) -> Result<Option<Self>, Failure> {
        let Ok(Some(doctor)) = viewer.allowed(Action::Mark).map(|person| person.doctor) else {
            return Ok(None);
        };
        let db = app.db.read();
        let authors = agreement::authors(db, question).await?;
        let Some(me) = agreement::colleague_at(db, doctor).await? else { return Ok(None) };
        let answers: Vec<i64> = authors.iter().map(|(answer, _)| *answer).collect();
        let given = agreement::given_by(db, doctor, &answers).await?;
        let hurdles =
            authors.iter().filter_map(|(answer, author)| Some((*answer, agreement::hurdle(&me, author)?)));
        Ok(Some(Self { given, hurdles: hurdles.collect() }))
    }

    /// What stands under this answer.
    pub fn under<'a>(&'a self, frame: &'a Frame, answer: i64) -> Mine<'a> {
        Mine { frame, answer, given: self.given.get(&answer), hurdle: self.hurdles.get(&answer).copied() }
    }
}

/// One's own mark, with the forms that give it, change it and take it back.
#[derive(Template)]
#[template(path = "answer/marking.html")]
pub struct Mine<'a> {
    frame: &'a Frame,
    answer: i64,
    given: Option<&'a Given>,
    hurdle: Option<Hurdle>,
}

impl HtmlSafe for Mine<'_> {}

impl Mine<'_> {
    fn action(&self) -> String {
        format!("/answers/{}/agreement", self.answer)
    }

    fn now(&self) -> Option<String> {
        self.given.map(|given| standing(self.frame.l, given.verdict))
    }

    fn is(&self, verdict: Verdict) -> bool {
        self.given.is_some_and(|given| given.verdict == verdict)
    }

    /// The text that goes with this verdict.
    fn field(&self, verdict: Verdict, label: Text<'_>) -> Field {
        let field = self.frame.field("text", label).under(format!("{}-{}", verdict.word(), self.answer));
        let hint = self.frame.l.t("Readers see this with your name.");
        field.lines(3).fits(WORDS).hint(hint).value(self.words(verdict))
    }

    /// The words that were given with this verdict.
    fn words(&self, verdict: Verdict) -> &str {
        self.given
            .filter(|given| given.verdict == verdict)
            .and_then(|given| given.text.as_deref())
            .unwrap_or("")
    }
}

fn standing(l: Locale, verdict: Verdict) -> String {
    let text = match verdict {
        Verdict::Agree => l.t("You agree with this answer."),
        Verdict::Caveat => l.t("You agree with a caveat."),
        Verdict::Disagree => l.t("You disagree with this answer."),
    };
    text.to_string()
}

fn barred(l: Locale, hurdle: Hurdle) -> String {
    let text = match hurdle {
        Hurdle::Own => l.t("This is your own answer. Only colleagues can say what they think of it."),
        Hurdle::SamePractice => {
            l.t("A colleague of your own practice gave this answer. Doctors of other practices can say what they think of it.")
        }
    };
    text.to_string()
}

#[derive(Template)]
#[template(path = "answer/mark.html")]
struct Page {
    frame: Frame,
    marked: Marked,
    given: Option<Given>,
    hurdle: Option<Hurdle>,
    values: Values,
    errors: Errors,
}

impl Page {
    fn choices(&self) -> Vec<Choice> {
        let l = self.frame.l;
        let mut choices = vec![
            Choice::new("agree", l.t("I agree")),
            Choice::new("caveat", l.t("I agree with a caveat")),
            Choice::new("disagree", l.t("I disagree")),
        ];
        if self.given.is_some() {
            choices.push(Choice::new("none", l.t("I take back what I said")));
        }
        choices
    }

    fn barred(&self) -> Option<String> {
        self.hurdle.map(|hurdle| barred(self.frame.l, hurdle))
    }
}

/// What is sent.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Values {
    verdict: String,
    text: String,
}

/// `/answers/{id}/agreement`
pub(super) async fn show(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<i64>,
) -> Result<Response, Failure> {
    let (_, mut page) = open(&app, &viewer, id).await?;
    if let Some(given) = &page.given {
        let text = given.text.clone().unwrap_or_default();
        page.values = Values { verdict: given.verdict.word().to_owned(), text };
    }
    web::own(&page)
}

/// Gives a mark, changes it or takes it back.
pub(super) async fn give(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<i64>,
    Form(values): Form<Values>,
) -> Result<Response, Failure> {
    let (doctor, page) = open(&app, &viewer, id).await?;
    let page = Page { values, ..page };
    let given = match page.read() {
        Ok(given) => given,
        Err(errors) => return web::again(&Page { errors, ..page }),
    };
    let mut write = app.write().await?;
    let account = viewer.allowed(Action::Mark)?.account;
    if !doctor::owns(&*write, account, doctor).await? {
        // The profile was taken away while this waited.
        return Err(Failure::Forbidden);
    }
    let state = agreement::hold(&*write, id).await?.ok_or(Failure::NotFound)?;
    viewer.allowed_on(Action::Mark, state)?;
    let before = agreement::given_by(&*write, doctor, &[id]).await?.remove(&id);
    // The same again, such as a second click, is no change.
    if before != given {
        let (was, is) = (verdict(before.as_ref()), verdict(given.as_ref()));
        let now = write.now();
        agreement::put(&*write, (id, doctor), before, given, now).await?;
        counts::refresh(&write, &[id]).await?;
        write.changes(Tag::Question(page.marked.question_id));
        if let (Some(author), true) =
            (doctor::owner(&*write, page.marked.doctor_id).await?, is.is_some() && was != is)
        {
            let path = page.marked.lasting_path();
            let news = News { kind: NoticeKind::Marked, path: &path, reason: None };
            notification::tell(&mut write, author, news).await?;
        }
        write.commit().await?;
    }
    Ok(web::see(&viewer, &page.marked.path()))
}

fn verdict(given: Option<&Given>) -> Option<Verdict> {
    given.map(|given| given.verdict)
}

impl Page {
    fn read(&self) -> Result<Option<Given>, Errors> {
        let (l, mut errors) = (self.frame.l, Errors::default());
        if let Some(said) = self.barred() {
            errors.add("", said);
            return Err(errors);
        }
        Given::parse(&self.values.verdict, &self.values.text).map_err(|wrong| {
            match wrong {
                Wrong::NoVerdict => errors.add("verdict", l.t("Please choose one.").to_string()),
                Wrong::Words(unfit) => errors.add("text", unfit.message(l)),
            }
            errors
        })
    }
}

/// The page, for a doctor who may mark this answer by what they are; whether they may by whose it is stands on it.
async fn open(app: &App, viewer: &Viewer, id: i64) -> Result<(i64, Page), Failure> {
    let db = app.db.read();
    let marked = agreement::answer(db, id).await?.ok_or(Failure::NotFound)?;
    if policy::view(viewer.role, marked.question_state) != View::Whole {
        return Err(Failure::NotFound);
    }
    let person = viewer.allowed_on(Action::Mark, marked.state)?;
    let doctor = person.doctor.ok_or(Failure::Forbidden)?;
    let me = agreement::colleague_at(db, doctor).await?.ok_or(Failure::Forbidden)?;
    let author = agreement::colleague_at(db, marked.doctor_id).await?.ok_or(Failure::NotFound)?;
    let hurdle = agreement::hurdle(&me, &author);
    let given = agreement::given_by(db, doctor, &[id]).await?.remove(&id);
    let frame = viewer.frame(viewer.locale.t("Your view of this answer").to_string()).at_desk();
    let (values, errors) = (Values::default(), Errors::default());
    Ok((doctor, Page { frame, marked, given, hurdle, values, errors }))
}

//! `/ask`: the form for a question. Whoever comes may write; what they write is kept as a draft, also without an account.

use askama::Template;
use axum::{
    extract::{Query, State},
    http::StatusCode,
    response::Response,
};
use db::value::Scope;
use serde::Deserialize;

use super::{
    kept::{self, Kept},
    words::{self, AGE_BANDS, Asked, DURATION, NOTE, Values, sex},
};
use crate::{
    app::App,
    config::Asking,
    error::Failure,
    web::{self, Choice, Errors, Field, Form, Frame, Network, Viewer},
};

#[derive(Template)]
#[template(path = "question/ask.html")]
pub(super) struct Page {
    frame: Frame,
    limits: Asking,
    values: Values,
    /// What was saved elsewhere meanwhile: one of the two has to be chosen.
    other: Option<Values>,
    errors: Errors,
}

pub(super) fn page(app: &App, viewer: &Viewer, values: Values, errors: Errors) -> Page {
    let l = viewer.locale;
    let frame = viewer.frame(l.t("Ask a question").to_string());
    // It is for one visitor alone, and yet for everybody to find.
    let indexed = frame.indexed;
    let mut frame = frame.at_desk();
    (frame.indexed, frame.canonical) = (indexed, "/ask".into());
    frame.description = l
        .t("Ask doctors a question. Nobody sees who you are, and each doctor answers on their own.")
        .to_string();
    Page { frame, limits: app.config.asking.clone(), values, other: None, errors }
}

impl Page {
    fn scopes(&self) -> Field {
        let l = self.frame.l;
        let choices = vec![
            Choice::new(Scope::General.word(), l.t("A general question")),
            Choice::new(Scope::AboutMe.word(), l.t("A question about me")),
        ];
        let chosen = if self.values.scope.is_empty() { Scope::General.word() } else { &self.values.scope };
        self.frame
            .field("scope", l.t("What kind of question is it?"))
            .radio(choices)
            .value(chosen)
            .errors(&self.errors)
    }

    fn title(&self) -> Field {
        let l = self.frame.l;
        let field = self.frame.field("title", l.t("Your question in one sentence")).value(&self.values.title);
        let hint = l.t("Such as: “Can stress make hair fall out?”");
        field.hint(hint).fits(words::title(&self.limits)).errors(&self.errors)
    }

    fn body(&self) -> Field {
        let l = self.frame.l;
        let field = self.frame.field("body", l.t("Tell the doctors more")).lines(10).value(&self.values.body);
        let hint = l.t("When did it start? What changed? What would you like to know? Leave out names, addresses and dates of birth.");
        field.hint(hint).fits(words::body(&self.limits)).errors(&self.errors)
    }

    fn different(&self) -> Field {
        let l = self.frame.l;
        let field = self.frame.field("different", l.t("Mine is different because…")).optional().fits(NOTE);
        let hint =
            l.t("If doctors have answered a question like yours, say what is different. Readers see it.");
        field.hint(hint).value(&self.values.different).errors(&self.errors)
    }

    fn country(&self) -> Field {
        let l = self.frame.l;
        let mut countries: Vec<_> = l.countries().collect();
        // By the letters without their accents: Åland does not stand after Zambia.
        countries.sort_by_cached_key(|country| markup::slug(country.1, ""));
        let mut choices = vec![Choice::new("", l.t("Not said"))];
        choices.extend(countries.into_iter().map(|(code, name)| Choice::new(code, name)));
        let field = self.frame.field("country", l.t("Country where you live")).select(choices).optional();
        let hint = l.t("Medicines and care differ from country to country. Readers see it.");
        field.hint(hint).value(&self.values.country).errors(&self.errors)
    }

    fn age_band(&self) -> Field {
        let l = self.frame.l;
        let mut choices = vec![Choice::new("", l.t("Not said"))];
        choices.extend(AGE_BANDS.iter().map(|band| Choice::new(*band, band)));
        let field = self.frame.field("age_band", l.t("Age")).select(choices).optional();
        field.value(&self.values.age_band).errors(&self.errors)
    }

    fn sex(&self) -> Field {
        let l = self.frame.l;
        let mut choices = vec![Choice::new("", l.t("Not said"))];
        choices.extend(
            ["female", "male", "other"].map(|word| Choice::new(word, sex(l, word).unwrap_or_default())),
        );
        let field = self.frame.field("sex", l.t("Sex")).select(choices).optional();
        field.value(&self.values.sex).errors(&self.errors)
    }

    fn duration(&self) -> Field {
        let l = self.frame.l;
        let field = self.frame.field("duration", l.t("How long has it lasted?")).optional().fits(DURATION);
        field.hint(l.t("Such as: three months.")).value(&self.values.duration).errors(&self.errors)
    }

    fn medication(&self) -> Field {
        let l = self.frame.l;
        let field = self.frame.field("medication", l.t("Which medicines do you take?")).lines(2).optional();
        field.fits(NOTE).value(&self.values.medication).errors(&self.errors)
    }

    fn tried(&self) -> Field {
        let l = self.frame.l;
        let field = self.frame.field("tried", l.t("What have you tried?")).lines(2).optional();
        field.fits(NOTE).value(&self.values.tried).errors(&self.errors)
    }
}

/// What the address may say.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Wish {
    /// Whether to say what is wrong with the draft.
    check: Option<String>,
    /// Whether to take the other one of two versions.
    other: Option<String>,
    /// What somebody looked for and did not find, to begin with where nothing was written yet.
    about: String,
}

impl Wish {
    /// The form with these words in it: as the title if they fit, else as the text.
    fn begun(self, longest: usize) -> Values {
        let about = self.about.trim().to_owned();
        match about.chars().count() <= longest {
            true => Values { title: about, ..Values::default() },
            false => Values { body: about, ..Values::default() },
        }
    }
}

/// `/ask`
pub(super) async fn form(
    State(app): State<App>,
    viewer: Viewer,
    Query(wish): Query<Wish>,
) -> Result<Response, Failure> {
    let (found, check) = (kept::find(&app, &viewer).await?, wish.check.is_some());
    let (values, other) = match (found.saved, found.before) {
        (Some(saved), None) => (saved, None),
        (Some(saved), Some(_)) if wish.other.is_some() => (saved, None),
        // Written here before signing in, while the account had a draft of its own.
        (Some(saved), Some(before)) => (before.at(saved.version), Some(saved)),
        (None, Some(before)) => (before, None),
        (None, None) => (wish.begun(app.config.asking.title_longest.count()), None),
    };
    let parsed = Asked::parse(viewer.locale, &app.config.asking, &values);
    let errors = parsed.err().filter(|_| check).unwrap_or_default();
    web::own(&Page { other, ..page(&app, &viewer, values, errors) })
}

/// `POST /ask/draft`: a program on the page saves what was written so far.
pub(super) async fn save(
    State(app): State<App>,
    viewer: Viewer,
    network: Network,
    Form(values): Form<Values>,
) -> Result<Response, Failure> {
    let owner = kept::owner(&viewer)?;
    let mut response = match kept::save(&app, &owner, network, &values).await? {
        Kept::At(version) => web::status(StatusCode::OK, version.to_string()),
        Kept::Behind(_) => web::status(StatusCode::CONFLICT, "another window has saved since\n"),
    };
    owner.keep(&app, &mut response);
    Ok(response)
}

/// `POST /ask`: keeps what was written and goes on to how it will look.
pub(super) async fn preview(
    State(app): State<App>,
    viewer: Viewer,
    network: Network,
    Form(values): Form<Values>,
) -> Result<Response, Failure> {
    let owner = kept::owner(&viewer)?;
    let parsed = Asked::parse(viewer.locale, &app.config.asking, &values);
    let saved = kept::save(&app, &owner, network, &values).await?;
    let mut response = match (saved, parsed) {
        (Kept::Behind(other), _) => {
            let values = values.at(other.version);
            web::again(&Page { other: Some(*other), ..page(&app, &viewer, values, Errors::default()) })?
        }
        (Kept::At(version), Err(errors)) => web::again(&page(&app, &viewer, values.at(version), errors))?,
        (Kept::At(_), Ok(_)) => {
            // Here one of two versions was chosen, if there were two.
            kept::forget_before(&app, &viewer).await?;
            web::see(&viewer, "/ask/preview")
        }
    };
    owner.keep(&app, &mut response);
    Ok(response)
}

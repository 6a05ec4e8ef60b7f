//! How a question will look, and sending it.

use std::sync::Arc;

use askama::Template;
use axum::{extract::State, response::Response};
use db::value::Scope;
use markup::SafeHtml;
use serde::Deserialize;

use super::{
    Row,
    alike::{self, Alike},
    kept,
    send::{self, Sent},
    suggest,
    words::{Asked, sex},
};
use crate::{
    app::App,
    error::Failure,
    index::Finder,
    policy::Action,
    taxonomy::{self, Taxonomy, Topic},
    web::{self, Errors, Form, Frame, Network, Viewer},
};

/// Topics that a question has at most.
const MOST_TOPICS: usize = 5;
/// Topics that are chosen to begin with.
const TO_BEGIN_WITH: usize = 3;

#[derive(Template)]
#[template(path = "question/preview.html")]
struct Page {
    frame: Frame,
    asked: Asked,
    version: i64,
    taxonomy: Arc<Taxonomy>,
    alike: Vec<Row>,
    suggested: Vec<i64>,
    chosen: Vec<i64>,
    errors: Errors,
}

impl Page {
    async fn of(
        app: &App,
        (viewer, network): (&Viewer, Network),
        asked: Asked,
        version: i64,
    ) -> Result<Self, Failure> {
        let taxonomy = taxonomy::current(app).await?;
        let suggested = suggest::current(app).await?.suggested(&taxonomy, &asked.title, &asked.body);
        // Nobody is kept from asking because search fails, or because they searched too much.
        let counted = Finder::of(app).count(network);
        let alike = match counted {
            Ok(()) => alike::answered(app, &asked.title, &asked.body).await.unwrap_or_default(),
            Err(_) => Vec::new(),
        };
        let chosen = suggested.iter().copied().take(TO_BEGIN_WITH).collect();
        let frame = viewer.frame(viewer.locale.t("Is this how you want to ask?").to_string()).at_desk();
        Ok(Self { frame, asked, version, taxonomy, alike, suggested, chosen, errors: Errors::default() })
    }

    fn body_html(&self) -> SafeHtml {
        markup::render(&self.asked.body)
    }

    /// Questions whose answers would answer it.
    fn alike_html(&self) -> Result<SafeHtml, askama::Error> {
        Alike::shown(&self.frame, &self.alike)
    }

    fn topics(&self) -> impl Iterator<Item = &Topic> {
        self.suggested.iter().filter_map(|id| self.taxonomy.topic(*id))
    }

    fn is_chosen(&self, topic: &Topic) -> bool {
        self.chosen.contains(&topic.id)
    }

    fn case(&self) -> Vec<(String, String)> {
        let (l, asked) = (self.frame.l, &self.asked);
        let details = [
            (
                l.t("Country"),
                asked.country.as_deref().and_then(|code| l.country(code)).map(ToOwned::to_owned),
            ),
            (l.t("Age"), asked.age_band.clone()),
            (l.t("Sex"), asked.sex.as_deref().and_then(|word| sex(l, word))),
            (l.t("How long"), asked.duration.clone()),
            (l.t("Medicines"), asked.medication.clone()),
            (l.t("Already tried"), asked.tried.clone()),
            (l.t("How it differs"), asked.different.clone()),
        ];
        details.into_iter().filter_map(|(label, value)| Some((label.to_string(), value?))).collect()
    }
}

/// `/ask/preview`
pub(super) async fn show(
    State(app): State<App>,
    viewer: Viewer,
    network: Network,
) -> Result<Response, Failure> {
    let found = kept::find(&app, &viewer).await?;
    // Of two versions one has to be chosen first.
    let (Some(values), None) = (found.saved, found.before) else { return Ok(web::see(&viewer, "/ask")) };
    match Asked::parse(viewer.locale, &app.config.asking, &values) {
        Ok(asked) => web::own(&Page::of(&app, (&viewer, network), asked, values.version).await?),
        Err(_) => Ok(web::see(&viewer, "/ask?check=yes")),
    }
}

/// What is sent.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Values {
    #[serde(deserialize_with = "web::number")]
    version: i64,
    topics: Vec<i64>,
}

/// `POST /ask/send`
pub(super) async fn send(
    State(app): State<App>,
    viewer: Viewer,
    network: Network,
    Form(sent): Form<Values>,
) -> Result<Response, Failure> {
    let person = match viewer.allowed(Action::Ask) {
        // The draft is kept, so they come back to it and not to their account.
        Err(Failure::SignInFirst) => return Ok(web::see(&viewer, "/sign-in?next=/ask/preview")),
        person => person?,
    };
    // It was sent a moment ago, from another window or by a second press of the button.
    let Some(values) = kept::find(&app, &viewer).await?.saved else {
        return Ok(web::see(&viewer, "/account/questions"));
    };
    let Ok(asked) = Asked::parse(viewer.locale, &app.config.asking, &values) else {
        return Ok(web::see(&viewer, "/ask?check=yes"));
    };
    let l = viewer.locale;
    let chosen = send::known(&*taxonomy::current(&app).await?, &sent.topics);
    let again = async |field: &'static str, said: String| {
        let mut page = Page::of(&app, (&viewer, network), asked.clone(), values.version).await?;
        page.chosen.clone_from(&chosen);
        page.errors.add(field, said);
        web::again(&page)
    };
    if chosen.len() > MOST_TOPICS {
        let said = l.t("Please choose at most {n} topics.").with("n", MOST_TOPICS);
        return again("topics", said.to_string()).await;
    }
    let said = match send::send(&app, (&person, l), asked.clone(), &chosen, sent.version).await? {
        Sent::As(path) => return Ok(web::see(&viewer, &path)),
        Sent::Changed => l.t("Another window has changed your question. This is the newest version: please look at it again."),
        Sent::TooMany => l.t("You have asked as many questions as one person may ask in a day. Please send this one tomorrow: it is kept."),
    };
    again("", said.to_string()).await
}

//! How somebody wishes to be told of what.

use std::collections::BTreeMap;

use askama::Template;
use axum::{extract::State, response::Response};
use db::value::{AccountRole, Cadence};
use locale::Locale;

use super::{
    letters,
    rules::{Digest, LINES, Line, Readers},
    store,
};
use crate::{
    app::App,
    error::Failure,
    web::{self, Choice, Errors, Field, Form, Frame, Person, Viewer},
};

#[derive(Template)]
#[template(path = "notification/settings.html")]
struct Settings {
    frame: Frame,
    lines: Vec<&'static Line>,
    values: BTreeMap<String, String>,
    errors: Errors,
}

impl Settings {
    fn field(&self, line: &Line) -> Field {
        let value = self.values.get(line.name).map_or("", String::as_str);
        let field = self.frame.field(line.name, self.frame.l.t(line.label));
        field.select(choices(self.frame.l)).value(value).errors(&self.errors)
    }
}

fn choices(l: Locale) -> Vec<Choice> {
    let label = |cadence| match cadence {
        Cadence::AtOnce => l.t("At once"),
        Cadence::Daily => l.t("Once a day"),
        Cadence::Weekly => l.t("Once a week"),
        Cadence::Off => l.t("No letters"),
    };
    Cadence::ALL.iter().map(|cadence| Choice::new(cadence.word(), label(*cadence))).collect()
}

/// What somebody of this standing chooses from.
fn lines(person: &Person) -> Vec<&'static Line> {
    let doctor = person.standing == AccountRole::Doctor || person.doctor.is_some();
    LINES.iter().filter(|line| doctor || line.readers == Readers::Everybody).collect()
}

fn page(viewer: &Viewer, person: &Person, values: BTreeMap<String, String>, errors: Errors) -> Settings {
    let l = viewer.locale;
    let frame = viewer.frame(l.t("Which letters you get").to_string()).at_desk().under(vec![
        (l.t("Your account").to_string(), "/account".into()),
        (l.t("Your notices").to_string(), "/account/notices".into()),
    ]);
    Settings { frame, lines: lines(person), values, errors }
}

/// `/account/notices/settings`
pub(super) async fn show(
    State(app): State<App>,
    viewer: Viewer,
    person: Person,
) -> Result<Response, Failure> {
    let cadences = store::cadences(app.db.read(), person.account).await?;
    let chosen = |line: &&Line| cadences.get(line.kinds.first()?).map(|cadence| cadence.word().to_owned());
    let values = LINES.iter().filter_map(|line| Some((line.name.to_owned(), chosen(&line)?))).collect();
    web::own(&page(&viewer, &person, values, Errors::default()))
}

/// Keeps what was chosen.
pub(super) async fn keep(
    State(app): State<App>,
    viewer: Viewer,
    person: Person,
    Form(values): Form<BTreeMap<String, String>>,
) -> Result<Response, Failure> {
    let (mut chosen, mut errors) = (Vec::new(), Errors::default());
    for line in lines(&person) {
        match values.get(line.name).map(|word| Cadence::from_word(word)) {
            Some(Some(cadence)) => chosen.extend(line.kinds.iter().map(|kind| (*kind, cadence))),
            Some(None) => errors.add(line.name, viewer.locale.t("Please choose one of these.").to_string()),
            // What is not in the form stays as it is.
            None => {}
        }
    }
    if errors.any() {
        return web::again(&page(&viewer, &person, values, errors));
    }
    let mut write = app.write().await?;
    store::prefer(&*write, person.account, chosen).await?;
    // What waited for another day must not wait for more news of its kind.
    for digest in [Digest::Daily, Digest::Weekly] {
        letters::in_digests(&mut write, &[(person.account, digest)]).await?;
    }
    write.commit().await?;
    Ok(web::see(&viewer, "/account/notices"))
}

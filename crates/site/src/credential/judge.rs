//! An editor looks at a claim, and decides on each credential of it.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use db::{
    entity::{claim::Model as Claim, claimed_credential::Model as Claimed, doctor::Model as Doctor},
    value::{Check, ClaimState, Doubt},
};
use locale::Locale;
use registry::Npi;
use serde::Deserialize;

use super::{
    decide::{Decision, Outcome, Verdict},
    own::{said_of, title},
    queue::proposed,
    rules::{self, NPPES, field},
    store,
    words::{doubts, methods, state},
};
use crate::{
    app::App,
    doctor::{self, Facts, shown_name},
    error::Failure,
    policy::Action,
    taxonomy::{self, Taxonomy},
    web::{self, Choice, Errors, Form, Frame, Person, Viewer},
};

/// Longest word to the claimant.
const WORDS: usize = 500;

/// A claim with everything to compare it with.
struct Case {
    claim: Claim,
    /// The profile as it is, or as it is asked for.
    facts: Facts,
    name: String,
    /// Where it is, when it is there.
    path: Option<String>,
    resembles: Option<Doctor>,
    rivals: Vec<Claim>,
    proofs: Vec<Claimed>,
    taxonomy: Arc<Taxonomy>,
    now: i64,
}

impl Case {
    async fn read(app: &App, viewer: &Viewer, id: i64) -> Result<Self, Failure> {
        let db = app.db.read();
        let claim = store::claim(db, id).await?.ok_or(Failure::NotFound)?;
        let (doctor, rivals) = match claim.doctor_id {
            Some(doctor) => (doctor::by_id(db, doctor).await?, store::rivals(db, doctor, id).await?),
            None => (None, Vec::new()),
        };
        let resembles = match claim.resembles_id {
            Some(other) => doctor::by_id(db, other).await?,
            None => None,
        };
        let wanted = proposed(&claim);
        let given = wanted.as_ref().and_then(|facts| facts.name.clone());
        let facts = doctor.as_ref().map(Facts::of).or(wanted).unwrap_or_default();
        let name = shown_name(viewer, facts.name.as_deref().or(given.as_deref()));
        let path = doctor.map(|doctor| format!("/doctors/{}", doctor.slug));
        let (proofs, taxonomy) = (store::proofs(db, id).await?, taxonomy::current(app).await?);
        Ok(Self { claim, facts, name, path, resembles, rivals, proofs, taxonomy, now: app.clock.now() })
    }

    /// What the profile says, as (label, value).
    fn says(&self, l: Locale) -> Vec<(String, String)> {
        let facts = &self.facts;
        let specialty = facts.specialty.and_then(|id| self.taxonomy.specialty(id)).map(|it| it.name.clone());
        let letters = Some(facts.letters.clone()).filter(|letters| !letters.is_empty());
        [
            (l.t("Letters after the name"), letters),
            (l.t("Specialty"), specialty),
            (l.t("City"), facts.city.clone()),
            (l.t("State or region"), facts.region.clone()),
            (l.t("Country"), facts.country.clone()),
            (l.t("Practice"), facts.practice.clone()),
        ]
        .into_iter()
        .filter_map(|(label, value)| Some((label.to_string(), value?)))
        .collect()
    }

    /// Nobody decides on what is their own.
    fn judged_by(&self, person: &Person) -> Result<(), Failure> {
        let theirs = self.claim.account_id == person.account;
        let same = person.doctor.is_some() && person.doctor == self.claim.doctor_id;
        if theirs || same { Err(Failure::Forbidden) } else { Ok(()) }
    }
}

#[derive(Template)]
#[template(path = "credential/case.html")]
struct CasePage {
    frame: Frame,
    case: Case,
}

/// `/credentials/{id}`
pub(super) async fn show(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<i64>,
) -> Result<Response, Failure> {
    viewer.allowed(Action::JudgeCredentials)?;
    let case = Case::read(&app, &viewer, id).await?;
    let l = viewer.locale;
    let frame = viewer.frame(l.t("Claim of {name}").with("name", &case.name).to_string()).at_desk();
    web::own(&CasePage { frame, case })
}

/// What an editor sends.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Values {
    act: String,
    method: String,
    until: String,
    reason: String,
    words: String,
}

#[derive(Template)]
#[template(path = "credential/judge.html")]
struct OnePage {
    frame: Frame,
    case: Case,
    one: Claimed,
    /// Others for whom the number is on record.
    holders: Vec<Doctor>,
    values: Values,
    errors: Errors,
}

impl OnePage {
    async fn of(
        app: &App,
        viewer: &Viewer,
        case: Case,
        one: Claimed,
        values: Values,
    ) -> Result<Self, Failure> {
        let holders = match &one.number {
            Some(number) => store::held::holders(app.db.read(), number, case.claim.doctor_id).await?,
            None => Vec::new(),
        };
        let frame = viewer.frame(title(viewer.locale, &one)).at_desk();
        Ok(Self { frame, case, one, holders, values, errors: Errors::default() })
    }

    fn acts(&self) -> Vec<Choice> {
        let l = self.frame.l;
        if self.one.state == ClaimState::Open {
            return vec![Choice::new("grant", l.t("It is theirs")), Choice::new("refuse", l.t("Refuse it"))];
        }
        vec![
            Choice::new("renew", l.t("It holds until another day")),
            Choice::new("revoke", l.t("Withdraw it")),
        ]
    }

    /// Whether this one stands otherwise than the claim, which says so itself: while all of it waits, that is said once.
    fn says_more(&self) -> bool {
        (self.one.state, self.case.claim.state) != (ClaimState::Open, ClaimState::Open)
    }

    /// Whether there is anything to decide.
    fn open(&self) -> bool {
        matches!(self.one.state, ClaimState::Open | ClaimState::Granted)
    }

    fn doubts(&self) -> Vec<Choice> {
        doubts(self.frame.l, among(self.one.state))
    }

    /// The number in the register of the United States, where it can be one.
    fn npi(&self) -> Option<Npi> {
        Npi::parse(self.one.number.as_deref().filter(|_| self.one.issuer == NPPES)?).ok()
    }

    /// Where the profile is taken back that the claimant was given.
    fn given(&self) -> Option<String> {
        let path = self.case.path.as_ref().filter(|_| self.case.claim.state == ClaimState::Granted)?;
        Some(format!("{path}/detach"))
    }

    fn path(&self) -> String {
        format!("/credentials/{}/{}", self.case.claim.id, self.one.id)
    }
}

/// The reasons for taking back what holds.
pub(super) const AFTERWARDS: &[Doubt] =
    &[Doubt::TakenBack, Doubt::Mistake, Doubt::SomebodyElse, Doubt::NotFound];

/// The reasons that can be given in this state.
fn among(state: ClaimState) -> &'static [Doubt] {
    match state {
        ClaimState::Open => {
            &[Doubt::NotFound, Doubt::SomebodyElse, Doubt::Unreadable, Doubt::NoProof, Doubt::RanOut]
        }
        _ => AFTERWARDS,
    }
}

/// `/credentials/{id}/{credential}`
pub(super) async fn one(
    State(app): State<App>,
    viewer: Viewer,
    Path((id, credential)): Path<(i64, i64)>,
) -> Result<Response, Failure> {
    viewer.allowed(Action::JudgeCredentials)?;
    let case = Case::read(&app, &viewer, id).await?;
    let one = store::proof(app.db.read(), id, credential).await?.ok_or(Failure::NotFound)?;
    let until = one.expires_at.map(|end| locale::iso_date(end).to_string()).unwrap_or_default();
    web::own(&OnePage::of(&app, &viewer, case, one, Values { until, ..Values::default() }).await?)
}

/// Decides on one credential.
pub(super) async fn judge(
    State(app): State<App>,
    viewer: Viewer,
    Path((id, credential)): Path<(i64, i64)>,
    Form(values): Form<Values>,
) -> Result<Response, Failure> {
    let person = viewer.allowed(Action::JudgeCredentials)?;
    let case = Case::read(&app, &viewer, id).await?;
    let one = store::proof(app.db.read(), id, credential).await?.ok_or(Failure::NotFound)?;
    case.judged_by(&person)?;
    let (l, mut errors) = (viewer.locale, Errors::default());
    let words = field(l, &mut errors, "words", &values.words, WORDS);
    let verdict = verdict(l, &values, one.state, case.now, &mut errors);
    if let (Some(verdict), false) = (verdict, errors.any()) {
        let mut write = app.write().await?;
        let (claim, handed_in, taxonomy) = (case.claim.clone(), one.clone(), &*case.taxonomy);
        let decision = Decision { by: &person, claim, handed_in, words, taxonomy };
        match decision.carry_out(&mut write, verdict).await? {
            Outcome::Done => {
                write.commit().await?;
                return Ok(web::see(&viewer, &format!("/credentials/{id}")));
            }
            Outcome::Stale => errors.add("", stale(l)),
            Outcome::Taken => errors.add("", taken(l)),
        }
    }
    // What is shown is how things stand now, and not how they stood when the form was made.
    let one = store::proof(app.db.read(), id, credential).await?.ok_or(Failure::NotFound)?;
    let page = OnePage::of(&app, &viewer, Case::read(&app, &viewer, id).await?, one, values).await?;
    web::again(&OnePage { errors, ..page })
}

fn stale(l: Locale) -> String {
    l.t("Somebody decided on this a moment ago. Please look again.").to_string()
}

fn taken(l: Locale) -> String {
    l.t("Somebody else owns this profile by now, or this account has another one.").to_string()
}

/// Reads a decision that is possible in this state.
fn verdict(l: Locale, values: &Values, state: ClaimState, now: i64, errors: &mut Errors) -> Option<Verdict> {
    let granting = match (state, &*values.act) {
        (ClaimState::Open, "grant") | (ClaimState::Granted, "renew") => true,
        (ClaimState::Open, "refuse") | (ClaimState::Granted, "revoke") => false,
        (_, "grant" | "refuse" | "renew" | "revoke") => {
            errors.add("", stale(l));
            return None;
        }
        _ => {
            errors.add("act", l.t("Please choose what you decide.").to_string());
            return None;
        }
    };
    if granting {
        let until = rules::until(l, &values.until, now, errors);
        let Some(method) = Check::from_word(&values.method) else {
            errors.add("method", l.t("Please say how you checked it.").to_string());
            return None;
        };
        let open = state == ClaimState::Open;
        return Some(if open { Verdict::Grant(method, until) } else { Verdict::Renew(method, until) });
    }
    let reason = Doubt::from_word(&values.reason).filter(|reason| among(state).contains(reason));
    let Some(reason) = reason else {
        errors.add("reason", l.t("Please give the reason. The profile says it as well.").to_string());
        return None;
    };
    let open = state == ClaimState::Open;
    Some(if open { Verdict::Refuse(reason) } else { Verdict::Revoke(reason) })
}

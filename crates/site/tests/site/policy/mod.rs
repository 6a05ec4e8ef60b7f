//! Every role at every address, on something in every state: what comes back is what the policy says.

mod endpoints;

use db::{
    TestDb,
    entity::{answer, question, review},
    sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect},
    value::{AccountRole, State},
};
use serde_json::json;
use site::{
    config::{Setting, Within},
    policy::{self, Action, Role, View},
};

use crate::harness::{Answered, Browser, Clinic, Site};
use endpoints::ENDPOINTS;

/// What an address asks the policy before it does anything.
#[derive(Clone, Copy)]
pub(crate) enum Asks {
    /// Nothing: everybody comes here.
    Nothing,
    /// Whether it is a link of a letter that works; here it never does.
    Link,
    /// Whether somebody is signed in.
    SignedIn,
    /// Whether it is one's own account's, which here it never is.
    OwnAccount,
    /// Whether the role does this at all.
    May(Action),
    /// Whether the role sees something in this state.
    Sees,
    /// Whether the role does this to something in this state.
    MayOn(Action),
    /// Whether the role does this at all, and then whether it is their own, which here it never is.
    Own(Action),
}

/// What somebody is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Told {
    /// They are in: a page, a form to fill in again, or on to where they wanted to go.
    In,
    SignIn,
    Forbidden,
    NotThere,
    Gone,
}

impl Told {
    fn by(answered: &Answered) -> Self {
        match answered.status.as_u16() {
            303 if answered.header("location").starts_with("/sign-in?") => Self::SignIn,
            403 => Self::Forbidden,
            404 => Self::NotThere,
            410 => Self::Gone,
            200 | 301 | 303 | 400 | 409 | 422 => Self::In,
            other => panic!("{other}: {}", answered.text()),
        }
    }

    fn if_seen(role: Role, state: State) -> Self {
        match policy::view(role, state) {
            View::Whole => Self::In,
            View::Tombstone => Self::Gone,
            View::Nothing => Self::NotThere,
        }
    }

    /// As the policy says.
    fn expected(asks: Asks, role: Role, state: State) -> Self {
        let person = role != Role::Reader;
        match asks {
            Asks::Nothing => Self::In,
            Asks::Link => Self::Gone,
            Asks::Sees => Self::if_seen(role, state),
            Asks::MayOn(..) if policy::view(role, state) == View::Nothing => Self::NotThere,
            _ if !person => Self::SignIn,
            Asks::SignedIn => Self::In,
            Asks::OwnAccount => Self::NotThere,
            Asks::May(action) if policy::may(role, action) => Self::In,
            Asks::MayOn(action) if policy::may_on(role, action, state) => Self::In,
            Asks::Own(action) if policy::may(role, action) => Self::NotThere,
            Asks::May(_) | Asks::MayOn(..) | Asks::Own(_) => Self::Forbidden,
        }
    }
}

/// What moderators do, as addresses name it. Without a reason none of it happens.
const ACTS: &[&str] = &["publish", "dismiss", "remove", "restore", "edit", "lock", "suspend"];

/// Something in each state, of each kind.
struct Items {
    questions: Vec<i64>,
    answers: Vec<i64>,
    reviews: Vec<i64>,
}

impl Items {
    async fn of(test: &TestDb) -> Self {
        let mut clinic = Clinic::new();
        for (doctor, name) in
            [("owner", "Ann Ash"), ("other", "Cy Cedar"), ("third", "Di Dogwood"), ("fourth", "Ed Elm")]
        {
            clinic.doctor(doctor, Some(name));
            clinic.credential(doctor, "2039-01-01T00:00:00Z");
        }
        clinic.doctor("lapsed", Some("Bo Birch"));
        clinic.question("all", "What of all the answers?");
        for (state, doctor) in State::ALL.iter().zip(["other", "third", "fourth"]) {
            let word = state.word();
            let reason = if *state == State::Published { "" } else { "spam" };
            let mut question = json!({"kind": "question", "source": "clinic", "id": word, "title": "Is it so?", "body": "I wonder.",
                "topics": ["hair-loss"], "state": word});
            let mut answer = json!({"kind": "answer", "source": "clinic", "id": word, "question": "all", "doctor": doctor,
                "headline": "It is", "body": "So it is.", "state": word});
            let mut review = json!({"kind": "review", "source": "clinic", "id": word, "doctor": "other", "stars": 4,
                "text": "Kind and quick.", "state": word});
            for item in [&mut question, &mut answer, &mut review] {
                if !reason.is_empty() {
                    item["state_reason"] = reason.into();
                }
                clinic.line(item);
            }
        }
        clinic.open(&test.db).await;
        let (mut questions, mut answers, mut reviews) = (Vec::new(), Vec::new(), Vec::new());
        for state in State::ALL {
            let (db, word) = (test.db.read(), state.word());
            questions.extend(
                ids::<question::Entity>(db, question::Column::Id, question::Column::ExternalId.eq(word))
                    .await,
            );
            answers.extend(
                ids::<answer::Entity>(db, answer::Column::Id, answer::Column::ExternalId.eq(word)).await,
            );
            reviews.extend(
                ids::<review::Entity>(db, review::Column::Id, review::Column::ExternalId.eq(word)).await,
            );
        }
        Self { questions, answers, reviews }
    }

    /// The address with something in this state put in: one of each kind and for each act, where it names them.
    fn addresses(&self, path: &str, state: State) -> Vec<String> {
        let at = State::ALL.iter().position(|one| *one == state).unwrap();
        if path.contains("{kind}") {
            let acts = if path.contains("{act}") { ACTS } else { &[""] };
            let all = [("question", &self.questions), ("answer", &self.answers), ("review", &self.reviews)];
            let each = all.iter().flat_map(|(kind, ids)| acts.iter().map(move |act| (kind, act, ids[at])));
            let named = |kind: &str, act: &str| path.replace("{kind}", kind).replace("{act}", act);
            return each.map(|(kind, act, id)| Self::address(&named(kind, act), id)).collect();
        }
        let id = match path.split('/').nth(1).unwrap() {
            "questions" => self.questions[at],
            "answers" => self.answers[at],
            "reviews" => self.reviews[at],
            _ => 987_654_321,
        };
        vec![Self::address(path, id)]
    }

    fn address(path: &str, id: i64) -> String {
        let specific = path
            .replace("/questions/{id}/{slug}", &format!("/questions/{id}/is-it-so"))
            .replace("{id}", &id.to_string())
            .replace("{credential}", "987654321")
            .replace("{token}", &"ab".repeat(32))
            .replace("/topics/{file}", "/topics/hair-loss.atom")
            .replace("/doctors/{file}", "/doctors/ann-ash-utrecht.atom")
            .replace("/sitemaps/{file}", "/sitemaps/questions-1.xml");
        match specific.split('/').nth(1).unwrap() {
            "topics" => specific.replace("{slug}", "hair-loss"),
            "specialties" => specific.replace("{slug}", "dermatology").replace("{place}", "utrecht"),
            "doctors" => specific.replace("{slug}", "ann-ash-utrecht"),
            _ => specific,
        }
    }
}

async fn ids<E: EntityTrait>(
    db: &impl db::sea_orm::ConnectionTrait,
    id: E::Column,
    which: db::sea_orm::sea_query::SimpleExpr,
) -> Vec<i64> {
    E::find().select_only().column(id).filter(which).into_tuple().all(db).await.unwrap()
}

fn has_state(asks: Asks) -> bool {
    matches!(asks, Asks::Sees | Asks::MayOn(..))
}

/// Somebody of each role, without those who have no browser.
async fn everybody(site: &Site) -> Vec<(Role, Browser<'_>)> {
    vec![
        (Role::Reader, site.browser()),
        (Role::Member, site.member("member").await),
        (Role::Doctor, site.doctor("lapsed").await),
        (Role::VerifiedDoctor, site.doctor("owner").await),
        (Role::Editor, site.person("editor", AccountRole::Editor).await),
        (Role::Moderator, site.person("moderator", AccountRole::Moderator).await),
        (Role::Administrator, site.person("administrator", AccountRole::Administrator).await),
    ]
}

#[db::test]
async fn every_address_asks_the_policy(test: TestDb) {
    let items = Items::of(&test).await;
    let site = Site::with(&test, |config| {
        config.accounts.tries_by_network = Within::nearest(0);
        config.accounts.tries_by_account = Within::nearest(0);
        config.brand.contact_email = Setting::parse("help@ask.example.org").unwrap();
    })
    .await;
    let everybody = everybody(&site).await;
    let mut wrong = Vec::new();
    for (method, path, asks) in ENDPOINTS {
        let states = if has_state(*asks) { State::ALL } else { &[State::Published] };
        for state in states {
            let addresses = items.addresses(path, *state);
            for (address, (role, browser)) in
                addresses.iter().flat_map(|address| everybody.iter().map(move |one| (address, one)))
            {
                let answered = if *method == "GET" {
                    browser.get(address).await
                } else {
                    browser.post(address, &[]).await
                };
                let (told, expected) = (Told::by(&answered), Told::expected(*asks, *role, *state));
                if told != expected {
                    wrong.push(format!(
                        "{method} {address} as {role:?}, {}: {told:?}, not {expected:?}",
                        state.word()
                    ));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_address_is_listed_here() {
    let listed: Vec<(&str, &str)> = ENDPOINTS.iter().map(|(method, path, _)| (*method, *path)).collect();
    let there: Vec<(&str, &str)> =
        site::router().endpoints().iter().map(|endpoint| (endpoint.method, endpoint.path)).collect();
    for endpoint in &there {
        assert!(listed.contains(endpoint), "{endpoint:?} is not in tests/site/policy/endpoints.rs");
    }
    for endpoint in &listed {
        assert!(
            there.contains(endpoint),
            "{endpoint:?} is in tests/site/policy/endpoints.rs and nowhere else"
        );
    }
}

//! A clinic full of made-up people, and a site that shows what they ask and answer.

use std::{
    collections::BTreeMap,
    fmt::Write,
    sync::{Arc, Mutex},
};

use axum::{
    body::Body,
    http::{HeaderMap, Request, StatusCode},
};
use db::{
    Db, TestDb,
    entity::{account, doctor},
    sea_orm::{ColumnTrait, EntityTrait, QueryFilter},
    value::{AccountRole, NoticeKind, SessionLevel},
};
use http_body_util::BodyExt;
use mail::{Address, Mailer, Message};
use serde_json::{Value, json};
use site::{
    app::{App, Clock},
    archive::{ImportOptions, JsonlFile, import_jsonl},
    config::Config,
    web::{Face, Front},
};

/// The time at which every test starts: 1 November 2026, noon.
pub(crate) const NOW: i64 = 1_793_534_400;

/// What has been asked and answered, before the site opens.
#[derive(Default)]
pub(crate) struct Clinic {
    lines: String,
    answers: usize,
}

impl Clinic {
    /// A clinic with one archive, one specialty and one topic.
    pub(crate) fn new() -> Self {
        let mut clinic = Self::default();
        clinic.line(
            &json!({"kind": "source", "id": "clinic", "name": "Clinic archive", "licence": "CC BY 4.0",
            "licence_url": "https://licence.example/by", "attribution": "By the clinic's own people."}),
        );
        clinic.line(&json!({"kind": "specialty", "id": "dermatology", "name": "Dermatology", "practitioner": "Dermatologist",
            "label": "Skin, hair and nails"}));
        clinic.line(
            &json!({"kind": "topic", "id": "hair-loss", "name": "Hair loss", "topic_kind": "condition",
            "synonyms": ["alopecia"]}),
        );
        clinic
    }

    /// Writes any record.
    pub(crate) fn line(&mut self, record: &Value) {
        writeln!(self.lines, "{record}").unwrap();
    }

    /// A doctor in Utrecht with a rating of 4.7 from 47 reviews.
    pub(crate) fn doctor(&mut self, id: &str, name: Option<&str>) {
        let mut doctor = json!({"kind": "doctor", "source": "clinic", "id": id, "letters": ["MD"], "specialty": "dermatology",
            "city": "Utrecht", "country": "NL"});
        if let Some(name) = name {
            doctor["name"] = name.into();
        }
        self.line(&doctor);
        self.line(&json!({"kind": "rating", "source": "clinic", "doctor": id, "sum": 220.9, "count": 47}));
    }

    /// Proof of who a doctor is, good until `expires`.
    pub(crate) fn credential(&mut self, doctor: &str, expires: &str) {
        self.line(&json!({"kind": "credential", "source": "clinic", "id": format!("c-{doctor}"), "doctor": doctor,
            "issuer": "Example Register", "credential_kind": "licence", "verified_at": "2020-01-01T00:00:00Z", "expires_at": expires}));
    }

    /// A question on hair loss.
    pub(crate) fn question(&mut self, id: &str, title: &str) {
        self.line(&json!({"kind": "question", "source": "clinic", "id": id, "title": title, "body": "I wonder about this.",
            "topics": ["hair-loss"], "asked_at": "2025-03-04T05:06:07Z"}));
    }

    /// A question in another state than published.
    pub(crate) fn question_in_state(&mut self, id: &str, title: &str, state: &str, reason: &str) {
        self.line(
            &json!({"kind": "question", "source": "clinic", "id": id, "title": title, "body": "I wonder.",
            "topics": ["hair-loss"], "state": state, "state_reason": reason}),
        );
    }

    /// A doctor's answer with a stated stance.
    pub(crate) fn answer(&mut self, question: &str, doctor: &str, stance: &str) {
        self.answers += 1;
        let number = self.answers;
        self.line(&json!({"kind": "answer", "source": "clinic", "id": format!("{question}/{doctor}"), "question": question,
            "doctor": doctor, "headline": format!("Headline {number}"), "body": format!("Body number {number}."),
            "stance": stance, "stance_source": "stated", "answered_at": format!("2025-04-{number:02}T00:00:00Z")}));
    }

    /// Brings everything into a database, and fails on anything refused.
    pub(crate) async fn open(self, db: &Db) {
        let length = self.lines.len() as u64;
        let files =
            vec![JsonlFile::new("clinic.jsonl", std::io::Cursor::new(self.lines.into_bytes()), Some(length))];
        let report = import_jsonl(db, files, &ImportOptions::at(NOW), &mut |_| {}).await.unwrap();
        assert_eq!(report.totals.refused, 0, "{report:?}");
    }
}

/// The site over a test's database.
pub(crate) struct Site {
    pub(crate) app: App,
    front: Arc<Front>,
}

/// What came back.
pub(crate) struct Answered {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) bytes: Vec<u8>,
}

impl Answered {
    pub(crate) fn text(&self) -> String {
        String::from_utf8(self.bytes.clone()).unwrap()
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// The page's structured data.
    pub(crate) fn graph(&self) -> Vec<Value> {
        let text = self.text();
        let start = text.find("application/ld+json\">").expect("the page has structured data") + 21;
        let end = start + text[start..].find("</script>").unwrap();
        let value: Value = serde_json::from_str(&text[start..end]).unwrap();
        value["@graph"].as_array().unwrap().clone()
    }
}

impl Site {
    pub(crate) async fn of(test: &TestDb) -> Self {
        Self::with(test, |_| {}).await
    }

    pub(crate) async fn with(test: &TestDb, change: impl FnOnce(&mut Config)) -> Self {
        let mut config = Config::defaults().unwrap();
        config.storage.data_dir = test.folder.path().join("data");
        change(&mut config);
        let mailer = Mailer::memory("Consilium", Address::parse("site@ask.example.org").unwrap());
        let (clock, url) = (Clock::fixed(NOW), "https://ask.example.org".to_owned());
        let app = App::with_mailer(test.db.clone(), config, clock, url, mailer).unwrap();
        app.content.refresh(&app.db, NOW).await.unwrap();
        site::start(&app).await.unwrap();
        let front = site::front(app.clone(), Face::new(&app).unwrap(), site::demo::routes());
        Self { app, front }
    }

    pub(crate) fn front(&self) -> Arc<Front> {
        self.front.clone()
    }

    /// A browser that nobody has used yet.
    pub(crate) fn browser(&self) -> Browser<'_> {
        Browser { site: self, cookies: Mutex::default() }
    }

    /// Somebody of this standing who is signed in with both steps, in a browser of their own. The address is
    /// `name@example.org`.
    pub(crate) async fn person(&self, name: &str, role: AccountRole) -> Browser<'_> {
        let address = Address::parse(&format!("{name}@example.org")).unwrap();
        let added = site::account::add(&self.app, &address, Some(role), SessionLevel::Full).await.unwrap();
        let browser = self.browser();
        assert_eq!(browser.sent(&added.link, &[]).await, "/account");
        browser
    }

    /// A member.
    pub(crate) async fn member(&self, name: &str) -> Browser<'_> {
        self.person(name, AccountRole::Member).await
    }

    /// The doctor with this id in the clinic, signed in as the owner of the profile.
    pub(crate) async fn doctor(&self, id: &str) -> Browser<'_> {
        let browser = self.person(id, AccountRole::Doctor).await;
        let found = doctor::Entity::find().filter(doctor::Column::ExternalId.eq(id));
        let doctor = found.one(self.app.db.read()).await.unwrap().expect("the clinic has this doctor").id;
        let account = self.account(id).await;
        let write = self.app.write().await.unwrap();
        site::doctor::give(&*write, doctor, account, NOW).await.unwrap();
        write.commit().await.unwrap();
        browser
    }

    /// The account of `name@example.org`.
    pub(crate) async fn account(&self, name: &str) -> i64 {
        let found =
            account::Entity::find().filter(account::Column::EmailKey.eq(format!("{name}@example.org")));
        found.one(self.app.db.read()).await.unwrap().unwrap().id
    }

    /// Does every job that is due, and gives the letters that were sent. No job may be given up.
    pub(crate) async fn letters(&self) -> Vec<Message> {
        let done = site::runner(&self.app).drain().await.unwrap();
        assert_eq!((done.given_up, done.put_off), (0, 0), "{:?}", jobs::dead(self.app.db.read(), 9).await);
        self.app.mailer.sent()
    }

    /// The path of the link in the one letter that was sent to this address.
    pub(crate) async fn link_to(&self, address: &str) -> String {
        let letters = self.letters().await;
        let theirs: Vec<_> = letters.iter().filter(|letter| letter.to.to_string() == address).collect();
        assert_eq!(theirs.len(), 1, "letters to {address} among {letters:?}");
        link_in(theirs[0])
    }

    /// Moves the clock on.
    pub(crate) fn later(&self, seconds: i64) {
        self.app.clock.set(self.app.clock.now() + seconds);
    }

    pub(crate) async fn get(&self, path: &str) -> Answered {
        self.ask(Request::get(path)).await
    }

    pub(crate) async fn ask(&self, request: axum::http::request::Builder) -> Answered {
        self.answer(request.body(Body::empty()).unwrap()).await
    }

    pub(crate) async fn answer(&self, request: Request<Body>) -> Answered {
        let response = self.front.answer(request).await;
        let (parts, body) = response.into_parts();
        Answered {
            status: parts.status,
            headers: parts.headers,
            bytes: body.collect().await.unwrap().to_bytes().to_vec(),
        }
    }

    /// Tells `name@example.org` of something that is to be seen at this path.
    pub(crate) async fn tells(&self, name: &str, kind: NoticeKind, path: &str) {
        let account = self.account(name).await;
        let mut write = self.app.write().await.unwrap();
        let news = site::notification::News { kind, path, reason: None };
        site::notification::tell(&mut write, account, news).await.unwrap();
        write.commit().await.unwrap();
    }

    /// Changes the database behind the site's back.
    pub(crate) async fn sql(&self, statement: &str) {
        let tx = self.app.db.begin().await.unwrap();
        db::sea_orm::ConnectionTrait::execute_unprepared(&tx, statement).await.unwrap();
        tx.commit().await.unwrap();
    }

    /// The site with its letters in a folder, as it is without a mail server.
    pub(crate) async fn with_letters_in_a_folder(test: &TestDb) -> Self {
        let mut config = Config::defaults().unwrap();
        config.storage.data_dir = test.folder.path().join("data");
        let (clock, url) = (Clock::fixed(NOW), "https://ask.example.org".to_owned());
        let app = App::new(test.db.clone(), config, clock, url).unwrap();
        site::start(&app).await.unwrap();
        let front = site::front(app.clone(), Face::new(&app).unwrap(), site::demo::routes());
        Self { app, front }
    }
}

/// The path of the link in a letter.
pub(crate) fn link_in(letter: &Message) -> String {
    let line = letter.text.lines().find_map(|line| line.strip_prefix("https://ask.example.org/")).unwrap();
    assert!(letter.html.contains(line), "both forms of the letter have the link");
    format!("/{line}")
}

/// Somebody's browser: keeps cookies, and says where its requests come from.
pub(crate) struct Browser<'a> {
    site: &'a Site,
    cookies: Mutex<BTreeMap<String, String>>,
}

impl Browser<'_> {
    fn request(&self, method: &str, path: &str) -> axum::http::request::Builder {
        let cookies = self.cookies.lock().unwrap();
        let cookies: Vec<String> = cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let request =
            Request::builder().method(method).uri(path).header("user-agent", "Firefox/140.0 (X11; Linux)");
        if cookies.is_empty() { request } else { request.header("cookie", cookies.join("; ")) }
    }

    async fn ask(&self, request: Request<Body>) -> Answered {
        let answered = self.site.answer(request).await;
        for cookie in answered.headers.get_all("set-cookie") {
            let (pair, rest) = cookie.to_str().unwrap().split_once(';').unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            for part in ["HttpOnly", "Secure", "SameSite=Lax", "Path=/"] {
                assert!(rest.contains(part), "{cookie:?}");
            }
            let mut cookies = self.cookies.lock().unwrap();
            if value.is_empty() {
                cookies.remove(name)
            } else {
                cookies.insert(name.into(), value.into())
            };
        }
        answered
    }

    pub(crate) async fn get(&self, path: &str) -> Answered {
        self.ask(self.request("GET", path).body(Body::empty()).unwrap()).await
    }

    /// Sends a form from a page of the site.
    pub(crate) async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answered {
        let request = self.request("POST", path).header("sec-fetch-site", "same-origin");
        let request = request.header("content-type", "application/x-www-form-urlencoded");
        self.ask(request.body(Body::from(serde_html_form::to_string(fields).unwrap())).unwrap()).await
    }

    /// Sends a form with a file in the field `file`.
    pub(crate) async fn send_file(&self, path: &str, name: &str, bytes: &[u8]) -> Answered {
        let head = format!(
            "--edge\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\nContent-Type: application/octet-stream\r\n\r\n"
        );
        let body = [head.as_bytes(), bytes, b"\r\n--edge--\r\n"].concat();
        let request = self.request("POST", path).header("sec-fetch-site", "same-origin");
        let request = request.header("content-type", "multipart/form-data; boundary=edge");
        self.ask(request.body(Body::from(body)).unwrap()).await
    }

    /// Where a form that was taken leads.
    pub(crate) async fn sent(&self, path: &str, fields: &[(&str, &str)]) -> String {
        let answered = self.post(path, fields).await;
        assert_eq!(answered.status, 303, "{path}: {}", answered.text());
        answered.header("location").to_owned()
    }

    /// Sends anything at all, with these headers and no others but the cookies.
    pub(crate) async fn throw(
        &self,
        path: &str,
        headers: &[(&str, &str)],
        body: impl Into<Body>,
    ) -> Answered {
        let mut request = self.request("POST", path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.ask(request.body(body.into()).unwrap()).await
    }

    pub(crate) fn cookie(&self, name: &str) -> Option<String> {
        self.cookies.lock().unwrap().get(name).cloned()
    }

    /// Becomes a browser with this session.
    pub(crate) fn take_cookie(&self, name: &str, value: &str) {
        self.cookies.lock().unwrap().insert(name.into(), value.into());
    }

    /// Makes an account with this address and password, and signs in.
    pub(crate) async fn sign_up(&self, address: &str, password: &str) {
        self.sent("/sign-up", &[("email", address)]).await;
        let link = self.site.link_to(address).await;
        assert_eq!(self.sent(&link, &[("password", password)]).await, "/account");
    }

    /// Whether somebody is signed in.
    pub(crate) async fn is_in(&self) -> bool {
        self.get("/account").await.status == 200
    }
}

/// A clinic in which six doctors answer one question, five with no and one with `last`.
pub(crate) async fn six_answers(test: &TestDb, last: &str) {
    let mut clinic = Clinic::new();
    for (i, name) in
        [Some("Ann Ash"), Some("Bo Birch"), Some("Cy Cedar"), Some("Di Dogwood"), Some("Ed Elm"), None]
            .iter()
            .enumerate()
    {
        clinic.doctor(&format!("d{i}"), *name);
    }
    clinic.credential("d1", "2039-01-01T00:00:00Z");
    clinic.credential("d2", "2026-10-31T00:00:00Z");
    clinic.question("q1", "Can it make hair fall out?");
    clinic.question("q2", "Does it grow back?");
    for i in 0..6 {
        clinic.answer("q1", &format!("d{i}"), if i == 5 { last } else { "no" });
    }
    clinic.open(&test.db).await;
}

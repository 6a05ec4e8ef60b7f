//! A site on which every form of the site stands open for somebody, with what each of them is about.

use std::collections::BTreeMap;

use db::{
    TestDb,
    entity::{
        answer, appeal, claimed_credential, credential, doctor, notice, question, question_asker, review,
        session, unsubscribe,
    },
    sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder},
    value::{AccountRole, NoticeKind},
};
use site::config::Within;

use crate::{
    credential::LICENCE,
    harness::{Browser, Clinic, NOW, Site, link_in},
};

/// Who sends a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Who {
    /// Somebody without an account.
    Nobody,
    /// Somebody who asks, and whose question was removed.
    Pat,
    /// A member whom nothing hangs on, so that they may leave.
    Eve,
    /// A doctor who answered.
    Ann,
    /// Another.
    Bo,
    /// Somebody who claims a profile.
    Cy,
    Moderator,
    /// Another: nobody settles an appeal against themselves.
    Max,
    Editor,
}

/// The doctors of the clinic, questions and answers.
async fn clinic(test: &TestDb) {
    let mut clinic = Clinic::new();
    for (id, name) in [("ann", "Ann Ash"), ("bo", "Bo Birch"), ("cy", "Cy Cedar"), ("di", "Di Dogwood")] {
        clinic.doctor(id, Some(name));
    }
    clinic.credential("ann", "2039-01-01T00:00:00Z");
    clinic.credential("bo", "2039-01-01T00:00:00Z");
    for (id, title) in [
        ("answered", "Can it make hair fall out?"),
        ("open", "Does it grow back?"),
        ("taken", "Is it of any use at all?"),
        ("pats", "Will it ever stop again?"),
        ("gone", "Was this ever asked here?"),
        ("away", "Was that ever asked here?"),
    ] {
        clinic.question(id, title);
    }
    clinic.answer("answered", "ann", "no");
    clinic.answer("answered", "bo", "no");
    clinic.answer("taken", "ann", "yes");
    clinic.open(&test.db).await;
}

/// The site with its limits on numbers open: what is tried here is what comes in, not how often.
pub(super) async fn site(test: &TestDb) -> Site {
    clinic(test).await;
    Site::with(test, |config| {
        config.accounts.tries_by_network = Within::nearest(0);
        config.accounts.tries_by_account = Within::nearest(0);
        config.asking.drafts_by_network = Within::nearest(0);
        config.search.by_network = Within::nearest(0);
        config.asking.questions_a_day = Within::nearest(0);
        config.moderation.reports_a_day = Within::nearest(0);
    })
    .await
}

/// Everybody, and the numbers of what they have.
pub(super) struct Stage<'a> {
    pub(super) site: &'a Site,
    people: BTreeMap<Who, Browser<'a>>,
    names: BTreeMap<&'static str, String>,
}

impl<'a> Stage<'a> {
    /// Has everybody come and do what others' forms are about.
    pub(super) async fn set(test: &TestDb, site: &'a Site) -> Self {
        let people = BTreeMap::from([
            (Who::Nobody, site.browser()),
            (Who::Pat, site.member("pat").await),
            (Who::Eve, site.member("eve").await),
            (Who::Ann, site.doctor("ann").await),
            (Who::Bo, site.doctor("bo").await),
            (Who::Cy, site.member("cy").await),
            (Who::Moderator, site.person("mo", AccountRole::Moderator).await),
            (Who::Max, site.person("max", AccountRole::Moderator).await),
            (Who::Editor, site.person("ed", AccountRole::Editor).await),
        ]);
        let mut stage = Self { site, people, names: BTreeMap::new() };
        stage.number(test).await;
        stage.review(test).await;
        stage.moderate(test).await;
        stage.claim(test).await;
        stage.write_letters(test).await;
        stage
    }

    pub(super) fn of(&self, who: Who) -> &Browser<'a> {
        &self.people[&who]
    }

    /// The address with what stands in braces put in.
    pub(super) fn address(&self, path: &str) -> String {
        let mut address = path.to_owned();
        for (name, value) in &self.names {
            address = address.replace(&format!("{{{name}}}"), value);
        }
        assert!(!address.contains('{'), "{address}");
        address
    }

    fn name(&mut self, name: &'static str, value: impl ToString) {
        self.names.insert(name, value.to_string());
    }

    async fn number(&mut self, test: &TestDb) {
        let tx = test.db.begin().await.unwrap();
        for row in question::Entity::find().all(&tx).await.unwrap() {
            let name = ["answered", "open", "taken", "pats", "gone", "away"]
                .into_iter()
                .find(|name| row.external_id.as_deref() == Some(name));
            let name = name.unwrap();
            self.name(name, row.id);
            if ["pats", "gone", "away"].contains(&name) {
                let asked = question_asker::ActiveModel {
                    question_id: Set(row.id),
                    account_id: Set(self.site.account("pat").await),
                    asked_at: Set(NOW),
                };
                question_asker::Entity::insert(asked).exec_without_returning(&tx).await.unwrap();
            }
        }
        for row in answer::Entity::find().all(&tx).await.unwrap() {
            let names = [("answered/ann", "anns"), ("answered/bo", "bos"), ("taken/ann", "back")];
            let name = names.into_iter().find(|(id, _)| row.external_id.as_deref() == Some(id)).unwrap();
            self.name(name.1, row.id);
        }
        tx.commit().await.unwrap();
    }

    async fn review(&mut self, test: &TestDb) {
        for who in [Who::Pat, Who::Cy] {
            let form = crate::review::form("2", ("title", "Late"));
            self.of(who).sent("/doctors/ann-ash-utrecht/review", &form).await;
        }
        let all = review::Entity::find().order_by_asc(review::Column::Id).all(test.db.read()).await.unwrap();
        self.name("review", all[0].id);
        self.name("disputed", all[1].id);
        let dispute = [("reason", "not_a_review"), ("words", "They were never here.")];
        self.of(Who::Ann).sent(&format!("/reviews/{}/dispute", all[1].id), &dispute).await;
    }

    async fn moderate(&mut self, test: &TestDb) {
        for name in ["{gone}", "{away}"] {
            let path = self.address(&format!("/moderation/question/{name}/remove"));
            self.of(Who::Moderator).sent(&path, &[("reason", "spam")]).await;
        }
        let mine = notice::Column::AccountId.eq(self.site.account("pat").await);
        let told = notice::Entity::find().filter(mine).filter(notice::Column::Kind.eq(NoticeKind::Decision));
        let told = told.order_by_asc(notice::Column::Id).all(test.db.read()).await.unwrap();
        let number = |path: &str| path.rsplit('/').next().unwrap().to_owned();
        self.name("notice", told[0].id);
        self.name("decision", number(&told[0].path));
        self.of(Who::Pat).sent(&format!("{}/appeal", told[1].path), &[("words", "It was fine.")]).await;
        let appeal = appeal::Entity::find().one(test.db.read()).await.unwrap().unwrap();
        self.name("appeal", appeal.id);
    }

    async fn claim(&mut self, test: &TestDb) {
        self.of(Who::Cy).sent("/doctors/cy-cedar-utrecht/claim", LICENCE).await;
        let one = claimed_credential::Entity::find().one(test.db.read()).await.unwrap().unwrap();
        let bo = doctor::Entity::find().filter(doctor::Column::Slug.eq("bo-birch-utrecht"));
        let bo = bo.one(test.db.read()).await.unwrap().unwrap().id;
        let standing = credential::Entity::find().filter(credential::Column::DoctorId.eq(bo));
        self.name("bos_licence", standing.one(test.db.read()).await.unwrap().unwrap().id);
        self.name("claim", one.claim_id);
        self.name("proof", one.id);
        let account = self.site.account("pat").await;
        let session = session::Entity::find().filter(session::Column::AccountId.eq(account));
        self.name("session", session.one(test.db.read()).await.unwrap().unwrap().id);
    }

    /// A link of each kind that letters have.
    async fn write_letters(&mut self, test: &TestDb) {
        self.site.letters().await;
        let (nobody, pat) = (self.of(Who::Nobody), self.of(Who::Pat));
        nobody.sent("/sign-up", &[("email", "new@example.org")]).await;
        nobody.sent("/sign-in/link", &[("email", "max@example.org")]).await;
        nobody.sent("/reset", &[("email", "bo@example.org")]).await;
        pat.sent("/account/address", &[("email", "patricia@example.org")]).await;
        let letters = self.site.letters().await;
        let token = |to: &str| {
            let letter = letters.iter().find(|letter| letter.to.to_string() == to).unwrap();
            link_in(letter).rsplit('/').next().unwrap().to_owned()
        };
        let (new, entry, reset) =
            (token("new@example.org"), token("max@example.org"), token("bo@example.org"));
        let address = token("patricia@example.org");
        for (name, token) in [("new", new), ("entry", entry), ("reset", reset), ("address", address)] {
            self.name(name, token);
        }
        self.site.tells("pat", NoticeKind::Answered, "/questions/1").await;
        self.site.letters().await;
        let link = unsubscribe::Entity::find().one(test.db.read()).await.unwrap().unwrap();
        self.name("unsubscribe", link.token);
    }
}

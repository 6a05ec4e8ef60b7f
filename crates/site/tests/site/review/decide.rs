//! `/reviews/{id}/dispute/decision`: a decision like others, with its page, its appeal and its line in the public log.

use db::{
    TestDb,
    entity::{appeal, decision, doctor_account, notice, report, review_author, review_dispute},
    sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, sea_query::Expr},
    value::{AccountRole, Act, DisputeState, NoticeKind, State},
};
use site::audit::{Verified, verify};

use super::{ANN, TEXT, all, practice, rating, reviews};
use crate::harness::{Browser, Site};

const FIELDS: [(&str, &str); 2] = [("reason", "false"), ("words", "Our own records show another course.")];

/// Who is in it: the doctor, the patient, and two who moderate. The words are disputed.
struct Case<'a> {
    ann: Browser<'a>,
    pat: Browser<'a>,
    mo: Browser<'a>,
    max: Browser<'a>,
    review: i64,
}

impl<'a> Case<'a> {
    async fn of(site: &'a Site) -> Self {
        let (ann, pat) = (site.doctor("ann").await, site.member("pat").await);
        let mo = site.person("mo", AccountRole::Moderator).await;
        let max = site.person("max", AccountRole::Moderator).await;
        let review = reviews(&pat, "1").await;
        ann.sent(&format!("/reviews/{review}/dispute"), &FIELDS).await;
        Self { ann, pat, mo, max, review }
    }

    fn desk(&self) -> String {
        format!("/reviews/{}/dispute/decision", self.review)
    }

    /// The words are to be read.
    async fn shown(&self, site: &Site) -> bool {
        site.get(&format!("{ANN}/reviews")).await.text().contains(TEXT)
    }
}

/// Where somebody was last told of a decision.
async fn told(site: &Site, name: &str) -> Option<String> {
    let account = site.account(name).await;
    let all = notice::Entity::find()
        .filter(notice::Column::AccountId.eq(account))
        .filter(notice::Column::Kind.eq(NoticeKind::Decision))
        .order_by_desc(notice::Column::Id);
    all.one(site.app.db.read()).await.unwrap().map(|notice| notice.path)
}

async fn decisions(site: &Site) -> Vec<(Act, Option<i64>)> {
    let all = decision::Entity::find().order_by_asc(decision::Column::Id).all(site.app.db.read()).await;
    all.unwrap().into_iter().map(|row| (row.act, row.dispute_id)).collect()
}

async fn dispute(site: &Site) -> review_dispute::Model {
    review_dispute::Entity::find().one(site.app.db.read()).await.unwrap().unwrap()
}

#[db::test]
async fn words_that_were_taken_are_appealed_by_their_writer_and_come_back(test: TestDb) {
    practice(&test).await;
    let site = Site::of(&test).await;
    let case = Case::of(&site).await;
    let fields = [("outcome", "words"), ("reason", "personal_data"), ("note", "Please name nobody.")];
    case.mo.sent(&case.desk(), &fields).await;
    let path = told(&site, "pat").await.expect("the writer is told");
    assert_eq!(told(&site, "ann").await.as_deref(), Some(&*path), "the doctor is told the same");
    let log = site.get("/transparency").await.text();
    assert!(log.contains("Review: Disputed words removed. It showed who somebody is."), "{log}");
    for (who, lede) in
        [(&case.pat, "This is about something of yours."), (&case.ann, "a review of you that you disputed")]
    {
        let page = who.get(&path).await.text();
        assert!(page.contains(lede) && page.contains("Please name nobody."), "{page}");
        assert!(page.contains("It showed who somebody is."), "{page}");
    }
    assert!(!case.ann.get(&path).await.text().contains("Send the appeal"), "who won has nothing to appeal");
    let words = [("words", "I named nobody.")];
    assert_eq!(case.ann.post(&format!("{path}/appeal"), &words).await.status, 404);
    case.pat.sent(&format!("{path}/appeal"), &words).await;
    case.pat.sent(&format!("{path}/appeal"), &[("words", "Once more.")]).await;
    assert_eq!(appeal::Entity::find().all(site.app.db.read()).await.unwrap().len(), 1);
    assert!(!case.ann.get(&path).await.text().contains("I named nobody."), "that is not for the doctor");

    let settle = [("outcome", "overturned"), ("reason", "Nobody was named.")];
    assert_eq!(case.mo.post("/appeals/1", &settle).await.status, 403, "somebody else looks at it");
    case.max.sent("/appeals/1", &settle).await;
    assert!(case.shown(&site).await);
    let ends = told(&site, "ann").await.unwrap();
    assert_ne!(ends, path, "the doctor is told how it ended");
    assert!(case.ann.get(&ends).await.text().contains("Words put back"));
    let again = case.ann.post(&format!("/reviews/{}/dispute", case.review), &FIELDS).await;
    assert_eq!(again.status, 422, "the same words are not disputed twice");
    let dispute = dispute(&site).await;
    assert_eq!(dispute.state, DisputeState::Dismissed);
    assert_eq!(
        decisions(&site).await,
        [(Act::TakeWords, Some(dispute.id)), (Act::PutBack, Some(dispute.id))]
    );
    assert_eq!(verify(&site.app.db).await.unwrap(), Verified::Whole(3));
}

#[db::test]
async fn words_that_were_kept_are_appealed_by_the_doctor_and_decided_anew_by_somebody_else(test: TestDb) {
    practice(&test).await;
    let site = Site::of(&test).await;
    let case = Case::of(&site).await;
    case.mo.sent(&case.desk(), &[("outcome", "dismiss")]).await;
    assert!(case.shown(&site).await);
    let path = told(&site, "ann").await.unwrap();
    assert!(site.get("/transparency").await.text().contains("Disputed words kept"));
    assert_eq!(case.pat.post(&format!("{path}/appeal"), &[("words", "Me too.")]).await.status, 404);
    case.ann.sent(&format!("{path}/appeal"), &[("words", "It is not true.")]).await;
    case.max.sent("/appeals/1", &[("outcome", "overturned"), ("reason", "Let us look again.")]).await;
    assert!(!case.shown(&site).await, "the words are held back again");
    assert!(case.mo.get("/reviews/disputes").await.text().contains(&case.desk()));
    let take = [("outcome", "words"), ("reason", "false")];
    assert_eq!(case.mo.post(&case.desk(), &take).await.status, 403, "not by whoever decided before");
    assert!(!case.shown(&site).await);
    case.max.sent(&case.desk(), &take).await;
    let acts: Vec<Act> = decisions(&site).await.into_iter().map(|(act, _)| act).collect();
    assert_eq!(acts, [Act::KeepWords, Act::HoldWords, Act::TakeWords]);
    assert_eq!(verify(&site.app.db).await.unwrap(), Verified::Whole(4));
}

#[db::test]
async fn a_review_that_is_removed_settles_its_reports_and_an_appeal_puts_it_back(test: TestDb) {
    practice(&test).await;
    let site = Site::of(&test).await;
    let (ann, pat, eve) = (site.doctor("ann").await, site.member("pat").await, site.member("eve").await);
    let (mo, max) =
        (site.person("mo", AccountRole::Moderator).await, site.person("max", AccountRole::Moderator).await);
    let id = reviews(&pat, "1").await;
    let (before, thing) = (rating(&site).await, format!("/report/review/{id}"));
    eve.sent(&thing, &[("reason", "rude")]).await;
    let dispute = format!("/reviews/{id}/dispute");
    ann.sent(&dispute, &FIELDS).await;
    mo.sent(&format!("{dispute}/decision"), &[("outcome", "remove"), ("reason", "not_a_review")]).await;
    let reports = report::Entity::find().all(site.app.db.read()).await.unwrap();
    assert!(reports.iter().all(|report| report.decision_id != 0));
    assert!(mo.get("/moderation").await.text().contains("Nothing waits here."));
    site.letters().await;
    let path = told(&site, "pat").await.unwrap();
    assert_eq!(told(&site, "eve").await.as_deref(), Some(&*path), "whoever reported it is told");
    assert_eq!(told(&site, "ann").await.as_deref(), Some(&*path));
    pat.sent(&format!("{path}/appeal"), &[("words", "I was there.")]).await;
    max.sent("/appeals/1", &[("outcome", "overturned"), ("reason", "So it was.")]).await;
    assert_eq!(all(&site).await[0].state, State::Published);
    assert!(site.get(&format!("{ANN}/reviews")).await.text().contains(TEXT));
    assert_eq!(rating(&site).await, before);
}

#[db::test]
async fn nobody_decides_on_a_dispute_of_their_own(test: TestDb) {
    practice(&test).await;
    let site = Site::of(&test).await;
    let case = Case::of(&site).await;
    let decide = [("outcome", "dismiss")];
    let mo = site.account("mo").await;
    let tx = site.app.db.begin().await.unwrap();
    review_author::Entity::update_many()
        .col_expr(review_author::Column::AccountId, Expr::val(mo))
        .exec(&tx)
        .await
        .unwrap();
    let owned = doctor_account::Entity::find().one(&tx).await.unwrap().unwrap();
    doctor_account::Entity::delete_many().exec(&tx).await.unwrap();
    let owner = doctor_account::ActiveModel { account_id: Set(site.account("max").await), ..owned.into() };
    doctor_account::Entity::insert(owner).exec_without_returning(&tx).await.unwrap();
    tx.commit().await.unwrap();
    let by_itself = format!("/moderation/review/{}/remove", case.review);
    for (who, own) in [(&case.mo, "who wrote it"), (&case.max, "whom it is about")] {
        assert_eq!(who.get(&case.desk()).await.status, 403, "{own}");
        assert_eq!(who.post(&case.desk(), &decide).await.status, 403, "{own}");
        assert_eq!(who.post(&by_itself, &[("reason", "spam")]).await.status, 403, "{own}");
    }
    assert!(decisions(&site).await.is_empty());
    let third = site.person("third", AccountRole::Moderator).await;
    third.sent(&case.desk(), &decide).await;
}

#[db::test]
async fn words_that_are_held_back_stand_on_no_form(test: TestDb) {
    practice(&test).await;
    let site = Site::of(&test).await;
    let case = Case::of(&site).await;
    let eve = site.member("eve").await;
    let form = format!("/report/review/{}", case.review);
    for page in [eve.get(&form).await, eve.post(&form, &[("reason", "")]).await] {
        let page = page.text();
        assert!(page.contains("Tell us what is wrong"), "{page}");
        assert!(!page.contains(TEXT) && !page.contains("Kind"), "{page}");
    }
    case.mo.sent(&case.desk(), &[("outcome", "words"), ("reason", "personal_data")]).await;
    let page = eve.get(&form).await.text();
    assert!(!page.contains(TEXT) && !page.contains("Kind"), "{page}");
    assert_eq!(case.pat.get("/reviews/disputes").await.status, 403);
}

//! The letters of this feature. A subject says nothing of anybody's health.

use db::{
    entity::{account, notice},
    sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr},
    value::NoticeKind,
};
use jobs::{Fault, Job};
use locale::{Locale, Text};
use mail::Address;
use serde::{Deserialize, Serialize};

use crate::{app::App, letter::Letter};

/// Tells somebody of one piece of news.
#[derive(Serialize, Deserialize)]
pub(super) struct NewsLetter {
    pub(super) notice: i64,
}

impl Job for NewsLetter {
    type Context = App;
    const KIND: &'static str = "notification.news_letter";

    async fn run(self, app: App) -> Result<(), Fault> {
        let Some(news) = notice::Entity::find_by_id(self.notice).one(app.db.read()).await? else {
            return Ok(());
        };
        let Some(person) = account::Entity::find_by_id(news.account_id).one(app.db.read()).await? else {
            return Ok(());
        };
        let to = Address::parse(&person.email)
            .map_err(|_| Fault::GiveUp("what was stored is no address".into()))?;
        let letter = Letter::new(&app, &person.lang, |l| l.t("News for you").to_string());
        let l = letter.l;
        letter.say(said(l, news.kind)).link(l.t("See it"), &news.path).send(&app, &to).await?;
        let tx = app.db.begin().await?;
        notice::Entity::update_many()
            .col_expr(notice::Column::MailedAt, Expr::val(app.clock.now()))
            .filter(notice::Column::Id.eq(news.id))
            .exec(&tx)
            .await?;
        Ok(tx.commit().await?)
    }
}

/// What happened, in a sentence that tells nothing of anybody's health.
pub(super) fn said(l: Locale, kind: NoticeKind) -> Text<'static> {
    match kind {
        NoticeKind::Answered => l.t("A doctor answered your question."),
        NoticeKind::AnswerChanged => l.t("A doctor changed an answer to your question."),
        NoticeKind::Detail => l.t("A patient added details to a question that you answered."),
        NoticeKind::Asked => l.t("Questions in your field wait for an answer."),
        NoticeKind::Marked => l.t("A colleague said what they think of your answer."),
        NoticeKind::Thanked => l.t("Somebody said that your answer helped them."),
        NoticeKind::Reviewed => l.t("Somebody reviewed you."),
        NoticeKind::Replied => l.t("A doctor replied to your review."),
        NoticeKind::Credential => l.t("There is news of your credentials."),
        NoticeKind::Decision => l.t("The moderators decided on something of yours."),
        NoticeKind::Appeal => l.t("There is news of your appeal."),
        NoticeKind::Security => l.t("Something about your account changed."),
    }
}

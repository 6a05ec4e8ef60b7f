//! Questions: asking them, and their pages.

mod ask;
mod asker;
mod own;
mod send;
mod show;
mod thanks;

use db::{
    entity::question,
    sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder},
};

use crate::harness::{Browser, Site};

/// A question as somebody fills in the form.
pub(crate) const FORM: &[(&str, &str)] = &[
    ("scope", "about_me"),
    ("title", "Can stress make my hair fall out?"),
    ("body", "It began three months ago, after a **hard** year at work."),
    ("country", "NL"),
    ("age_band", "30–39"),
    ("sex", "female"),
    ("duration", "three months"),
    ("medication", ""),
    ("tried", "A shampoo with caffeine."),
];

/// The form with another value in one field.
pub(crate) fn form_with<'a>(field: &'a str, value: &'a str) -> Vec<(&'a str, &'a str)> {
    let mut form: Vec<(&str, &str)> = FORM.iter().copied().filter(|(name, _)| *name != field).collect();
    form.push((field, value));
    form
}

/// Fills in the form and sends it; gives the path of the question.
pub(crate) async fn asks(browser: &Browser<'_>, title: &str) -> String {
    assert_eq!(browser.sent("/ask", &form_with("title", title)).await, "/ask/preview");
    let path = browser.sent("/ask/send", &[("version", "1")]).await;
    assert!(path.starts_with("/questions/"), "{path}");
    path
}

/// The questions that were asked here, the oldest first.
pub(crate) async fn asked_here(site: &Site) -> Vec<question::Model> {
    let all = question::Entity::find().filter(question::Column::SourceId.is_null());
    all.order_by_asc(question::Column::Id).all(site.app.db.read()).await.unwrap()
}

/// The number in a question's path.
pub(crate) fn number(path: &str) -> i64 {
    path.split('/').nth(2).unwrap().parse().unwrap()
}

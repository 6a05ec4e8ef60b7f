//! What somebody is writing.

use db::TestDb;
use site::{
    app::{App, Token},
    draft::{self, KEPT, Owner},
};

use crate::harness::Site;

const ABOUT: draft::About = ("question", 0);

async fn save(app: &App, owner: &Owner, version: i64, words: &str) -> Option<i64> {
    let write = app.write().await.unwrap();
    let saved = draft::save(&write, owner, ABOUT, version, &words).await.unwrap();
    write.commit().await.unwrap();
    saved
}

async fn words(app: &App, owner: &Owner) -> Option<(i64, String)> {
    let found = draft::find::<String>(&mut app.db.reading().unwrap(), owner, ABOUT).await.unwrap();
    found.map(|draft| (draft.version, draft.content))
}

#[db::test]
async fn of_two_windows_none_overwrites_the_other(test: TestDb) {
    let app = Site::of(&test).await.app;
    let ann = Owner::Account(1);
    assert_eq!(save(&app, &ann, 0, "first").await, Some(1));
    assert_eq!(save(&app, &ann, 0, "another window").await, None);
    assert_eq!(save(&app, &ann, 1, "second").await, Some(2));
    assert_eq!(save(&app, &ann, 1, "the window of before").await, None);
    assert_eq!(words(&app, &ann).await, Some((2, "second".into())));
    assert_eq!(words(&app, &Owner::Account(2)).await, None, "nobody else's");
}

#[db::test]
async fn what_a_visitor_wrote_is_the_accounts_once_there_is_one(test: TestDb) {
    let app = Site::of(&test).await.app;
    let token = Token::new().unwrap();
    let visitor = Owner::Visitor(token.clone());
    save(&app, &visitor, 0, "written before").await;
    let write = app.write().await.unwrap();
    draft::adopt(&*write, &token.hash(), 1).await.unwrap();
    write.commit().await.unwrap();
    assert_eq!(words(&app, &visitor).await, None);
    assert_eq!(words(&app, &Owner::Account(1)).await, Some((1, "written before".into())));
    save(&app, &visitor, 0, "written after").await;
    let write = app.write().await.unwrap();
    draft::adopt(&*write, &token.hash(), 1).await.unwrap();
    write.commit().await.unwrap();
    assert_eq!(
        words(&app, &Owner::Account(1)).await,
        Some((1, "written before".into())),
        "not over what is there"
    );
}

#[db::test]
async fn what_nobody_goes_on_with_is_thrown_away(test: TestDb) {
    let site = Site::of(&test).await;
    let ann = Owner::Account(1);
    save(&site.app, &ann, 0, "long ago").await;
    site.later(KEPT + 3601);
    site.letters().await;
    assert_eq!(words(&site.app, &ann).await, None);
}

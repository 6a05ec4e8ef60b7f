//! How caches learn that the content changed, also when another program changed it.

use std::{
    sync::atomic::{AtomicI64, Ordering},
    time::Duration,
};

use db::{
    Db,
    entity::site_state,
    sea_orm::{DbErr, EntityTrait},
};

use super::App;

/// Counts the changes of the content. What was made at another count is out of date.
#[derive(Debug, Default)]
pub struct ContentVersion(AtomicI64);

impl ContentVersion {
    /// The key under which the database keeps the count; every writing transaction raises it.
    pub const KEY: &'static str = "content_version";

    /// The count that the site goes by.
    pub fn current(&self) -> i64 {
        self.0.load(Ordering::Acquire)
    }

    /// Asks the database for the count.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn refresh(&self, db: &Db) -> Result<(), DbErr> {
        let state = site_state::Entity::find_by_id(Self::KEY).one(db.read()).await?;
        self.0.store(state.map_or(0, |state| state.value), Ordering::Release);
        Ok(())
    }
}

/// Watches the count for as long as the site runs.
pub async fn watch(app: App, every: Duration) {
    let mut working = true;
    loop {
        tokio::time::sleep(every.max(Duration::from_millis(50))).await;
        match app.content.refresh(&app.db).await {
            Ok(()) => working = true,
            // Told once and not each second: the pages themselves say so too.
            Err(error) if working => {
                working = false;
                tracing::warn!(%error, "the database does not answer; pages made earlier go on being served");
            }
            Err(_) => {}
        }
    }
}

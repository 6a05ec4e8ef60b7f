//! The one migration list, for both databases. A migration that has been released is never edited.

mod m0001_questions_and_answers;
mod m0002_accounts;
mod m0003_who_does_what;
mod m0004_asking;
mod m0005_credentials;
mod m0006_answering;
mod m0007_marks_and_reviews;
mod m0008_moderation;
mod m0009_notices;
mod m0010_disputes_decided;
mod m0011_words_that_stay_away;
mod m0012_who_changed;
mod m0013_like_another;
mod parts;

use sea_orm::{EntityTrait, QueryOrder};
use sea_orm_migration::{prelude::*, seaql_migrations};

/// The migrations in their order, each known by the name of its module.
macro_rules! planned {
    ($($module:ident),* $(,)?) => {
        vec![$(Box::new(parts::Planned { name: stringify!($module), plan: &$module::PLAN })),*]
    };
}

/// Brings a database to the newest version that this program knows.
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        planned![
            m0001_questions_and_answers,
            m0002_accounts,
            m0003_who_does_what,
            m0004_asking,
            m0005_credentials,
            m0006_answering,
            m0007_marks_and_reviews,
            m0008_moderation,
            m0009_notices,
            m0010_disputes_decided,
            m0011_words_that_stay_away,
            m0012_who_changed,
            m0013_like_another,
        ]
    }
}

/// The names of the migrations that a database has, oldest first; none for an empty database.
///
/// # Errors
/// Whatever the database says.
pub async fn applied(db: &sea_orm::DatabaseConnection) -> Result<Vec<String>, DbErr> {
    if !SchemaManager::new(db).has_table("seaql_migrations").await? {
        return Ok(Vec::new());
    }
    // Not by way of `Migrator`, which would first make sure that the table exists: who only reads can't.
    let models =
        seaql_migrations::Entity::find().order_by_asc(seaql_migrations::Column::Version).all(db).await?;
    Ok(models.into_iter().map(|model| model.version).collect())
}

/// The names of the migrations that this program knows, oldest first.
pub fn known() -> Vec<String> {
    Migrator::get_migration_files().iter().map(|migration| migration.name().to_owned()).collect()
}

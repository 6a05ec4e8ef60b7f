//! The database: there, of this version, sound, and open to writes.

use db::{
    Db, Target, Trouble,
    entity::question,
    migration,
    sea_orm::{EntityTrait, PaginatorTrait},
};
use site::config::Config;

use super::finding::Finding;
use crate::open;

const ABOUT: &str = "database";

/// Looks at the database; gives it back open when it can be used.
pub(super) async fn look(config: &Config, target: &Target) -> (Option<Db>, Vec<Finding>) {
    let db = match Db::open(target, open::limits(config)).await {
        Ok(db) => db,
        // The message says what to do.
        Err(error) => {
            return (
                None,
                vec![Finding::wrong(ABOUT, error.to_string(), "The site can't be served before that.")],
            );
        }
    };
    let mut findings = vec![version(&db).await, soundness(&db).await];
    findings.push(match db.begin().await {
        Ok(transaction) => {
            drop(transaction.rollback().await);
            Finding::fine("writing", "possible")
        }
        Err(error) => refused("writing", &error),
    });
    (Some(db), findings)
}

async fn version(db: &Db) -> Finding {
    let counted = async {
        let applied = migration::applied(db.read()).await?;
        let questions = question::Entity::find().count(db.read()).await?;
        Ok((applied, questions))
    };
    match counted.await {
        Ok((applied, questions)) => {
            let newest = applied.last().map_or("", String::as_str);
            let counted =
                if questions == 1 { "1 question".to_owned() } else { format!("{questions} questions") };
            Finding::fine(ABOUT, format!("{}, {}, version {newest}, {counted}", db.shown(), db.kind()))
        }
        Err(error) => refused(ABOUT, &error),
    }
}

async fn soundness(db: &Db) -> Finding {
    match db.faults().await {
        Ok(faults) if faults.is_empty() => Finding::fine("soundness", "no damage found"),
        Ok(faults) => Finding::wrong("soundness", faults.join("; "), Trouble::Damaged.advice()),
        Err(error) => refused("soundness", &error),
    }
}

fn refused(about: &'static str, error: &db::sea_orm::DbErr) -> Finding {
    Finding::wrong(about, error.to_string(), Trouble::of(error).advice())
}

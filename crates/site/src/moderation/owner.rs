//! Whose something is. Asked only to tell them, and to keep people from deciding on their own; never shown.

use db::{
    entity::{answer, doctor_account, question_asker, review_author},
    sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QuerySelect},
    value::Matter,
};

use super::thing::Thing;

/// The account behind a thing, where there is one: what an archive brought has none.
///
/// # Errors
/// What the database says.
pub(super) async fn of(db: &impl ConnectionTrait, thing: Thing) -> Result<Option<i64>, DbErr> {
    match thing.kind {
        Matter::Question => {
            Ok(question_asker::Entity::find_by_id(thing.id).one(db).await?.map(|asker| asker.account_id))
        }
        Matter::Answer => {
            let given = answer::Entity::find().select_only().column(answer::Column::DoctorId);
            let doctor = given.filter(answer::Column::Id.eq(thing.id)).into_tuple::<i64>().one(db).await?;
            match doctor {
                Some(doctor) => of_profile(db, doctor).await,
                None => Ok(None),
            }
        }
        Matter::Doctor => of_profile(db, thing.id).await,
        Matter::Account => Ok(Some(thing.id)),
        Matter::Review => {
            Ok(review_author::Entity::find_by_id(thing.id).one(db).await?.map(|author| author.account_id))
        }
        Matter::Credential | Matter::Agreement | Matter::Report => Ok(None),
    }
}

async fn of_profile(db: &impl ConnectionTrait, doctor: i64) -> Result<Option<i64>, DbErr> {
    Ok(doctor_account::Entity::find_by_id(doctor).one(db).await?.map(|owner| owner.account_id))
}

//! How many reviews there are: by stars, and by what became of them.

use db::{
    Db,
    entity::review,
    sea_orm::{
        self, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, QueryFilter, QueryOrder,
        QuerySelect, Select,
    },
    value::State,
};

/// How many reviews are in one state for one reason. Over all rows, that is how many were ever received.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct Accounted {
    /// The state.
    pub state: State,
    /// Code of the reason; none for what is published.
    pub reason: Option<String>,
    /// How many.
    pub count: i64,
}

/// All reviews of the site, by what became of them.
///
/// # Errors
/// Whatever the database says.
pub async fn accounting(db: &Db) -> Result<Vec<Accounted>, DbErr> {
    accounted(review::Entity::find(), db.read()).await
}

/// One doctor's reviews, by what became of them.
///
/// # Errors
/// Whatever the database says.
pub async fn accounting_of(db: &impl ConnectionTrait, doctor: i64) -> Result<Vec<Accounted>, DbErr> {
    accounted(review::Entity::find().filter(review::Column::DoctorId.eq(doctor)), db).await
}

async fn accounted(
    reviews: Select<review::Entity>,
    db: &impl ConnectionTrait,
) -> Result<Vec<Accounted>, DbErr> {
    use review::Column as R;
    let rows = reviews
        .select_only()
        .column(R::State)
        .column_as(R::StateReason, "reason")
        .column_as(R::Id.count(), "count")
        .group_by(R::State)
        .group_by(R::StateReason)
        .order_by_asc(R::State)
        .order_by_asc(R::StateReason);
    rows.into_model::<Accounted>().all(db).await
}

/// How many published reviews of a doctor gave one star, two, and so on to five.
///
/// # Errors
/// Whatever the database says.
pub async fn by_stars(db: &impl ConnectionTrait, doctor: i64) -> Result<[i64; 5], DbErr> {
    use review::Column as R;
    let rows = review::Entity::find()
        .select_only()
        .column(R::Stars)
        .column_as(R::Id.count(), "count")
        .filter(R::DoctorId.eq(doctor))
        .filter(R::State.eq(State::Published))
        .group_by(R::Stars);
    let mut counts = [0; 5];
    for (stars, count) in rows.into_tuple::<(i32, i64)>().all(db).await? {
        let place = usize::try_from(stars - 1).ok().and_then(|place| counts.get_mut(place));
        if let Some(place) = place {
            *place += count;
        }
    }
    Ok(counts)
}

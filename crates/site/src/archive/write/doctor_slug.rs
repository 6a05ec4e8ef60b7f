//! The last part of a profile's address: from the archive, or from name and city, with a number where it is taken.

use std::collections::{HashSet, VecDeque};

use archive::record;
use db::{
    entity::doctor,
    sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QuerySelect},
};

use crate::archive::rows::lists;

/// What the profile should be called.
pub(super) fn wish(doctor: &record::Doctor) -> String {
    if let Some(slug) = &doctor.slug {
        return slug.clone();
    }
    // Who is not named is called by what they do.
    let who = doctor.name.as_deref().or(doctor.specialty.as_deref()).unwrap_or("doctor");
    markup::slug(&[who, doctor.city.as_deref().unwrap_or_default()].join(" "), "doctor")
}

/// A free address for each wish, in order: the wish, or else the first of `wish-2`, `wish-3`, … that is free.
pub(super) async fn free(tx: &impl ConnectionTrait, wishes: Vec<String>) -> Result<VecDeque<String>, DbErr> {
    let mut taken = taken(tx, &wishes).await?;
    let mut given = VecDeque::new();
    for wish in wishes {
        let slug = if taken.contains(&wish) { numbered(tx, &wish, &mut taken).await? } else { wish };
        taken.insert(slug.clone());
        given.push_back(slug);
    }
    Ok(given)
}

async fn numbered(
    tx: &impl ConnectionTrait,
    wish: &str,
    here: &mut HashSet<String>,
) -> Result<String, DbErr> {
    // Windows that grow, so that the thousandth doctor of one name costs few statements.
    let (mut first, mut size) = (2_u64, 16_u64);
    loop {
        let window: Vec<String> = (first..first + size).map(|number| format!("{wish}-{number}")).collect();
        if window.iter().any(|slug| !here.contains(slug)) {
            here.extend(taken(tx, &window).await?);
        }
        if let Some(slug) = window.into_iter().find(|slug| !here.contains(slug)) {
            return Ok(slug);
        }
        (first, size) = (first + size, (size * 4).min(1024));
    }
}

async fn taken(tx: &impl ConnectionTrait, slugs: &[String]) -> Result<HashSet<String>, DbErr> {
    let mut found = HashSet::new();
    for list in lists(slugs) {
        let query = doctor::Entity::find()
            .select_only()
            .column(doctor::Column::Slug)
            .filter(doctor::Column::Slug.is_in(list));
        found.extend(query.into_tuple::<String>().all(tx).await?);
    }
    Ok(found)
}

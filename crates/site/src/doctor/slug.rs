//! The last part of a profile's address: from name and city, with a number where it is taken.

use std::collections::{HashSet, VecDeque};

use db::{
    entity::doctor,
    sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QuerySelect},
};

/// Parts of the address that are something else's.
const RESERVED: [&str; 1] = ["new"];

/// Addresses that one statement asks for.
const AT_ONCE: usize = 512;

/// What the profile should be called. Who is not named is called by what they do.
pub fn wish(name: Option<&str>, specialty: Option<&str>, city: Option<&str>) -> String {
    let who = name.or(specialty).unwrap_or("doctor");
    markup::slug(&[who, city.unwrap_or_default()].join(" "), "doctor")
}

/// A free address for each wish, in order: the wish, or else the first of `wish-2`, `wish-3`, … that is free.
///
/// # Errors
/// Whatever the database says.
pub async fn free(tx: &impl ConnectionTrait, wishes: Vec<String>) -> Result<VecDeque<String>, DbErr> {
    let mut taken = taken(tx, &wishes).await?;
    taken.extend(RESERVED.map(str::to_owned));
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
    for some in slugs.chunks(AT_ONCE) {
        let query = doctor::Entity::find()
            .select_only()
            .column(doctor::Column::Slug)
            .filter(doctor::Column::Slug.is_in(some));
        found.extend(query.into_tuple::<String>().all(tx).await?);
    }
    Ok(found)
}

//! A doctor's public profile. Whether it is verified is computed from live credentials and never stored.

use sea_orm::entity::prelude::*;

/// A doctor's public profile. Whether it is verified is computed from live credentials and never stored.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "doctor")]
pub struct Model {
    /// Identity.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// Its part of the address, unique.
    pub slug: String,
    /// None: the archive did not give a name.
    pub name: Option<String>,
    /// Post-nominal letters, joined by ", ".
    pub letters: String,
    /// The specialty.
    pub specialty_id: Option<i64>,
    /// The city.
    pub city: Option<String>,
    /// The region.
    pub region: Option<String>,
    /// ISO 3166-1 alpha-2.
    pub country: Option<String>,
    /// Slug of the city, for addresses.
    pub place: Option<String>,
    /// The practice.
    pub practice: Option<String>,
    /// Markdown.
    pub biography: Option<String>,
    /// The biography as `markup` rendered it.
    pub biography_html: Option<String>,
    /// BCP 47 tag of the biography.
    pub lang: String,
    /// Thousandths of stars that an archive's rating starts from.
    pub rating_start_sum: i64,
    /// Reviews that an archive's rating starts from.
    pub rating_start_count: i64,
    /// Stars of the published reviews here.
    pub review_sum: i64,
    /// Published reviews here.
    pub review_count: i64,
    /// Shrunk mean in millionths of a star; orders lists and is never shown.
    pub rating_order: i64,
    /// Published answers to published questions.
    pub answer_count: i64,
    /// The archive it came from; none when it was written here.
    pub source_id: Option<i64>,
    /// Its id in that archive.
    pub external_id: Option<String>,
    /// First 8 bytes of the SHA-256 of the record as last imported: equal means unchanged.
    pub fingerprint: Option<i64>,
    /// Unix seconds.
    pub created_at: i64,
    /// Unix seconds.
    pub updated_at: Option<i64>,
}

/// Joins are written where they are used, in the stores.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

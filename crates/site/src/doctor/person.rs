//! A doctor as bylines and lists show one.

use db::{
    FromRow,
    entity::doctor,
    proof::is_verified,
    sea_orm::{
        self, FromQueryResult,
        sea_query::{Expr, ExprTrait, SelectStatement},
    },
};

use super::Rating;
use crate::taxonomy::{Specialty, Taxonomy};

/// What a byline needs, as one row of a query that joins doctors; columns come from [`columns`].
#[derive(Clone, Debug, FromQueryResult, FromRow)]
pub struct Person {
    /// Identity.
    pub doctor_id: i64,
    /// Part of the address.
    pub doctor_slug: String,
    /// None: the archive did not give a name.
    pub name: Option<String>,
    /// Post-nominal letters.
    pub letters: String,
    specialty_id: Option<i64>,
    /// City.
    pub city: Option<String>,
    /// Region.
    pub region: Option<String>,
    /// ISO 3166-1 alpha-2.
    pub country: Option<String>,
    /// Slug of the city.
    pub place: Option<String>,
    rating_sum: i64,
    rating_count: i64,
    /// Published answers.
    pub doctor_answers: i64,
    /// Whether a live credential exists.
    pub verified: bool,
    /// What lists are ordered by; never shown.
    pub rating_order: i64,
}

impl Person {
    /// Where their profile is, without a language.
    pub fn path(&self) -> String {
        format!("/doctors/{}", self.doctor_slug)
    }

    /// The rating, where anybody gave one.
    pub fn rating(&self) -> Option<Rating> {
        Rating::new(self.rating_sum, self.rating_count)
    }

    /// The specialty's identity and words.
    pub fn specialty<'a>(&self, taxonomy: &'a Taxonomy) -> Option<&'a Specialty> {
        self.specialty_id.and_then(|id| taxonomy.specialty(id))
    }

    /// Where the doctors of the same specialty in the same city are listed.
    pub fn place_path(&self, taxonomy: &Taxonomy) -> Option<String> {
        let (specialty, place) = (self.specialty(taxonomy)?, self.place.as_ref()?);
        Some(format!("/specialties/{}/{place}", specialty.slug))
    }
}

/// Adds the columns of [`Person`] to a query that has joined `doctor`. The one parameter is the time now.
pub fn columns(query: &mut SelectStatement, now: i64) {
    use doctor::Column as D;
    let column = |column: D| Expr::col((doctor::Entity, column));
    let sum = column(D::RatingStartSum).add(column(D::ReviewSum).mul(Expr::cust("1000")));
    let count = column(D::RatingStartCount).add(column(D::ReviewCount));
    query
        .expr_as(column(D::Id), "doctor_id")
        .expr_as(column(D::Slug), "doctor_slug")
        .expr(column(D::Name))
        .expr(column(D::Letters))
        .expr(column(D::SpecialtyId))
        .expr(column(D::City))
        .expr(column(D::Region))
        .expr(column(D::Country))
        .expr(column(D::Place))
        .expr_as(sum, "rating_sum")
        .expr_as(count, "rating_count")
        .expr_as(column(D::AnswerCount), "doctor_answers")
        .expr(column(D::RatingOrder))
        .expr_as(is_verified(column(D::Id), now), "verified");
}

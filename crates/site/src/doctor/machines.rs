//! A doctor as machines read one: schema.org's `IndividualPhysician`.

use std::borrow::Cow;

use serde::Serialize;
use serde_json::{Value, json};

use super::Person;
use crate::{
    taxonomy::Taxonomy,
    web::{Frame, json_ld::compact},
};

/// The doctor as the author of an answer.
#[derive(Serialize)]
#[serde(tag = "@type", rename = "Person", rename_all = "camelCase")]
pub struct Author<'a> {
    name: Cow<'a, str>,
    url: String,
    #[serde(skip_serializing_if = "str::is_empty")]
    honorific_suffix: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    job_title: Option<&'a str>,
}

impl<'a> Author<'a> {
    /// Describes the author of an answer.
    pub fn of(frame: &Frame, person: &'a Person, taxonomy: &'a Taxonomy) -> Self {
        let unnamed = || Cow::Owned(frame.l.t("Name not given").to_string());
        Self {
            name: person.name.as_deref().map_or_else(unnamed, Cow::Borrowed),
            url: frame.absolute_path(person.path()),
            honorific_suffix: &person.letters,
            job_title: person.specialty(taxonomy).map(|specialty| specialty.practitioner.as_str()),
        }
    }
}

/// The profile.
pub(super) fn physician(frame: &Frame, person: &Person, taxonomy: &Taxonomy) -> Value {
    let specialty = person.specialty(taxonomy);
    let address = person.city.as_ref().map(|city| {
        compact(json!({
            "@type": "PostalAddress", "addressLocality": city, "addressRegion": person.region, "addressCountry": person.country,
        }))
    });
    let rating = person.rating().map(|rating| {
        json!({
            "@type": "AggregateRating", "ratingValue": (rating.mean() * 100.0).round() / 100.0,
            "reviewCount": rating.count, "bestRating": 5, "worstRating": 1,
        })
    });
    compact(json!({
        "@type": "IndividualPhysician",
        "@id": format!("{}#doctor", frame.canonical_url()),
        "name": frame.title,
        "url": frame.canonical_url(),
        "description": specialty.map(|specialty| specialty.practitioner.clone()),
        "medicalSpecialty": specialty.map(|specialty| specialty.name.clone()),
        "address": address,
        "aggregateRating": rating,
    }))
}

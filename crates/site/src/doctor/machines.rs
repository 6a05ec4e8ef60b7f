//! A doctor as machines read one: schema.org's `IndividualPhysician`.

use serde_json::{Value, json};

use super::Person;
use crate::{
    taxonomy::Taxonomy,
    web::{Frame, json_ld::compact},
};

/// The doctor as the author of an answer, or as the subject of a profile.
pub fn described(frame: &Frame, person: &Person, taxonomy: &Taxonomy) -> Value {
    let name = person.name.clone().unwrap_or_else(|| frame.l.t("Name not given").to_string());
    let url = format!(
        "{}{}",
        frame.face().public_url,
        frame.l.href(format_args!("/doctors/{}", person.doctor_slug))
    );
    let specialty = person.specialty(taxonomy).map(|specialty| specialty.practitioner.clone());
    let letters = Some(&person.letters).filter(|letters| !letters.is_empty());
    compact(
        json!({ "@type": "Person", "name": name, "url": url, "honorificSuffix": letters, "jobTitle": specialty }),
    )
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

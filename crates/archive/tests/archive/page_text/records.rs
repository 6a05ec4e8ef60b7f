//! Pages as records.

use super::{PAGE, page, signed};
use archive::Record;
use archive::page_text::external_id;

#[test]
fn doctors_have_one_id_across_pages_and_apart_from_others() {
    let ids = |signature: &str, page_id: &str| -> Vec<String> {
        let records = page(&signed(signature)).into_records("s", page_id).unwrap();
        records
            .iter()
            .filter_map(|placed| match &placed.record {
                Record::Doctor(doctor) => Some(doctor.id.clone()),
                _ => None,
            })
            .collect()
    };
    let ada = ids("Ada Quill, MD\nPort Ellery Dentist\n4 out of 5 stars 2 reviews", "p1");
    assert_eq!(ada, ["ada-quill--port-ellery--dentistry"]);
    assert_eq!(ids("Ada Quill, MD, FACS\nPort Ellery Dentist\n5 out of 5 stars 9 reviews", "p2"), ada);
    assert_ne!(ids("Ada Quill, MD\nWesthaven Dentist", "p1"), ada);
    assert_ne!(ids("Ada Quill, MD\nPort Ellery Dermatologist", "p1"), ada);
    assert_ne!(ids("Ada Quill Port, MD\nEllery Dentist", "p1"), ada);
    // The same letters, composed and decomposed; and different letters that look alike without their accents.
    let zoe = ids("Zo\u{eb} Pike, MD\nPort Ellery Dentist", "p1");
    assert_eq!(ids("Zoe\u{308} Pike, MD\nPort Ellery Dentist", "p1"), zoe);
    assert_ne!(ids("Zoe Pike, MD\nPort Ellery Dentist", "p1"), zoe);
    assert_eq!(ids("Port Ellery Dentist", "p1"), ["p1/unnamed-1"]);
    assert_eq!(ids("Port Ellery Dentist", "p2"), ["p2/unnamed-1"]);
}

#[test]
fn a_page_becomes_records_in_the_order_they_need() {
    let records = page(PAGE).into_records("harbour", "seaweed").unwrap();
    let keys: Vec<String> =
        records.iter().map(|placed| format!("{} {}", placed.line, placed.record.key().unwrap())).collect();
    assert_eq!(
        keys,
        [
            "1 question harbour/seaweed",
            "13 doctor harbour/seaweed/unnamed-1",
            "13 rating harbour/seaweed/unnamed-1",
            "9 answer harbour/seaweed/unnamed-1",
            "27 doctor harbour/tobias-r-fennimore-iii--port-ellery--facial-plastic-surgery",
            "27 rating harbour/tobias-r-fennimore-iii--port-ellery--facial-plastic-surgery",
            "16 answer harbour/seaweed/tobias-r-fennimore-iii--port-ellery--facial-plastic-surgery",
            "35 doctor harbour/zoë-ångström--são-loureiro--dermatologic-surgery",
            "35 rating harbour/zoë-ångström--são-loureiro--dermatologic-surgery",
            "31 answer harbour/seaweed/zoë-ångström--são-loureiro--dermatologic-surgery",
            "45 doctor harbour/ada-quill--harbour-bay--oculoplastic-surgery",
            "39 answer harbour/seaweed/ada-quill--harbour-bay--oculoplastic-surgery",
        ]
    );
    for placed in &records {
        placed.record.check().unwrap();
    }
    assert!(page(PAGE).into_records("Not A Slug", "seaweed").unwrap_err().reason.contains("source"));
}

#[test]
fn external_ids_come_from_file_names_and_never_meet() {
    assert_eq!(external_id("seaweed-mask_2"), "seaweed-mask_2");
    assert_eq!(external_id("größe"), "größe");
    let changed = [
        "a b",
        "a\u{a0}b",
        "a/b",
        "../../etc/passwd",
        "",
        "..",
        "\u{202e}x",
        &"x".repeat(300),
        "a\nb",
        "$(rm)",
    ];
    let ids: std::collections::BTreeSet<String> = changed.iter().map(|stem| external_id(stem)).collect();
    assert_eq!(ids.len(), changed.len());
    for id in &ids {
        assert!(
            id.chars().count() <= 80 && !id.contains(['/', ' ', '\n']) && *id != external_id("a-b"),
            "{id}"
        );
    }
}

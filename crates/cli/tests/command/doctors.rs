//! `consilium doctor`

use db::TestDb;

use crate::harness::Site;

const DOCTOR: &str = r#"{"kind":"source","id":"clinic","name":"Clinic archive"}
{"kind":"doctor","source":"clinic","id":"ann","name":"Ann Ash","city":"Utrecht","country":"NL"}
"#;

#[db::test]
async fn a_doctor_is_verified_and_that_is_taken_back(test: TestDb) {
    let site = Site::of(&test);
    site.file("clinic.jsonl", DOCTOR);
    let file = site.folder.join("clinic.jsonl");
    site.does(&["import", "jsonl", file.to_str().unwrap()]);
    let verify = ["doctor", "verify", "ann-ash-utrecht", "--issuer", "NPPES", "--kind", "registration"];
    let said = site.does(&[&verify[..], &["--number", "1234567893", "--until", "2131-05-28"]].concat());
    assert!(said.contains("ann-ash-utrecht is verified"), "{said}");
    let revoked = site.json(&["doctor", "revoke", "ann-ash-utrecht", "--reason", "mistake"]);
    assert_eq!(revoked["revoked"], 1);
    let wrong = [&verify[..], &["--number", "1234567890"]].concat();
    site.run(&wrong).failed(2, &["the last digit of this NPI"]);
    site.run(&["doctor", "verify", "nobody", "--issuer", "X", "--kind", "degree"])
        .failed(1, &["no doctor at"]);
    site.run(&["doctor", "revoke", "ann-ash-utrecht", "--reason", "whim"]).failed(2, &["taken_back"]);
    site.run(&["doctor", "detach", "ann-ash-utrecht"]).failed(1, &["belongs to no account"]);
    site.run(&["doctor", "detach", "nobody"]).failed(1, &["no doctor at"]);
}

//! `consilium check-record`

use db::TestDb;

use crate::harness::Site;

/// A record as a made-up site signed it.
const RECORD: &str = r#"{"format":"consilium-record","version":1,"public_key":"ed4928c628d1c2c6eae90338905995612959273a5c63f93636c14614ac8737d1","signature":"e2e40dbeff667a6e232f66971b371ba6e67188ddbbe9cd28fe5cffdc24ec08d879188d2afde0a11e5150b09515b6cba36d8ff8edbabd014bdc851db37515fe07","payload":"{\"answers\":[{\"versions\":[{},{}]}],\"doctor\":{\"name\":\"Ann Ash\"},\"made_at\":\"2026-11-01T12:00:00Z\",\"site\":\"https://ask.example.org\"}"}
"#;
/// That site's public key.
const KEY: &str = "ed4928c628d1c2c6eae90338905995612959273a5c63f93636c14614ac8737d1\n";

#[db::test]
async fn a_record_is_checked_without_its_site(test: TestDb) {
    let site = Site::of(&test);
    let (record, key) = (site.file("record.json", RECORD), site.file("site.pub", KEY));
    let said = site.does(&["check-record", &record]);
    for part in [
        "sound",
        "https://ask.example.org",
        "2026-11-01T12:00:00Z",
        "Ann Ash",
        "1 answer in 2 versions",
        "Compare it",
    ] {
        assert!(said.contains(part), "{part:?} is not in {said}");
    }
    assert!(site.does(&["check-record", &record, "--key", &key]).contains("the key that you gave"));
    let told = site.json(&["check-record", &record, "--key", &key]);
    assert_eq!((&told["key_compared"], &told["versions"]), (&true.into(), &2.into()));
}

#[db::test]
async fn what_was_changed_or_is_something_else_proves_nothing(test: TestDb) {
    let site = Site::of(&test);
    let record = site.file("record.json", RECORD);
    let changed = site.file("changed.json", RECORD.replace("Ann Ash", "Eve Elm"));
    site.run(&["check-record", &changed]).failed(1, &["changed.json", "is not what was signed"]);
    let spaced = site.file("spaced.json", format!(" {RECORD}"));
    site.run(&["check-record", &spaced]).failed(1, &["something around the signed part"]);
    let other = site.file("other.json", "{}");
    site.run(&["check-record", &other]).failed(1, &["is no record of a Consilium site"]);
    let key = site.file("other.pub", format!("{}\n", "ab".repeat(32)));
    site.run(&["check-record", &record, "--key", &key]).failed(1, &["record.json"]);
    let word = site.file("word.pub", "not a key");
    site.run(&["check-record", &record, "--key", &word]).failed(1, &["64 hexadecimal digits"]);
    site.run(&["check-record", "/nowhere.json"]).failed(1, &["/nowhere.json can't be read"]);
    site.run(&["check-record"]).failed(2, &["<FILE>"]);
}

//! One full and one minimal sample of every kind, all of it invented.

/// Every field of every kind, in canonical form.
pub(crate) const FULL: &[&str] = &[
    r#"{"kind":"archive","format":"consilium","version":1}"#,
    r#"{"kind":"source","id":"harbour","name":"Harbour Health Q&A","url":"https://harbour.example/","licence":"CC BY 4.0","licence_url":"https://licences.example/by","attribution":"From Harbour Health, with thanks."}"#,
    r#"{"kind":"specialty","id":"facial-plastic-surgery","name":"Facial plastic surgery","practitioner":"Facial Plastic Surgeon","label":"Face surgeon","nucc":"207YS0123X"}"#,
    r#"{"kind":"topic","id":"botulinum-toxin","name":"Botulinum toxin","topic_kind":"treatment","parent":"injectables","description":"Injected to relax muscles.","synonyms":["wrinkle injections","BoNT-A"]}"#,
    r#"{"kind":"doctor","source":"harbour","id":"d-1","slug":"ada-quill","name":"Ada Quill, III","letters":["MD","FRCPC"],"specialty":"facial-plastic-surgery","city":"Port Ellery","region":"Westmark","country":"CA","practice":"Quill Clinic","biography":"Cares for *faces*.","lang":"fr-CA","log":[{"at":"2024-05-02T00:00:00Z","credential_kind":"licence","what":"granted","method":"register"},{"at":"2030-01-01T12:00:00Z","credential_kind":"degree","what":"revoked","reason":"taken_back"}]}"#,
    r#"{"kind":"credential","source":"harbour","id":"c-1","doctor":"d-1","issuer":"Westmark Board","credential_kind":"board_certification","number":"WB-100","jurisdiction":"Westmark","evidence":"Register page of 2 May","verified_by":"Editor One","verified_at":"2024-05-02T00:00:00Z","expires_at":"2034-05-02T00:00:00Z","revoked_at":"2030-01-01T12:00:00Z"}"#,
    r#"{"kind":"rating","source":"harbour","doctor":"d-1","sum":220.9,"count":47}"#,
    r#"{"kind":"review","source":"harbour","id":"r-1","doctor":{"source":"lakeside","id":"d-9"},"stars":4,"text":"Listened well.","author":"Kim P.","reviewed_at":"2023-01-01T08:00:00Z","state":"held","state_reason":"under review","lang":"es","title":"Kind","treatment":"a filler","visit_month":"2022-11","relationship":"family","updated_at":"2023-01-02T08:00:00Z","edited_for":"personal_data","text_held":"disputed","reply":"Thank *you*.","replied_at":"2023-01-03T08:00:00Z","reply_removed_for":"rude","reply_edited_for":"personal_data"}"#,
    r#"{"kind":"question","source":"harbour","id":"q-1","number":12,"title":"Can it cause hair loss?","body":"Two weeks after it…","lang":"es-MX","scope":"about_me","case":{"age_band":"30 to 39","sex":"female","duration":"two weeks","medication":"none","tried":"waiting"},"topics":["botulinum-toxin","hair-loss"],"author":"Worried","url":"https://harbour.example/q/1","asked_at":"1999-12-31T23:59:59Z","updated_at":"2024-02-29T00:00:00Z","state":"removed","state_reason":"duplicate","country":"MX","details":[{"at":"2024-03-01T00:00:00Z","text":"It is *worse*.","removed_for":"rude","edited_for":"personal_data"},{"at":"2024-03-02T00:00:00Z","text":"Better."}],"locked":"settled","merged_into":{"source":"lakeside","id":"q-9"},"found_answer_at":"2024-03-03T00:00:00Z","edited_for":"personal_data","different":"Mine itches too.","chosen":5}"#,
    r#"{"kind":"answer","source":"harbour","id":"a-1","number":40,"question":"q-1","doctor":"d-1","headline":"Not known to","body":"No.\n\nSee someone.","lang":"es-MX","stance":"no","stance_source":"stated","answered_at":"2024-05-01T09:30:00Z","updated_at":"2024-05-03T09:30:00Z","state":"held","state_reason":"under review","see_someone":"It hurts","no_see_someone":"It can wait","interests":"none","correction":"The dose was wrong.","edited_for":"rude","helped":3}"#,
    r#"{"kind":"citation","source":"harbour","id":"a-1/1","answer":"a-1","scheme":"pmid","identifier":"12345678","title":"A small series","authors":"Fennimore T, Quill A","journal":"J Invented Med","year":2017,"evidence":"case_series"}"#,
    r#"{"kind":"agreement","source":"harbour","id":"g-1","answer":"a-1","doctor":"d-2","verdict":"caveat","text":"Unless injected high.","made_at":"2024-06-01T00:00:00Z","text_held":"unsafe","edited_for":"rude"}"#,
    r#"{"kind":"revision","source":"harbour","subject_kind":"answer","subject":"a-1","number":1,"at":"2024-05-03T09:30:00Z","reason":"clearer","content":{"body":"Nope.","deep":[1,{"a":null}],"headline":"No"}}"#,
];

/// Only what every kind must have.
pub(crate) const MINIMAL: &[&str] = &[
    r#"{"kind":"archive","format":"consilium","version":1}"#,
    r#"{"kind":"source","id":"harbour","name":"Harbour"}"#,
    r#"{"kind":"specialty","id":"dermatology","name":"Dermatology","practitioner":"Dermatologist","label":"Skin doctor"}"#,
    r#"{"kind":"topic","id":"itch","name":"Itch","topic_kind":"symptom"}"#,
    r#"{"kind":"doctor","source":"harbour","id":"d-2"}"#,
    r#"{"kind":"credential","source":"harbour","id":"c-2","doctor":"d-2","issuer":"Board","credential_kind":"licence"}"#,
    r#"{"kind":"rating","source":"harbour","doctor":"d-2","sum":5,"count":1}"#,
    r#"{"kind":"review","source":"harbour","id":"r-2","doctor":"d-2","stars":1,"text":""}"#,
    r#"{"kind":"question","source":"harbour","id":"q-2","title":"Why?","body":""}"#,
    r#"{"kind":"answer","source":"harbour","id":"a-2","question":"q-2","doctor":"d-2","headline":"Because","body":"So."}"#,
    r#"{"kind":"citation","source":"harbour","id":"s-2","answer":"a-2","scheme":"url","identifier":"https://paper.example/1"}"#,
    r#"{"kind":"agreement","source":"harbour","id":"g-2","answer":"a-2","doctor":"d-3","verdict":"agree"}"#,
    r#"{"kind":"revision","source":"harbour","subject_kind":"doctor","subject":"d-2","number":1,"at":"1900-01-01T00:00:00Z","content":{}}"#,
];

/// The sample of a kind with one field set to another value, as JSON.
pub(crate) fn full_with(kind: &str, field: &str, value: serde_json::Value) -> String {
    let line = FULL.iter().find(|line| line.contains(&format!("\"kind\":\"{kind}\""))).unwrap();
    let mut record: serde_json::Value = serde_json::from_str(line).unwrap();
    record[field] = value;
    record.to_string()
}

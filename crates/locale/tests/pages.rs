//! The crate as a page uses it: two languages and the test language, from catalogue to shown text.

#![expect(clippy::unwrap_used, reason = "a helper of a test fails the test")]

use locale::{Catalogue, Languages, LanguagesError, Locale, iso_date, mark};

const SPANISH: &str = r#"
msgid ""
msgstr ""
"Language: es\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\n"

msgid "Asked on {date}"
msgstr "Preguntado el {date}"

msgid "{n} doctor answer"
msgid_plural "{n} doctor answers"
msgstr[0] "{n} respuesta médica"
msgstr[1] "{n} respuestas médicas"

msgctxt "verb"
msgid "Open"
msgstr "Abrir"
"#;

fn languages() -> Languages {
    let spanish = Catalogue::parse(SPANISH).unwrap();
    Languages::builder().catalogue(spanish).pseudo(true).build().unwrap()
}

fn locale(tag: &str) -> Locale {
    languages().get(tag).unwrap()
}

#[test]
fn texts_in_each_language() {
    let (en, es) = (locale("en"), locale("es"));
    let asked = 1_714_555_800_i64;
    let by_reference = &asked;
    assert_eq!(en.t("Asked on {date}").with("date", en.date(asked)).to_string(), "Asked on 1 May 2024");
    assert_eq!(
        es.t("Asked on {date}").with("date", es.date(by_reference)).to_string(),
        "Preguntado el 1 de mayo de 2024"
    );
    assert_eq!(es.month_year(asked).to_string(), "mayo de 2024");
    assert_eq!(iso_date(asked).to_string(), "2024-05-01");
    assert_eq!(es.c("verb", "Open").to_string(), "Abrir");
    assert_eq!(es.t("Open").to_string(), "Open");
    assert_eq!(es.t(mark("Not translated")).to_string(), "Not translated");
    assert_eq!(en.list(["A", "B", "C"]).to_string(), "A, B and C");
    assert_eq!(es.list(vec!["A".to_owned()]).to_string(), "A");
}

#[test]
fn counts_choose_their_form() {
    let shown =
        |tag: &str, count: usize| locale(tag).n(count, "{n} doctor answer", "{n} doctor answers").to_string();
    assert_eq!(shown("en", 0), "0 doctor answers");
    assert_eq!(shown("en", 1), "1 doctor answer");
    assert_eq!(shown("es", 1), "1 respuesta médica");
    assert_eq!(shown("es", 12_345), "12.345 respuestas médicas");
}

#[test]
fn the_test_language_shows_what_goes_through_translation() {
    let pseudo = locale("qps-rtl");
    assert_eq!(pseudo.dir(), "rtl");
    assert_eq!(pseudo.t("By {name}").with("name", "Ann").to_string(), "⟦Bý Ann⟧");
    let (before, after) = pseudo.t("See {link}.").around("link");
    assert_eq!(format!("{before}Ann{after}"), "⟦Šéééé Ann.⟧");
    assert!(Languages::builder().build().unwrap().get("qps-rtl").is_none());
}

#[test]
fn the_default_language_has_no_prefix() {
    let spanish = || Catalogue::parse(SPANISH).unwrap();
    let languages = Languages::builder().catalogue(spanish()).default_language("es").build().unwrap();
    let tags: Vec<_> = languages.all().map(Locale::tag).collect();
    assert_eq!(tags, ["es", "en"]);
    assert_eq!(languages.default_locale().href("/questions").to_string(), "/questions");
    assert_eq!(languages.get("en").unwrap().href("/questions").to_string(), "/en/questions");
    let unknown = Languages::builder().default_language("xx").build();
    assert!(matches!(unknown, Err(LanguagesError::UnknownDefault { .. })));
    let twice = Languages::builder().catalogue(spanish()).catalogue(spanish()).build();
    assert!(matches!(twice, Err(LanguagesError::Twice(_))));
    let alien = Catalogue::parse("msgid \"\"\nmsgstr \"Language: tlh\\n\"\n").unwrap();
    assert!(matches!(Languages::builder().catalogue(alien).build(), Err(LanguagesError::NoFormat(_))));
}

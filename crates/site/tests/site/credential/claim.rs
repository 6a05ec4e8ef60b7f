//! Claiming a profile, and asking for one.

use db::{
    TestDb,
    value::{AccountRole, ClaimState},
};

use super::{GRANT, LICENCE, all, but, clinic, desk, granted, last, site};

const NEW: &[(&str, &str)] = &[
    ("name", "Bo Birch"),
    ("letters", "MD; PhD"),
    ("specialty", "dermatology"),
    ("city", "Gent"),
    ("country", "be"),
    ("practice", "Birch & Elm"),
    ("biography", "I look after **skin**."),
];

fn new<'a>(other: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    but(&[NEW, LICENCE].concat(), other)
}

#[db::test]
async fn a_claimed_profile_becomes_the_doctors_own_and_shows_the_badge(test: TestDb) {
    clinic(&test).await;
    let (site, _folder) = site(&test).await;
    let profile = site.get("/doctors/ann-ash-utrecht").await.text();
    assert!(profile.contains("/doctors/ann-ash-utrecht/claim") && !profile.contains("Verified doctor"));
    let ann = site.member("ann").await;
    assert!(ann.get("/doctors/ann-ash-utrecht/claim").await.text().contains("Claim the profile of Ann Ash"));
    assert_eq!(ann.sent("/doctors/ann-ash-utrecht/claim", LICENCE).await, "/account/credentials");
    let own = ann.get("/account/credentials").await.text();
    assert!(own.contains("EM-4711") && own.contains("Waits for an editor"));
    let profile = site.get("/doctors/ann-ash-utrecht").await.text();
    assert!(!profile.contains("Example Medical Council"), "what nobody checked is nobody's to see");

    let editor = site.person("ed", AccountRole::Editor).await;
    assert!(editor.get("/credentials").await.text().contains("Ann Ash"));
    let page = editor.get(&desk(&site).await).await.text();
    assert!(page.contains("https://register.example/em-4711"));
    granted(&site, &editor).await;
    assert!(editor.get("/credentials").await.text().contains("Nothing waits"));

    let profile = site.get("/doctors/ann-ash-utrecht").await.text();
    assert!(profile.contains("Verified doctor") && profile.contains("Example Medical Council"));
    assert!(profile.contains("Licence: confirmed. We looked it up in the public register."));
    assert!(!profile.contains("register.example"), "the evidence stays with the editors");
    assert!(!profile.contains("/claim"));
    assert!(ann.get("/account/profile").await.text().contains("Your profile"));
    let letters = site.letters().await;
    assert!(letters.iter().any(|letter| letter.text.contains("There is news of your credentials.")));
}

#[db::test]
async fn a_doctor_who_is_not_listed_gets_a_profile_once_it_is_proved(test: TestDb) {
    clinic(&test).await;
    let (site, _folder) = site(&test).await;
    let bo = site.member("bo").await;
    assert_eq!(bo.sent("/doctors/new", &new(&[])).await, "/account/credentials");
    assert_eq!(site.get("/doctors/bo-birch-gent").await.status, 404, "nobody sees it before");
    site.letters().await;
    assert_eq!(all(&site).await[0].resembles_id, None);
    let editor = site.person("ed", AccountRole::Editor).await;
    let case = editor.get(&format!("/credentials/{}", all(&site).await[0].id)).await.text();
    assert!(case.contains("Bo Birch") && case.contains("Dermatology") && case.contains("Gent"));
    granted(&site, &editor).await;
    let profile = site.get("/doctors/bo-birch-gent").await.text();
    for shown in ["Bo Birch", "MD, PhD", "Verified doctor", "<strong>skin</strong>", "Birch &#38; Elm", "BE"]
    {
        assert!(profile.contains(shown), "{shown}");
    }
    assert!(site.get("/doctors").await.text().contains("Bo Birch"));
}

#[db::test]
async fn a_profile_without_a_name_gets_that_of_its_owner(test: TestDb) {
    clinic(&test).await;
    let (site, _folder) = site(&test).await;
    let cy = site.member("cy").await;
    let again = cy.post("/doctors/dermatology-utrecht/claim", LICENCE).await;
    assert_eq!(again.status, 422);
    assert!(again.text().contains("Please enter your name."));
    cy.sent("/doctors/dermatology-utrecht/claim", &but(LICENCE, &[("name", "Cy Cedar")])).await;
    granted(&site, &site.person("ed", AccountRole::Editor).await).await;
    assert!(site.get("/doctors/dermatology-utrecht").await.text().contains("Cy Cedar"));
}

#[db::test]
async fn a_wrong_digit_of_an_npi_is_told_at_once_and_everything_typed_is_kept(test: TestDb) {
    clinic(&test).await;
    let (site, _folder) = site(&test).await;
    let bo = site.member("bo").await;
    let typed = new(&[("kind", "npi"), ("issuer", ""), ("number", "1234567890"), ("note", "Call my ward.")]);
    let again = bo.post("/doctors/new", &typed).await;
    assert_eq!(again.status, 422);
    let text = again.text();
    assert!(text.contains("its last digit does not fit the others"));
    for kept in [
        "Bo Birch", "MD; PhD", "value=\"1234567890\"", "Call my ward.", "I look after **skin**.",
        "value=\"npi\" selected",
    ] {
        assert!(text.contains(kept), "{kept}");
    }
    assert!(all(&site).await.is_empty());
    // Whatever the register is called.
    let named = new(&[("issuer", "the NPI registry"), ("number", "1234567890")]);
    assert_eq!(bo.post("/doctors/new", &named).await.status, 422);
    bo.sent("/doctors/new", &new(&[("kind", "npi"), ("issuer", ""), ("number", "1234-567-893")])).await;
    let one = last(&site).await;
    assert_eq!((one.issuer.as_str(), one.number.as_deref()), ("NPPES", Some("1234567893")));
    let editor = site.person("ed", AccountRole::Editor).await;
    assert!(editor.get(&desk(&site).await).await.text().contains("The check digit of the NPI is right."));
}

#[db::test]
async fn nobody_gets_in_under_a_name_that_looks_like_anothers(test: TestDb) {
    clinic(&test).await;
    let (site, _folder) = site(&test).await;
    let eve = site.member("eve").await;
    for (name, said) in [
        ("Аnn Ash", "mixes letters of two alphabets"),
        ("\u{200b}\u{200b}", "Please enter your name."),
        ("Ann <Ash>", "can’t have “&#60;” in it"),
    ] {
        let again = eve.post("/doctors/new", &new(&[("name", name), ("country", "NL")])).await;
        assert_eq!(again.status, 422, "{name}");
        assert!(again.text().contains(said), "{name}: {}", again.text());
    }
    let hidden = [("name", "Ann\u{200b} \u{202e}Ash"), ("country", "NL")];
    eve.sent("/doctors/new", &new(&hidden)).await;
    site.letters().await;
    let claim = all(&site).await.pop().unwrap();
    assert!(claim.proposed.as_deref().unwrap().contains("\"Ann Ash\""), "what nobody sees is taken out");
    assert!(claim.resembles_id.is_some(), "an editor is told that the name is taken");
    let editor = site.person("ed", AccountRole::Editor).await;
    assert!(editor.get("/credentials").await.text().contains("The name is like another doctor’s"));
    let case = editor.get(&format!("/credentials/{}", claim.id)).await.text();
    assert!(case.contains("/doctors/ann-ash-utrecht"));
}

#[db::test]
async fn a_form_that_is_sent_twice_makes_one_claim(test: TestDb) {
    clinic(&test).await;
    let (site, _folder) = site(&test).await;
    let bo = site.member("bo").await;
    let form = new(&[]);
    let (one, other) = tokio::join!(bo.post("/doctors/new", &form), bo.post("/doctors/new", &form));
    assert_eq!((one.status.as_u16(), other.status.as_u16()), (303, 303));
    bo.sent("/doctors/new", &form).await;
    bo.sent("/doctors/ann-ash-utrecht/claim", LICENCE).await;
    assert_eq!(all(&site).await.len(), 1);
}

#[db::test]
async fn one_of_two_who_claim_a_profile_gets_it_and_the_other_is_told(test: TestDb) {
    clinic(&test).await;
    let (site, _folder) = site(&test).await;
    let (eve, ann) = (site.member("eve").await, site.member("ann").await);
    eve.sent("/doctors/ann-ash-utrecht/claim", &but(LICENCE, &[("number", "EM-1")])).await;
    let eves = desk(&site).await;
    ann.sent("/doctors/ann-ash-utrecht/claim", LICENCE).await;
    let editor = site.person("ed", AccountRole::Editor).await;
    assert!(editor.get(&eves).await.text().contains("1 other account claims this profile"));
    assert!(editor.get(&desk(&site).await).await.text().contains("1 other account claims this profile"));
    granted(&site, &editor).await;
    let claims = all(&site).await;
    assert_eq!((claims[0].state, claims[1].state), (ClaimState::Refused, ClaimState::Granted));
    let told = eve.get("/account/credentials").await.text();
    assert!(told.contains("The profile was given to somebody else who proved that it is theirs."));
    assert_eq!(editor.post(&eves, GRANT).await.status, 422, "it was decided");
    assert_eq!(eve.get("/account/profile").await.status, 403);
    assert_eq!(eve.sent("/doctors/ann-ash-utrecht/claim", LICENCE).await, "/doctors/ann-ash-utrecht");
}

#[db::test]
async fn two_editors_who_grant_one_profile_at_once_give_it_once(test: TestDb) {
    clinic(&test).await;
    let (site, _folder) = site(&test).await;
    let (eve, ann) = (site.member("eve").await, site.member("ann").await);
    eve.sent("/doctors/ann-ash-utrecht/claim", &but(LICENCE, &[("number", "EM-1")])).await;
    let eves = desk(&site).await;
    ann.sent("/doctors/ann-ash-utrecht/claim", LICENCE).await;
    let anns = desk(&site).await;
    let (one, other) =
        (site.person("ed", AccountRole::Editor).await, site.person("edna", AccountRole::Editor).await);
    let (one, other) = tokio::join!(one.post(&eves, GRANT), other.post(&anns, GRANT));
    let mut statuses = [one.status.as_u16(), other.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [303, 422]);
    let granted = all(&site).await.iter().filter(|claim| claim.state == ClaimState::Granted).count();
    assert_eq!(granted, 1);
}

#[db::test]
async fn a_claim_can_be_taken_back_and_made_again(test: TestDb) {
    clinic(&test).await;
    let (site, _folder) = site(&test).await;
    let ann = site.member("ann").await;
    ann.sent("/doctors/ann-ash-utrecht/claim", LICENCE).await;
    ann.sent("/account/credentials/withdraw", &[]).await;
    ann.sent("/account/credentials/withdraw", &[]).await;
    assert_eq!(all(&site).await[0].state, ClaimState::Withdrawn);
    let editor = site.person("ed", AccountRole::Editor).await;
    assert!(editor.get("/credentials").await.text().contains("Nothing waits"));
    assert_eq!(editor.post(&desk(&site).await, GRANT).await.status, 422);
    for _ in 0..4 {
        ann.sent("/doctors/ann-ash-utrecht/claim", LICENCE).await;
        ann.sent("/account/credentials/withdraw", &[]).await;
    }
    let enough = ann.post("/doctors/ann-ash-utrecht/claim", LICENCE).await;
    assert_eq!(enough.status, 422);
    assert!(enough.text().contains("You have claimed several profiles already."));
}

#[db::test]
async fn what_makes_no_sense_comes_back_with_words(test: TestDb) {
    clinic(&test).await;
    let (site, _folder) = site(&test).await;
    let ann = site.member("ann").await;
    let long = "x".repeat(300);
    for (field, value, said) in [
        ("kind", "", "Please choose what it is."),
        ("kind", "crown", "Please choose what it is."),
        ("issuer", "\u{200b}", "Please say who issued it."),
        ("issuer", &long, "Please use at most 200 characters."),
        ("number", "", "Please enter the number"),
        ("expires", "28/5/2031", "Please write the day like this"),
        ("expires", "2020-01-01", "This has run out."),
        ("issued", "2040-01-01", "This day is still to come."),
        ("link", "javascript:alert(1)", "Please enter an address that begins with https://."),
    ] {
        let again = ann.post("/doctors/ann-ash-utrecht/claim", &but(LICENCE, &[(field, value)])).await;
        assert_eq!(again.status, 422, "{field}={value}");
        assert!(again.text().contains(said), "{field}={value}: {}", again.text());
    }
    assert!(all(&site).await.is_empty());
    assert_eq!(ann.get("/doctors/nobody/claim").await.status, 404);
}

#[db::test]
async fn what_an_editor_tells_one_claimant_is_not_shown_to_the_other(test: TestDb) {
    clinic(&test).await;
    let (site, _folder) = site(&test).await;
    let (eve, ann) = (site.member("eve").await, site.member("ann").await);
    eve.sent("/doctors/ann-ash-utrecht/claim", &but(LICENCE, &[("number", "EM-1")])).await;
    ann.sent("/doctors/ann-ash-utrecht/claim", LICENCE).await;
    let editor = site.person("ed", AccountRole::Editor).await;
    let fields = but(GRANT, &[("words", "Welcome, we spoke on Monday.")]);
    editor.sent(&desk(&site).await, &fields).await;
    assert!(ann.get("/account/credentials").await.text().contains("we spoke on Monday"));
    let eves = eve.get("/account/credentials").await.text();
    assert!(eves.contains("The profile was given to somebody else"), "{eves}");
    assert!(!eves.contains("we spoke on Monday") && !eves.contains("EM-4711"), "{eves}");
}

//! Links of letters: used, run out, forged, another's, or of another kind.

use db::TestDb;

use super::{
    stage::{Stage, Who, site},
    unclear,
};

/// Every kind of link, with what is sent along.
const LINKS: &[(&str, &[(&str, &str)])] = &[
    ("/sign-up/{new}", &[]),
    ("/sign-in/link/{entry}", &[]),
    ("/reset/{reset}", &[("password", "eight herons over the canal")]),
    ("/account/address/{address}", &[]),
];

/// Ways to get a link wrong.
fn forged(token: &str) -> Vec<String> {
    let mut flipped = token.to_owned();
    let last = if token.ends_with('0') { "1" } else { "0" };
    flipped.replace_range(63.., last);
    vec![
        flipped,
        token.to_uppercase(),
        token[..63].to_owned(),
        format!("{token}0"),
        "0".repeat(64),
        "ab".repeat(32),
        "x".into(),
        "%00".into(),
        "%ff%fe".into(),
        "'%20or%201=1".into(),
        "z".repeat(64),
        "a".repeat(1500),
    ]
}

#[db::test]
async fn forged_links_and_links_of_another_kind_open_nothing(test: TestDb) {
    let site = site(&test).await;
    let stage = Stage::set(&test, &site).await;
    let tokens: Vec<String> =
        LINKS.iter().map(|(path, _)| stage.address(path).rsplit('/').next().unwrap().to_owned()).collect();
    let mut wrong = Vec::new();
    for ((path, fields), own) in LINKS.iter().zip(&tokens) {
        let start = &path[..path.find('{').unwrap()];
        let others = tokens.iter().filter(|token| *token != own && token.as_str() != own).cloned();
        for token in forged(own).into_iter().chain(others) {
            let (stranger, address) = (site.browser(), format!("{start}{token}"));
            for answered in [stranger.get(&address).await, stranger.post(&address, fields).await] {
                let refused = [400, 404, 410].contains(&answered.status.as_u16());
                let said = unclear(&answered).or_else(|| (!refused).then(|| answered.status.to_string()));
                wrong.extend(said.map(|said| format!("{address}: {said}")));
            }
            assert!(stranger.cookie("__Host-session").is_none(), "{address}");
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    for (path, fields) in LINKS {
        let (first, path) = (site.browser(), stage.address(path));
        assert_eq!(first.get(&path).await.status, 200, "the true one still works: {path}");
        assert_eq!(first.post(&path, fields).await.status, 303, "{path}");
    }
}

#[db::test]
async fn a_link_is_good_once_also_when_two_follow_it_at_once(test: TestDb) {
    let site = site(&test).await;
    let stage = Stage::set(&test, &site).await;
    for (path, fields) in LINKS {
        let (path, browsers) = (stage.address(path), [(); 5].map(|()| site.browser()));
        let sent = browsers.iter().map(|browser| browser.post(&path, fields));
        let answers = futures_util::future::join_all(sent).await;
        let statuses: Vec<u16> = answers.iter().map(|answered| answered.status.as_u16()).collect();
        assert_eq!(statuses.iter().filter(|status| **status == 303).count(), 1, "{path}: {statuses:?}");
        assert!(answers.iter().all(|answered| unclear(answered).is_none()), "{path}: {statuses:?}");
        let late = site.browser();
        for answered in [late.get(&path).await, late.post(&path, fields).await] {
            assert!(
                answered.status == 410 && answered.text().contains("This link no longer works"),
                "{path}"
            );
        }
    }
}

#[db::test]
async fn a_used_an_old_and_a_forged_link_are_told_of_alike(test: TestDb) {
    let site = site(&test).await;
    let stage = Stage::set(&test, &site).await;
    let mut pages: Vec<Vec<String>> = Vec::new();
    for (path, fields) in LINKS {
        let forged = format!("{}{}", &path[..path.find('{').unwrap()], "ab".repeat(32));
        let both = [site.get(&forged).await, site.browser().post(&forged, fields).await];
        pages.push(both.map(|answered| answered.text().replace(&forged, "…")).to_vec());
    }
    site.later(400 * 24 * 3600);
    for tidied in [false, true] {
        if tidied {
            site.letters().await;
        }
        for ((path, fields), pages) in LINKS.iter().zip(&mut pages) {
            let path = stage.address(path);
            for answered in [site.get(&path).await, site.browser().post(&path, fields).await] {
                assert_eq!(answered.status, 410, "{path}");
                pages.push(answered.text().replace(&path, "…"));
            }
        }
    }
    for mut alike in pages {
        assert_eq!(alike.len(), 6);
        alike.dedup();
        assert_eq!(alike.len(), 1, "{alike:#?}");
    }
    // Links that end letters work for good, and say so as often as they are followed.
    let end = stage.address("/unsubscribe/{unsubscribe}");
    for _ in 0..2 {
        assert_eq!(stage.of(Who::Nobody).post(&end, &[]).await.status, 200);
    }
    assert_eq!(site.get(&format!("/unsubscribe/{}", "ab".repeat(32))).await.status, 410);
}

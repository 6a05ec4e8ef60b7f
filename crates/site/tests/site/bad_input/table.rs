//! Every form of the site: where it is sent, by whom, and what its fields are. One that is not here fails a test.

use super::stage::Who;

/// What a form does when there is nothing to read in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Empty {
    /// It is shown again, with what is missing.
    Refused,
    /// Nothing in it has to be filled in: it does what it does, or keeps nothing.
    Taken,
}

/// One form.
#[derive(Clone, Copy, Debug)]
pub(super) struct Form {
    /// The address, as the router has it.
    pub(super) route: &'static str,
    /// The address of something that the sender may do this to.
    pub(super) at: &'static str,
    pub(super) who: Who,
    pub(super) empty: Empty,
    /// What people write; it is shown again when anything is wrong.
    pub(super) words: &'static [&'static str],
    /// What they choose, and what the page says itself.
    pub(super) others: &'static [&'static str],
}

macro_rules! forms {
    ($($who:ident $empty:ident $route:literal at $at:literal: $words:expr, $others:expr;)+) => {
        /// All of them. What nothing is left after stands last.
        pub(super) const FORMS: &[Form] = &[$(Form {
            route: $route, at: $at, who: Who::$who, empty: Empty::$empty, words: &$words, others: &$others,
        }),+];
    };
}

forms! {
    Nobody Refused "/sign-up" at "/sign-up": ["email"], ["next"];
    Nobody Refused "/sign-in" at "/sign-in": ["email"], ["password", "next"];
    Nobody Refused "/sign-in/link" at "/sign-in/link": ["email"], ["next"];
    Nobody Refused "/reset" at "/reset": ["email"], [];
    Nobody Refused "/reset/{token}" at "/reset/{reset}": [], ["password"];
    Nobody Refused "/ask" at "/ask": ["title", "body", "duration", "medication", "tried", "different"],
        ["scope", "country", "age_band", "sex", "version"];
    Nobody Taken "/ask/draft" at "/ask/draft": ["title", "body", "duration", "medication", "tried", "different"],
        ["scope", "country", "age_band", "sex", "version"];
    Nobody Taken "/ask/alike" at "/ask/alike": [], ["title", "body"];
    Pat Taken "/ask/chosen" at "/ask/chosen": [], ["question", "draft"];
    Pat Taken "/ask/send" at "/ask/send": [], ["version", "topics"];
    Pat Taken "/preview" at "/preview": [], ["text"];
    Pat Taken "/sign-in/step" at "/sign-in/step": [], ["code", "next"];
    Pat Refused "/account/address" at "/account/address": [], ["email"];
    Pat Refused "/account/second-step" at "/account/second-step": [], ["code", "secret"];
    Pat Taken "/account/second-step/codes" at "/account/second-step/codes": [], [];
    Pat Taken "/account/second-step/end" at "/account/second-step/end": [], [];
    Pat Taken "/account/notices/settings" at "/account/notices/settings": [], ["answers", "replies", "credentials"];
    Pat Taken "/account/notices/read" at "/account/notices/read": [], ["last"];
    Pat Taken "/account/notices/{id}/read" at "/account/notices/{notice}/read": [], [];
    Pat Refused "/doctors/{slug}/review" at "/doctors/bo-birch-utrecht/review": ["title", "text", "treatment"],
        ["stars", "month", "relationship", "version"];
    Pat Refused "/report/{kind}/{id}" at "/report/question/{answered}": ["words"], ["reason"];
    Pat Refused "/decisions/{id}/appeal" at "/decisions/{decision}/appeal": ["words"], [];
    Pat Refused "/questions/{id}/details" at "/questions/{pats}/details": ["details"], [];
    Pat Taken "/questions/{id}/found" at "/questions/{pats}/found": [], ["found"];
    Pat Taken "/answers/{id}/thanks" at "/answers/{anns}/thanks": [], ["thanks"];
    Pat Refused "/doctors/new" at "/doctors/new": ["name", "city", "region", "practice", "biography", "issuer", "number", "link", "note"],
        ["letters", "specialty", "country", "kind", "jurisdiction", "issued", "expires"];
    Eve Refused "/doctors/{slug}/claim" at "/doctors/di-dogwood-utrecht/claim": ["issuer", "number", "link", "note"],
        ["name", "kind", "jurisdiction", "issued", "expires"];
    Eve Refused "/account/leave" at "/account/leave": [], ["texts", "sure"];
    Eve Refused "/account/password" at "/account/password": [], ["password"];
    Cy Refused "/account/credentials" at "/account/credentials": ["issuer", "number", "link"],
        ["kind", "jurisdiction", "issued", "expires"];
    Cy Refused "/account/credentials/{id}" at "/account/credentials/{proof}": [], ["file"];
    Ann Refused "/questions/{id}/answer" at "/questions/{open}/answer":
        ["headline", "text", "see_someone", "no_see_someone", "interests", "citations"],
        ["stance", "no_interests", "accepted", "version", "act"];
    Ann Taken "/questions/{id}/answer/draft" at "/questions/{open}/answer/draft":
        ["headline", "text", "see_someone", "no_see_someone", "interests", "citations"],
        ["stance", "no_interests", "accepted", "version", "act"];
    Ann Refused "/answers/{id}/edit" at "/answers/{anns}/edit":
        ["headline", "text", "see_someone", "no_see_someone", "interests", "citations", "correction"],
        ["stance", "no_interests", "version", "act"];
    Ann Refused "/answers/{id}/agreement" at "/answers/{bos}/agreement": ["text"], ["verdict"];
    Ann Refused "/reviews/{id}/reply" at "/reviews/{review}/reply": ["reply"], ["warned"];
    Ann Refused "/reviews/{id}/dispute" at "/reviews/{review}/dispute": ["words"], ["reason"];
    Ann Refused "/account/profile" at "/account/profile": ["city", "region", "practice", "biography"],
        ["letters", "specialty", "country"];
    Ann Taken "/inbox/snooze" at "/inbox/snooze": [], [];
    Ann Taken "/inbox/wake" at "/inbox/wake": [], [];
    Ann Taken "/inbox/{id}/pass" at "/inbox/{open}/pass": [], ["what"];
    Moderator Refused "/questions/{id}/asker" at "/questions/{pats}/asker": [], ["reason"];
    Moderator Refused "/reviews/{id}/dispute/decision" at "/reviews/{disputed}/dispute/decision": [], ["outcome", "reason"];
    Moderator Taken "/moderation/bulk" at "/moderation/bulk": [], ["thing"];
    Moderator Taken "/moderation/{kind}/{id}/claim" at "/moderation/question/{pats}/claim": [], [];
    Moderator Taken "/moderation/{kind}/{id}/release" at "/moderation/question/{pats}/release": [], [];
    Moderator Refused "/moderation/{kind}/{id}/{act}" at "/moderation/question/{pats}/remove": ["note"], ["reason"];
    Moderator Refused "/moderation/{kind}/{id}/{act}" at "/moderation/question/{pats}/edit": ["title", "text", "note"], ["reason", "version"];
    Moderator Refused "/moderation/{kind}/{id}/{act}" at "/moderation/question/{pats}/merge": ["note"], ["reason", "into"];
    Moderator Refused "/moderation/{kind}/{id}/{act}" at "/moderation/question/{pats}/move": ["note"], ["reason", "topics"];
    Moderator Refused "/moderation/{kind}/{id}/{act}" at "/moderation/review/{review}/remove": ["note"], ["reason"];
    Max Refused "/appeals/{id}" at "/appeals/{appeal}": ["reason"], ["outcome"];
    Editor Refused "/credentials/{id}/{credential}" at "/credentials/{claim}/{proof}": ["words"],
        ["act", "method", "until", "reason"];
    Editor Refused "/doctors/{slug}/credentials/{credential}" at "/doctors/bo-birch-utrecht/credentials/{bos_licence}":
        [], ["reason"];
    Editor Taken "/doctors/{slug}/detach" at "/doctors/cy-cedar-utrecht/detach": [], [];
    Ann Refused "/answers/{id}/withdraw" at "/answers/{back}/withdraw": ["reason"], [];
    Pat Taken "/questions/{id}/withdraw" at "/questions/{pats}/withdraw": [], [];
    Cy Taken "/account/credentials/withdraw" at "/account/credentials/withdraw": [], [];
    Pat Taken "/unsubscribe/{token}" at "/unsubscribe/{unsubscribe}": [], [];
    Pat Taken "/account/sessions/{id}/end" at "/account/sessions/{session}/end": [], [];
    Pat Taken "/account/sessions/end-others" at "/account/sessions/end-others": [], [];
    Nobody Taken "/account/address/{token}" at "/account/address/{address}": [], [];
    Nobody Taken "/sign-up/{token}" at "/sign-up/{new}": [], ["password"];
    Nobody Taken "/sign-in/link/{token}" at "/sign-in/link/{entry}": [], [];
    Pat Taken "/sign-out" at "/sign-out": [], [];
}

#[test]
fn every_form_is_listed_here() {
    let endpoints = site::router();
    let sent = endpoints.endpoints().iter().filter(|endpoint| endpoint.method == "POST");
    let missing: Vec<_> =
        sent.filter(|endpoint| FORMS.iter().all(|form| form.route != endpoint.path)).collect();
    assert!(missing.is_empty(), "not in tests/site/bad_input/table.rs: {missing:?}");
}

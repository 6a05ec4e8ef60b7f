//! What the closed sets are called on pages.

use db::value::{Check, ClaimState, CredentialKind, Doubt};
use locale::{Locale, Text};

use super::rules::NPI;
use crate::{
    doctor::{kind_of_proof, said_of_check},
    web::Choice,
};

/// What became of a claim, or of a credential that was handed in.
pub(super) fn state(l: Locale, state: ClaimState) -> Text<'static> {
    match state {
        ClaimState::Open => l.t("Waits for an editor"),
        ClaimState::Granted => l.t("Confirmed"),
        ClaimState::Refused => l.t("Not confirmed"),
        ClaimState::Withdrawn => l.t("Taken back by the claimant"),
    }
}

/// The kinds of credentials, to choose from.
pub(super) fn kinds(l: Locale) -> Vec<Choice> {
    let mut choices = vec![
        Choice::new("", l.t("Please choose")),
        Choice::new(NPI, l.t("National Provider Identifier (NPI, United States)")),
    ];
    choices.extend(CredentialKind::ALL.iter().map(|kind| Choice::new(kind.word(), kind_of_proof(l, *kind))));
    choices
}

/// The ways to check one.
pub(super) fn methods(l: Locale) -> Vec<Choice> {
    let said = |method: Check| match method {
        Check::Register => l.t("Looked it up in the register"),
        Check::Document => l.t("Saw the document"),
        Check::Issuer => l.t("Asked the issuer"),
    };
    let mut choices = vec![Choice::new("", l.t("Please choose"))];
    choices.extend(Check::ALL.iter().map(|method| Choice::new(method.word(), said(*method))));
    choices
}

/// The reasons for refusing or revoking.
pub(super) fn doubts(l: Locale, among: &[Doubt]) -> Vec<Choice> {
    let mut choices = vec![Choice::new("", l.t("Please choose"))];
    choices.extend(among.iter().map(|doubt| Choice::new(doubt.word(), said_of_check(l, *doubt))));
    choices
}

//! The public log of a doctor's credentials: what was checked, when and how, and what became of it.

use db::{
    entity::{
        credential,
        credential_event::{Column, Entity, Model},
    },
    sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect},
    value::{Check, CredentialChange, CredentialKind, Doubt},
};
use locale::{Locale, Text};

use super::kind_of_proof;

/// The most that a profile tells.
const MOST: u64 = 50;

/// One line of the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) at: i64,
    what: CredentialChange,
    kind: CredentialKind,
    method: Option<Check>,
    reason: Option<Doubt>,
}

impl Entry {
    pub(super) fn said(&self, l: Locale) -> String {
        let kind = kind_of_proof(l, self.kind);
        let what = match self.what {
            CredentialChange::Granted => l.t("{kind}: confirmed."),
            CredentialChange::Refused => l.t("{kind}: not confirmed."),
            CredentialChange::Expired => l.t("{kind}: ran out."),
            CredentialChange::Revoked => l.t("{kind}: withdrawn."),
            CredentialChange::Renewed => l.t("{kind}: found to hold longer."),
        };
        let mut said = what.with("kind", kind).to_string();
        let more =
            [self.method.map(|method| method_said(l, method)), self.reason.map(|why| self::said(l, why))];
        for more in more.into_iter().flatten() {
            said.push(' ');
            said.push_str(&more.to_string());
        }
        said
    }
}

fn method_said(l: Locale, method: Check) -> Text<'static> {
    match method {
        Check::Register => l.t("We looked it up in the public register."),
        Check::Document => l.t("We saw the document."),
        Check::Issuer => l.t("We asked who issued it."),
    }
}

/// Why a credential, or a claim, was refused or revoked.
pub fn said(l: Locale, why: Doubt) -> Text<'static> {
    match why {
        Doubt::NotFound => l.t("The register does not have it."),
        Doubt::SomebodyElse => l.t("It belongs to somebody else."),
        Doubt::Unreadable => l.t("What was handed in can’t be read."),
        Doubt::NoProof => l.t("What was handed in does not prove it."),
        Doubt::RanOut => l.t("It has run out."),
        Doubt::TakenBack => l.t("Its issuer took it back."),
        Doubt::Mistake => l.t("It was confirmed by mistake."),
        Doubt::ProfileTaken => l.t("The profile was given to somebody else who proved that it is theirs."),
    }
}

/// What is known of a doctor's credentials, newest first. That one ran out is told by its own date, so nobody has to note it.
pub(super) async fn of(
    db: &impl ConnectionTrait,
    doctor: i64,
    credentials: &[credential::Model],
    now: i64,
) -> Result<Vec<Entry>, DbErr> {
    let events: Vec<Model> = Entity::find()
        .filter(Column::DoctorId.eq(doctor))
        .order_by_desc(Column::At)
        .order_by_desc(Column::Id)
        .limit(MOST)
        .all(db)
        .await?;
    let mut entries: Vec<Entry> = events
        .iter()
        .map(|event| Entry {
            at: event.at,
            what: event.what,
            kind: event.credential_kind,
            method: event.method,
            reason: event.reason,
        })
        .collect();
    entries.extend(credentials.iter().filter_map(|credential| ran_out(credential, now)));
    entries.sort_by_key(|entry| std::cmp::Reverse(entry.at));
    Ok(entries)
}

fn ran_out(credential: &credential::Model, now: i64) -> Option<Entry> {
    let at = credential.expires_at.filter(|at| *at <= now)?;
    // What was withdrawn before had nothing left to run out.
    let stood = credential.verified_at.is_some_and(|since| since < at)
        && credential.revoked_at.is_none_or(|revoked| revoked > at);
    let (what, kind) = (CredentialChange::Expired, credential.credential_kind);
    stood.then_some(Entry { at, what, kind, method: None, reason: None })
}

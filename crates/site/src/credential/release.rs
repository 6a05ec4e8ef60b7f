//! A profile that turns out to belong to somebody else: it is taken from the account that has it, so that the right person can
//! claim it.

use db::{
    entity::{claim::Column as C, claimed_credential::Column as H},
    value::{ClaimState, Doubt, Matter},
};

use super::{proof, store};
use crate::{
    account,
    app::{Tag, Write},
    audit::Act,
    doctor,
    error::Failure,
    web::Person,
};

/// Takes a profile from whoever has it, with every credential that was granted to them and with what they still wait for. What
/// they wrote under it stays, and is for the moderators. The turn at the audit log and the profile are held.
///
/// # Errors
/// What the database says.
pub(super) async fn release(write: &mut Write, by: Option<&Person>, doctor: i64) -> Result<(), Failure> {
    let Some(account) = doctor::owner(&**write, doctor).await? else { return Ok(()) };
    let (reason, now, judge) = (Doubt::SomebodyElse, write.now(), by.map(|person| person.account));
    let claim = match store::standing(&**write, account).await? {
        Some(claim) => store::hold(&**write, claim.id).await?,
        None => None,
    };
    if let Some(claim) = claim {
        for granted in store::proofs(&**write, claim.id).await? {
            let Some(credential) = granted.credential_id.filter(|_| granted.state == ClaimState::Granted)
            else {
                continue;
            };
            let Some(credential) = store::held::find(&**write, credential).await? else { continue };
            proof::revoke(write, by, &credential, reason).await?;
            store::held::mark_revoked(&**write, credential.id, reason, judge, now).await?;
        }
        let refused = vec![
            (H::State, ClaimState::Refused.word().into()),
            (H::JudgedAt, now.into()),
            (H::JudgedBy, judge.into()),
            (H::Reason, reason.word().into()),
        ];
        store::turn_rest(&**write, claim.id, refused).await?;
        let columns = vec![
            (C::State, ClaimState::Refused.word().into()),
            (C::StandingFor, None::<i64>.into()),
            (C::WaitingSince, None::<i64>.into()),
            (C::JudgedAt, now.into()),
            (C::JudgedBy, judge.into()),
            (C::Reason, reason.word().into()),
        ];
        store::set(&**write, claim.id, columns).await?;
    }
    doctor::take(&**write, doctor).await?;
    account::make_member(&**write, account).await?;
    let (on, detail) = ((Matter::Doctor, doctor), Some(format!("from account {account}")));
    let act = Act { actor: by, action: "release_profile", on, reason: Some(reason.word()), detail };
    act.record(write).await?;
    write.changes(Tag::Doctor(doctor));
    Ok(())
}

//! What people here decided about what an archive brought. It wins over the archive: a moderator's decision, what came of a
//! dispute, what a doctor wrote and what an editor found of a credential. Whatever else changed in the archive comes in.

use std::collections::{BTreeSet, HashMap};

use db::{
    entity::{decision, doctor_account, revision},
    sea_orm::{
        ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, ExprTrait, QueryFilter, QueryOrder, QuerySelect,
    },
    value::{Act, Matter, Subject},
};

use super::detail::Decided;
use crate::{archive::rows::lists, web::BY_MODERATOR};

/// A part of an item that is one decision.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Part {
    /// Whether it is shown, why not, and where its address leads.
    State,
    /// Its words, and what belongs to them.
    Words,
    /// Whether a question takes answers.
    Lock,
    /// The topics that it stands under.
    Topics,
    /// The question that an answer is on.
    Question,
    /// Whether a review's words are held back.
    HeldWords,
    /// What a doctor replied, and what a moderator did to it.
    Reply,
    /// Whether a doctor's reply is shown.
    ReplyState,
    /// What was decided on something that an asker added.
    Detail(Decided),
    /// All of it.
    Whole,
}

/// Which parts of which rows stay as they are.
#[derive(Debug, Default)]
pub(super) struct Stays(HashMap<i64, BTreeSet<Part>>);

impl Stays {
    pub(super) fn add(&mut self, id: i64, part: Part) {
        self.0.entry(id).or_default().insert(part);
    }

    pub(super) fn of(&self, id: i64) -> Option<&BTreeSet<Part>> {
        self.0.get(&id)
    }

    /// What moderators decided about these things.
    pub(super) async fn decided(tx: &DatabaseTransaction, kind: Matter, ids: &[i64]) -> Result<Self, DbErr> {
        use decision::Column as D;
        let mut stays = Self::default();
        for list in lists(ids) {
            let acts = decision::Entity::find().select_only().columns([D::MatterId, D::Act]);
            let acts = acts.filter(D::MatterKind.eq(kind)).filter(D::MatterId.is_in(list));
            for (id, act) in acts.order_by_asc(D::Id).into_tuple::<(i64, Act)>().all(tx).await? {
                stays.follow(id, act);
            }
        }
        Ok(stays)
    }

    fn follow(&mut self, id: i64, act: Act) {
        match act {
            Act::Publish | Act::Remove | Act::Restore | Act::Merge | Act::Part => self.add(id, Part::State),
            Act::Lock | Act::Unlock => self.add(id, Part::Lock),
            Act::Move => self.add(id, Part::Topics),
            Act::Edit => self.add(id, Part::Words),
            Act::KeepWords | Act::TakeWords | Act::HoldWords => self.add(id, Part::HeldWords),
            // After an appeal the words are again those that the archive brought.
            Act::PutBack => {
                self.0.entry(id).or_default().remove(&Part::Words);
            }
            Act::Dismiss | Act::Suspend | Act::Readmit => {}
        }
    }
}

/// Those of the answers whose own doctors changed or withdrew them here.
pub(super) async fn rewritten(tx: &DatabaseTransaction, answers: &[i64]) -> Result<BTreeSet<i64>, DbErr> {
    use revision::Column as R;
    let mut found = BTreeSet::new();
    for list in lists(answers) {
        let here = revision::Entity::find().select_only().column(R::SubjectId);
        let here = here.filter(R::SubjectKind.eq(Subject::Answer)).filter(R::SubjectId.is_in(list));
        // An archive's revisions have its source, and those of an import that of the answer.
        let here = here.filter(R::SourceId.is_null());
        let theirs = here.filter(R::Reason.is_null().or(R::Reason.starts_with(BY_MODERATOR).not()));
        found.extend(theirs.into_tuple::<i64>().all(tx).await?);
    }
    Ok(found)
}

/// Since when accounts own the profiles of these doctors.
pub(super) async fn owned(tx: &DatabaseTransaction, doctors: &[i64]) -> Result<HashMap<i64, i64>, DbErr> {
    use doctor_account::Column as O;
    let mut found = HashMap::new();
    for list in lists(doctors) {
        let owned = doctor_account::Entity::find().select_only().columns([O::DoctorId, O::Since]);
        found.extend(owned.filter(O::DoctorId.is_in(list)).into_tuple::<(i64, i64)>().all(tx).await?);
    }
    Ok(found)
}

/// Puts what stands here in place of what an archive says, and names the fields in which they differ.
macro_rules! stay {
    ($said:ident, $here:ident: $($field:ident),+ $(,)?) => {{
        let mut kept: Vec<&'static str> = Vec::new();
        $(if $said.$field != $here.$field {
            $said.$field.clone_from(&$here.$field);
            kept.push(stringify!($field));
        })+
        kept
    }};
}
pub(super) use stay;

//! The account itself, and what hangs on it.

use db::{
    entity::{
        account, audit, claim, claimed_credential, decision, draft, mail_token, notice, notice_preference,
        question_follower, recovery_code, report, session, thanks, unsubscribe,
    },
    json::Columns::{But, Only},
    sea_orm::{ColumnTrait, sea_query::ExprTrait},
    value::Matter,
};
use locale::mark;

use super::{Part, those};

pub(super) fn parts(id: i64) -> Vec<Part> {
    let mut parts = Vec::from(itself(id));
    parts.extend(told(id));
    parts.extend(said(id));
    parts.extend(proof(id));
    parts
}

fn itself(id: i64) -> [Part; 5] {
    [
        Part::of::<account::Entity>(
            "account",
            mark("Your account."),
            account::Column::Id.eq(id),
            But(&["password_hash", "totp_secret", "totp_step"]),
        ),
        Part::of::<session::Entity>(
            "sessions",
            mark("Where you are signed in."),
            session::Column::AccountId.eq(id),
            But(&["token_hash"]),
        ),
        Part::of::<recovery_code::Entity>(
            "recovery-codes",
            mark(
                "Your codes for when the second step is out of reach: which are used up, and when. Not the codes.",
            ),
            recovery_code::Column::AccountId.eq(id),
            But(&["code_hash"]),
        ),
        Part::of::<mail_token::Entity>(
            "mail-links",
            mark("Links in letters to you that still work: what for, and until when. Not the links."),
            mail_token::Column::AccountId.eq(id),
            But(&["token_hash", "payload"]),
        ),
        Part::of::<audit::Entity>(
            "account-log",
            mark("What staff did about your account. Not who did it."),
            audit::Column::SubjectKind.eq(Matter::Account).and(audit::Column::SubjectId.eq(id)),
            Only(&["id", "at", "action", "reason", "detail"]),
        ),
    ]
}

fn told(id: i64) -> [Part; 3] {
    [
        Part::of::<notice::Entity>(
            "notices",
            mark("What you were told of."),
            notice::Column::AccountId.eq(id),
            But(&[]),
        ),
        Part::of::<notice_preference::Entity>(
            "letters",
            mark("Which letters you want, and how often."),
            notice_preference::Column::AccountId.eq(id),
            But(&[]),
        ),
        Part::of::<unsubscribe::Entity>(
            "letter-ends",
            mark("Which letters have a link to end them. Not the links."),
            unsubscribe::Column::AccountId.eq(id),
            But(&["token"]),
        ),
    ]
}

fn said(id: i64) -> [Part; 5] {
    [
        Part::of::<draft::Entity>(
            "drafts",
            mark("What you began to write."),
            draft::Column::Owner.eq(format!("account:{id}")),
            But(&[]),
        ),
        Part::of::<question_follower::Entity>(
            "followed",
            mark("Questions that you hear of because your own was joined with them."),
            question_follower::Column::AccountId.eq(id),
            But(&[]),
        ),
        Part::of::<thanks::Entity>(
            "thanks",
            mark("Answers that helped you."),
            thanks::Column::AccountId.eq(id),
            But(&[]),
        ),
        Part::of::<report::Entity>(
            "reports",
            mark("What you reported to the moderators."),
            report::Column::AccountId.eq(id),
            But(&[]),
        ),
        Part::of::<decision::Entity>(
            "report-outcomes",
            mark("What became of your reports."),
            decision::Column::Id.in_subquery(those::<report::Entity>(
                report::Column::DecisionId,
                report::Column::AccountId.eq(id),
            )),
            Only(&["id", "matter_kind", "matter_id", "act", "reason", "at"]),
        ),
    ]
}

fn proof(id: i64) -> [Part; 2] {
    let own = those::<claim::Entity>(claim::Column::Id, claim::Column::AccountId.eq(id));
    [
        Part::of::<claim::Entity>(
            "claims",
            mark("Profiles that you claimed or asked for."),
            claim::Column::AccountId.eq(id),
            // Whom a name resembles is between the editors.
            But(&["judged_by", "resembles_id"]),
        ),
        Part::of::<claimed_credential::Entity>(
            "claimed-credentials",
            mark("What you handed in to prove who you are. Your documents lie in the folder documents."),
            claimed_credential::Column::ClaimId.in_subquery(own),
            But(&["judged_by", "file"]),
        ),
    ]
}

//! The small closed sets that columns hold. Each is stored as the word that the archive format and the pages use.

use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ValueRef};
use sea_orm::{DeriveActiveEnum, EnumIter};

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter, DeriveActiveEnum)]
        #[sea_orm(rs_type = "String", db_type = "Text")]
        pub enum $name { $($(#[$vdoc])* #[doc = concat!("Stored as `", $word, "`.")] #[sea_orm(string_value = $word)] $variant),+ }

        impl $name {
            /// Every member, in declared order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The word that stands for it in the database, the archive and the API.
            pub fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }

            /// The member that a word stands for.
            pub fn from_word(word: &str) -> Option<Self> {
                match word { $($word => Some(Self::$variant),)+ _ => None }
            }
        }

        impl FromSql for $name {
            fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
                let word = value.as_str()?;
                Self::from_word(word)
                    .ok_or_else(|| FromSqlError::Other(format!("`{word}` is no {}", stringify!($name)).into()))
            }
        }
    };
}

words! {
    /// Whether and how an item is shown; who sees what in which state is the policy's to say.
    State { Published = "published", Held = "held", Removed = "removed" }
}
words! {
    /// What an answer says to a question that can be answered yes or no.
    Stance { Yes = "yes", No = "no", Depends = "depends", Unknown = "unknown" }
}
words! {
    /// Where a stance comes from: the doctor's own word, an editor's, or read from the text by rules.
    StanceSource { Stated = "stated", Confirmed = "confirmed", Inferred = "inferred" }
}
words! {
    /// Whether a question is about its asker or about anybody.
    Scope { General = "general", AboutMe = "about_me" }
}
words! {
    /// What kind of thing a topic is.
    TopicKind {
        Treatment = "treatment", Condition = "condition", Medicine = "medicine",
        BodyArea = "body_area", Symptom = "symptom",
    }
}
words! {
    /// What kind of proof a credential is.
    CredentialKind {
        Licence = "licence", BoardCertification = "board_certification",
        Registration = "registration", Degree = "degree",
    }
}
words! {
    /// The register that a citation's identifier belongs to.
    Scheme { Pmid = "pmid", Doi = "doi", Pmcid = "pmcid", Nct = "nct", Url = "url" }
}
words! {
    /// The kind of study behind a citation.
    Evidence {
        SystematicReview = "systematic_review", Trial = "trial", Cohort = "cohort", CaseControl = "case_control",
        CaseSeries = "case_series", CaseReport = "case_report", Guideline = "guideline", Review = "review",
        ExpertOpinion = "expert_opinion", Other = "other",
    }
}
words! {
    /// A verified doctor's view of a colleague's answer.
    Verdict { Agree = "agree", Caveat = "caveat", Disagree = "disagree" }
}
words! {
    /// What a revision is a revision of.
    Subject { Question = "question", Answer = "answer", Doctor = "doctor", Review = "review" }
}
words! {
    /// What an act of staff, a report or a decision is about.
    Matter {
        Question = "question", Answer = "answer", Doctor = "doctor", Review = "review", Credential = "credential",
        Agreement = "agreement", Report = "report", Account = "account",
        /// What an asker added to a question later.
        Detail = "detail",
        /// A doctor's reply to a review.
        Reply = "reply",
    }
}
words! {
    /// What becomes of a job.
    JobState { Waiting = "waiting", Running = "running", Dead = "dead" }
}
words! {
    /// What an account's owner is to the site.
    AccountRole {
        Member = "member", Doctor = "doctor", Editor = "editor", Moderator = "moderator", Administrator = "administrator",
    }
}
words! {
    /// How far somebody has signed in: by one proof, or by the second as well.
    SessionLevel { First = "first", Full = "full" }
}
words! {
    /// What a link in a letter does.
    TokenPurpose {
        SignUp = "sign_up", SignIn = "sign_in", Reset = "reset", NewAddress = "new_address", OldAddress = "old_address",
    }
}
words! {
    /// What the author of a review is to the doctor.
    Relationship { Patient = "patient", Family = "family", Staff = "staff", Competitor = "competitor", Paid = "paid" }
}
words! {
    /// What becomes of a doctor's objection to the words of a review.
    DisputeState { Open = "open", Upheld = "upheld", Dismissed = "dismissed" }
}
words! {
    /// What somebody is told about. Each can be had at once, in a digest, or not at all.
    NoticeKind {
        Answered = "answered", AnswerChanged = "answer_changed", Detail = "detail", Asked = "asked", Marked = "marked",
        Thanked = "thanked", Reviewed = "reviewed", Replied = "replied", Credential = "credential", Decision = "decision",
        Appeal = "appeal", Security = "security",
    }
}
words! {
    /// Why a doctor lets a question go by: just so, or since it is not their field, which teaches the inbox.
    PassKind { Pass = "pass", NotMyField = "not_my_field" }
}
words! {
    /// How somebody is told of a kind of thing by mail.
    Cadence { AtOnce = "at_once", Daily = "daily", Weekly = "weekly", Off = "off" }
}
words! {
    /// What becomes of a claim to a profile, and of each credential that is handed in for it.
    ClaimState { Open = "open", Granted = "granted", Refused = "refused", Withdrawn = "withdrawn" }
}
words! {
    /// What happened to a credential.
    CredentialChange {
        Granted = "granted", Refused = "refused", Expired = "expired", Revoked = "revoked", Renewed = "renewed",
    }
}
words! {
    /// How a credential was checked.
    Check { Register = "register", Document = "document", Issuer = "issuer" }
}
words! {
    /// Why a credential, or the whole claim, was refused or revoked.
    Doubt {
        NotFound = "not_found", SomebodyElse = "somebody_else", Unreadable = "unreadable", NoProof = "no_proof",
        RanOut = "ran_out", TakenBack = "taken_back", Mistake = "mistake", ProfileTaken = "profile_taken",
    }
}
words! {
    /// What a moderator decides to do.
    Act {
        Publish = "publish", Dismiss = "dismiss", Remove = "remove", Restore = "restore", Edit = "edit", PutBack = "put_back",
        Lock = "lock", Unlock = "unlock", Merge = "merge", Move = "move", Suspend = "suspend", Readmit = "readmit",
        /// Of a dispute about a review: its words come back.
        KeepWords = "keep_words",
        /// Of a dispute about a review: its words go, its stars stay.
        TakeWords = "take_words",
        /// Undoes that words were kept: they are away again, and somebody decides anew.
        HoldWords = "hold_words",
        /// Undoes a merge.
        Part = "part",
    }
}
words! {
    /// What became of an appeal.
    Outcome { Upheld = "upheld", Overturned = "overturned" }
}

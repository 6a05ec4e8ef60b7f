//! The same small sets stand in the archive format and in the tables; here the one becomes the other.

use archive::record;
use db::value;

/// Something that has one value in the archive format and one in the tables.
pub(super) trait Same<T> {
    /// The same thing, said by the other.
    fn same(self) -> T;
}

macro_rules! same {
    ($($name:ident { $($variant:ident),+ $(,)? })+) => { $(
        impl Same<value::$name> for record::$name {
            fn same(self) -> value::$name {
                match self { $(Self::$variant => value::$name::$variant),+ }
            }
        }
        impl Same<record::$name> for value::$name {
            fn same(self) -> record::$name {
                match self { $(Self::$variant => record::$name::$variant),+ }
            }
        }
    )+ };
}

same! {
    State { Published, Held, Removed }
    Stance { Yes, No, Depends, Unknown }
    StanceSource { Stated, Confirmed, Inferred }
    Scope { General, AboutMe }
    TopicKind { Treatment, Condition, Medicine, BodyArea, Symptom }
    CredentialKind { Licence, BoardCertification, Registration, Degree }
    Scheme { Pmid, Doi, Pmcid, Nct, Url }
    Evidence {
        SystematicReview, Trial, Cohort, CaseControl, CaseSeries, CaseReport, Guideline, Review, ExpertOpinion, Other,
    }
    Verdict { Agree, Caveat, Disagree }
    CredentialChange { Granted, Refused, Expired, Revoked, Renewed }
    Check { Register, Document, Issuer }
    Doubt { NotFound, SomebodyElse, Unreadable, NoProof, RanOut, TakenBack, Mistake, ProfileTaken }
    Relationship { Patient, Family, Staff, Competitor, Paid }
}

impl Same<value::Subject> for record::SubjectKind {
    fn same(self) -> value::Subject {
        match self {
            Self::Question => value::Subject::Question,
            Self::Answer => value::Subject::Answer,
            Self::Doctor => value::Subject::Doctor,
            Self::Review => value::Subject::Review,
        }
    }
}

impl Same<record::SubjectKind> for value::Subject {
    fn same(self) -> record::SubjectKind {
        match self {
            Self::Question => record::SubjectKind::Question,
            Self::Answer => record::SubjectKind::Answer,
            Self::Doctor => record::SubjectKind::Doctor,
            Self::Review => record::SubjectKind::Review,
        }
    }
}

impl Same<value::Stance> for stance::Stance {
    fn same(self) -> value::Stance {
        match self {
            Self::Yes => value::Stance::Yes,
            Self::No => value::Stance::No,
            Self::Depends => value::Stance::Depends,
            Self::Unknown => value::Stance::Unknown,
        }
    }
}

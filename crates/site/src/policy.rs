//! Who may see and do what: role × state × action, in one table. Pages, feeds, the sitemap, exports and whatever
//! comes later ask here; nobody decides for themselves.

use db::value::State;

/// What somebody is to the site.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// Anybody who comes by without an account, or with one that is suspended.
    Reader,
    /// Somebody with an account: asks, thanks, reviews.
    Member,
    /// Somebody whose account owns a doctor's profile without a live credential.
    Doctor,
    /// Somebody whose account owns the profile of a doctor who is verified now: answers, and marks colleagues' answers.
    VerifiedDoctor,
    /// Grants credentials and corrects what is on record.
    Editor,
    /// Decides on reports.
    Moderator,
    /// Runs the site.
    Administrator,
    /// Runs the site from its command line: exports and checks.
    Operator,
}

impl Role {
    /// Every role.
    pub const ALL: &'static [Self] = &[
        Self::Reader,
        Self::Member,
        Self::Doctor,
        Self::VerifiedDoctor,
        Self::Editor,
        Self::Moderator,
        Self::Administrator,
        Self::Operator,
    ];
}

/// How much of an item a role gets to see.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum View {
    /// All of it.
    Whole,
    /// That it was there, and the reason for its removal.
    Tombstone,
    /// Not even that it exists.
    Nothing,
}

/// The table: what each role sees of somebody else's item, by its state.
const VIEWS: &[(Role, State, View)] = &[
    (Role::Reader, State::Published, View::Whole),
    (Role::Reader, State::Held, View::Nothing),
    (Role::Reader, State::Removed, View::Tombstone),
    (Role::Member, State::Published, View::Whole),
    (Role::Member, State::Held, View::Nothing),
    (Role::Member, State::Removed, View::Tombstone),
    (Role::Doctor, State::Published, View::Whole),
    (Role::Doctor, State::Held, View::Nothing),
    (Role::Doctor, State::Removed, View::Tombstone),
    (Role::VerifiedDoctor, State::Published, View::Whole),
    (Role::VerifiedDoctor, State::Held, View::Nothing),
    (Role::VerifiedDoctor, State::Removed, View::Tombstone),
    (Role::Editor, State::Published, View::Whole),
    (Role::Editor, State::Held, View::Whole),
    (Role::Editor, State::Removed, View::Tombstone),
    (Role::Moderator, State::Published, View::Whole),
    (Role::Moderator, State::Held, View::Whole),
    (Role::Moderator, State::Removed, View::Whole),
    (Role::Administrator, State::Published, View::Whole),
    (Role::Administrator, State::Held, View::Whole),
    (Role::Administrator, State::Removed, View::Whole),
    (Role::Operator, State::Published, View::Whole),
    (Role::Operator, State::Held, View::Whole),
    (Role::Operator, State::Removed, View::Whole),
];

/// Something that somebody does. Whose it has to be is in the name: `Own` means that the store looks for it among the
/// person's own, and that others' are not there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Action {
    /// Ask a question.
    Ask,
    /// Add details to one's own question, withdraw it, or say that the answer was found.
    KeepOwnQuestion,
    /// Say that an answer helped.
    Thank,
    /// Claim a doctor's profile or make one, with credentials.
    ClaimProfile,
    /// Change one's own profile and hand in more credentials.
    KeepOwnProfile,
    /// Grant, refuse and revoke credentials.
    JudgeCredentials,
    /// Look through the questions that wait for an answer.
    SeeInbox,
    /// Answer a question.
    Answer,
    /// Change what one's own answer says.
    ChangeOwnAnswer,
    /// Withdraw one's own answer, and take home the record of what was shown.
    KeepOwnAnswer,
    /// Agree with a colleague's answer, or object to it.
    Mark,
    /// Review a doctor.
    Review,
    /// Answer a review of oneself, or dispute its words.
    ReplyToReview,
    /// Tell the moderators of something.
    Report,
    /// Work through the queue: decide on reports, hide, lock, move, merge, suspend.
    Moderate,
    /// Ask for another look at a decision on what is one's own.
    Appeal,
    /// See who is behind a question; leaves a row in the audit log.
    LookBehind,
    /// Read the audit log.
    ReadAudit,
    /// Be told why results of a search stand where they stand.
    ExplainSearch,
}

impl Action {
    /// Every action.
    pub const ALL: &'static [Self] = &[
        Self::Ask,
        Self::KeepOwnQuestion,
        Self::Thank,
        Self::ClaimProfile,
        Self::KeepOwnProfile,
        Self::JudgeCredentials,
        Self::SeeInbox,
        Self::Answer,
        Self::ChangeOwnAnswer,
        Self::KeepOwnAnswer,
        Self::Mark,
        Self::Review,
        Self::ReplyToReview,
        Self::Report,
        Self::Moderate,
        Self::Appeal,
        Self::LookBehind,
        Self::ReadAudit,
        Self::ExplainSearch,
    ];
}

const PEOPLE: &[Role] =
    &[Role::Member, Role::Doctor, Role::VerifiedDoctor, Role::Editor, Role::Moderator, Role::Administrator];
const DOCTORS: &[Role] = &[Role::Doctor, Role::VerifiedDoctor];
const VERIFIED: &[Role] = &[Role::VerifiedDoctor];
const EDITORS: &[Role] = &[Role::Editor, Role::Administrator];
const STAFF: &[Role] = &[Role::Editor, Role::Moderator, Role::Administrator];
const MODERATORS: &[Role] = &[Role::Moderator, Role::Administrator];

const PUBLISHED: &[State] = &[State::Published];
const STANDING: &[State] = &[State::Published, State::Held];
const ANY: &[State] = State::ALL;
/// For what is done to nothing that has a state.
const NONE: &[State] = &[];

/// The table: who does what, to things in which states.
const ACTS: &[(Action, &[State], &[Role])] = &[
    (Action::Ask, NONE, PEOPLE),
    (Action::KeepOwnQuestion, STANDING, PEOPLE),
    (Action::Thank, PUBLISHED, PEOPLE),
    (Action::ClaimProfile, NONE, &[Role::Member, Role::Doctor, Role::VerifiedDoctor]),
    (Action::KeepOwnProfile, NONE, DOCTORS),
    (Action::JudgeCredentials, NONE, EDITORS),
    (Action::SeeInbox, NONE, VERIFIED),
    (Action::Answer, PUBLISHED, VERIFIED),
    // The page vouches for who wrote each word of it.
    (Action::ChangeOwnAnswer, STANDING, VERIFIED),
    (Action::KeepOwnAnswer, STANDING, DOCTORS),
    (Action::Mark, PUBLISHED, VERIFIED),
    (Action::Review, NONE, PEOPLE),
    (Action::ReplyToReview, PUBLISHED, DOCTORS),
    (Action::Report, PUBLISHED, PEOPLE),
    (Action::Moderate, ANY, MODERATORS),
    (Action::Appeal, NONE, PEOPLE),
    (Action::LookBehind, ANY, MODERATORS),
    (Action::ReadAudit, NONE, &[Role::Administrator]),
    (Action::ExplainSearch, NONE, STAFF),
];

/// Whether this role does this at all. What the table does not name is not allowed.
pub fn may(role: Role, action: Action) -> bool {
    ACTS.iter().any(|row| row.0 == action && row.2.contains(&role))
}

/// Whether this role does this to something in this state.
pub fn may_on(role: Role, action: Action, state: State) -> bool {
    ACTS.iter().any(|row| row.0 == action && row.1.contains(&state) && row.2.contains(&role))
}

/// How much of an item in this state the role sees. What the table does not name is not seen.
pub fn view(role: Role, state: State) -> View {
    VIEWS.iter().find(|row| (row.0, row.1) == (role, state)).map_or(View::Nothing, |row| row.2)
}

/// How much of one's own item one sees: also what waits for a moderator.
pub fn view_own(state: State) -> View {
    match state {
        State::Published | State::Held => View::Whole,
        State::Removed => View::Tombstone,
    }
}

/// The states in which items stand in lists, feeds and the sitemap for this role.
pub fn listed(role: Role) -> impl Iterator<Item = State> {
    State::ALL.iter().copied().filter(move |state| view(role, *state) == View::Whole)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_cell_is_decided_once() {
        for role in Role::ALL {
            for state in State::ALL {
                let cells = VIEWS.iter().filter(|row| (row.0, row.1) == (*role, *state)).count();
                assert_eq!(cells, 1, "{role:?} and {state:?}");
            }
        }
    }

    #[test]
    fn every_action_has_one_row_and_somebody_who_may() {
        for action in Action::ALL {
            assert_eq!(ACTS.iter().filter(|row| row.0 == *action).count(), 1, "{action:?}");
            assert!(Role::ALL.iter().any(|role| may(*role, *action)), "{action:?}");
            assert!(!may(Role::Reader, *action), "{action:?}: nobody does anything unnamed");
        }
    }

    #[test]
    fn a_reader_sees_what_is_published_and_that_something_was_removed() {
        assert_eq!(listed(Role::Reader).collect::<Vec<_>>(), [State::Published]);
        assert_eq!(view(Role::Reader, State::Removed), View::Tombstone);
        assert_eq!(view(Role::Reader, State::Held), View::Nothing);
    }
}

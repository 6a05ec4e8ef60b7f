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
    /// Somebody whose account owns a doctor's profile.
    Doctor,
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

/// How much of an item in this state the role sees. What the table does not name is not seen.
pub fn view(role: Role, state: State) -> View {
    VIEWS.iter().find(|row| (row.0, row.1) == (role, state)).map_or(View::Nothing, |row| row.2)
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
    fn a_reader_sees_what_is_published_and_that_something_was_removed() {
        assert_eq!(listed(Role::Reader).collect::<Vec<_>>(), [State::Published]);
        assert_eq!(view(Role::Reader, State::Removed), View::Tombstone);
        assert_eq!(view(Role::Reader, State::Held), View::Nothing);
    }
}

//! Who may see and do what: role × state × action, in one table. Pages, feeds, the sitemap, exports and whatever
//! comes later ask here; nobody decides for themselves.

use db::value::State;

/// What somebody is to the site.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// Anybody who comes by, signed in or not.
    Reader,
    /// Runs the site from its command line: exports and checks.
    Operator,
}

impl Role {
    /// Every role.
    pub const ALL: &'static [Self] = &[Self::Reader, Self::Operator];
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

/// The table.
const VIEWS: &[(Role, State, View)] = &[
    (Role::Reader, State::Published, View::Whole),
    (Role::Reader, State::Held, View::Nothing),
    (Role::Reader, State::Removed, View::Tombstone),
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

//! Long lists, a page at a time. The address says after which row to go on, so that page 50,000 costs what page 1 does.

use std::fmt;

/// The place of a row in a list: what the list is ordered by, and the row's id to tell equals apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cursor {
    /// What the list is ordered by.
    pub key: i64,
    /// A second key, where the order has one; else 0.
    pub second: i64,
    /// The row.
    pub id: i64,
}

impl Cursor {
    /// Reads a cursor as an address carries it. Rubbish is no cursor: the list then starts at its beginning.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('~').map(str::parse);
        let cursor = Self { key: parts.next()?.ok()?, second: parts.next()?.ok()?, id: parts.next()?.ok()? };
        parts.next().is_none().then_some(cursor)
    }
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}~{}~{}", self.key, self.second, self.id)
    }
}

/// One page of a list, and where the next one starts.
pub struct Pager<T> {
    /// The rows of this page.
    pub rows: Vec<T>,
    /// The address of the next page, without a language.
    pub next: Option<String>,
    /// The address of the first page, when this is not it.
    pub first: Option<String>,
}

/// The links under a list.
pub struct Links<'a> {
    /// The address of the first page, when this is not it.
    pub first: Option<&'a str>,
    /// The address of the next page.
    pub next: Option<&'a str>,
}

impl<T> Pager<T> {
    /// The links under this page.
    pub fn links(&self) -> Links<'_> {
        Links { first: self.first.as_deref(), next: self.next.as_deref() }
    }

    /// Makes a page of `size` rows from a query that asked for one more, which tells whether there is a next page.
    /// `path` is the list's address with its query, if it has one; `after` is where this page starts.
    pub fn new(
        mut rows: Vec<T>,
        size: u64,
        path: &str,
        after: Option<Cursor>,
        cursor: impl Fn(&T) -> Cursor,
    ) -> Self {
        let size = usize::try_from(size).unwrap_or(usize::MAX);
        let more = rows.len() > size;
        rows.truncate(size);
        let join = if path.contains('?') { '&' } else { '?' };
        let next = rows.last().filter(|_| more).map(|last| format!("{path}{join}after={}", cursor(last)));
        Self { rows, next, first: after.map(|_| path.to_owned()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_page_starts_after_the_last_row_shown() {
        let cursor = |n: &i64| Cursor { key: *n, second: 0, id: 1 };
        let page = Pager::new(vec![9, 8, 7], 2, "/questions?sort=newest", None, cursor);
        assert_eq!(
            (page.rows, page.next.as_deref()),
            (vec![9, 8], Some("/questions?sort=newest&after=8~0~1"))
        );
        assert!(Pager::new(vec![9, 8], 2, "/questions", None, cursor).next.is_none());
    }

    #[test]
    fn rubbish_is_no_cursor() {
        for text in ["", "1", "1~2", "1~2~3~4", "a~b~c", "1~2~99999999999999999999"] {
            assert_eq!(Cursor::parse(text), None, "{text}");
        }
        assert_eq!(Cursor::parse("-5~0~7"), Some(Cursor { key: -5, second: 0, id: 7 }));
    }
}

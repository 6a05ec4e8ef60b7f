//! Identities for the rows that a batch adds: in the order of the records, and as the records wish where that is free.

use std::collections::HashSet;

use db::{
    sea_orm::{
        ConnectionTrait, DatabaseTransaction, DbErr,
        sea_query::{Alias, Expr, ExprTrait, Query},
    },
    write::{Table, ids_taken, last_id},
};

use super::super::{batch::Context, rows::lists};

/// Hands out identities of one table.
pub(super) struct Ids {
    table: Table,
    highest: i64,
    taken: HashSet<i64>,
}

impl Ids {
    /// `wanted` has one entry for each row that may be added.
    pub(super) async fn new(
        tx: &DatabaseTransaction,
        table: Table,
        wanted: &[Option<i64>],
    ) -> Result<Self, DbErr> {
        if wanted.is_empty() {
            return Ok(Self { table, highest: 0, taken: HashSet::new() });
        }
        let highest = last_id(tx, table).await?;
        let numbers: Vec<i64> =
            wanted.iter().flatten().copied().filter(|number| *number <= highest).collect();
        let mut taken = HashSet::new();
        for list in lists(&numbers) {
            let mut query = Query::select();
            query.column("id").from(Alias::new(table.0)).and_where(Expr::col("id").is_in(list));
            for row in tx.query_all(&query).await? {
                taken.insert(row.try_get("", "id")?);
            }
        }
        Ok(Self { table, highest, taken })
    }

    /// The identity that the next row would get.
    pub(super) fn next(&self, wanted: Option<i64>) -> i64 {
        match wanted {
            Some(number) if number > self.highest || !self.taken.contains(&number) => number,
            _ => self.highest + 1,
        }
    }

    /// The row was given the identity.
    pub(super) fn take(&mut self, id: i64) {
        self.taken.insert(id);
        self.highest = Ord::max(self.highest, id);
    }

    /// The rows are written.
    pub(super) async fn done(&self, tx: &DatabaseTransaction, cx: Context) -> Result<(), DbErr> {
        // A sequence that was moved does not move back when the transaction is rolled back.
        if cx.dry_run { Ok(()) } else { ids_taken(tx, self.table).await }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_kept_when_it_is_free() {
        let mut ids = Ids { table: Table("question"), highest: 10, taken: HashSet::from([7]) };
        assert_eq!(ids.next(None), 11);
        assert_eq!(ids.next(Some(7)), 11);
        assert_eq!(ids.next(Some(8)), 8);
        ids.take(8);
        assert_eq!(ids.next(Some(8)), 11);
        ids.take(100);
        assert_eq!((ids.next(Some(100)), ids.next(Some(99)), ids.next(None)), (101, 99, 101));
    }
}

//! Which process wrote a change, so that it need not be told of its own.

use sea_orm_migration::{prelude::*, schema::*};

use super::parts::{Added, Plan};

pub(super) const PLAN: Plan = Plan {
    tables: &[],
    columns: &[Added { to: "content_change", columns: change_columns }],
    unique: &[],
    indexes: &[],
};

fn change_columns() -> Vec<ColumnDef> {
    vec![big_integer_null("node")]
}

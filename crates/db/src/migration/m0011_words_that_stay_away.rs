//! Words of marks that a moderator took away, in the history of the mark: taking a mark back doesn't put them back.

use sea_orm_migration::{prelude::*, schema::*};

use super::parts::{Added, Plan};

pub(super) const PLAN: Plan = Plan {
    tables: &[],
    columns: &[Added { to: "agreement_change", columns: change_columns }],
    unique: &[],
    indexes: &[],
};

fn change_columns() -> Vec<ColumnDef> {
    vec![text_null("text_held")]
}

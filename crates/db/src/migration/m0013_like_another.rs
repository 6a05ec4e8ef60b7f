//! How a question differs from those like it that were answered before, and whom an answered one served as it stood.

use sea_orm_migration::{prelude::*, schema::*};

use super::parts::{Added, Plan};

pub(super) const PLAN: Plan = Plan {
    tables: &[],
    columns: &[Added { to: "question", columns: question_columns }],
    unique: &[],
    indexes: &[],
};

fn question_columns() -> Vec<ColumnDef> {
    vec![text_null("different"), integer("chosen_count").default(0).take()]
}

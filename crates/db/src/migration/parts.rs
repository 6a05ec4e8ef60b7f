//! What every table of every migration is made of.

use sea_orm_migration::{prelude::*, schema::big_integer};

/// A migration as the list has it.
pub(super) struct Planned {
    pub(super) name: &'static str,
    pub(super) plan: &'static Plan,
}

impl MigrationName for Planned {
    fn name(&self) -> &str {
        self.name
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Planned {
    // Whole or not at all, on both databases: a program that is killed here must find its way on at the next start.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        self.plan.carry_out(manager).await
    }
}

/// What a migration makes, in the order in which it is made.
pub(super) struct Plan {
    pub(super) tables: &'static [fn() -> TableCreateStatement],
    /// Columns that are added to tables of earlier migrations.
    pub(super) columns: &'static [Added],
    /// What may stand once.
    pub(super) unique: &'static [(&'static str, &'static [&'static str])],
    /// One index for each list that a page walks; the last columns are the order of the list.
    pub(super) indexes: &'static [(&'static str, &'static [&'static str])],
}

/// Columns that are added to a table of an earlier migration.
pub(super) struct Added {
    pub(super) to: &'static str,
    pub(super) columns: fn() -> Vec<ColumnDef>,
}

impl Plan {
    pub(super) async fn carry_out(&self, manager: &SchemaManager<'_>) -> Result<(), DbErr> {
        for table in self.tables {
            manager.create_table(table()).await?;
        }
        for Added { to, columns } in self.columns {
            // SQLite takes one column at a time.
            for mut column in columns() {
                manager.alter_table(Table::alter().table(*to).add_column(&mut column).take()).await?;
            }
        }
        for (table, columns) in self.unique {
            manager.create_index(index(table, columns).unique().take()).await?;
        }
        for (table, columns) in self.indexes {
            manager.create_index(index(table, columns)).await?;
        }
        Ok(())
    }
}

fn index(table: &'static str, columns: &[&'static str]) -> IndexCreateStatement {
    let mut index = Index::create().name(format!("{table}_by_{}", columns.join("_"))).table(table).take();
    for column in columns {
        index.col(*column);
    }
    index
}

pub(super) fn table(name: &'static str) -> TableCreateStatement {
    Table::create().table(name).take()
}

/// An identity that is never handed out twice, since public addresses carry it.
pub(super) fn id() -> ColumnDef {
    big_integer("id").auto_increment().primary_key().take()
}

pub(super) fn reference(
    table: &'static str,
    column: &'static str,
    target: &'static str,
) -> ForeignKeyCreateStatement {
    ForeignKey::create()
        .name(format!("{table}_{column}"))
        .from(table, column)
        .to(target, "id")
        .on_delete(ForeignKeyAction::Restrict)
        .take()
}

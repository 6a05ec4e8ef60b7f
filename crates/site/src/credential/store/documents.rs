//! Queries for the names of documents.

use db::{
    entity::{claim, claimed_credential as claimed},
    sea_orm::{
        ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QuerySelect, QueryTrait,
        sea_query::Expr,
    },
    value::ClaimState,
};

use claimed::Column as H;

/// A document as a row names it.
#[derive(Clone, Debug)]
pub(crate) struct Named {
    /// What it was handed in with.
    pub(crate) id: i64,
    /// That one's claim.
    pub(crate) claim: i64,
    pub(crate) file: String,
    pub(crate) kind: Option<String>,
    pub(crate) state: ClaimState,
}

/// Documents that these rows name.
async fn named(db: &impl ConnectionTrait, which: Condition) -> Result<Vec<Named>, DbErr> {
    type Row = (i64, i64, Option<String>, Option<String>, ClaimState);
    let rows = claimed::Entity::find()
        .select_only()
        .columns([H::Id, H::ClaimId, H::File, H::FileKind, H::State])
        .filter(H::File.is_not_null())
        .filter(which);
    let rows: Vec<Row> = rows.into_tuple().all(db).await?;
    let of = |(id, claim, file, kind, state): Row| Some(Named { id, claim, file: file?, kind, state });
    Ok(rows.into_iter().filter_map(of).collect())
}

/// What an account handed in.
pub(crate) async fn of_account(db: &impl ConnectionTrait, account: i64) -> Result<Vec<Named>, DbErr> {
    let own = claim::Entity::find().select_only().column(claim::Column::Id);
    let own = QueryTrait::into_query(own.filter(claim::Column::AccountId.eq(account)));
    named(db, Condition::all().add(H::ClaimId.in_subquery(own))).await
}

/// Every document that ought to be there.
pub(crate) async fn all(db: &impl ConnectionTrait) -> Result<Vec<Named>, DbErr> {
    named(db, Condition::all()).await
}

fn judged_before(at: i64) -> Condition {
    Condition::all().add(H::State.ne(ClaimState::Open)).add(H::JudgedAt.lt(at))
}

/// Those whose credential was decided on before then.
pub(crate) async fn over(db: &impl ConnectionTrait, at: i64) -> Result<Vec<Named>, DbErr> {
    named(db, judged_before(at)).await
}

/// Takes their names out of the rows.
pub(crate) async fn forget_over(tx: &impl ConnectionTrait, at: i64) -> Result<(), DbErr> {
    forget(tx, judged_before(at)).await.map(|_| ())
}

/// Takes the name of a document out of its row, if that still names it.
pub(crate) async fn forget_lost(tx: &impl ConnectionTrait, lost: &Named) -> Result<bool, DbErr> {
    forget(tx, Condition::all().add(H::Id.eq(lost.id)).add(H::File.eq(lost.file.clone()))).await
}

async fn forget(tx: &impl ConnectionTrait, which: Condition) -> Result<bool, DbErr> {
    let update = claimed::Entity::update_many()
        .col_expr(H::File, Expr::val(None::<String>))
        .col_expr(H::FileKind, Expr::val(None::<String>));
    Ok(update.filter(H::File.is_not_null()).filter(which).exec(tx).await?.rows_affected > 0)
}

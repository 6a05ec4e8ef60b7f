//! One's own data as an archive: a file of JSON for each kind of thing, the documents, and two files that say what is where.
//! It is read at one moment and written on the disk, so that neither thousands of answers nor a slow line fill the memory.

use std::{fs::File, pin::pin};

use axum::body::Bytes;
use db::sea_orm::DatabaseTransaction;
use futures_util::TryStreamExt;
use locale::Locale;
use serde::Serialize;
use tokio::io::AsyncReadExt;

use super::{
    packer::{Packed, Packer},
    store::kept::{self, Part},
};
use crate::{app::App, credential, error::Failure, web::Person};

/// Bytes that are handed on at once.
const PIECE: usize = 64 * 1024;

/// What a file of the archive is, as `index.json` has it.
#[derive(Serialize)]
struct Entry {
    /// None: there is nothing to be put into one.
    file: Option<String>,
    about: String,
    /// The table that it is from; none for a document.
    table: Option<String>,
    rows: u64,
}

/// Makes the archive of everything about somebody, ready to be read from its beginning.
///
/// # Errors
/// What the database says, and [`Failure::Internal`] when the disk refuses.
pub(super) async fn of(app: &App, l: Locale, person: &Person) -> Result<File, Failure> {
    let tx = app.db.snapshot().await?;
    let packer = Packer::new(&app.config.storage.data_dir)?;
    let mut index = Vec::new();
    for part in kept::everything(person.account, person.doctor) {
        index.push(table(&tx, &packer, l, part).await?);
    }
    index.extend(documents(app, &tx, &packer, l, person.account).await?);
    tx.rollback().await?;
    packer.file("README.txt", Packed::Tight).await?;
    packer.bytes(read_me(l, &app.config.brand.name, &index)).await?;
    packer.file("index.json", Packed::Tight).await?;
    packer.bytes(serde_json::to_vec_pretty(&index).map_err(|_| Failure::Internal)?).await?;
    packer.finish().await
}

/// A row to a line, so that the file can be read by people and by programs that take one line at a time.
async fn table(tx: &DatabaseTransaction, packer: &Packer, l: Locale, part: Part) -> Result<Entry, Failure> {
    let (name, mut count) = (format!("{}.json", part.name), 0_u64);
    let mut piece = Vec::new();
    {
        let mut rows = pin!(part.rows.read(tx).await?);
        while let Some(row) = rows.try_next().await? {
            if count == 0 {
                packer.file(&name, Packed::Tight).await?;
            }
            piece.extend_from_slice(if count == 0 { b"[\n" } else { b",\n" });
            piece.extend_from_slice(row.as_bytes());
            count += 1;
            if piece.len() >= PIECE {
                packer.bytes(std::mem::take(&mut piece)).await?;
            }
        }
    }
    if count > 0 {
        piece.extend_from_slice(b"\n]\n");
        packer.bytes(piece).await?;
    }
    let (file, table) = ((count > 0).then_some(name), Some(part.rows.table().to_owned()));
    Ok(Entry { file, about: l.t(part.about).to_string(), table, rows: count })
}

async fn documents(
    app: &App,
    tx: &DatabaseTransaction,
    packer: &Packer,
    l: Locale,
    account: i64,
) -> Result<Vec<Entry>, Failure> {
    let mut entries = Vec::new();
    for document in credential::documents(app, tx, account).await? {
        let about = l.t("A document that you handed in with your credential {id}.");
        let about = about.with("id", document.credential).to_string();
        let file = document.open().await?;
        let name = file.is_some().then(|| format!("documents/{}", document.name()));
        if let (Some(mut file), Some(name)) = (file, &name) {
            // It is packed already, as pictures and PDF files are.
            packer.file(name, Packed::AsIs).await?;
            loop {
                let mut piece = Vec::with_capacity(PIECE);
                let read = (&mut file).take(PIECE as u64).read_to_end(&mut piece).await;
                if read.map_err(|error| credential::unusable(&error))? == 0 {
                    break;
                }
                packer.bytes(piece).await?;
            }
        }
        entries.push(Entry { file: name, about, table: None, rows: 0 });
    }
    Ok(entries)
}

fn read_me(l: Locale, site: &str, index: &[Entry]) -> Bytes {
    let head = l
        .t("Everything that {site} keeps about you. Times are seconds since the beginning of 1970, in UTC.")
        .with("site", site)
        .to_string();
    let left_out = l.t(
        "Passwords, codes and links that open something are left out: they are kept as hashes, and would only help others in. What others wrote is left out where you could not read it on the site either. Things are named by their numbers, as in the addresses of their pages.",
    );
    let mut text = format!("{head}\n\n{left_out}\n\n");
    for entry in index {
        if let Some(file) = &entry.file {
            let rows = if entry.table.is_some() { format!(" ({})", entry.rows) } else { String::new() };
            text.push_str(&format!("{file}{rows}: {}\n", entry.about));
        }
    }
    text.into()
}

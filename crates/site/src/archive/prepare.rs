//! What takes time and needs no transaction: Markdown into HTML, stances out of answers. Done one batch ahead of the
//! writer, on other threads, and only for records that are not here yet as they are.

use std::collections::HashMap;

use archive::{Kind, Record};
use db::{
    Db,
    entity::question,
    sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, QuerySelect},
};
use tokio::sync::mpsc;

use super::{
    error::ImportError,
    feed::Chunk,
    item::{Item, Reading},
    known::Known,
    rows::lists,
    write::stance,
};

type Chunks = mpsc::Receiver<Result<Chunk, ImportError>>;

/// Prepares batch after batch.
pub(super) fn start(db: &Db, mut chunks: Chunks) -> Chunks {
    let (sender, receiver) = mpsc::channel(1);
    let db = db.clone();
    tokio::spawn(async move {
        while let Some(chunk) = chunks.recv().await {
            let chunk = match chunk {
                Ok(chunk) => prepare(&db, chunk).await,
                Err(error) => Err(error),
            };
            if sender.send(chunk).await.is_err() {
                return;
            }
        }
    });
    receiver
}

async fn prepare(db: &Db, mut chunk: Chunk) -> Result<Chunk, ImportError> {
    let items = std::mem::take(&mut chunk.items);
    let mut known = Known::default();
    known.look_up(db.read(), items.iter().map(|item| &item.record)).await?;
    let titles = titles(db, &known, &items).await?;
    let mut work: Vec<(Item, Option<String>)> = Vec::with_capacity(items.len());
    for item in items {
        let same = known.of(&item.record).is_some_and(|found| found.fingerprint == Some(item.fingerprint));
        let title =
            if same { None } else { question_of(&item.record).and_then(|key| titles.get(&key)).cloned() };
        work.push((Item { skip: same, ..item }, title));
    }
    let half = work.split_off(work.len() / 2);
    let other = tokio::task::spawn_blocking(move || half.into_iter().map(finish).collect::<Vec<_>>());
    let one = tokio::task::spawn_blocking(move || work.into_iter().map(finish).collect::<Vec<_>>());
    let died =
        |error: tokio::task::JoinError| DbErr::Custom(format!("a text could not be rendered: {error}"));
    chunk.items = one.await.map_err(died)?;
    chunk.items.extend(other.await.map_err(died)?);
    Ok(chunk)
}

/// The question that an answer without a stance of its own is on, by source and id.
fn question_of(record: &Record) -> Option<(String, String)> {
    let Record::Answer(it) = record else { return None };
    let (source, id) = it.question.resolve(&it.source);
    it.stance.is_none().then(|| (source.to_owned(), id.to_owned()))
}

/// The titles of the questions that the answers are on, as far as they are known yet. The writer knows them all, and
/// reads again where the title was another.
async fn titles(db: &Db, known: &Known, items: &[Item]) -> Result<HashMap<(String, String), String>, DbErr> {
    let mut titles = HashMap::new();
    let mut stored: HashMap<i64, Vec<(String, String)>> = HashMap::new();
    for key in items.iter().filter_map(|item| question_of(&item.record)) {
        if let Some(id) = known.meant(Kind::Question, &key.0, &key.1) {
            stored.entry(id).or_default().push(key);
        }
    }
    let ids: Vec<i64> = stored.keys().copied().collect();
    for list in lists(&ids) {
        let query =
            question::Entity::find().select_only().columns([question::Column::Id, question::Column::Title]);
        let query = query.filter(question::Column::Id.is_in(list)).into_tuple::<(i64, String)>();
        for (id, title) in query.all(db.read()).await? {
            titles.extend(stored.remove(&id).into_iter().flatten().map(|key| (key, title.clone())));
        }
    }
    for item in items {
        if let Record::Question(it) = &item.record {
            titles.insert((it.source.clone(), it.id.clone()), it.title.clone());
        }
    }
    Ok(titles)
}

fn finish((mut item, title): (Item, Option<String>)) -> Item {
    if item.skip {
        return item;
    }
    let markdown = match &item.record {
        Record::Doctor(it) => it.biography.as_deref(),
        Record::Review(it) => Some(it.text.as_str()),
        Record::Question(it) => Some(it.body.as_str()),
        Record::Answer(it) => Some(it.body.as_str()),
        _ => None,
    };
    item.html = markdown.map(|markdown| markup::render(markdown).into_string());
    if let (Record::Answer(it), Some(title)) = (&item.record, title) {
        item.reading = Some(Reading { stance: stance(&it.lang, &title, &it.headline, &it.body), title });
    }
    item
}

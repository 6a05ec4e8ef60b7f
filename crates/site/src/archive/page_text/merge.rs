//! What a page says and what is here already, put together: the same question under another file name, and the same
//! doctor on many pages. All of it can be done again without changing anything.

use std::{collections::HashSet, path::Path};

use archive::{
    Kind, Record, Ref,
    page_text::{Page, PageError, Placed, external_id, read},
    record, specialties,
};
use db::{
    entity::{answer, doctor, question, source},
    sea_orm::{
        ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect,
    },
};

use super::PageSource;
use crate::archive::{
    known::Known,
    outward::{self, Names, rating},
};

/// The records of a page, its source and specialties before them; or why the page is refused.
pub(super) async fn records(
    tx: &DatabaseTransaction,
    path: &Path,
    bytes: &[u8],
    from: &PageSource,
) -> Result<Result<Vec<Placed>, PageError>, DbErr> {
    let page = match read(bytes) {
        Ok(page) => page,
        Err(error) => return Ok(Err(error)),
    };
    let known = source::Entity::find().filter(source::Column::Key.eq(&from.key)).one(tx).await?;
    let stem = path.file_stem().map(|stem| stem.to_string_lossy()).unwrap_or_default();
    let own_id = external_id(&stem);
    let id = match &known {
        None => own_id,
        Some(known) => match question_id(tx, known.id, own_id, &page).await? {
            Ok(id) => id,
            Err(error) => return Ok(Err(error)),
        },
    };
    let mut records = match page.into_records(&from.key, &id) {
        Ok(records) => records,
        Err(error) => return Ok(Err(error)),
    };
    if let Some(known) = &known {
        answers_signed_anew(tx, known.id, &id, &mut records).await?;
    }
    let mut all = vec![Placed { line: 1, record: Record::Source(source(from, known.as_ref())) }];
    all.extend(missing_specialties(tx, &records).await?);
    all.extend(merged(tx, known.as_ref(), records).await?);
    Ok(Ok(all))
}

/// The source's record: what is said of it now, and for the rest what was known.
pub(super) fn source(from: &PageSource, known: Option<&source::Model>) -> record::Source {
    let or = |said: &Option<String>, known: Option<&Option<String>>| {
        said.clone().or_else(|| known.cloned().flatten())
    };
    record::Source {
        id: from.key.clone(),
        name: from
            .name
            .clone()
            .or_else(|| known.map(|known| known.name.clone()))
            .unwrap_or_else(|| from.key.clone()),
        url: or(&from.url, known.map(|known| &known.url)),
        licence: or(&from.licence, known.map(|known| &known.licence)),
        licence_url: or(&from.licence_url, known.map(|known| &known.licence_url)),
        attribution: or(&from.attribution, known.map(|known| &known.attribution)),
    }
}

/// The id of the page's question: the one that the file's name gives, or that of the same question under another name.
async fn question_id(
    tx: &DatabaseTransaction,
    source: i64,
    own_id: String,
    page: &Page,
) -> Result<Result<String, PageError>, DbErr> {
    use question::Column as Q;
    let of_source = || question::Entity::find().filter(Q::SourceId.eq(source));
    let (title, body) = (&page.question.title, &page.question.body);
    if let Some(here) = of_source().filter(Q::ExternalId.eq(&own_id)).one(tx).await? {
        if here.title == *title || here.body == *body {
            return Ok(Ok(own_id));
        }
        let line = page.question.line;
        let reason = "another question came from a file of this name; give the file another name".to_owned();
        return Ok(Err(PageError { line, reason }));
    }
    let alike =
        of_source().filter(Q::Slug.eq(markup::slug(title, "question"))).order_by_asc(Q::Id).all(tx).await?;
    let same = alike.into_iter().find(|here| here.title == *title && here.body == *body);
    Ok(Ok(same.and_then(|here| here.external_id).unwrap_or(own_id)))
}

/// An answer's id comes from its signature. Where the signature was put right but the words are those of an answer that
/// is here, it is that answer, and takes its id: it gets another doctor, and the page no second copy of it.
async fn answers_signed_anew(
    tx: &DatabaseTransaction,
    source: i64,
    question: &str,
    records: &mut [Placed],
) -> Result<(), DbErr> {
    use answer::Column as A;
    let on = answer::Entity::belongs_to(question::Entity).from(A::QuestionId).to(question::Column::Id).into();
    let here = answer::Entity::find().join(JoinType::InnerJoin, on).filter(A::SourceId.eq(source));
    let mut here = here.filter(question::Column::ExternalId.eq(question)).all(tx).await?;
    let named: HashSet<String> =
        records.iter().filter_map(|placed| answer_of(&placed.record).map(|it| it.id.clone())).collect();
    let known: HashSet<String> = here.iter().filter_map(|row| row.external_id.clone()).collect();
    here.retain(|row| row.external_id.as_ref().is_some_and(|id| !named.contains(id)));
    for placed in records {
        let Record::Answer(it) = &mut placed.record else { continue };
        if known.contains(&it.id) {
            continue;
        }
        let same = here.iter().position(|row| row.headline == it.headline && row.body == it.body);
        if let Some(id) = same.and_then(|at| here.remove(at).external_id) {
            it.id = id;
        }
    }
    Ok(())
}

fn answer_of(record: &Record) -> Option<&record::Answer> {
    if let Record::Answer(it) = record { Some(it) } else { None }
}

/// The specialties that the page's doctors have and that are not here yet. Those that are here stay as they are.
async fn missing_specialties(tx: &DatabaseTransaction, records: &[Placed]) -> Result<Vec<Placed>, DbErr> {
    let mut known = Known::default();
    known.look_up(tx, records.iter().map(|placed| &placed.record)).await?;
    let mut named: Vec<&str> = records.iter().filter_map(|placed| specialty_of(&placed.record)).collect();
    named.sort_unstable();
    named.dedup();
    let new = named.into_iter().filter(|slug| known.named(Kind::Specialty, slug).is_none());
    let lexicon = new.filter_map(|slug| specialties().iter().find(|known| known.slug == slug));
    Ok(lexicon.map(|known| Placed { line: 1, record: Record::Specialty(known.to_record()) }).collect())
}

fn specialty_of(record: &Record) -> Option<&str> {
    if let Record::Doctor(it) = record { it.specialty.as_deref() } else { None }
}

/// Doctors as they are here where they are, with the longer list of letters and the rating of more reviews.
async fn merged(
    tx: &DatabaseTransaction,
    source: Option<&source::Model>,
    records: Vec<Placed>,
) -> Result<Vec<Placed>, DbErr> {
    let Some(source) = source else { return Ok(records) };
    let ids: Vec<String> =
        records.iter().filter_map(|placed| doctor_of(&placed.record).map(str::to_owned)).collect();
    let here = doctor::Entity::find().filter(doctor::Column::SourceId.eq(source.id));
    let here = here.filter(doctor::Column::ExternalId.is_in(ids)).all(tx).await?;
    let names = Names::load(tx).await?;
    let ratings: Vec<record::Rating> =
        here.iter().filter_map(|row| rating(&names, row)).filter_map(as_rating).collect();
    let profiles = outward::records(tx, &names, here).await?;
    let merge = |placed: Placed| {
        let record = match placed.record {
            Record::Doctor(it) => Record::Doctor(with_letters(it, &profiles)),
            Record::Rating(it) => Record::Rating(of_more_reviews(it, &ratings)),
            other => other,
        };
        Placed { record, ..placed }
    };
    Ok(records.into_iter().map(merge).collect())
}

fn doctor_of(record: &Record) -> Option<&str> {
    if let Record::Doctor(it) = record { Some(&it.id) } else { None }
}

fn as_rating(record: Record) -> Option<record::Rating> {
    if let Record::Rating(it) = record { Some(it) } else { None }
}

fn with_letters(said: record::Doctor, here: &[Record]) -> record::Doctor {
    let known = here.iter().find_map(|record| match record {
        Record::Doctor(known) if known.id == said.id => Some(known),
        _ => None,
    });
    match known {
        // Without a name the page alone says who it is.
        Some(known) if known.name.is_some() => {
            let letters =
                if said.letters.len() > known.letters.len() { said.letters } else { known.letters.clone() };
            record::Doctor { letters, ..known.clone() }
        }
        _ => said,
    }
}

fn of_more_reviews(said: record::Rating, here: &[record::Rating]) -> record::Rating {
    let known = here
        .iter()
        .find(|known| matches!((&known.doctor, &said.doctor), (Ref::Local(a), Ref::Local(b)) if a == b));
    known.filter(|known| known.count >= said.count).cloned().unwrap_or(said)
}

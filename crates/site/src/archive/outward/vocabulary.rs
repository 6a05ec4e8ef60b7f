//! Sources, specialties and topics as records.

use archive::{Kind, Record, record};
use db::{
    entity::{source, specialty, topic},
    sea_orm::{ConnectionTrait, DbErr},
};

use super::{Names, Outward, slugs};
use crate::archive::words::Same;

impl Outward for source::Model {
    fn id(&self) -> i64 {
        self.id
    }

    async fn records(_: &impl ConnectionTrait, _: &Names, rows: Vec<Self>) -> Result<Vec<Record>, DbErr> {
        let record = |row: Self| {
            Record::Source(record::Source {
                id: row.key,
                name: row.name,
                url: row.url,
                licence: row.licence,
                licence_url: row.licence_url,
                attribution: row.attribution,
            })
        };
        Ok(rows.into_iter().map(record).collect())
    }
}

impl Outward for specialty::Model {
    fn id(&self) -> i64 {
        self.id
    }

    async fn records(_: &impl ConnectionTrait, _: &Names, rows: Vec<Self>) -> Result<Vec<Record>, DbErr> {
        let record = |row: Self| {
            Record::Specialty(record::Specialty {
                id: row.slug,
                name: row.name,
                practitioner: row.practitioner,
                label: row.label,
                nucc: row.nucc_code,
            })
        };
        Ok(rows.into_iter().map(record).collect())
    }
}

impl Outward for topic::Model {
    fn id(&self) -> i64 {
        self.id
    }

    async fn records(conn: &impl ConnectionTrait, _: &Names, rows: Vec<Self>) -> Result<Vec<Record>, DbErr> {
        let parents = slugs(conn, Kind::Topic, rows.iter().filter_map(|row| row.parent_id)).await?;
        let record = |row: Self| {
            Ok(Record::Topic(record::Topic {
                id: row.slug,
                name: row.name,
                topic_kind: row.topic_kind.same(),
                parent: row.parent_id.and_then(|id| parents.get(&id).cloned()),
                description: row.description,
                synonyms: serde_json::from_str(&row.synonyms)
                    .map_err(|error| DbErr::Json(error.to_string()))?,
            }))
        };
        rows.into_iter().map(record).collect()
    }
}

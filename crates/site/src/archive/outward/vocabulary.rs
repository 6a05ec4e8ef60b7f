//! Sources, specialties and topics as records.

use archive::{Kind, Record, record};
use db::{
    entity::{source, specialty, topic},
    sea_orm::DbErr,
};

use super::{Named, Outward};
use crate::archive::words::Same;

impl Outward for source::Model {
    fn id(&self) -> i64 {
        self.id
    }

    fn record(self, _: &mut Named<'_>) -> Result<Record, DbErr> {
        Ok(Record::Source(record::Source {
            id: self.key,
            name: self.name,
            url: self.url,
            licence: self.licence,
            licence_url: self.licence_url,
            attribution: self.attribution,
        }))
    }
}

impl Outward for specialty::Model {
    fn id(&self) -> i64 {
        self.id
    }

    fn record(self, _: &mut Named<'_>) -> Result<Record, DbErr> {
        Ok(Record::Specialty(record::Specialty {
            id: self.slug,
            name: self.name,
            practitioner: self.practitioner,
            label: self.label,
            nucc: self.nucc_code,
        }))
    }
}

impl Outward for topic::Model {
    fn id(&self) -> i64 {
        self.id
    }

    fn refers(&self) -> Vec<(Kind, i64)> {
        self.parent_id.map(|parent| (Kind::Topic, parent)).into_iter().collect()
    }

    fn record(self, named: &mut Named<'_>) -> Result<Record, DbErr> {
        Ok(Record::Topic(record::Topic {
            id: self.slug,
            name: self.name,
            topic_kind: self.topic_kind.same(),
            parent: self.parent_id.and_then(|parent| named.slug(Kind::Topic, parent)),
            description: self.description,
            synonyms: serde_json::from_str(&self.synonyms).map_err(|error| DbErr::Json(error.to_string()))?,
        }))
    }
}

//! Searching: the index beside the database, the page of results and the box that suggests.

mod full;
mod index;
mod meaning;
mod pages;
mod similar;
mod suggest;
mod trouble;

use db::TestDb;
use serde_json::json;
use site::index::{Keeper, Standing, step};

use crate::harness::{Clinic, Site};

/// A site with an index, and what keeps it.
pub(super) struct Indexed {
    pub(super) site: Site,
    keeper: Keeper,
}

impl Indexed {
    pub(super) async fn of(test: &TestDb) -> Self {
        let mut indexed = Self { site: Site::of(test).await, keeper: Keeper::default() };
        indexed.steps().await;
        indexed
    }

    /// The second step takes in what came while the first built the index.
    pub(super) async fn steps(&mut self) {
        for _ in 0..2 {
            step(&self.site.app, &mut self.keeper).await;
        }
    }

    pub(super) fn standing(&self) -> Standing {
        site::index::Finder::of(&self.site.app).standing()
    }

    /// What the page says to these words.
    pub(super) async fn search(&self, query: &str) -> String {
        let query = serde_html_form::to_string([("q", query)]).unwrap();
        let page = self.site.get(&format!("/search?{query}")).await;
        assert_eq!(page.status, 200, "{query}");
        page.text()
    }
}

/// Three questions, two of them answered, by two doctors.
pub(super) async fn clinic(test: &TestDb) -> Indexed {
    let mut clinic = Clinic::new();
    clinic.line(&json!({"kind": "topic", "id": "botox", "name": "Botox", "topic_kind": "treatment",
        "synonyms": ["botulinum toxin"]}));
    clinic.doctor("d0", Some("Ann Ash"));
    clinic.doctor("d1", Some("Bo Birch"));
    for doctor in ["d0", "d1"] {
        clinic.credential(doctor, "2039-01-01T00:00:00Z");
    }
    clinic.question("q1", "Can it make hair fall out?");
    clinic.line(
        &json!({"kind": "question", "source": "clinic", "id": "q2", "title": "Frown lines came back early",
        "body": "The wrinkles between my eyebrows were gone for a month only.", "topics": ["botox"],
        "asked_at": "2025-05-04T05:06:07Z"}),
    );
    clinic
        .line(&json!({"kind": "question", "source": "clinic", "id": "q3", "title": "How often may I wash?",
        "body": "My scalp itches.", "topics": ["hair-loss"], "asked_at": "2025-06-04T05:06:07Z"}));
    clinic.answer("q1", "d0", "no");
    clinic.answer("q1", "d1", "no");
    clinic.answer("q2", "d0", "depends");
    clinic.open(&test.db).await;
    Indexed::of(test).await
}

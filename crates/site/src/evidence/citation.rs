//! Citations as pages show them.

use std::collections::HashMap;

pub use db::entity::citation::Model as Citation;
use db::{
    Prepared, Reading,
    entity::{answer, citation},
    sea_orm::{
        ColumnTrait, DbErr, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
        sea_query::{Expr, ExprTrait},
    },
    value::Scheme,
};

/// The citations of a question's answers, by answer, in the order that each author gave.
///
/// # Errors
/// Whatever the database says.
pub async fn of_question(reading: &mut Reading, question: i64) -> Result<HashMap<i64, Vec<Citation>>, DbErr> {
    let mut by_answer: HashMap<i64, Vec<Citation>> = HashMap::new();
    for citation in OF_QUESTION.all(reading, vec![question.into()]).await? {
        by_answer.entry(citation.answer_id).or_default().push(citation);
    }
    Ok(by_answer)
}

static OF_QUESTION: Prepared<Citation> = Prepared::new(|| {
    use citation::Column as C;
    let answer = citation::Entity::belongs_to(answer::Entity).from(C::AnswerId).to(answer::Column::Id).into();
    let query = citation::Entity::find()
        .join(JoinType::InnerJoin, answer)
        .filter(answer::Column::QuestionId.eq(0_i64))
        // Spares a look-up for each answer that cites nothing.
        .filter(answer::Column::CitationCount.into_expr().gt(Expr::cust("0")))
        .order_by_asc(C::Position)
        .order_by_asc(C::Id);
    QueryTrait::into_query(query)
});

/// Where a citation is to be read, by the register of its identifier.
pub trait Resolve {
    /// The address; none when the identifier can't be one of that register.
    fn address(&self) -> Option<String>;
    /// The identifier as readers know it: "PMID 27843928".
    fn shown(&self) -> String;
}

impl Resolve for Citation {
    fn address(&self) -> Option<String> {
        let id = self.identifier.as_str();
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        match self.scheme {
            Scheme::Pmid => digits(id).then(|| format!("https://pubmed.ncbi.nlm.nih.gov/{id}/")),
            Scheme::Pmcid => {
                let number = id.strip_prefix("PMC").unwrap_or(id);
                digits(number).then(|| format!("https://pmc.ncbi.nlm.nih.gov/articles/PMC{number}/"))
            }
            Scheme::Nct => {
                let number = id.strip_prefix("NCT").unwrap_or(id);
                digits(number).then(|| format!("https://clinicaltrials.gov/study/NCT{number}"))
            }
            Scheme::Doi => {
                let sound =
                    id.starts_with("10.") && id.contains('/') && id.chars().all(|c| c.is_ascii_graphic());
                sound.then(|| format!("https://doi.org/{}", encoded(id)))
            }
            Scheme::Url => (id.starts_with("https://") || id.starts_with("http://")).then(|| id.to_owned()),
        }
    }

    fn shown(&self) -> String {
        let id = &self.identifier;
        match self.scheme {
            Scheme::Pmid => format!("PMID {id}"),
            Scheme::Doi => format!("doi:{id}"),
            Scheme::Pmcid | Scheme::Nct => id.clone(),
            Scheme::Url => {
                id.split("://").nth(1).and_then(|rest| rest.split('/').next()).unwrap_or(id).to_owned()
            }
        }
    }
}

/// A DOI may hold what an address may not.
fn encoded(id: &str) -> String {
    let mut out = String::with_capacity(id.len());
    for byte in id.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/:;()".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn citation(scheme: Scheme, identifier: &str) -> Citation {
        Citation {
            id: 1,
            answer_id: 1,
            position: 0,
            scheme,
            identifier: identifier.into(),
            title: None,
            authors: None,
            journal: None,
            year: None,
            evidence: None,
            source_id: None,
            external_id: None,
            fingerprint: None,
        }
    }

    #[test]
    fn an_identifier_leads_to_its_register() {
        let address = |scheme, id| citation(scheme, id).address();
        assert_eq!(
            address(Scheme::Pmid, "27843928").as_deref(),
            Some("https://pubmed.ncbi.nlm.nih.gov/27843928/")
        );
        assert_eq!(address(Scheme::Doi, "10.1000/a<b>").as_deref(), Some("https://doi.org/10.1000/a%3Cb%3E"));
        assert_eq!(
            address(Scheme::Nct, "NCT00000102").as_deref(),
            Some("https://clinicaltrials.gov/study/NCT00000102")
        );
        assert_eq!(address(Scheme::Pmid, "1; drop"), None);
        assert_eq!(address(Scheme::Url, "javascript:alert(1)"), None);
    }
}

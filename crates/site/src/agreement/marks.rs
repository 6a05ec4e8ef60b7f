//! The marks that verified colleagues give an answer, with their words where they gave any.

use std::collections::HashMap;

use db::{
    entity::{agreement, doctor},
    sea_orm::{
        self, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, JoinType, QueryFilter,
        QueryOrder, QuerySelect,
    },
    value::Verdict,
};

/// A colleague's caveat or disagreement, as the page shows it.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Mark {
    answer_id: i64,
    /// Agree with a caveat, or disagree.
    pub verdict: Verdict,
    /// The caveat or the reason.
    pub text: Option<String>,
    /// The colleague's name.
    pub name: Option<String>,
    /// The colleague's letters.
    pub letters: String,
    /// The colleague's part of the address.
    pub slug: String,
}

impl Mark {
    /// Where the colleague's profile is, without a language.
    pub fn path(&self) -> String {
        format!("/doctors/{}", self.slug)
    }
}

/// The caveats and disagreements on these answers, oldest first.
///
/// # Errors
/// Whatever the database says.
pub async fn of_answers(
    db: &impl ConnectionTrait,
    answers: &[i64],
) -> Result<HashMap<i64, Vec<Mark>>, DbErr> {
    use agreement::Column as A;
    let marks = agreement::Entity::find()
        .select_only()
        .columns([A::AnswerId, A::Verdict, A::Text])
        .columns([doctor::Column::Name, doctor::Column::Letters, doctor::Column::Slug])
        .join(
            JoinType::InnerJoin,
            agreement::Entity::belongs_to(doctor::Entity).from(A::DoctorId).to(doctor::Column::Id).into(),
        )
        .filter(A::AnswerId.is_in(answers.iter().copied()))
        .filter(A::Verdict.ne(Verdict::Agree))
        .order_by_asc(A::MadeAt)
        .order_by_asc(A::Id)
        .into_model::<Mark>()
        .all(db)
        .await?;
    let mut by_answer: HashMap<i64, Vec<Mark>> = HashMap::new();
    for mark in marks {
        by_answer.entry(mark.answer_id).or_default().push(mark);
    }
    Ok(by_answer)
}

//! The marks that verified colleagues give an answer, with their words where they gave any.

use std::collections::HashMap;

use db::{
    FromRow, Prepared, Reading,
    entity::{agreement, answer, doctor},
    proof::was_verified,
    sea_orm::{
        ColumnTrait, DbErr, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
        sea_query::{Expr, ExprTrait},
    },
    value::Verdict,
};

/// A colleague's caveat or disagreement, as the page shows it.
#[derive(Clone, Debug, FromRow)]
pub struct Mark {
    /// Identity.
    pub id: i64,
    answer_id: i64,
    /// The colleague.
    pub doctor_id: i64,
    /// Agree with a caveat, or disagree.
    pub verdict: Verdict,
    /// The caveat or the reason.
    pub text: Option<String>,
    /// Code of the reason why a moderator took the words away.
    pub text_held: Option<String>,
    /// Code of the reason for which a moderator changed them.
    pub edited_for: Option<String>,
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

/// The caveats and disagreements on a question's answers, by answer, oldest first.
///
/// # Errors
/// Whatever the database says.
pub async fn of_question(reading: &mut Reading, question: i64) -> Result<HashMap<i64, Vec<Mark>>, DbErr> {
    let mut by_answer: HashMap<i64, Vec<Mark>> = HashMap::new();
    for mark in OF_QUESTION.all(reading, vec![question.into(), Verdict::Agree.word().into()]).await? {
        by_answer.entry(mark.answer_id).or_default().push(mark);
    }
    Ok(by_answer)
}

static OF_QUESTION: Prepared<Mark> = Prepared::new(|| {
    use agreement::Column as A;
    let answer =
        agreement::Entity::belongs_to(answer::Entity).from(A::AnswerId).to(answer::Column::Id).into();
    let doctor =
        agreement::Entity::belongs_to(doctor::Entity).from(A::DoctorId).to(doctor::Column::Id).into();
    let objections = answer::Column::CaveatCount.into_expr().add(answer::Column::DisagreeCount.into_expr());
    let query = agreement::Entity::find()
        .select_only()
        .columns([A::Id, A::AnswerId, A::DoctorId, A::Verdict, A::Text, A::TextHeld, A::EditedFor])
        .columns([doctor::Column::Name, doctor::Column::Letters, doctor::Column::Slug])
        .join(JoinType::InnerJoin, answer)
        .join(JoinType::InnerJoin, doctor)
        .filter(answer::Column::QuestionId.eq(0_i64))
        // Spares a look-up for each answer that nobody objects to.
        .filter(objections.gt(Expr::cust("0")))
        .filter(A::Verdict.ne(Verdict::Agree))
        .filter(was_verified(A::DoctorId.into_expr()))
        .order_by_asc(A::MadeAt)
        .order_by_asc(A::Id);
    QueryTrait::into_query(query)
});

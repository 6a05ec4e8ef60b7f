//! Answers that were written under the wrong doctor's name: theirs go along with whoever wrote them, and what they made of
//! older ones is put back.

use std::collections::HashMap;

use db::{
    entity::{answer, decision, question, revision},
    sea_orm::{
        ColumnTrait, Condition, DbErr, EntityTrait, JoinType, PaginatorTrait, QueryFilter, QueryOrder,
        QuerySelect, QueryTrait, Select,
        sea_query::{Expr, ExprTrait, SelectStatement},
    },
    value::{Matter, StanceSource, State, Subject},
};
use serde_json::{Map, Value};

use super::{
    counts,
    give::{WITHDRAWN, as_kept},
    kept, question_counts, state,
    version::Said,
};
use crate::{
    app::{Tag, Write},
    doctor::counts::{Change, apply},
    error::Failure,
    evidence::Cited,
    taxonomy::Taxonomy,
    web::BY_MODERATOR,
};

/// What was written on this site for a doctor since a time.
fn written(doctor: i64, since: i64) -> Select<answer::Entity> {
    use answer::Column as A;
    let by = answer::Entity::find().filter(A::DoctorId.eq(doctor));
    by.filter(A::SourceId.is_null()).filter(A::CreatedAt.gte(since))
}

/// Takes hold of the questions that a doctor has answered, as everybody does who answers or counts, and gives their identities.
///
/// # Errors
/// Whatever the database says.
pub async fn hold_questions_of(write: &Write, doctor: i64) -> Result<Vec<i64>, DbErr> {
    let questions = question::Entity::find().select_only().column(question::Column::Id);
    let held = questions.filter(question::Column::Id.in_subquery(answered_by(doctor)));
    held.order_by_asc(question::Column::Id).lock_exclusive().into_tuple().all(&**write).await
}

/// The same without taking hold of them.
///
/// # Errors
/// Whatever the database says.
pub async fn questions_of(write: &Write, doctor: i64) -> Result<Vec<i64>, DbErr> {
    let questions = question::Entity::find().select_only().column(question::Column::Id);
    let these = questions.filter(question::Column::Id.in_subquery(answered_by(doctor)));
    these.order_by_asc(question::Column::Id).into_tuple().all(&**write).await
}

fn answered_by(doctor: i64) -> SelectStatement {
    let answered = answer::Entity::find().select_only().column(answer::Column::QuestionId);
    QueryTrait::into_query(answered.filter(answer::Column::DoctorId.eq(doctor)))
}

/// Makes the answers that were written for one doctor since a time another's, and says how many those are. The questions are
/// held.
///
/// # Errors
/// What the database says.
pub async fn hand_on(
    write: &mut Write,
    (from, to): (i64, i64),
    since: i64,
    taxonomy: &Taxonomy,
) -> Result<usize, Failure> {
    use answer::Column as A;
    let rows = written(from, since).order_by_asc(A::Id).all(&**write).await?;
    let shown = written(from, since)
        .join(
            JoinType::InnerJoin,
            answer::Entity::belongs_to(question::Entity).from(A::QuestionId).to(question::Column::Id).into(),
        )
        .filter(A::State.eq(State::Published))
        .filter(question::Column::State.eq(State::Published))
        .count(&**write)
        .await?;
    let ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
    for some in ids.chunks(500) {
        let these = answer::Entity::update_many().col_expr(A::DoctorId, Expr::val(to));
        these.filter(A::Id.is_in(some.iter().copied())).exec(&**write).await?;
    }
    for row in &rows {
        attribute(write, &answer::Model { doctor_id: to, ..row.clone() }, taxonomy).await?;
        write.changes(Tag::Question(row.question_id));
    }
    let answers = i64::try_from(shown).unwrap_or(i64::MAX);
    let less = Change { answers: -answers, ..Change::default() };
    let more = Change { answers, ..Change::default() };
    apply(write, &HashMap::from([(from, less), (to, more)])).await?;
    Ok(rows.len())
}

/// Has the earlier versions of an answer name the doctor that it has now.
async fn attribute(write: &Write, row: &answer::Model, taxonomy: &Taxonomy) -> Result<(), Failure> {
    use revision::Column as R;
    let versions = revision::Entity::find().filter(R::SubjectKind.eq(Subject::Answer));
    let versions = versions.filter(R::SubjectId.eq(row.id)).all(&**write).await?;
    if versions.is_empty() {
        return Ok(());
    }
    let fields = |json: &str| serde_json::from_str::<Map<String, Value>>(json).ok();
    let now = fields(&as_kept(write, taxonomy, row).await?);
    let doctor = now.and_then(|now| now.get("doctor").cloned()).ok_or(Failure::Internal)?;
    for version in versions {
        let Some(mut said) = fields(&version.content) else { continue };
        said.insert("doctor".to_owned(), doctor.clone());
        let content = Value::Object(said).to_string();
        let update = revision::Entity::update_many().col_expr(R::Content, Expr::val(content));
        update.filter(R::Id.eq(version.id)).exec(&**write).await?;
    }
    Ok(())
}

/// Puts a doctor's older answers back as they were before somebody else changed them since a time, forgets what was made of
/// them, and says how many those are. What moderators removed stays removed. The questions are held.
///
/// # Errors
/// What the database says.
pub async fn put_back(write: &mut Write, doctor: i64, since: i64) -> Result<usize, Failure> {
    use answer::Column as A;
    use revision::Column as R;
    let own = answer::Entity::find().select_only().column(A::Id).filter(A::DoctorId.eq(doctor));
    let by_author = Condition::any().add(R::Reason.is_null()).add(R::Reason.starts_with(BY_MODERATOR).not());
    let changes = revision::Entity::find()
        .filter(R::SubjectKind.eq(Subject::Answer))
        .filter(R::SubjectId.in_subquery(QueryTrait::into_query(own)))
        .filter(R::SourceId.is_null())
        .filter(R::At.gte(since))
        .filter(by_author)
        .order_by_desc(R::Number)
        .all(&**write)
        .await?;
    // Of several changes the first is left, which has what stood before all of them.
    let first: HashMap<i64, revision::Model> =
        changes.into_iter().map(|change| (change.subject_id, change)).collect();
    let mut ids: Vec<i64> = first.keys().copied().collect();
    ids.sort_unstable();
    for id in &ids {
        let Some(row) = kept::find(&**write, *id).await? else { continue };
        one_back(write, &row, &first[id]).await?;
        question_counts::refresh(write, &[row.question_id]).await?;
        write.changes(Tag::Question(row.question_id));
    }
    counts::refresh(write, &ids).await?;
    Ok(ids.len())
}

async fn one_back(write: &mut Write, row: &answer::Model, before: &revision::Model) -> Result<(), Failure> {
    use answer::Column as A;
    let said = Said::before(before);
    let whole: Map<String, Value> = serde_json::from_str(&before.content).unwrap_or_default();
    let word = |name: &str| whole.get(name).and_then(Value::as_str).map(str::to_owned);
    let source = said.stance_source.as_deref().and_then(StanceSource::from_word);
    let columns = vec![
        (A::BodyHtml, kept::value(markup::render(&said.body).into_string())),
        (A::Stance, kept::value(said.stance().map(|stance| stance.word()))),
        (A::StanceSource, kept::value(source.map(|source| source.word()))),
        (A::Headline, kept::value(said.headline)),
        (A::Body, kept::value(said.body)),
        (A::SeeSomeone, kept::value(said.see_someone)),
        (A::NoSeeSomeone, kept::value(said.no_see_someone)),
        (A::Interests, kept::value(said.interests)),
        (A::Correction, kept::value(word("correction"))),
        (A::EditedFor, kept::value(word("edited_for"))),
        (A::UpdatedAt, kept::value(write.now())),
        // No record is this one: whatever an archive says next is news.
        (A::Fingerprint, kept::value(row.fingerprint.map(|_| 0_i64))),
    ];
    kept::set(&**write, row.id, columns).await?;
    let cited: Vec<Cited> = said.citations.iter().filter_map(|line| Cited::parse(line)).collect();
    kept::cite(&**write, row.id, &cited).await?;
    forget_since(write, before).await?;
    // Only the author takes an answer back, and this one was not theirs to take. What was shown has no state on record.
    let withdrawn = row.state == State::Removed && row.state_reason.as_deref() == Some(WITHDRAWN);
    if withdrawn && !whole.contains_key("state") {
        state::turn(write, row, State::Published, None).await?;
    }
    Ok(())
}

/// Forgets an answer's versions from this one on, and what moderators wrote to whoever made them: the doctor is nobody who
/// should read it, or can appeal.
async fn forget_since(write: &Write, first: &revision::Model) -> Result<(), DbErr> {
    use decision::Column as D;
    use revision::Column as R;
    let versions = revision::Entity::delete_many()
        .filter(R::SubjectKind.eq(Subject::Answer))
        .filter(R::SubjectId.eq(first.subject_id))
        .filter(R::Number.gte(first.number));
    versions.exec(&**write).await?;
    decision::Entity::update_many()
        .col_expr(D::Note, Expr::val(None::<String>))
        .col_expr(D::Undo, Expr::val(None::<String>))
        .filter(D::MatterKind.eq(Matter::Answer))
        .filter(D::MatterId.eq(first.subject_id))
        .filter(D::At.gte(first.at))
        .exec(&**write)
        .await
        .map(|_| ())
}

//! Stances that rules read from answers: read against the question, and read again when its title changes, since
//! the same "no" may then say the opposite.

use db::{
    entity::{answer, question},
    sea_orm::{ActiveModelTrait, ColumnTrait, DbErr, EntityTrait, ExprTrait, QueryFilter, QuerySelect, Set},
    value::{Stance, StanceSource},
};

use super::here;
use crate::archive::{batch::Batch, rows::lists, words::Same};

/// The stance that an answer in that language takes on the question of that title; none when the rules are not sure,
/// and none but in English: they know no other language.
pub(in crate::archive) fn stance(lang: &str, title: &str, headline: &str, body: &str) -> Option<Stance> {
    if lang.split('-').next() != Some("en") {
        return None;
    }
    stance::read(title, headline, &markup::plain_text(body)).map(|reading| reading.stance.same())
}

/// Reads the stances of the questions' answers again, but for those that were stated or confirmed.
pub(super) async fn answers_of(batch: &mut Batch<'_>, questions: &[i64]) -> Result<(), DbErr> {
    if batch.cx.dry_run {
        return Ok(());
    }
    // One question at a time: each may have many answers, and titles change seldom.
    for list in lists(questions) {
        let titles =
            question::Entity::find().select_only().columns([question::Column::Id, question::Column::Title]);
        let titles = titles
            .filter(question::Column::Id.is_in(list))
            .into_tuple::<(i64, String)>()
            .all(batch.tx)
            .await?;
        for (id, title) in titles {
            answers_of_one(batch, id, &title).await?;
        }
    }
    Ok(())
}

async fn answers_of_one(batch: &mut Batch<'_>, question: i64, title: &str) -> Result<(), DbErr> {
    use answer::Column as A;
    let read = A::StanceSource.is_null().or(A::StanceSource.eq(StanceSource::Inferred));
    // Who answered here chose the stance, or chose that there is none.
    let answers = answer::Entity::find()
        .filter(A::QuestionId.eq(question))
        .filter(A::SourceId.is_not_null())
        .filter(read)
        .all(batch.tx)
        .await?;
    let ids: Vec<i64> = answers.iter().map(|row| row.id).collect();
    let rewritten = here::rewritten(batch.tx, &ids).await?;
    for row in answers.into_iter().filter(|row| !rewritten.contains(&row.id)) {
        let stance = stance(&row.lang, title, &row.headline, &row.body);
        if stance != row.stance {
            let stance_source = stance.map(|_| StanceSource::Inferred);
            let id = row.id;
            let change = answer::ActiveModel {
                id: Set(id),
                stance: Set(stance),
                stance_source: Set(stance_source),
                ..Default::default()
            };
            change.update(batch.tx).await?;
            batch.touched.questions.insert(question);
        }
    }
    Ok(())
}

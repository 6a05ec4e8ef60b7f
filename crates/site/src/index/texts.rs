//! What published questions say, for whoever compares them.

use db::{
    entity::question,
    sea_orm::{
        self, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, QueryFilter, QuerySelect,
    },
};

use crate::policy::{Role, listed};

/// A question as it was asked.
#[derive(FromQueryResult)]
pub(super) struct Asked {
    pub(super) id: i64,
    title: String,
    body: String,
}

impl Asked {
    /// The beginning of it, so many words, without marks of form.
    pub(super) fn text(&self, words: usize) -> String {
        text(&self.title, &self.body, words)
    }
}

/// The beginning of a question, so many words, without marks of form.
pub(super) fn text(title: &str, body: &str, words: usize) -> String {
    beginning(&format!("{title}\n{}", markup::plain_text(body)), words)
}

/// Those of these questions that everybody may see, as they are now.
pub(super) async fn published(db: &impl ConnectionTrait, ids: &[i64]) -> Result<Vec<Asked>, DbErr> {
    use question::Column as Q;
    let asked = question::Entity::find().select_only().columns([Q::Id, Q::Title, Q::Body]);
    let asked = asked.filter(Q::Id.is_in(ids.iter().copied())).filter(Q::State.is_in(listed(Role::Reader)));
    asked.into_model().all(db).await
}

/// A text up to its n-th word.
fn beginning(text: &str, words: usize) -> String {
    let mut left = words;
    let mut between = true;
    for (at, letter) in text.char_indices() {
        if letter.is_whitespace() {
            between = true;
        } else if between {
            if left == 0 {
                return text[..at].trim_end().to_owned();
            }
            (left, between) = (left - 1, false);
        }
    }
    text.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_cut_between_words() {
        assert_eq!(beginning("Does  it\ngrow back?", 3), "Does  it\ngrow");
        assert_eq!(beginning("Does it", 2), "Does it");
        assert_eq!(beginning("", 2), "");
    }

    #[test]
    fn marks_of_form_are_no_text() {
        let text = text("Does it grow?", "It is **bad**.", 6);
        assert_eq!(text.split_whitespace().collect::<Vec<_>>().join(" "), "Does it grow? It is bad.");
    }
}

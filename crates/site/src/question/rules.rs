//! Where a question stands. Pure.

/// Words that are the addresses of something else on a question: `/questions/12/withdraw`.
const TAKEN: &[&str] = &[
    "answer", "answers", "appeal", "asker", "details", "edit", "export", "found", "hide", "history", "lock",
    "merge", "move", "report", "restore", "withdraw",
];

/// A question's part of the address.
pub fn slug(title: &str) -> String {
    let slug = markup::slug(title, "question");
    if TAKEN.contains(&slug.as_str()) { format!("{slug}-question") } else { slug }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_question_takes_the_address_of_something_else() {
        assert_eq!(slug("Withdraw!!"), "withdraw-question");
        assert_eq!(slug("Can I withdraw it?"), "can-i-withdraw-it");
    }
}

//! What became of every review that was received: published, waiting, and removed by reason.

use db::value::State;
use locale::Locale;

use crate::{review::Accounted, web};

/// The lines of the account. Together they are what was received.
pub(super) struct Accounting {
    pub(super) became: Vec<(String, i64)>,
    pub(super) received: i64,
}

impl Accounting {
    pub(super) fn of(l: Locale, all: &[Accounted]) -> Self {
        let in_state = |state| all.iter().filter(|one| one.state == state).map(|one| one.count).sum();
        let mut became = vec![(l.t("Published").to_string(), in_state(State::Published))];
        let waiting = in_state(State::Held);
        if waiting > 0 {
            became.push((l.t("Waiting for a moderator").to_string(), waiting));
        }
        for one in all.iter().filter(|one| one.state == State::Removed) {
            let reason = l.t(web::removal_reason(one.reason.as_deref().unwrap_or_default())).to_string();
            let said = l.t("Removed: {reason}").with("reason", reason).to_string();
            // Codes that read the same to the public are one line.
            match became.iter_mut().find(|(known, _)| *known == said) {
                Some((_, count)) => *count += one.count,
                None => became.push((said, one.count)),
            }
        }
        Self { became, received: all.iter().map(|one| one.count).sum() }
    }
}

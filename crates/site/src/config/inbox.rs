//! What doctors are asked.

use super::{Wait, Within, setting::section};

section! {
    /// What doctors are asked, and how often.
    Inbox = "inbox" {
        /// Questions that a doctor's inbox offers within a week, from 1 to 200. Doctors may answer more.
        per_week: Within<1, 200> = "20", "CONSILIUM_INBOX_PER_WEEK";
        /// How long a question waits for doctors of its field before every verified doctor sees it.
        wider_after: Wait = "48h", "CONSILIUM_INBOX_WIDER_AFTER";
    }
}

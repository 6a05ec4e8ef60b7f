//! What moderators and those who report are held to.

use super::{Wait, Within, setting::section};

section! {
    /// What moderators and those who report are held to.
    Moderation = "moderation" {
        /// How long something in the queue stays claimed by the moderator who took it up.
        claim: Wait = "30m", "CONSILIUM_CLAIM";
        /// Reports that one account may send within a day, up to 10000; 0: without limit.
        reports_a_day: Within<0, 10_000> = "50", "CONSILIUM_REPORTS_A_DAY";
    }
}

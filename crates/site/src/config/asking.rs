//! How long questions may be, and how many somebody may ask.

use super::{Within, setting::section};

section! {
    /// How long questions may be, and how many somebody may ask. Lengths are in characters.
    Asking = "asking" {
        /// Fewest characters of a question's title, from 1 to 100.
        title_shortest: Within<1, 100> = "10", "CONSILIUM_TITLE_SHORTEST";
        /// Most characters of a question's title, from 20 to 300.
        title_longest: Within<20, 300> = "150", "CONSILIUM_TITLE_LONGEST";
        /// Fewest characters of a question's text, from 0 to 1000.
        text_shortest: Within<0, 1000> = "20", "CONSILIUM_TEXT_SHORTEST";
        /// Most characters of a question's text, from 100 to 50000.
        text_longest: Within<100, 50_000> = "10000", "CONSILIUM_TEXT_LONGEST";
        /// Most characters of details that are added later, from 100 to 20000.
        details_longest: Within<100, 20_000> = "2000", "CONSILIUM_DETAILS_LONGEST";
        /// Questions that one account may ask within a day; 0: without limit.
        questions_a_day: Within<0, 1000> = "5", "CONSILIUM_QUESTIONS_A_DAY";
        /// Texts that visitors without an account may begin from one network, within a quarter of an hour; 0: without limit.
        drafts_by_network: Within<0, 100_000> = "60", "CONSILIUM_DRAFTS_BY_NETWORK";
    }
}

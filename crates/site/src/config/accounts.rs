//! Who may come in, how often they may try, and how long they stay.

use super::{Wait, Within, setting::section};

section! {
    /// Who may come in, how often they may try, and how long they stay.
    Accounts = "accounts" {
        /// How long somebody stays signed in without coming by.
        session_idle: Wait = "30d", "CONSILIUM_SESSION_IDLE";
        /// How long somebody stays signed in at most.
        session_longest: Wait = "90d", "CONSILIUM_SESSION_LONGEST";
        /// How long a link to sign in works.
        sign_in_link: Wait = "10m", "CONSILIUM_SIGN_IN_LINK";
        /// How long a link to confirm a new account or address works.
        confirm_link: Wait = "24h", "CONSILIUM_CONFIRM_LINK";
        /// How long a link to choose a new password works.
        reset_link: Wait = "30m", "CONSILIUM_RESET_LINK";
        /// Passwords that are worked on at the same time, from 1 to 64. Each takes 20 MB while it lasts.
        hashes_at_once: Within<1, 64> = "2", "CONSILIUM_HASHES_AT_ONCE";
        /// Tries to sign in to one account, within a quarter of an hour; 0: without limit.
        tries_by_account: Within<0, 1000> = "10", "CONSILIUM_TRIES_BY_ACCOUNT";
        /// Tries to sign in, sign up or have a letter sent from one network, within a quarter of an hour; 0: without limit.
        tries_by_network: Within<0, 100_000> = "60", "CONSILIUM_TRIES_BY_NETWORK";
    }
}

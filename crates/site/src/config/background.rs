//! How work in the background is done.

use super::{Wait, Within, setting::section};

section! {
    /// How work in the background is done: letters, digests, what follows from a change.
    Background = "background" {
        /// Jobs that are done at the same time, from 1 to 64.
        at_once: Within<1, 64> = "4", "CONSILIUM_JOBS_AT_ONCE";
        /// How often the queue is looked at when nothing is heard of a new job.
        poll: Wait = "1s", "CONSILIUM_JOBS_POLL";
        /// How long one job may take; after that another process may begin it again.
        lease: Wait = "2m", "CONSILIUM_JOBS_LEASE";
        /// How long the first failure puts a job off; each further one doubles it.
        first_wait: Wait = "10s", "CONSILIUM_JOBS_FIRST_WAIT";
        /// The longest that a failure puts a job off.
        longest_wait: Wait = "1h", "CONSILIUM_JOBS_LONGEST_WAIT";
        /// How long a job that was given up is kept, to be looked at and tried again.
        keep_dead: Wait = "90d", "CONSILIUM_JOBS_KEEP_DEAD";
    }
}

//! `bench scale`.

use super::options::Options;

pub(super) fn run(_options: &Options) -> Result<String, String> {
    Err("wip".into())
}

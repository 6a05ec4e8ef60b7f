//! `consilium check-record`: whether a doctor's signed record is as a site wrote it.

use std::{fs, path::PathBuf};

use clap::Args;
use site::answer::record::{self, Proof};

use crate::{
    failure::{Failure, Outcome},
    open::Global,
    terminal,
};

/// Check a signed record of a doctor's answers, without the site and without a network
///
/// It says what the record proves. Exit status 1: it proves nothing, since it was changed, was signed by another key, or is
/// something else.
#[derive(Args, Debug)]
pub(crate) struct CheckRecord {
    /// The record as it was downloaded
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// A file with the site's public key, as its address /.well-known/consilium-record.pub gives it
    #[arg(long, value_name = "FILE")]
    key: Option<PathBuf>,
}

impl CheckRecord {
    pub(crate) fn run(self, global: &Global) -> Outcome {
        let bytes = read(&self.file)?;
        let key = self.key.as_ref().map(read).transpose()?;
        let key = key.map(|key| String::from_utf8_lossy(&key).into_owned());
        let proof = record::check(&bytes, key.as_deref())
            .map_err(|error| Failure::failed(format!("{} {error}", self.file.display())))?;
        if global.json { terminal::say_json(&proof) } else { terminal::say(&words(&proof)) }
    }
}

fn read(file: &PathBuf) -> Outcome<Vec<u8>> {
    let advice = "Check that it exists and that you may read it.";
    fs::read(file).map_err(|e| Failure::failed(format!("{} can't be read: {e}. {advice}", file.display())))
}

fn words(proof: &Proof) -> String {
    let doctor = proof.doctor.as_deref().unwrap_or("a doctor without a name");
    let compared = if proof.key_compared {
        "It is the key that you gave.".to_owned()
    } else {
        format!(
            "Compare it with {}/.well-known/consilium-record.pub, or with a copy of it that you trust, by --key.",
            proof.site
        )
    };
    let counted = |n: usize, one: &str, many: &str| format!("{n} {}", if n == 1 { one } else { many });
    let answers = counted(proof.answers, "answer", "answers");
    let versions = counted(proof.versions, "version", "versions");
    format!(
        "sound: no byte was changed since it was signed\n\nThe holder of the key below, for {}, said at {}\nwhat was shown of {doctor}: {answers} in {versions}, each with its times.\n\nkey  {}\n     {compared}\n",
        proof.site, proof.made_at, proof.public_key,
    )
}

//! Doctors who are signed in before anything is measured: their rows are written into the database as they are, since
//! sixteen second steps are not what is measured.

use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use crate::bench::run::need;

/// Doctors who answer at the same time.
pub(super) const DOCTORS: u64 = 16;
/// The first account, far above those that a site of the bench has.
const FIRST: u64 = 1_000_000;

/// Where a site keeps things.
#[derive(Debug, Clone)]
pub(super) enum Kept {
    File(PathBuf),
    Server(String),
}

impl Kept {
    /// What the program is told in its environment.
    pub(super) fn setting(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::File(_) => Vec::new(),
            Self::Server(url) => vec![("CONSILIUM_DATABASE", url.clone())],
        }
    }

    pub(super) fn name(&self) -> &'static str {
        match self {
            Self::File(_) => "SQLite",
            Self::Server(_) => "PostgreSQL",
        }
    }

    /// Runs statements and gives what they print, a row to a line.
    pub(super) fn sql(&self, text: &str) -> Result<String, String> {
        let mut shell = match self {
            Self::File(path) => {
                need("sqlite3", "sqlite3")?;
                let mut shell = Command::new("sqlite3");
                shell.arg("-bail").args(["-cmd", ".timeout 10000"]).arg(path);
                shell
            }
            Self::Server(url) => {
                need("psql", "postgresql-client")?;
                let mut shell = Command::new("psql");
                shell.args(["-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-d", url]);
                shell
            }
        };
        piped(&mut shell, text)
    }
}

fn piped(command: &mut Command, input: &str) -> Result<String, String> {
    let child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
    let mut child = child.map_err(|error| format!("{command:?}: {error}"))?;
    if let Some(mut stdin) = child.stdin.take() {
        stdin.write_all(input.as_bytes()).map_err(|error| format!("{command:?}: {error}"))?;
    }
    let output = child.wait_with_output().map_err(|error| format!("{command:?}: {error}"))?;
    if output.status.success() {
        Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
    } else {
        Err(format!("{command:?}: {}", String::from_utf8_lossy(&output.stderr).trim()))
    }
}

/// The token of a doctor's session.
fn token(doctor: u64) -> String {
    format!("{doctor:064x}")
}

/// The header lines of a doctor's browser.
pub(super) fn cookie(doctor: u64) -> String {
    format!("Cookie: session={}\r\n", token(doctor))
}

/// Signs [`DOCTORS`] in, and has one account ask every question, so that each answer sends a notice.
pub(super) fn sign_in(kept: &Kept, now: u64) -> Result<(), String> {
    let mut sql = String::from("BEGIN;\n");
    let account = |id: u64, role: &str| {
        format!(
            "INSERT INTO account (id, email, email_key, role, lang, created_at, trusted_at) \
             VALUES ({id}, 'a{id}@bench.example', 'a{id}@bench.example', '{role}', 'en', 1, 1);\n"
        )
    };
    sql += &account(FIRST, "member");
    for doctor in 1..=DOCTORS {
        let id = FIRST + doctor;
        let hash = piped(Command::new("sha256sum").arg("-"), &token(doctor))?;
        let hash = hash.split(' ').next().unwrap_or_default();
        sql += &account(id, "doctor");
        sql += &format!(
            "INSERT INTO session (account_id, token_hash, level, agent, created_at, seen_at) \
             VALUES ({id}, '{hash}', 'full', 'bench', {now}, {now});\n\
             INSERT INTO doctor_account (doctor_id, account_id, since) VALUES ({doctor}, {id}, 1);\n\
             INSERT INTO credential (doctor_id, issuer, credential_kind, verified_at) VALUES ({doctor}, 'Bench', 'licence', 1);\n"
        );
    }
    sql += "COMMIT;\n";
    kept.sql(&sql).map(|_| ())
}

/// Has one account ask every question, so that each answer makes a notice and a letter.
pub(super) fn one_asker(kept: &Kept) -> Result<(), String> {
    let sql = format!(
        "INSERT INTO question_asker (question_id, account_id, asked_at) SELECT id, {FIRST}, 1 FROM question;"
    );
    kept.sql(&sql).map(|_| ())
}

/// The form of an answer that can be told from every other.
pub(super) fn answer(doctor: u64, question: u64) -> String {
    format!(
        "headline=Doctor+{doctor}+on+question+{question}&text=It+depends+on+much+that+only+a+visit+can+tell.+Number+{doctor}-{question}.\
         &stance=depends&see_someone=it+gets+worse&no_interests=yes&accepted=yes&act=publish"
    )
}

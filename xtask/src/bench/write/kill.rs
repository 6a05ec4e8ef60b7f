//! `bench kill`: the site is killed again and again while doctors answer. What was acknowledged has to be there, whole, and the
//! jobs that follow from it have to be done.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use super::loads::Next;
use super::now;
use super::seed::{self, DOCTORS, Kept, answer, cookie};
use crate::bench::options::{Databases, Options};
use crate::bench::run::{
    self, Consilium, Folder, Postgres, Stopwatch, Talk, command, pause, prepare, program,
};

/// Questions of the site.
const QUESTIONS: u64 = 5_000;
/// Seconds in which at least one letter has to leave, for as long as any has not.
const PATIENCE: f64 = 60.0;

pub(in crate::bench) fn run(options: &Options) -> Result<String, String> {
    let program = program(options)?;
    let folder = Folder::new(options)?;
    let mut said = Vec::new();
    if options.databases != Databases::Postgres {
        let site = prepare(&Options { answers: 0, ..options.clone() }, &program, QUESTIONS)?;
        let data = folder.0.join("file");
        site.copy_to(&data)?;
        let kept = Kept::File(data.join("consilium.sqlite"));
        said.push(again_and_again(options, &program, &data, &kept)?);
    }
    if options.databases != Databases::Sqlite {
        let server = Postgres::start()?;
        let data = folder.0.join("server");
        fs::create_dir_all(&data).map_err(|error| format!("{}: {error}", data.display()))?;
        let archive = data.join("archive.jsonl");
        let plan = crate::bench::generate::Plan { questions: QUESTIONS, answers: 0, seed: options.seed };
        crate::bench::generate::write_file(&plan, &archive)?;
        let mut import = command(&program);
        import
            .args(["import", "jsonl"])
            .arg(&archive)
            .arg("--data-dir")
            .arg(&data)
            .args(["--database", &server.url]);
        let status = import.stdout(std::process::Stdio::null()).status();
        if !status.is_ok_and(|status| status.success()) {
            return Err("the import failed".into());
        }
        said.push(again_and_again(options, &program, &data, &Kept::Server(server.url.clone()))?);
    }
    let about = format!("{}; {}. Load of the machine: {}.", run::today(), run::machine(), run::load());
    crate::bench::table::publish(
        &options.root,
        "kill",
        format!("{about}\n\n{}", said.join("\n\n")),
        options.dry,
    )
}

fn again_and_again(options: &Options, program: &Path, data: &Path, kept: &Kept) -> Result<String, String> {
    seed::sign_in(kept, now()?)?;
    seed::one_asker(kept)?;
    let next = Next::new(QUESTIONS);
    let mut acknowledged: BTreeSet<(u64, u64)> = BTreeSet::new();
    for kill in 0..options.kills {
        let server = Consilium::start(program, "serve", data, &kept.setting())?;
        // Another length each time, so that it is killed at every point of a write.
        acknowledged.extend(answers_until_killed(server, &next, 40 + u64::from(kill) * 37 % 400)?);
        check(kept, &acknowledged)?;
    }
    let server = Consilium::start(program, "serve", data, &kept.setting())?;
    check(kept, &acknowledged)?;
    let watch = Stopwatch::start();
    let (mut left, mut sent_at) = (unmailed(kept)?, 0.0);
    while left > 0 {
        pause(500);
        let now = unmailed(kept)?;
        if now < left {
            (left, sent_at) = (now, watch.seconds());
        } else if watch.seconds() - sent_at > PATIENCE {
            return Err(format!("{left} letters are not sent, and none was for {PATIENCE} s"));
        }
    }
    let seconds = watch.seconds();
    drop(server);
    Ok(format!(
        "{}: killed {} times while {DOCTORS} doctors answered; {} answers acknowledged, all there and whole; every notice of an \
         answer is there, and its letter was sent within {seconds:.0} s of the last start.",
        kept.name(),
        options.kills,
        acknowledged.len()
    ))
}

/// Has every doctor answer until the server is gone, and gives what it acknowledged before.
fn answers_until_killed(server: Consilium, next: &Next, millis: u64) -> Result<Vec<(u64, u64)>, String> {
    let acknowledged = Arc::new(Mutex::new(Vec::new()));
    let doctors: Vec<_> = (1..=DOCTORS)
        .map(|doctor| {
            let (address, next, acknowledged) = (server.address.clone(), next.clone(), acknowledged.clone());
            std::thread::spawn(move || -> Result<(), String> {
                let Ok(mut talk) = Talk::to(&address, &cookie(doctor)) else { return Ok(()) };
                loop {
                    let question = next.of(doctor)?;
                    let Ok(reply) =
                        talk.post(&format!("/questions/{question}/answer"), &answer(doctor, question))
                    else {
                        return Ok(());
                    };
                    if reply.status != 303 {
                        return Err(format!("an answer is answered by {}", reply.status));
                    }
                    acknowledged.lock().unwrap_or_else(PoisonError::into_inner).push((doctor, question));
                }
            })
        })
        .collect();
    pause(millis);
    server.kill()?;
    for doctor in doctors {
        doctor.join().map_err(|_| "a doctor's thread broke off")??;
    }
    let mut acknowledged = acknowledged.lock().unwrap_or_else(PoisonError::into_inner);
    Ok(std::mem::take(&mut acknowledged))
}

/// Nothing that was acknowledged is missing, and nothing is there by half.
fn check(kept: &Kept, acknowledged: &BTreeSet<(u64, u64)>) -> Result<(), String> {
    let there: BTreeSet<(u64, u64)> = kept
        .sql("SELECT doctor_id, question_id FROM answer;")?
        .lines()
        .filter_map(|line| line.split_once('|'))
        .filter_map(|(doctor, question)| Some((doctor.parse().ok()?, question.parse().ok()?)))
        .collect();
    if let Some(lost) = acknowledged.difference(&there).next() {
        return Err(format!("lost: the answer of doctor {} to question {}", lost.0, lost.1));
    }
    for (what, sql) in HALVES {
        let rows = kept.sql(sql)?;
        if rows != "0" {
            return Err(format!("{rows} times half done: {what}"));
        }
    }
    Ok(())
}

/// What must never be, as the number of times that it is.
const HALVES: &[(&str, &str)] = &[
    (
        "a question's count of answers",
        "SELECT COUNT(*) FROM question WHERE answer_count <> (SELECT COUNT(*) FROM answer WHERE answer.question_id = question.id);",
    ),
    (
        "a doctor's count of answers",
        "SELECT COUNT(*) FROM doctor WHERE answer_count <> (SELECT COUNT(*) FROM answer WHERE answer.doctor_id = doctor.id);",
    ),
    (
        "an answer without its terms",
        "SELECT COUNT(*) FROM answer WHERE NOT EXISTS (SELECT 1 FROM answer_terms WHERE answer_terms.answer_id = answer.id);",
    ),
    (
        "an answer without its notice",
        "SELECT (SELECT COUNT(*) FROM answer) - (SELECT COUNT(*) FROM notice WHERE kind = 'answered');",
    ),
];

fn unmailed(kept: &Kept) -> Result<u64, String> {
    let rows = kept.sql("SELECT COUNT(*) FROM notice WHERE mailed_at IS NULL;")?;
    rows.parse().map_err(|_| format!("no number: {rows}"))
}

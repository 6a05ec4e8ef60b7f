//! `bench import`: how long an archive takes to come in, and what that costs.

use std::fs;
use std::path::{Path, PathBuf};

use super::figures::{number, verdict};
use super::generate;
use super::options::{Databases, Options};
use super::run::{self, Postgres, Process, Site, Stopwatch, command, program};
use super::table::{self, markdown};

/// An import of the archive, measured.
struct Import {
    database: String,
    seconds: f64,
    cpu: f64,
    server_cpu: f64,
    peak: f64,
    /// What the database takes on disk, where it is a file.
    size: Option<u64>,
    /// Seconds that it may take.
    target: f64,
}

/// Megabytes that the import may hold.
const MEMORY: f64 = 500.0;

pub(super) fn run(options: &Options) -> Result<String, String> {
    let program = program(options)?;
    let site = Site::new(options, options.questions);
    let archive = site.folder.with_extension("jsonl");
    fs::create_dir_all(options.store()).map_err(|error| format!("{}: {error}", options.store().display()))?;
    let records = generate::write_file(&site.plan, &archive)?;
    let bytes = fs::metadata(&archive).map_or(0, |about| about.len());
    let before = run::load();
    let mut imports = Vec::new();
    if options.databases != Databases::Postgres {
        imports.push(sqlite(&program, &site, &archive)?);
    }
    if options.databases != Databases::Sqlite {
        imports.push(postgres(&program, &site, &archive)?);
    }
    // As large as everything else together, and made anew from its seed.
    fs::remove_file(&archive).map_err(|error| format!("{}: {error}", archive.display()))?;
    let about = format!(
        "{}; {}. Load of the machine before: {before}, after: {}.\n\n\
         Archive: {} questions with {} answers each, {} records, {} MB.",
        run::today(),
        run::machine(),
        run::load(),
        number(options.questions as f64, 0),
        options.answers,
        number(records as f64, 0),
        number(bytes as f64 / 1e6, 0),
    );
    let text = format!("{about}\n\n{}", rows(&imports, records));
    table::publish(&options.root, "import", text, options.dry)
}

/// Leaves its site behind for the other tasks.
fn sqlite(program: &Path, site: &Site, archive: &Path) -> Result<Import, String> {
    site.clear()?;
    let (seconds, usage) = import(program, archive, &[("--data-dir", site.folder.clone())])?;
    fs::write(site.stamp(), "").map_err(|error| format!("{}: {error}", site.stamp().display()))?;
    let files = fs::read_dir(&site.folder).into_iter().flatten().flatten();
    let size = files.filter_map(|file| file.metadata().ok()).map(|about| about.len()).sum();
    let database = "SQLite".to_owned();
    let (cpu, peak) = (usage.cpu, usage.peak);
    Ok(Import { database, seconds, cpu, server_cpu: 0.0, peak, size: Some(size), target: 300.0 })
}

fn postgres(program: &Path, site: &Site, archive: &Path) -> Result<Import, String> {
    let server = Postgres::start()?;
    let before = server.process.cpu();
    let folder = site.folder.with_extension("postgres");
    let (seconds, usage) =
        import(program, archive, &[("--data-dir", folder), ("--database", server.url.clone().into())])?;
    let server_cpu = server.process.cpu() - before;
    let (database, cpu, peak) = (server.version.clone(), usage.cpu, usage.peak);
    Ok(Import { database, seconds, cpu, server_cpu, peak, size: None, target: 600.0 })
}

fn import(program: &Path, archive: &Path, flags: &[(&str, PathBuf)]) -> Result<(f64, run::Usage), String> {
    let mut import = command(program);
    import.args(["import", "jsonl"]).arg(archive);
    for (flag, value) in flags {
        import.arg(flag).arg(value);
    }
    let watch = Stopwatch::start();
    let (status, usage) =
        Process::start("consilium import", import.stdout(std::process::Stdio::null()))?.finish()?;
    let seconds = watch.seconds();
    if status.success() { Ok((seconds, usage)) } else { Err(format!("the import ended with {status}")) }
}

fn rows(imports: &[Import], records: u64) -> String {
    let row = |one: &Import| {
        let server = if one.server_cpu > 0.0 {
            format!(" + {} in the server", number(one.server_cpu, 1))
        } else {
            String::new()
        };
        vec![
            one.database.clone(),
            number(one.seconds, 1),
            number(records as f64 / one.seconds, 0),
            format!("{}{server}", number(one.cpu, 1)),
            number(one.peak, 0),
            one.size.map_or_else(String::new, |size| number(size as f64 / 1e6, 0)),
            format!(
                "under {} s: {}; under {MEMORY} MB: {}",
                one.target,
                verdict(one.seconds < one.target),
                verdict(one.peak < MEMORY)
            ),
        ]
    };
    let head = [
        "database", "seconds", "records a second", "processor, s", "peak memory, MB", "on disk, MB", "target",
    ];
    markdown(&head, &imports.iter().map(row).collect::<Vec<_>>())
}

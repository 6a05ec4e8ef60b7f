//! The site as it starts, serves and stops.

use std::{
    fs,
    io::{BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    os::unix::fs::PermissionsExt,
    process::{Child, Command, Stdio},
};

use db::TestDb;

use crate::harness::{ARCHIVE, Site, questions};

/// A site that serves.
struct Serving {
    child: Child,
    address: String,
    out: BufReader<std::process::ChildStdout>,
}

impl Serving {
    fn start(site: &Site, words: &[&str]) -> Self {
        Self::spawn(site.command(words))
    }

    fn spawn(mut command: Command) -> Self {
        command.args(["--bind", "127.0.0.1:0"]);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        out.read_line(&mut line).unwrap();
        let address = line.trim_end().strip_prefix("listening on http://").map(str::to_owned);
        let Some(address) = address else {
            panic!("said {line:?} and {:?}", child.wait_with_output());
        };
        Self { child, address, out }
    }

    fn get(&self, path: &str) -> String {
        get(&self.address, path)
    }

    /// Sends a signal, and gives the status, the rest of standard output, and standard error.
    fn stop(mut self, signal: &str) -> (Option<i32>, String, String) {
        assert!(
            Command::new("kill").args([signal, &self.child.id().to_string()]).status().unwrap().success()
        );
        let mut rest = String::new();
        self.out.read_to_string(&mut rest).unwrap();
        let ended = self.child.wait_with_output().unwrap();
        (ended.status.code(), rest, String::from_utf8(ended.stderr).unwrap())
    }
}

fn get(address: &str, path: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    write!(stream, "GET {path} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\r\n").unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    String::from_utf8_lossy(&answer).into_owned()
}

#[test]
fn a_fresh_folder_is_made_into_a_site_that_others_cannot_look_into() {
    let parent = tempfile::tempdir().unwrap();
    let site = Site::nowhere(parent.path());
    let serving = Serving::start(&site, &["serve"]);
    let home = serving.get("/");
    assert!(home.starts_with("HTTP/1.1 200"), "{home}");
    let mode = |path: &std::path::Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode(&site.folder), mode(&site.folder.join("consilium.sqlite"))), (0o700, 0o600));
    let (status, rest, said) = serving.stop("-TERM");
    assert_eq!((status, rest.as_str()), (Some(0), ""), "{said}");
    assert!(said.contains("created a new database"), "{said}");
    let left: Vec<_> = fs::read_dir(&site.folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left, ["consilium.sqlite"], "the log is folded into the file");
}

#[db::test]
async fn what_is_imported_while_it_serves_shows(test: TestDb) {
    let site = Site::of(&test);
    let mut command = site.command(&["serve"]);
    command.env("CONSILIUM_WATCH", "50ms").env("CONSILIUM_PUBLIC_URL", "https://ask.example.org");
    let serving = Serving::spawn(command);
    assert!(!serving.get("/questions").contains("Does tea stain teeth?"));
    let file = site.file("archive.jsonl", ARCHIVE);
    site.does(&["import", "jsonl", &file]);
    let shown = (0..100).any(|_| {
        std::thread::sleep(std::time::Duration::from_millis(50));
        serving.get("/questions").contains("Does tea stain teeth?")
    });
    assert!(shown, "{}", serving.get("/questions"));
    let page = serving.get("/questions/12/does-tea-stain-teeth");
    assert!(page.contains("https://ask.example.org/questions/12/does-tea-stain-teeth"), "{page}");
    assert_eq!(serving.stop("-INT").0, Some(0));
}

#[db::test]
async fn the_demo_fills_an_empty_site_once(test: TestDb) {
    let site = Site::of(&test);
    let serving = Serving::start(&site, &["demo"]);
    let sample = questions(&test).await;
    assert!(sample >= 20, "{sample}");
    assert!(serving.get("/questions").contains("/questions/"));
    let (status, rest, said) = serving.stop("-INT");
    assert_eq!(status, Some(0), "{said}");
    assert!(rest.contains("/questions/1/") && rest.contains("Ctrl-C"), "{rest}");
    let again = Serving::start(&site, &["demo"]);
    assert_eq!(questions(&test).await, sample);
    assert_eq!(again.stop("-TERM").0, Some(0));
}

#[db::test]
async fn the_demo_leaves_a_site_with_questions_as_it_is(test: TestDb) {
    let site = Site::of(&test);
    let file = site.file("archive.jsonl", ARCHIVE);
    site.does(&["import", "jsonl", &file]);
    let serving = Serving::start(&site, &["demo"]);
    assert_eq!(questions(&test).await, 1);
    assert_eq!(serving.stop("-TERM").0, Some(0));
}

#[test]
fn a_port_in_use_is_named_with_what_to_do() {
    let parent = tempfile::tempdir().unwrap();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let site = Site::nowhere(parent.path());
    site.run(&["serve", "--bind", &address]).failed(1, &[&address, "in use", "--bind"]);
    let mut command = site.command(&["serve", "--bind", "127.0.0.1:0"]);
    command.env("CONSILIUM_INTERNAL_BIND", &address);
    crate::harness::run(command).failed(1, &[&address, "server.internal_bind"]);
    let mut command = site.command(&["serve", "--bind", "127.0.0.1:0"]);
    command.env("CONSILIUM_LOGO", "nowhere.svg");
    crate::harness::run(command).failed(2, &["brand.logo", "nowhere.svg"]);
    let left: Vec<_> = std::fs::read_dir(parent.path()).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert!(left.is_empty(), "nothing was served, and nothing is left behind: {left:?}");
}

#[db::test]
async fn the_internal_listener_is_another_one(test: TestDb) {
    let site = Site::of(&test);
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string();
    let mut command = site.command(&["serve"]);
    command.env("CONSILIUM_INTERNAL_BIND", &free);
    let serving = Serving::spawn(command);
    assert!(get(&free, "/readyz").starts_with("HTTP/1.1 200"));
    assert!(serving.get("/metrics").starts_with("HTTP/1.1 404"));
    let (status, _, said) = serving.stop("-TERM");
    assert_eq!(status, Some(0), "{said}");
    assert!(said.contains(&free), "{said}");
}

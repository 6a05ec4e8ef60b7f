//! Letters through a real mail server, with its refusals and its absence.
//!
//! The server is a small program in Python on Debian's aiosmtpd. Where that is missing the tests say that they were skipped;
//! with `CONSILIUM_TEST_SMTP` set they fail instead.
#![cfg(test)]

use std::{
    io::{BufRead, BufReader, Read},
    net::TcpListener,
    process::{Child, ChildStdout, Command, Stdio},
    time::Duration,
};

use mail::{Address, Letter, Mailer, Message, Security, SendError, Smtp};

struct Server {
    child: Child,
    said: BufReader<ChildStdout>,
    port: u16,
}

impl Drop for Server {
    fn drop(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

impl Server {
    fn start(kind: &str) -> Option<Self> {
        Self::start_at(free_port(), kind)
    }

    fn start_at(port: u16, kind: &str) -> Option<Self> {
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/server.py");
        // Debian's own Python has Debian's packages, whatever else stands in the path.
        let has_it = |python: &&str| {
            let probe = Command::new(python).args(["-c", "import aiosmtpd"]).stderr(Stdio::null()).status();
            probe.is_ok_and(|status| status.success())
        };
        let child = ["/usr/bin/python3", "python3"].into_iter().find(has_it).map(|python| {
            let port = port.to_string();
            Command::new(python).args([script, &port, kind]).stdout(Stdio::piped()).spawn().unwrap()
        });
        let started = child.and_then(|mut child| {
            let mut said = BufReader::new(child.stdout.take().unwrap());
            let mut line = String::new();
            said.read_line(&mut line).unwrap();
            let server = Self { child, said, port };
            (line == "ready\n").then_some(server)
        });
        if started.is_none() {
            assert!(std::env::var_os("CONSILIUM_TEST_SMTP").is_none(), "python3-aiosmtpd is needed");
            println!("skipped: python3-aiosmtpd is not installed");
        }
        started
    }

    fn mailer(&self, login: Option<(&str, &str)>) -> Mailer {
        let login = login.map(|(name, password)| (name.to_owned(), password.to_owned()));
        mailer(self.port, Security::None, login)
    }

    /// The next letter that it took.
    fn took(&mut self) -> (String, String) {
        let mut line = String::new();
        self.said.read_line(&mut line).unwrap();
        let letter: serde_json::Value = serde_json::from_str(&line).unwrap();
        (letter["to"][0].as_str().unwrap().into(), letter["data"].as_str().unwrap().into())
    }
}

fn mailer(port: u16, security: Security, login: Option<(String, String)>) -> Mailer {
    let timeout = Duration::from_secs(2);
    let smtp = Smtp { host: "127.0.0.1".into(), port, security, login, timeout };
    Mailer::smtp("Ask Example", Address::parse("site@ask.example.org").unwrap(), smtp).unwrap()
}

fn letter(to: &str) -> Message {
    Message {
        id: "0123".into(),
        to: Address::parse(to).unwrap(),
        subject: "Su cuenta ya está".into(),
        text: "Línea uno.\n\nhttps://ask.example.org/x\n".into(),
        html: "<p>Línea uno.</p>".into(),
        unsubscribe: Some("https://ask.example.org/unsubscribe/abc".into()),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_arrives_whole() {
    let Some(mut server) = Server::start("open") else { return };
    server.mailer(None).send(&letter("ann@example.org")).await.unwrap();
    let (to, data) = server.took();
    assert_eq!(to, "ann@example.org");
    for header in [
        "Message-ID: <0123@ask.example.org>",
        "From: \"Ask Example\" <site@ask.example.org>",
        "List-Unsubscribe: <https://ask.example.org/unsubscribe/abc>",
        "List-Unsubscribe-Post: List-Unsubscribe=One-Click",
        "Auto-Submitted: auto-generated",
    ] {
        assert!(data.contains(header), "{header} is missing in {data}");
    }
    let read = Letter::parse(data.as_bytes());
    assert_eq!((read.to.as_str(), read.subject.as_str()), ("ann@example.org", "Su cuenta ya está"));
    assert!(read.text.contains("Línea uno.") && read.text.contains("https://ask.example.org/x"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_says_whether_it_is_for_good_and_names_nobody() {
    let Some(mut server) = Server::start("open") else { return };
    let mailer = server.mailer(None);
    let refused = mailer.send(&letter("refuse@example.org")).await.unwrap_err();
    assert!(matches!(&refused, SendError::Refused(said) if said.contains("550")), "{refused:?}");
    let later = mailer.send(&letter("later@example.org")).await.unwrap_err();
    assert!(matches!(&later, SendError::Trouble(said) if said.contains("451")), "{later:?}");
    assert!(!format!("{refused}{later}").contains("example.org"));
    mailer.send(&letter("ann@example.org")).await.unwrap();
    assert_eq!(server.took().0, "ann@example.org", "the connection goes on being used");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_may_be_refused_after_all_of_it_was_handed_over() {
    let Some(mut server) = Server::start("open") else { return };
    let mailer = server.mailer(None);
    let refused = mailer.send(&letter("spam@example.org")).await.unwrap_err();
    assert!(matches!(&refused, SendError::Refused(said) if said.contains("554")), "{refused:?}");
    let later = mailer.send(&letter("full@example.org")).await.unwrap_err();
    assert!(matches!(&later, SendError::Trouble(said) if said.contains("452")), "{later:?}");
    assert!(!format!("{refused}{later}").contains("example.org"));
    mailer.send(&letter("ann@example.org")).await.unwrap();
    assert_eq!(server.took().0, "ann@example.org");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_comes_back_takes_letters_again() {
    let Some(mut server) = Server::start("open") else { return };
    let (mailer, port) = (server.mailer(None), server.port);
    mailer.send(&letter("ann@example.org")).await.unwrap();
    assert_eq!(server.took().0, "ann@example.org");
    drop(server);
    for _ in 0..3 {
        let away = mailer.send(&letter("bob@example.org")).await;
        assert!(matches!(away, Err(SendError::Trouble(_))), "{away:?}");
    }
    let Some(mut server) = Server::start_at(port, "open") else { return };
    mailer.send(&letter("bob@example.org")).await.unwrap();
    assert_eq!(server.took().0, "bob@example.org", "by the same mailer, which keeps its connections");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_and_a_password_are_shown_where_they_are_asked_for() {
    let Some(mut server) = Server::start("login") else { return };
    server.mailer(Some(("site", "a secret"))).send(&letter("ann@example.org")).await.unwrap();
    assert_eq!(server.took().0, "ann@example.org");
    for login in [None, Some(("site", "another"))] {
        let said = server.mailer(login).send(&letter("ann@example.org")).await;
        assert!(matches!(said, Err(SendError::Trouble(_))), "the letter is tried again: {said:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_is_away_or_silent_is_trouble_and_not_the_end() {
    let away = mailer(free_port(), Security::None, None).send(&letter("ann@example.org")).await;
    assert!(matches!(away, Err(SendError::Trouble(_))), "{away:?}");
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = silent.local_addr().unwrap().port();
    for security in [Security::None, Security::StartTls, Security::Tls] {
        let waited = mailer(port, security, None).send(&letter("ann@example.org")).await;
        assert!(matches!(waited, Err(SendError::Trouble(_))), "{security:?}: {waited:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_sent_in_the_clear_where_that_was_not_asked_for() {
    let Some(mut server) = Server::start("open") else { return };
    for security in [Security::StartTls, Security::Tls] {
        assert!(mailer(server.port, security, None).send(&letter("ann@example.org")).await.is_err());
    }
    server.child.kill().unwrap();
    let mut rest = String::new();
    server.said.read_to_string(&mut rest).unwrap();
    assert_eq!(rest, "");
}

#[tokio::test]
async fn a_folder_takes_letters_one_file_each() {
    let folder = tempfile::tempdir().unwrap();
    let mailer =
        Mailer::folder("Ask", Address::parse("site@ask.example.org").unwrap(), folder.path().join("mail"));
    mailer.send(&letter("ann@example.org")).await.unwrap();
    let files: Vec<_> =
        std::fs::read_dir(folder.path().join("mail")).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert_eq!(files.len(), 1);
    assert!(files[0].ends_with("0123.eml"));
    assert!(Letter::parse(&std::fs::read(&files[0]).unwrap()).text.contains("Línea uno."));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = |path: &std::path::Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&files[0]), 0o600, "letters are for nobody else to read");
        assert_eq!(mode(&folder.path().join("mail")), 0o700);
    }
    let unwritable =
        Mailer::folder("Ask", Address::parse("site@ask.example.org").unwrap(), files[0].join("mail"));
    assert!(matches!(unwritable.send(&letter("ann@example.org")).await, Err(SendError::Trouble(_))));
}

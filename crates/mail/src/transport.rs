//! The ways to send a letter: to a mail server, into a folder, or into memory for tests.

use std::{
    io,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use lettre::{
    AsyncSmtpTransport, AsyncTransport, Tokio1Executor,
    transport::smtp::{
        authentication::Credentials,
        client::{Tls, TlsParameters},
    },
};
use tokio::io::AsyncWriteExt;

use crate::{Address, Message, message::From};

/// How the connection to the mail server is kept from others' eyes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Security {
    /// TLS from the first byte, usually on port 465.
    Tls,
    /// TLS after STARTTLS, usually on port 587; never without.
    StartTls,
    /// None: only for a server on this machine.
    None,
}

/// A mail server.
#[derive(Clone, Debug)]
pub struct Smtp {
    /// Its name.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How it is spoken to.
    pub security: Security,
    /// Name and password, where it asks for them.
    pub login: Option<(String, String)>,
    /// How long it may take to answer.
    pub timeout: Duration,
}

/// Why letters can't be sent with these settings.
#[derive(Debug, thiserror::Error)]
#[error("the mail server can't be used: {0}")]
pub struct SetupError(String);

/// Why a letter was not sent. The words hold no address and nothing of the letter.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SendError {
    /// It may work later.
    #[error("the mail server could not take it: {0}")]
    Trouble(String),
    /// It never will.
    #[error("the mail server refuses it for good: {0}")]
    Refused(String),
}

/// Sends letters. Cheap to clone.
#[derive(Clone)]
pub struct Mailer {
    from: From,
    way: Way,
}

#[derive(Clone)]
enum Way {
    /// With how long a whole letter may take: the transport's own limit does not cover greeting TLS.
    Smtp(AsyncSmtpTransport<Tokio1Executor>, Duration),
    Folder(PathBuf),
    Memory(Arc<Memory>),
}

/// Letters that go nowhere.
#[derive(Default)]
struct Memory {
    sent: Mutex<Vec<Message>>,
    refusal: Mutex<Option<SendError>>,
}

impl Mailer {
    /// Sends through a mail server.
    ///
    /// # Errors
    /// [`SetupError`] when its name is none.
    pub fn smtp(name: &str, address: Address, smtp: Smtp) -> Result<Self, SetupError> {
        let tls = |()| TlsParameters::new(smtp.host.clone()).map_err(|error| SetupError(error.to_string()));
        let security = match smtp.security {
            Security::Tls => Tls::Wrapper(tls(())?),
            Security::StartTls => Tls::Required(tls(())?),
            Security::None => Tls::None,
        };
        let mut builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(smtp.host)
            .port(smtp.port)
            .tls(security)
            .timeout(Some(smtp.timeout));
        if let Some((user, password)) = smtp.login {
            builder = builder.credentials(Credentials::new(user, password));
        }
        Ok(Self::by(name, address, Way::Smtp(builder.build(), smtp.timeout * 3)))
    }

    /// Writes each letter as a file into a folder, which it makes when it is needed.
    pub fn folder(name: &str, address: Address, folder: PathBuf) -> Self {
        Self::by(name, address, Way::Folder(folder))
    }

    /// Keeps letters in memory, where [`Mailer::sent`] finds them.
    pub fn memory(name: &str, address: Address) -> Self {
        Self::by(name, address, Way::Memory(Arc::default()))
    }

    fn by(name: &str, address: Address, way: Way) -> Self {
        Self { from: From { name: name.to_owned(), address }, way }
    }

    /// Sends a letter.
    ///
    /// # Errors
    /// [`SendError`] says whether it is worth another try.
    pub async fn send(&self, message: &Message) -> Result<(), SendError> {
        match &self.way {
            Way::Smtp(transport, patience) => {
                let dressed = message.dressed(&self.from)?;
                match tokio::time::timeout(*patience, transport.send(dressed)).await {
                    Ok(sent) => sent.map(|_| ()).map_err(|error| judge(&error)),
                    Err(_) => Err(SendError::Trouble("no answer in time".into())),
                }
            }
            Way::Folder(folder) => {
                let dressed = message.dressed(&self.from)?.formatted();
                put(folder, &message.id, &dressed)
                    .await
                    .map_err(|error| SendError::Trouble(format!("the folder for letters: {error}")))
            }
            Way::Memory(memory) => {
                // What is set up wrongly shows here too.
                message.dressed(&self.from)?;
                if let Some(refusal) = &*memory.refusal.lock().unwrap_or_else(PoisonError::into_inner) {
                    return Err(refusal.clone());
                }
                memory.sent.lock().unwrap_or_else(PoisonError::into_inner).push(message.clone());
                Ok(())
            }
        }
    }

    /// The letters that were sent into memory, oldest first; they are taken out.
    pub fn sent(&self) -> Vec<Message> {
        match &self.way {
            Way::Memory(memory) => {
                std::mem::take(&mut *memory.sent.lock().unwrap_or_else(PoisonError::into_inner))
            }
            _ => Vec::new(),
        }
    }

    /// Throws away the letters to an address that lie in the folder.
    ///
    /// # Errors
    /// What the file system says.
    pub async fn forget(&self, address: &Address) -> io::Result<()> {
        let Way::Folder(folder) = &self.way else { return Ok(()) };
        let mut entries = match tokio::fs::read_dir(folder).await {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            Err(error) => return Err(error),
        };
        while let Some(entry) = entries.next_entry().await? {
            let letter = crate::Letter::parse(&tokio::fs::read(entry.path()).await?);
            if letter.to == address.to_string() {
                tokio::fs::remove_file(entry.path()).await?;
            }
        }
        Ok(())
    }

    /// Has letters into memory fail from now on, or go through again: a mail server that is away, for tests.
    pub fn fail_with(&self, refusal: Option<SendError>) {
        if let Way::Memory(memory) = &self.way {
            *memory.refusal.lock().unwrap_or_else(PoisonError::into_inner) = refusal;
        }
    }
}

/// Writes a letter into a folder, for nobody else to read: letters hold addresses and links that sign people in.
async fn put(folder: &Path, id: &str, letter: &[u8]) -> io::Result<()> {
    let mut new_folder = tokio::fs::DirBuilder::new();
    let mut new_file = tokio::fs::OpenOptions::new();
    new_file.write(true).create(true).truncate(true);
    #[cfg(unix)]
    {
        new_folder.mode(0o700);
        new_file.mode(0o600);
    }
    new_folder.recursive(true).create(folder).await?;
    // Never half a letter under its own name.
    let draft = folder.join(format!(".{id}.part"));
    let mut file = new_file.open(&draft).await?;
    file.write_all(letter).await?;
    file.flush().await?;
    tokio::fs::rename(&draft, folder.join(format!("{id}.eml"))).await
}

/// What the server said, without its words: they may quote the address.
fn judge(error: &lettre::transport::smtp::Error) -> SendError {
    let code = error.status().map(|code| format!("answer {code}"));
    // The server did not let this program in: that is no word about the letter, and ends when somebody mends the settings.
    let shut_out = error.status().is_some_and(|code| matches!(u16::from(code), 530 | 534 | 535 | 538));
    if error.is_permanent() && !shut_out {
        return SendError::Refused(code.unwrap_or_else(|| "for good".into()));
    }
    let what = if error.is_timeout() {
        "no answer in time"
    } else if error.is_tls() {
        "TLS failed"
    } else if error.is_client() {
        "it did not understand this program"
    } else {
        "no connection"
    };
    SendError::Trouble(code.unwrap_or_else(|| what.into()))
}

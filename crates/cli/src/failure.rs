//! Why a command failed, and with which exit status: 1 when it could not be done, 2 when it was called or configured
//! wrongly.

use std::{error::Error, fmt::Display, io, process::ExitCode};

use db::{OpenError, sea_orm::DbErr};
use site::{
    app::AppError,
    archive::{ExportError, ImportError},
    config::ConfigError,
    credential::HandError,
};

use crate::terminal;

/// What a command comes to.
pub(crate) type Outcome<T = ()> = Result<T, Failure>;

/// Why a command failed.
#[derive(Debug)]
pub(crate) enum Failure {
    /// What was typed makes no sense; clap has the words.
    Typed(Box<clap::Error>),
    /// It was called or configured wrongly.
    Usage(String),
    /// It could not be done.
    Failed(String),
    /// It could not be done, and that was said already.
    Told,
    /// Whoever read the output has gone, as in `consilium show 1 | head`. There is nobody to tell.
    Unheard,
}

impl Failure {
    /// It could not be done: what was wrong, where, and what to do.
    pub(crate) fn failed(message: impl Display) -> Self {
        Self::Failed(message.to_string())
    }

    /// It was called or configured wrongly.
    pub(crate) fn usage(message: impl Display) -> Self {
        Self::Usage(message.to_string())
    }

    /// A file or the terminal refused.
    pub(crate) fn io(what: impl Display, error: &io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            Self::Unheard
        } else {
            Self::Failed(format!("{what}: {error}"))
        }
    }

    /// Tells the person and gives the exit status.
    pub(crate) fn tell(self) -> ExitCode {
        match self {
            // Help and version are no errors; that nobody reads them is none either.
            Self::Typed(error) => {
                let _unheard = error.print();
                ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2))
            }
            Self::Usage(message) => {
                terminal::complain(&message);
                ExitCode::from(2)
            }
            Self::Failed(message) => {
                terminal::complain(&message);
                ExitCode::FAILURE
            }
            Self::Told | Self::Unheard => ExitCode::FAILURE,
        }
    }
}

impl From<clap::Error> for Failure {
    fn from(error: clap::Error) -> Self {
        Self::Typed(Box::new(error))
    }
}

impl From<ConfigError> for Failure {
    fn from(error: ConfigError) -> Self {
        Self::usage(error)
    }
}

impl From<AppError> for Failure {
    fn from(error: AppError) -> Self {
        Self::usage(error)
    }
}

impl From<site::error::Failure> for Failure {
    fn from(failure: site::error::Failure) -> Self {
        match failure {
            site::error::Failure::Unavailable(trouble) => {
                Self::Failed(format!("the database can't be used just now. {}", trouble.advice()))
            }
            other => Self::Failed(format!("it did not work: {other:?}. The log says more.")),
        }
    }
}

impl From<HandError> for Failure {
    fn from(error: HandError) -> Self {
        match error {
            HandError::Site(failure) => failure.into(),
            HandError::NoDoctor(_) | HandError::NoOwner(_) => Self::failed(error),
            error => Self::usage(error),
        }
    }
}

impl From<OpenError> for Failure {
    fn from(error: OpenError) -> Self {
        match error {
            OpenError::Address => Self::usage(format!("storage.database: {error}")),
            error => Self::failed(error),
        }
    }
}

impl From<DbErr> for Failure {
    fn from(error: DbErr) -> Self {
        let (said, trouble) = (db::Trouble::said(&error), db::Trouble::of(&error));
        Self::Failed(format!("the database refused: {said}. {}", trouble.advice()))
    }
}

impl From<ImportError> for Failure {
    fn from(error: ImportError) -> Self {
        match error {
            ImportError::Source(_) => Self::usage(error),
            error => Self::failed(error),
        }
    }
}

impl From<ExportError> for Failure {
    fn from(error: ExportError) -> Self {
        if is_broken_pipe(&error) { Self::Unheard } else { Self::failed(error) }
    }
}

fn is_broken_pipe(error: &(dyn Error + 'static)) -> bool {
    let causes = std::iter::successors(Some(error), |cause: &&(dyn Error + 'static)| (*cause).source());
    causes
        .filter_map(|cause| cause.downcast_ref::<io::Error>())
        .any(|e| e.kind() == io::ErrorKind::BrokenPipe)
}

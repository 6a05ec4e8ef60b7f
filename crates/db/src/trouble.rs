//! What can be wrong with a database, told apart so that each message can say what to do.

use sea_orm::{ConnAcquireErr, DbErr, RuntimeErr, SqlxError};

/// The kinds of trouble that an operator can do something about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// Another program holds the write lock.
    Locked,
    /// The file, its folder or the server refuses writes.
    ReadOnly,
    /// No room left on the disk.
    Full,
    /// It is not there, or the server does not answer.
    Unreachable,
    /// It is there, but is no database or is damaged.
    Damaged,
    /// The server refuses this user or this password.
    Refused,
    /// Anything else.
    Other,
}

impl Trouble {
    /// Tells the kind from what the database said.
    pub fn of(error: &DbErr) -> Self {
        match sqlx(error) {
            Some(SqlxError::Database(inner)) => {
                Self::from_code(inner.code().as_deref().unwrap_or_default(), inner.message())
            }
            Some(SqlxError::AnyDriverError(inner)) => match inner.downcast_ref() {
                Some(rusqlite::Error::SqliteFailure(failure, message)) => {
                    let message = message.as_deref().unwrap_or_default();
                    Self::from_code(&failure.extended_code.to_string(), message)
                }
                _ => Self::Other,
            },
            Some(
                SqlxError::Io(_)
                | SqlxError::Tls(_)
                | SqlxError::PoolTimedOut
                | SqlxError::PoolClosed
                | SqlxError::WorkerCrashed,
            ) => Self::Unreachable,
            _ if matches!(error, DbErr::ConnectionAcquire(_)) => Self::Unreachable,
            _ => Self::Other,
        }
    }

    /// What the database said, without the words that each layer on the way wraps it in.
    pub fn said(error: &DbErr) -> String {
        match sqlx(error) {
            Some(SqlxError::Database(inner)) => inner.message().to_owned(),
            Some(SqlxError::Io(inner)) => inner.to_string(),
            Some(SqlxError::Tls(inner) | SqlxError::AnyDriverError(inner)) => inner.to_string(),
            Some(SqlxError::PoolTimedOut) => "it did not answer in time".to_owned(),
            Some(SqlxError::PoolClosed) => "it was closed".to_owned(),
            _ => match error {
                DbErr::ConnectionAcquire(ConnAcquireErr::Timeout) => "it did not answer in time".to_owned(),
                DbErr::ConnectionAcquire(ConnAcquireErr::ConnectionClosed) => "it was closed".to_owned(),
                _ => error.to_string(),
            },
        }
    }

    fn from_code(code: &str, message: &str) -> Self {
        // A SQLSTATE is five characters; SQLite has no five-digit code, and its primary code is the low byte.
        if code.len() == 5 {
            return match code {
                "55P03" | "40P01" | "40001" => Self::Locked,
                "25006" | "42501" => Self::ReadOnly,
                "53100" => Self::Full,
                "57P01" | "57P02" | "57P03" | "53300" => Self::Unreachable,
                "28P01" | "28000" | "3D000" => Self::Refused,
                _ => Self::Other,
            };
        }
        match code.parse::<u32>().map(|code| code & 0xff) {
            Ok(5 | 6) => Self::Locked,
            Ok(3 | 8) => Self::ReadOnly,
            Ok(13) => Self::Full,
            Ok(14) => Self::Unreachable,
            Ok(10) if message.contains("full") => Self::Full,
            Ok(10 | 11 | 26) => Self::Damaged,
            _ => Self::Other,
        }
    }

    /// What to do about it, as a sentence.
    pub fn advice(self) -> &'static str {
        match self {
            Self::Locked => {
                "Another program is writing to it. Wait for it to finish, or stop it, and try again."
            }
            Self::ReadOnly => {
                "Give the user that runs Consilium the right to write to the database and its folder."
            }
            Self::Full => "The disk is full. Free some room, then try again: nothing was half written.",
            Self::Unreachable => {
                "Check that the database exists, that its server runs, and that the address is right."
            }
            Self::Damaged => {
                "The file is not a sound database. Restore it from a backup, or name another one."
            }
            Self::Refused => "Check the user, password and database name in the database address.",
            Self::Other => "See the log for what the database said.",
        }
    }
}

fn sqlx(error: &DbErr) -> Option<&SqlxError> {
    match error {
        DbErr::Conn(RuntimeErr::SqlxError(e))
        | DbErr::Exec(RuntimeErr::SqlxError(e))
        | DbErr::Query(RuntimeErr::SqlxError(e)) => Some(e),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_sqlite_says_is_told_apart_on_either_way_to_it() {
        let said = |code| {
            let failure = rusqlite::Error::SqliteFailure(rusqlite::ffi::Error::new(code), None);
            let error = SqlxError::AnyDriverError(Box::new(failure));
            Trouble::of(&DbErr::Query(RuntimeErr::SqlxError(error.into())))
        };
        use rusqlite::ffi;
        assert_eq!(said(ffi::SQLITE_CORRUPT), Trouble::Damaged);
        assert_eq!(said(ffi::SQLITE_IOERR_READ), Trouble::Damaged);
        assert_eq!(said(ffi::SQLITE_BUSY_RECOVERY), Trouble::Locked);
        assert_eq!(said(ffi::SQLITE_CANTOPEN), Trouble::Unreachable);
        assert_eq!(said(ffi::SQLITE_ERROR), Trouble::Other);
    }

    #[test]
    fn what_was_said_is_told_without_wrappings() {
        let said = |error: SqlxError| Trouble::said(&DbErr::Conn(RuntimeErr::SqlxError(error.into())));
        let refused = std::io::Error::from(std::io::ErrorKind::ConnectionRefused);
        assert_eq!(said(SqlxError::Io(refused)), "connection refused");
        assert_eq!(said(SqlxError::Tls("unknown issuer".into())), "unknown issuer");
        assert_eq!(said(SqlxError::PoolTimedOut), "it did not answer in time");
        let late = DbErr::ConnectionAcquire(ConnAcquireErr::Timeout);
        assert_eq!(
            (Trouble::said(&late).as_str(), Trouble::of(&late)),
            ("it did not answer in time", Trouble::Unreachable)
        );
    }
}

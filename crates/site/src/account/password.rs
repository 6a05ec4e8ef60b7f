//! Passwords: which are good enough (NIST SP 800-63B-4, 3.1.1.2) and how they are kept (OWASP, argon2id).

use std::{
    collections::HashSet,
    panic::AssertUnwindSafe,
    sync::{
        Arc, LazyLock, Mutex, OnceLock, PoisonError,
        mpsc::{Receiver, RecvError, Sender, channel},
    },
};

use argon2::{
    Algorithm, Argon2, Block, Params, Version,
    password_hash::phc::{Output, ParamsString, PasswordHash, Salt},
};
use tokio::sync::oneshot;
use unicode_normalization::UnicodeNormalization;

use crate::{app::chance, error::Failure};

/// Shortest password, in characters, where it is the only proof.
pub(super) const SHORTEST: usize = 15;
/// Longest password, in characters: beyond any that is typed, short enough to be hashed at once.
pub(super) const LONGEST: usize = 256;
/// A password that repeats so short a piece is no longer than the piece.
const LONGEST_REPEATED: usize = 8;

/// Memory in KiB, passes and lanes: one of the choices of OWASP's password storage cheat sheet.
const COST: (u32, u32, u32) = (19_456, 2, 1);

/// Passwords that everybody tries first, in small letters, one a line.
static COMMON: LazyLock<HashSet<&'static str>> =
    LazyLock::new(|| include_str!("common_passwords.txt").lines().collect());

/// Why a password is not good enough.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Weak {
    /// Fewer characters than [`SHORTEST`].
    TooShort,
    /// More characters than [`LONGEST`].
    TooLong,
    /// One that everybody tries, or one that repeats itself.
    Common,
    /// The person's address or the site's name.
    Known,
}

/// A password as it is hashed: any characters, compared by what they look like and not by how they were typed (NFKC).
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Password(String);

impl Password {
    /// What somebody typed to sign in.
    pub(super) fn typed(text: &str) -> Self {
        Self(text.nfkc().collect())
    }

    /// A new password. `known` is what a guesser knows of this person: the address, the site's name.
    ///
    /// # Errors
    /// [`Weak`] says why it is not good enough.
    pub(super) fn new(text: &str, known: &[&str]) -> Result<Self, Weak> {
        let password = Self::typed(text);
        let length = password.0.chars().count();
        if length < SHORTEST {
            return Err(Weak::TooShort);
        }
        if length > LONGEST {
            return Err(Weak::TooLong);
        }
        let small = password.0.to_lowercase();
        let bare: String = small.chars().filter(|c| c.is_alphanumeric()).collect();
        let plain = !bare.is_empty() && (is_row(&bare) || is_common_word(&bare));
        if plain || COMMON.contains(small.as_str()) || is_repeated(&small) {
            return Err(Weak::Common);
        }
        // What is left when the known words are taken out has to stand on its own.
        let rest = known
            .iter()
            .filter(|word| word.len() > 3)
            .fold(small, |rest, word| rest.replace(&word.to_lowercase(), ""));
        if rest.chars().count() < LONGEST_REPEATED { Err(Weak::Known) } else { Ok(password) }
    }
}

/// A common password with only digits and signs added: `iloveyou123456789!`.
fn is_common_word(bare: &str) -> bool {
    let word = bare.trim_matches(|c: char| c.is_ascii_digit());
    word.is_empty() || COMMON.contains(word) || is_repeated_word(word)
}

fn is_repeated_word(word: &str) -> bool {
    period(word).is_some_and(|piece| COMMON.contains(piece))
}

fn is_repeated(text: &str) -> bool {
    period(text).is_some_and(|piece| piece.chars().count() <= LONGEST_REPEATED)
}

/// The piece that a text repeats to its end, the last time perhaps cut short.
fn period(text: &str) -> Option<&str> {
    let ends = text.char_indices().map(|(at, _)| at).skip(1).take_while(|at| at * 2 <= text.len());
    ends.map(|at| &text[..at]).find(|piece| {
        let (whole, rest) = (text.len() / piece.len(), text.len() % piece.len());
        text.is_char_boundary(text.len() - rest)
            && text[..whole * piece.len()] == piece.repeat(whole)
            && piece.starts_with(&text[text.len() - rest..])
    })
}

/// Letters or digits in the order of the alphabet or of a keyboard's rows, forwards or back.
fn is_row(bare: &str) -> bool {
    const ROWS: [&str; 3] =
        ["abcdefghijklmnopqrstuvwxyz", "01234567890123456789", "qwertyuiopasdfghjklzxcvbnm"];
    let back: String = bare.chars().rev().collect();
    ROWS.iter().any(|row| row.contains(bare) || row.contains(&back))
}

/// Hashes passwords, a few at a time and away from the threads that serve pages.
///
/// It has threads of its own, each with the memory that a hash takes, which it uses again and again: taken anew each time,
/// the system's allocator would keep hundreds of MB of it.
pub(super) struct Hasher {
    work: Sender<Work>,
    /// What a password is compared with when there is none, so that this takes as long.
    nobody: Arc<OnceLock<String>>,
}

type Work = Box<dyn FnOnce(&mut Vec<Block>) + Send>;

impl Hasher {
    /// A hasher that works on so many passwords at the same time.
    pub(super) fn new(at_once: usize) -> Self {
        let (work, waiting) = channel::<Work>();
        let waiting = Arc::new(Mutex::new(waiting));
        for _ in 0..at_once {
            let waiting = waiting.clone();
            std::thread::spawn(move || {
                let mut memory = Vec::new();
                // It ends when the hasher is gone.
                while let Ok(work) = next(&waiting) {
                    // One that breaks off answers nobody, and the next one is none the worse.
                    let _broken = std::panic::catch_unwind(AssertUnwindSafe(|| work(&mut memory)));
                }
            });
        }
        Self { work, nobody: Arc::default() }
    }

    /// The password as the database keeps it: a PHC string.
    ///
    /// # Errors
    /// [`Failure::Internal`] when it can't be hashed.
    pub(super) async fn hash(&self, password: Password) -> Result<String, Failure> {
        let salt = chance::random::<16>()?;
        self.away(move |memory| hash(&password, &salt, memory)).await?.ok_or(Failure::Internal)
    }

    /// Whether this is the password. Takes the same time when there is none.
    ///
    /// # Errors
    /// [`Failure::Internal`] when it can't be told.
    pub(super) async fn is(&self, password: Password, kept: Option<String>) -> Result<bool, Failure> {
        let nobody = self.nobody.clone();
        self.away(move |memory| {
            let nobody =
                nobody.get_or_init(|| hash(&Password::typed("nobody"), &[0; 16], memory).unwrap_or_default());
            let same = is_same(&password, kept.as_deref().unwrap_or(nobody), memory).unwrap_or_default();
            same && kept.is_some()
        })
        .await
    }

    async fn away<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Vec<Block>) -> T + Send + 'static,
    ) -> Result<T, Failure> {
        let (tell, told) = oneshot::channel();
        let work = Box::new(move |memory: &mut Vec<Block>| {
            // Nobody waits any more for who hung up.
            if !tell.is_closed() {
                let _gone = tell.send(work(memory));
            }
        });
        self.work.send(work).map_err(|_| Failure::Internal)?;
        told.await.map_err(|_| Failure::Internal)
    }
}

fn next(waiting: &Mutex<Receiver<Work>>) -> Result<Work, RecvError> {
    waiting.lock().unwrap_or_else(PoisonError::into_inner).recv()
}

fn argon2() -> Option<Argon2<'static>> {
    let (memory, passes, lanes) = COST;
    let params = Params::new(memory, passes, lanes, None).ok()?;
    Some(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

fn hash(password: &Password, salt: &[u8], memory: &mut Vec<Block>) -> Option<String> {
    let argon2 = argon2()?;
    let hash = PasswordHash {
        algorithm: Algorithm::Argon2id.ident(),
        version: Some(Version::V0x13.into()),
        params: ParamsString::try_from(argon2.params()).ok()?,
        salt: Some(Salt::new(salt).ok()?),
        hash: Some(worked_out(&argon2, password, salt, memory)?),
    };
    Some(hash.to_string())
}

/// Whether the password is the one that was kept, with whatever cost it was kept then. The comparison takes the same time
/// wherever they differ.
fn is_same(password: &Password, kept: &str, memory: &mut Vec<Block>) -> Option<bool> {
    let kept = PasswordHash::new(kept).ok()?;
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::try_from(&kept).ok()?);
    Some(worked_out(&argon2, password, kept.salt?.as_ref(), memory)? == kept.hash?)
}

fn worked_out(
    argon2: &Argon2<'_>,
    password: &Password,
    salt: &[u8],
    memory: &mut Vec<Block>,
) -> Option<Output> {
    memory.resize(argon2.params().block_count(), Block::new());
    let mut out = [0; Params::DEFAULT_OUTPUT_LEN];
    argon2.hash_password_into_with_memory(password.0.as_bytes(), salt, &mut out, memory).ok()?;
    Output::new(&out).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_everybody_tries_first_is_refused() {
        let known = ["ann.ash@example.org", "Consilium"];
        for (text, why) in [
            ("short", Weak::TooShort),
            ("14 characters!", Weak::TooShort),
            ("aaaaaaaaaaaaaaaa", Weak::Common),
            ("abcabcabcabcabcabca", Weak::Common),
            ("passwordpassword", Weak::Common),
            ("Password123456789", Weak::Common),
            ("123456789012345", Weak::Common),
            ("qwertyuiopasdfghjkl", Weak::Common),
            ("zyxwvutsrqponmlk", Weak::Common),
            ("ann.ash@example.org", Weak::Known),
            ("Consilium-consilium!", Weak::Known),
        ] {
            assert_eq!(Password::new(text, &known).err(), Some(why), "{text}");
        }
        assert_eq!(Password::new(&"é".repeat(300), &known).err(), Some(Weak::TooLong));
    }

    #[test]
    fn long_and_of_ones_own_is_all_it_takes() {
        for text in [
            "correct horse battery staple",
            "mijn fiets heeft 3 wielen",
            "крокодил в ванной",
            "!?%&/()=}[]{.,-+~",
        ] {
            assert!(Password::new(text, &[]).is_ok(), "{text}");
        }
    }

    #[test]
    fn what_looks_the_same_is_the_same() {
        assert!(Password::typed("caf\u{e9} mit \u{fb01}sch") == Password::typed("cafe\u{301} mit fisch"));
    }

    #[tokio::test]
    async fn only_the_password_itself_passes() {
        let hasher = Hasher::new(2);
        let kept = hasher.hash(Password::typed("a long sentence of mine")).await.unwrap();
        assert!(kept.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{kept}");
        assert!(hasher.is(Password::typed("a long sentence of mine"), Some(kept.clone())).await.unwrap());
        assert!(!hasher.is(Password::typed("a long sentence of yours"), Some(kept)).await.unwrap());
        assert!(!hasher.is(Password::typed("nobody"), None).await.unwrap());
    }
}

//! The words as the index takes them.

use std::{
    collections::HashMap,
    hash::{BuildHasherDefault, Hasher},
};

use tantivy::tokenizer::{Token, TokenStream, Tokenizer, TokenizerManager};

use super::{Scanner, Word, american, stem};

/// The name of the words without their endings, in an index.
pub(crate) const STEMMED: &str = "stemmed";
/// The name of the words as they are written.
pub(crate) const SURFACE: &str = "surface";

/// Most words of a text are among these many; beyond, stems are worked out each time.
const REMEMBERED: usize = 50_000;

/// Both ways to cut text, by name.
pub(crate) fn tokenizers() -> TokenizerManager {
    // The index asks for its own ones by name, also for what is no text.
    let manager = TokenizerManager::default();
    manager.register(STEMMED, Words { stems: Some(Stems::default()) });
    manager.register(SURFACE, Words { stems: None });
    manager
}

/// Stems that were worked out already.
type Stems = HashMap<String, String, BuildHasherDefault<Quick>>;

/// A hash for short words that come by the million (FNV). Words that were made to collide would only slow down the
/// few thousand that are remembered.
#[derive(Clone, Copy)]
struct Quick(u64);

impl Default for Quick {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Hasher for Quick {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
}

/// Cuts text, and stems it if it keeps stems.
#[derive(Clone)]
struct Words {
    stems: Option<Stems>,
}

impl Tokenizer for Words {
    type TokenStream<'a> = Stream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Stream<'a> {
        Stream {
            scanner: Scanner::new(text),
            word: Word::default(),
            token: Token::default(),
            stems: &mut self.stems,
        }
    }
}

/// The words of one text.
struct Stream<'a> {
    scanner: Scanner<'a>,
    word: Word,
    token: Token,
    stems: &'a mut Option<Stems>,
}

impl TokenStream for Stream<'_> {
    fn advance(&mut self) -> bool {
        if !self.scanner.next_into(&mut self.word) {
            return false;
        }
        let (word, token) = (&self.word, &mut self.token);
        token.offset_from = word.start;
        token.offset_to = word.end;
        token.position = word.position as usize;
        token.position_length = 1;
        token.text.clear();
        let Some(stems) = self.stems else {
            token.text.push_str(&word.text);
            american(&mut token.text);
            return true;
        };
        if let Some(known) = stems.get(&word.text) {
            token.text.push_str(known);
            return true;
        }
        let mut plain = word.text.clone();
        american(&mut plain);
        token.text.push_str(&stem(&plain));
        if stems.len() < REMEMBERED {
            stems.insert(word.text.clone(), token.text.clone());
        }
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

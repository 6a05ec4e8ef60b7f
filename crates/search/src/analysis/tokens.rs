//! The words as the index takes them.

use std::collections::HashMap;

use tantivy::tokenizer::{Token, TokenStream, Tokenizer, TokenizerManager};

use super::{Scanner, Word, stem};

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
    manager.register(STEMMED, Words { stems: Some(HashMap::new()) });
    manager.register(SURFACE, Words { stems: None });
    manager
}

/// Cuts text, and stems it if it keeps stems.
#[derive(Clone)]
struct Words {
    stems: Option<HashMap<String, String>>,
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
    stems: &'a mut Option<HashMap<String, String>>,
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
            return true;
        };
        if let Some(known) = stems.get(&word.text) {
            token.text.push_str(known);
            return true;
        }
        token.text.push_str(&stem(&word.text));
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

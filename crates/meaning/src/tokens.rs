//! From text to the numbers of the tokens that the model knows.

use std::{borrow::Cow, panic::AssertUnwindSafe};

use tokenizers::{Tokenizer, TruncationParams};

use crate::{
    config::{Shape, Steps},
    error::ModelError,
    folder::Folder,
};

const FILE: &str = "tokenizer.json";
/// Its greatest length. That of a model for a hundred languages has 17 MB.
const LIMIT: u64 = 64 << 20;
/// How much of a text is looked at, in bytes: many times what fits into the tokens of any known model.
const LONGEST: usize = 64 * 1024;

/// Cuts texts into tokens.
pub(crate) struct Tokens {
    tokenizer: Tokenizer,
    lower: bool,
    /// Those of a text without words.
    empty: Vec<u32>,
}

impl Tokens {
    pub(crate) fn read(folder: &mut Folder, shape: &Shape, steps: &Steps) -> Result<Self, ModelError> {
        if !folder.has(FILE) && folder.has("vocab.txt") {
            let advice = "Save the model anew: SentenceTransformer(\"MODEL\").save(\"FOLDER\")";
            return Err(ModelError::new(FILE, "is not in the folder; vocab.txt alone is not enough", advice));
        }
        let bytes = folder.bytes(FILE, LIMIT)?;
        let mut tokenizer = parse(&bytes)?;
        same_vocabulary(&tokenizer, shape)?;
        tokenizer.with_padding(None);
        let cut = TruncationParams { max_length: steps.tokens, ..TruncationParams::default() };
        tokenizer.with_truncation(Some(cut)).map_err(|e| ModelError::broken(FILE, e))?;
        let mut tokens = Self { tokenizer, lower: steps.lower, empty: Vec::new() };
        tokens.empty = tokens.tried("")?;
        if tokens.empty.is_empty() || tokens.empty.len() > steps.tokens {
            let wrong = format!("puts {} marks around a text", tokens.empty.len());
            return Err(ModelError::unknown(FILE, wrong));
        }
        // A word in no language, which must become the token for what is unknown.
        tokens.tried("\u{e000}\u{1f9ff}")?;
        Ok(tokens)
    }

    /// The tokens of a text, as many as the model reads. Never none.
    pub(crate) fn of(&self, text: &str) -> Vec<u32> {
        let text = text.trim();
        let text = &text[..text.floor_char_boundary(LONGEST)];
        let text = if self.lower { Cow::Owned(text.to_lowercase()) } else { Cow::Borrowed(text) };
        // It was tried when the model was opened that words which nobody knows are no failure.
        self.of_plain(&text).ok().filter(|tokens| !tokens.is_empty()).unwrap_or_else(|| self.empty.clone())
    }

    /// The tokens of a text, where it is not known yet whether the file makes sense: the crate gives up where it does not.
    fn tried(&self, text: &str) -> Result<Vec<u32>, ModelError> {
        let tried = std::panic::catch_unwind(AssertUnwindSafe(|| self.of_plain(text)));
        let tried = tried.map_err(|_| ModelError::broken(FILE, "makes no sense"))?;
        tried.map_err(|e| ModelError::broken(FILE, e))
    }

    fn of_plain(&self, text: &str) -> tokenizers::Result<Vec<u32>> {
        Ok(self.tokenizer.encode_fast(text, true)?.get_ids().to_vec())
    }
}

/// Reads what says how texts are cut.
fn parse(bytes: &[u8]) -> Result<Tokenizer, ModelError> {
    let mut said: serde_json::Map<String, serde_json::Value> =
        serde_json::from_slice(bytes).map_err(|e| ModelError::broken(FILE, e))?;
    // For the way back from tokens to text, which nobody here goes.
    said.remove("decoder");
    let said = serde_json::to_vec(&said).map_err(|e| ModelError::broken(FILE, e))?;
    // The crate takes some of it for granted and gives up where it is not so.
    let parsed = std::panic::catch_unwind(|| Tokenizer::from_bytes(&said));
    let parsed = parsed.map_err(|_| ModelError::broken(FILE, "makes no sense"))?;
    parsed.map_err(|e| ModelError::broken(FILE, e))
}

/// Each token must have its row in the model, and nearly each row its token: else they are of two models.
fn same_vocabulary(tokenizer: &Tokenizer, shape: &Shape) -> Result<(), ModelError> {
    let vocabulary = tokenizer.get_vocab(true);
    let (tokens, rows) = (vocabulary.len(), shape.vocabulary);
    let beyond = vocabulary.values().any(|id| usize::try_from(*id).is_ok_and(|id| id >= rows));
    // Tables are sometimes made a little longer, to a round number.
    let spare = (rows / 100).max(128);
    if beyond || tokens + spare < rows {
        let wrong = format!("knows {tokens} tokens and the model {rows}: they belong to different models");
        return Err(ModelError::broken(FILE, wrong));
    }
    Ok(())
}

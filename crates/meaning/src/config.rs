//! What a model's settings say of its shape, checked against bounds before anything is made of that size.

use serde::Deserialize;

use crate::{
    error::ModelError,
    folder::{Folder, inside},
};

const CONFIG: &str = "config.json";
const MODULES: &str = "modules.json";

/// The shape of a model of the BERT family.
#[derive(Clone, Debug)]
pub(crate) struct Shape {
    pub(crate) hidden: usize,
    pub(crate) layers: usize,
    pub(crate) heads: usize,
    pub(crate) inner: usize,
    pub(crate) vocabulary: usize,
    pub(crate) positions: usize,
    pub(crate) types: usize,
    pub(crate) epsilon: f32,
    pub(crate) activation: Activation,
    /// What the model was called by whoever made it.
    pub(crate) name: Option<String>,
}

/// What bends the numbers between the two halves of a layer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Activation {
    /// With the error function.
    Gelu,
    /// With its approximation by the hyperbolic tangent.
    GeluTanh,
    Relu,
}

/// How the vectors of a text's tokens become the one of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Pooling {
    Mean,
    /// The first token's.
    First,
    Max,
}

/// The steps from text to vector.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Steps {
    pub(crate) pooling: Pooling,
    /// Whether vectors are brought to length one.
    pub(crate) unit: bool,
    /// Tokens that are read of a text, with the marks at its start and end.
    pub(crate) tokens: usize,
    /// Whether texts are put into small letters first.
    pub(crate) lower: bool,
}

#[derive(Deserialize)]
struct Kind {
    model_type: Option<String>,
    position_embedding_type: Option<String>,
    hidden_act: Option<String>,
    #[serde(rename = "_name_or_path")]
    name: Option<String>,
}

#[derive(Deserialize)]
struct Sizes {
    hidden_size: usize,
    num_hidden_layers: usize,
    num_attention_heads: usize,
    intermediate_size: usize,
    vocab_size: usize,
    max_position_embeddings: usize,
    type_vocab_size: usize,
    layer_norm_eps: f32,
}

/// Reads `config.json`.
pub(crate) fn shape(folder: &mut Folder) -> Result<Shape, ModelError> {
    let text: serde_json::Value = folder.settings(CONFIG)?;
    let broken = |e| ModelError::broken(CONFIG, e);
    let kind: Kind = serde_json::from_value(text.clone()).map_err(broken)?;
    let unknown = |wrong: String| Err(ModelError::unknown(CONFIG, wrong));
    match kind.model_type.as_deref() {
        Some("bert") => {}
        Some(other) => return unknown(format!("the model is of the kind {other:?}, not \"bert\"")),
        None => return unknown("does not say of which kind the model is (model_type)".into()),
    }
    let places = kind.position_embedding_type.as_deref().unwrap_or("absolute");
    if places != "absolute" {
        return unknown(format!("its positions are {places:?}; only \"absolute\" ones are known"));
    }
    let activation = match kind.hidden_act.as_deref().unwrap_or("gelu") {
        "gelu" => Activation::Gelu,
        "gelu_new" | "gelu_pytorch_tanh" => Activation::GeluTanh,
        "relu" => Activation::Relu,
        other => return unknown(format!("hidden_act is {other:?}; known are gelu, gelu_new and relu")),
    };
    let sizes: Sizes = serde_json::from_value(text).map_err(broken)?;
    sizes.check()?;
    Ok(Shape {
        hidden: sizes.hidden_size,
        layers: sizes.num_hidden_layers,
        heads: sizes.num_attention_heads,
        inner: sizes.intermediate_size,
        vocabulary: sizes.vocab_size,
        positions: sizes.max_position_embeddings,
        types: sizes.type_vocab_size,
        epsilon: sizes.layer_norm_eps,
        activation,
        name: kind.name,
    })
}

impl Sizes {
    fn check(&self) -> Result<(), ModelError> {
        let bounds = [
            ("hidden_size", self.hidden_size, 8..=4096),
            ("num_hidden_layers", self.num_hidden_layers, 1..=64),
            ("num_attention_heads", self.num_attention_heads, 1..=256),
            ("intermediate_size", self.intermediate_size, 1..=16_384),
            ("vocab_size", self.vocab_size, 8..=1_000_000),
            ("max_position_embeddings", self.max_position_embeddings, 8..=16_384),
            ("type_vocab_size", self.type_vocab_size, 1..=64),
        ];
        for (name, size, allowed) in bounds {
            if !allowed.contains(&size) {
                let wrong = format!("{name} is {size}; {} to {} can be", allowed.start(), allowed.end());
                return Err(ModelError::unknown(CONFIG, wrong));
            }
        }
        let (hidden, heads) = (self.hidden_size, self.num_attention_heads);
        if !hidden.is_multiple_of(heads) {
            let wrong = format!("hidden_size {hidden} can't be shared among {heads} num_attention_heads");
            return Err(ModelError::broken(CONFIG, wrong));
        }
        if !(0.0..0.1).contains(&self.layer_norm_eps) {
            let wrong = format!("layer_norm_eps is {}", self.layer_norm_eps);
            return Err(ModelError::broken(CONFIG, wrong));
        }
        Ok(())
    }
}

#[derive(Deserialize)]
struct Module {
    path: String,
    #[serde(rename = "type")]
    kind: String,
}

/// Both layouts of the file: a flag for each way, and since version 6 the way's name.
#[derive(Deserialize)]
struct PoolingFile {
    pooling_mode: Option<String>,
    #[serde(alias = "embedding_dimension")]
    word_embedding_dimension: Option<usize>,
    #[serde(flatten)]
    others: serde_json::Map<String, serde_json::Value>,
}

#[derive(Deserialize, Default)]
struct Sentences {
    max_seq_length: Option<usize>,
    #[serde(default)]
    do_lower_case: bool,
}

#[derive(Deserialize, Default)]
struct TokenizerLimits {
    /// "No limit" is written as a number of thirty digits.
    model_max_length: Option<f64>,
}

/// Reads `modules.json` and what it points to.
pub(crate) fn steps(folder: &mut Folder, shape: &Shape) -> Result<Steps, ModelError> {
    let modules: Vec<Module> = folder.settings(MODULES)?;
    let kinds: Vec<&str> =
        modules.iter().map(|module| module.kind.rsplit('.').next().unwrap_or_default()).collect();
    let unit = match kinds.as_slice() {
        ["Transformer", "Pooling"] => false,
        ["Transformer", "Pooling", "Normalize"] => true,
        _ => {
            let wrong = format!(
                "its steps are {kinds:?}; known are Transformer, Pooling and then, or not, Normalize"
            );
            return Err(ModelError::unknown(MODULES, wrong));
        }
    };
    let [transformer, pooling, ..] = modules.as_slice() else {
        return Err(ModelError::broken(MODULES, "has too few steps"));
    };
    if !matches!(transformer.path.as_str(), "" | ".") {
        let wrong = format!("the model is in {:?}, not in the folder itself", transformer.path);
        return Err(ModelError::unknown(MODULES, wrong));
    }
    let Some(file) = inside(&pooling.path, CONFIG) else {
        let wrong = format!("the path {:?} leads out of the folder", pooling.path);
        return Err(ModelError::broken(MODULES, wrong));
    };
    let pooling = self::pooling(folder, &file, shape)?;
    let sentences: Sentences = folder.settings_if_there("sentence_bert_config.json")?.unwrap_or_default();
    let limits: TokenizerLimits = folder.settings_if_there("tokenizer_config.json")?.unwrap_or_default();
    // A number of thirty digits becomes the greatest there is.
    let limit = limits.model_max_length.map_or(usize::MAX, |length| length as usize);
    let tokens = sentences.max_seq_length.unwrap_or(limit).min(shape.positions);
    if tokens < 8 {
        let wrong = format!("max_seq_length is {tokens}; a text needs at least 8 tokens");
        return Err(ModelError::broken("sentence_bert_config.json", wrong));
    }
    Ok(Steps { pooling, unit, tokens, lower: sentences.do_lower_case })
}

fn pooling(folder: &mut Folder, file: &str, shape: &Shape) -> Result<Pooling, ModelError> {
    let said: PoolingFile = folder.settings(file)?;
    if let Some(length) = said.word_embedding_dimension.filter(|length| *length != shape.hidden) {
        let wrong = format!("is for vectors of {length} numbers; config.json says {}", shape.hidden);
        return Err(ModelError::broken(file, wrong));
    }
    let flagged = said.others.iter().filter(|(_, on)| *on == &serde_json::Value::Bool(true));
    let mut ways: Vec<&str> = flagged.filter_map(|(name, _)| name.strip_prefix("pooling_mode_")).collect();
    ways.extend(said.pooling_mode.as_deref());
    match ways.as_slice() {
        ["mean_tokens" | "mean"] => Ok(Pooling::Mean),
        ["cls_token" | "cls"] => Ok(Pooling::First),
        ["max_tokens" | "max"] => Ok(Pooling::Max),
        [] => Err(ModelError::broken(file, "names no way of pooling")),
        other => {
            let wrong = format!("the way of pooling is {other:?}; known are mean, cls and max, one of them");
            Err(ModelError::unknown(file, wrong))
        }
    }
}

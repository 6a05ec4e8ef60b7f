//! A small made-up model, the real one where the environment names it, and numbers that look like chance.

use std::{
    collections::HashMap,
    fs,
    path::{Path, PathBuf},
};

use meaning::{About, Model};
use safetensors::{Dtype, tensor::TensorView};
use serde_json::{Value, json};
use tempfile::TempDir;

/// The real model, or none with a note: `./test` installs it and names it.
pub(crate) fn real() -> Option<Model> {
    let Some(folder) = real_folder() else {
        println!("skipped: CONSILIUM_TEST_MODEL names no model");
        return None;
    };
    let opened = Model::open(&folder);
    Some(opened.unwrap_or_else(|e| panic!("CONSILIUM_TEST_MODEL={}: {e}", folder.display())))
}

pub(crate) fn real_folder() -> Option<PathBuf> {
    std::env::var_os("CONSILIUM_TEST_MODEL").map(PathBuf::from)
}

/// Numbers that look like chance and are the same each time.
pub(crate) struct Chance(pub(crate) u64);

impl Chance {
    pub(crate) fn next(&mut self) -> u64 {
        // By Steele, Lea and Flood: splitmix64.
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// Between -1 and 1.
    pub(crate) fn even(&mut self) -> f32 {
        (self.next() >> 40) as f32 / (1 << 23) as f32 - 1.0
    }

    /// Around nothing, mostly within one: nearly as the bell curve has it.
    pub(crate) fn bell(&mut self) -> f32 {
        (0..6).map(|_| self.even()).sum::<f32>() / 2.0_f32.sqrt()
    }

    pub(crate) fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.next() % limit as u64).unwrap()
    }
}

/// Vectors as a real model makes them of a site's questions: topics, within each of them subjects, within each of
/// these wordings, and all of it in far fewer directions than there are numbers.
pub(crate) struct Sample {
    directions: Vec<Vec<f32>>,
    subjects: Vec<Vec<f32>>,
    chance: Chance,
}

impl Sample {
    pub(crate) fn new(dimension: usize, subjects: usize) -> Self {
        let mut chance = Chance(42);
        let own = 64;
        let directions = (0..own).map(|_| (0..dimension).map(|_| chance.bell()).collect()).collect();
        let topics: Vec<Vec<f32>> = (0..40).map(|_| (0..own).map(|_| chance.bell()).collect()).collect();
        let subjects = (0..subjects)
            .map(|_| {
                let topic = &topics[chance.below(40)];
                topic.iter().map(|number| number + 0.7 * chance.bell()).collect()
            })
            .collect();
        Self { directions, subjects, chance }
    }

    pub(crate) fn next(&mut self) -> Vec<f32> {
        let at = self.chance.below(self.subjects.len());
        let inner: Vec<f32> =
            self.subjects[at].iter().map(|number| number + 0.5 * self.chance.bell()).collect();
        let mut vector: Vec<f32> = self.directions[0].iter().map(|_| 0.3 * self.chance.bell()).collect();
        for (weight, direction) in inner.iter().zip(&self.directions) {
            for (sum, number) in vector.iter_mut().zip(direction) {
                *sum += weight * number;
            }
        }
        unit(vector)
    }
}

pub(crate) fn unit(mut vector: Vec<f32>) -> Vec<f32> {
    let length = vector.iter().map(|number| number * number).sum::<f32>().sqrt();
    vector.iter_mut().for_each(|number| *number /= length);
    vector
}

pub(crate) fn cosine(left: &[f32], right: &[f32]) -> f32 {
    let product = |a: &[f32], b: &[f32]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f32>();
    product(left, right) / (product(left, left) * product(right, right)).sqrt()
}

/// What vectors are of, without a model.
pub(crate) fn about(dimension: usize) -> About {
    About { name: "made up".into(), dimension, tokens: 64, checksum: "5".repeat(64) }
}

const HIDDEN: usize = 32;
const INNER: usize = 48;
const POSITIONS: usize = 40;

/// A folder with a model of a few thousand made-up numbers, in the layout of real ones.
pub(crate) struct Small {
    pub(crate) folder: TempDir,
}

impl Small {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let small = Self { folder };
        let words = words();
        small.json("config.json", &config(words.len()));
        small.json("modules.json", &modules(&["models.Transformer", "models.Pooling", "models.Normalize"]));
        small.json("1_Pooling/config.json", &json!({ "word_embedding_dimension": HIDDEN, "pooling_mode_mean_tokens": true, "pooling_mode_cls_token": false }));
        small.json("sentence_bert_config.json", &json!({ "max_seq_length": 16, "do_lower_case": false }));
        small.json("tokenizer.json", &tokenizer(&words));
        small.write("model.safetensors", &tensors(words.len(), |_, numbers| numbers));
        small
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn write(&self, name: &str, bytes: &[u8]) {
        let path = self.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    pub(crate) fn json(&self, name: &str, value: &Value) {
        self.write(name, value.to_string().as_bytes());
    }

    /// Changes a settings file.
    pub(crate) fn change(&self, name: &str, change: impl FnOnce(&mut Value)) {
        let mut value: Value = serde_json::from_slice(&fs::read(self.path().join(name)).unwrap()).unwrap();
        change(&mut value);
        self.json(name, &value);
    }

    pub(crate) fn remove(&self, name: &str) {
        fs::remove_file(self.path().join(name)).unwrap();
    }

    pub(crate) fn bytes(&self, name: &str) -> Vec<u8> {
        fs::read(self.path().join(name)).unwrap()
    }

    /// Opening it must fail; gives what is said.
    pub(crate) fn refused(&self) -> String {
        Model::open(self.path()).expect_err("a broken folder was opened").to_string()
    }
}

/// Words that the small model knows: marks, letters, and letters inside a word.
pub(crate) fn words() -> Vec<String> {
    let marks = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "?", "hair", "tea", "tooth", "loss"];
    let letters = ('a'..='z').map(String::from);
    let inner = ('a'..='z').map(|letter| format!("##{letter}"));
    let filler = (0..200).map(|number| format!("word{number}"));
    marks.into_iter().map(String::from).chain(letters).chain(inner).chain(filler).collect()
}

fn config(vocabulary: usize) -> Value {
    json!({
        "model_type": "bert", "hidden_size": HIDDEN, "num_hidden_layers": 2, "num_attention_heads": 4,
        "intermediate_size": INNER, "vocab_size": vocabulary, "max_position_embeddings": POSITIONS,
        "type_vocab_size": 2, "layer_norm_eps": 1e-12, "hidden_act": "gelu", "_name_or_path": "made-up/small",
    })
}

pub(crate) fn modules(kinds: &[&str]) -> Value {
    let paths = ["", "1_Pooling", "2_Normalize", "3_Other"];
    let all = kinds.iter().zip(paths).enumerate();
    all.map(|(at, (kind, path))| {
        json!({ "idx": at, "name": at.to_string(), "path": path, "type": format!("sentence_transformers.{kind}") })
    })
    .collect()
}

pub(crate) fn tokenizer(words: &[String]) -> Value {
    let vocabulary: HashMap<&str, usize> =
        words.iter().enumerate().map(|(at, word)| (word.as_str(), at)).collect();
    let added = words.iter().take(5).enumerate();
    let added: Vec<Value> = added
        .map(|(id, content)| json!({ "id": id, "special": true, "content": content, "single_word": false, "lstrip": false, "rstrip": false, "normalized": false }))
        .collect();
    json!({
        "version": "1.0", "truncation": null, "added_tokens": added,
        "padding": { "strategy": { "Fixed": 20 }, "direction": "Right", "pad_to_multiple_of": null, "pad_id": 0, "pad_type_id": 0, "pad_token": "[PAD]" },
        "normalizer": { "type": "BertNormalizer", "clean_text": true, "handle_chinese_chars": true, "strip_accents": null, "lowercase": true },
        "pre_tokenizer": { "type": "BertPreTokenizer" },
        "post_processor": {
            "type": "TemplateProcessing",
            "single": [{ "SpecialToken": { "id": "[CLS]", "type_id": 0 } }, { "Sequence": { "id": "A", "type_id": 0 } }, { "SpecialToken": { "id": "[SEP]", "type_id": 0 } }],
            "pair": [{ "Sequence": { "id": "A", "type_id": 0 } }, { "Sequence": { "id": "B", "type_id": 1 } }],
            "special_tokens": {
                "[CLS]": { "id": "[CLS]", "ids": [2], "tokens": ["[CLS]"] },
                "[SEP]": { "id": "[SEP]", "ids": [3], "tokens": ["[SEP]"] },
            },
        },
        "decoder": { "type": "WordPiece", "prefix": "##", "cleanup": true },
        "model": { "type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##", "max_input_chars_per_word": 100, "vocab": vocabulary },
    })
}

/// The numbers of the small model as a file; `change` may spoil those of a name.
pub(crate) fn tensors(vocabulary: usize, change: impl Fn(&str, Vec<f32>) -> Vec<f32>) -> Vec<u8> {
    let mut names: Vec<(String, Vec<usize>)> = vec![
        ("embeddings.word_embeddings.weight".into(), vec![vocabulary, HIDDEN]),
        ("embeddings.position_embeddings.weight".into(), vec![POSITIONS, HIDDEN]),
        ("embeddings.token_type_embeddings.weight".into(), vec![2, HIDDEN]),
    ];
    let mut both = |name: String, shape: Vec<usize>| {
        names.push((format!("{name}.bias"), vec![shape[0]]));
        names.push((format!("{name}.weight"), shape));
    };
    both("embeddings.LayerNorm".into(), vec![HIDDEN]);
    for layer in 0..2 {
        for part in ["self.query", "self.key", "self.value", "output.dense"] {
            both(format!("encoder.layer.{layer}.attention.{part}"), vec![HIDDEN, HIDDEN]);
        }
        both(format!("encoder.layer.{layer}.attention.output.LayerNorm"), vec![HIDDEN]);
        both(format!("encoder.layer.{layer}.intermediate.dense"), vec![INNER, HIDDEN]);
        both(format!("encoder.layer.{layer}.output.dense"), vec![HIDDEN, INNER]);
        both(format!("encoder.layer.{layer}.output.LayerNorm"), vec![HIDDEN]);
    }
    let mut chance = Chance(1);
    let data: Vec<(String, Vec<usize>, Vec<u8>)> = names
        .into_iter()
        .map(|(name, shape)| {
            let count = shape.iter().product();
            let numbers = change(&name, (0..count).map(|_| 0.3 * chance.bell()).collect());
            (name, shape, numbers.iter().flat_map(|number| number.to_le_bytes()).collect())
        })
        .collect();
    let views = data.iter().map(|(name, shape, bytes)| {
        (name.as_str(), TensorView::new(Dtype::F32, shape.clone(), bytes).unwrap())
    });
    safetensors::serialize(views, None).unwrap()
}

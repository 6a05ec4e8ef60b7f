//! Folders that are no model: each is refused in words that name the file, what is wrong and what to do.

use meaning::Model;
use proptest::{prelude::*, sample::Index};
use serde_json::{Value, json};

use crate::harness::{Small, modules, tensors, tokenizer, words};

type Break = fn(&Small);

/// How a folder is broken, and what must be said.
const BROKEN: [(&str, Break, &[&str]); 39] = [
    ("no settings", |it| it.remove("config.json"), &["config.json", "not in the folder", "Download"]),
    ("half of the settings", |it| it.write("config.json", b"{\"model_type\": \"be"), &["config.json", "EOF"]),
    ("settings that are a list", |it| it.json("config.json", &json!([1])), &["config.json", "Download"]),
    ("no kind", |it| set(it, "model_type", Value::Null), &["config.json", "model_type", "BERT"]),
    (
        "another kind",
        |it| set(it, "model_type", json!("xlm-roberta")),
        &["config.json", "xlm-roberta", "BERT"],
    ),
    ("relative positions", |it| set(it, "position_embedding_type", json!("relative_key")), &["relative_key"]),
    ("another bend", |it| set(it, "hidden_act", json!("swish")), &["hidden_act", "swish"]),
    ("a missing size", |it| set(it, "hidden_size", Value::Null), &["config.json"]),
    ("a negative size", |it| set(it, "hidden_size", json!(-4)), &["config.json", "-4"]),
    ("an absurd size", |it| set(it, "hidden_size", json!(1_u64 << 60)), &["hidden_size", "4096"]),
    ("absurd layers", |it| set(it, "num_hidden_layers", json!(1_000_000)), &["num_hidden_layers", "64"]),
    ("an absurd vocabulary", |it| set(it, "vocab_size", json!(4_000_000_000_u64)), &["vocab_size"]),
    ("no heads", |it| set(it, "num_attention_heads", json!(0)), &["num_attention_heads"]),
    ("odd heads", |it| set(it, "num_attention_heads", json!(5)), &["can't be shared"]),
    ("no spread", |it| set(it, "layer_norm_eps", json!(-1)), &["layer_norm_eps"]),
    ("another width", |it| set(it, "hidden_size", json!(64)), &["1_Pooling/config.json", "64"]),
    ("other layers", |it| set(it, "num_hidden_layers", json!(3)), &["model.safetensors", "encoder.layer.2."]),
    (
        "another inside",
        |it| set(it, "intermediate_size", json!(50)),
        &["intermediate.dense.weight", "[50, 32]"],
    ),
    ("no steps", |it| it.remove("modules.json"), &["modules.json", "not in the folder"]),
    (
        "an unknown step",
        |it| it.json("modules.json", &modules(&["Transformer", "Pooling", "Dense"])),
        &["Dense"],
    ),
    ("one step", |it| it.json("modules.json", &modules(&["Transformer"])), &["modules.json", "Transformer"]),
    (
        "steps that lead away",
        |it| it.change("modules.json", |all| all[1]["path"] = json!("../../etc")),
        &["modules.json", "../../etc"],
    ),
    (
        "a model elsewhere",
        |it| it.change("modules.json", |all| all[0]["path"] = json!("0_Transformer")),
        &["0_Transformer"],
    ),
    ("no pooling", |it| it.remove("1_Pooling/config.json"), &["1_Pooling/config.json", "not in the folder"]),
    (
        "pooling of no kind",
        |it| it.json("1_Pooling/config.json", &json!({})),
        &["1_Pooling/config.json", "no way"],
    ),
    (
        "pooling of two kinds",
        |it| it.change("1_Pooling/config.json", |file| file["pooling_mode_cls_token"] = json!(true)),
        &["mean_tokens", "cls_token"],
    ),
    (
        "another pooling",
        |it| it.json("1_Pooling/config.json", &json!({ "pooling_mode": "lasttoken" })),
        &["lasttoken", "mean, cls and max"],
    ),
    (
        "no length",
        |it| it.json("sentence_bert_config.json", &json!({ "max_seq_length": 1 })),
        &["max_seq_length is 1"],
    ),
    ("no tokenizer", |it| it.remove("tokenizer.json"), &["tokenizer.json", "not in the folder"]),
    (
        "words alone",
        |it| {
            it.remove("tokenizer.json");
            it.write("vocab.txt", b"a\nb\n")
        },
        &["tokenizer.json", "vocab.txt", "save"],
    ),
    (
        "marks around a text that are nowhere described",
        |it| {
            it.change("tokenizer.json", |file| {
                file["post_processor"]["special_tokens"] =
                    json!({ "[CLS]": { "id": "[CLS]", "ids": [2], "tokens": ["[CLS]"] } });
            });
        },
        &["tokenizer.json", "makes no sense"],
    ),
    ("a broken tokenizer", |it| it.write("tokenizer.json", b"{\"version\": \"1.0\"}"), &["tokenizer.json"]),
    (
        "a tokenizer of fewer words",
        |it| it.json("tokenizer.json", &tokenizer(&words()[..90])),
        &["tokenizer.json", "90", "different models"],
    ),
    (
        "a tokenizer of more words",
        |it| {
            let mut all = words();
            all.push("more".into());
            it.json("tokenizer.json", &tokenizer(&all))
        },
        &["tokenizer.json", "different models"],
    ),
    ("no numbers", |it| it.remove("model.safetensors"), &["model.safetensors", "not in the folder"]),
    (
        "numbers of another kind of file",
        |it| {
            it.remove("model.safetensors");
            it.write("pytorch_model.bin", b"PK")
        },
        &["pytorch_model.bin", "save"],
    ),
    (
        "numbers in pieces",
        |it| {
            it.remove("model.safetensors");
            it.write("model.safetensors.index.json", b"{}")
        },
        &["pieces", "save"],
    ),
    (
        "numbers that are none",
        |it| {
            it.write(
                "model.safetensors",
                &tensors(words().len(), |name, mut numbers| {
                    if name.ends_with("1.output.dense.bias") {
                        numbers[3] = f32::NAN
                    }
                    numbers
                }),
            )
        },
        &["encoder.layer.1.output.dense.bias", "no number"],
    ),
    (
        "numbers beyond all",
        |it| {
            it.write(
                "model.safetensors",
                &tensors(words().len(), |_, numbers| numbers.iter().map(|_| 1e30).collect()),
            )
        },
        &["model.safetensors", "no numbers"],
    ),
];

fn set(small: &Small, name: &str, value: Value) {
    small.change("config.json", |config| config[name] = value);
}

#[test]
fn a_broken_folder_is_refused_in_plain_words() {
    for (what, spoil, said) in BROKEN {
        let small = Small::new();
        assert!(Model::open(small.path()).is_ok());
        spoil(&small);
        let message = small.refused();
        for part in said {
            assert!(message.contains(part), "{what}: {part:?} is not in: {message}");
        }
    }
}

#[test]
fn a_tokenizer_whose_parts_make_no_sense_is_refused() {
    let small = Small::new();
    // Never used, so it may be anything.
    small.change("tokenizer.json", |file| file["decoder"] = json!({ "type": "Nothing", "x": [1] }));
    assert!(Model::open(small.path()).is_ok());
    for part in ["normalizer", "pre_tokenizer", "post_processor", "model"] {
        for nonsense in [json!({ "type": "Precompiled", "precompiled_charsmap": 5 }), json!(7), json!({})] {
            let small = Small::new();
            small.change("tokenizer.json", |file| file[part] = nonsense.clone());
            assert!(small.refused().contains("tokenizer.json"), "{part} {nonsense}");
        }
    }
}

#[test]
fn what_is_no_folder_is_refused() {
    let small = Small::new();
    let said = |path: &str| Model::open(&small.path().join(path)).unwrap_err().to_string();
    assert!(said("nowhere").contains("is not there. Name the folder"), "{}", said("nowhere"));
    assert!(said("config.json").contains("is no folder"), "{}", said("config.json"));
    std::fs::remove_file(small.path().join("tokenizer.json")).unwrap();
    std::fs::create_dir(small.path().join("tokenizer.json")).unwrap();
    assert!(small.refused().contains("tokenizer.json"));
}

#[test]
fn a_file_without_end_is_not_read() {
    let small = Small::new();
    let file = std::fs::File::create(small.path().join("model.safetensors")).unwrap();
    file.set_len(1 << 40).unwrap();
    assert!(small.refused().contains("at most"), "{}", small.refused());
}

#[test]
fn both_layouts_of_the_settings_are_read() {
    let old = Small::new();
    let new = Small::new();
    new.json(
        "1_Pooling/config.json",
        &json!({ "embedding_dimension": 32, "pooling_mode": "mean", "include_prompt": true }),
    );
    new.json(
        "modules.json",
        &modules(&[
            "base.modules.transformer.Transformer",
            "sentence_transformer.modules.pooling.Pooling",
            "base.modules.normalize.Normalize",
        ]),
    );
    let embed = |small: &Small| Model::open(small.path()).unwrap().embed(&["hair loss?"]);
    assert_eq!(embed(&old), embed(&new));
    // Without a length of its own: as many tokens as it has positions.
    new.json("sentence_bert_config.json", &json!({ "transformer_task": "feature-extraction" }));
    new.json("tokenizer_config.json", &json!({ "model_max_length": 1e30 }));
    assert_eq!(Model::open(new.path()).unwrap().about().tokens, 40);
}

#[test]
fn ways_of_pooling_differ() {
    let small = Small::new();
    let mut seen = Vec::new();
    for way in ["mean", "cls", "max"] {
        small.json("1_Pooling/config.json", &json!({ "pooling_mode": way }));
        seen.push(Model::open(small.path()).unwrap().embed(&["hair loss?"]));
    }
    assert!(seen[0] != seen[1] && seen[1] != seen[2] && seen[0] != seen[2]);
    small.json("modules.json", &modules(&["Transformer", "Pooling"]));
    let long = Model::open(small.path()).unwrap().embed(&["hair loss?"]).concat();
    let length: f32 = long.iter().map(|number| number * number).sum();
    assert!((length - 1.0).abs() > 0.1, "not brought to length one: {length}");
}

#[test]
fn any_change_of_the_files_changes_the_sum() {
    let sum = |small: &Small| Model::open(small.path()).unwrap().about().checksum.clone();
    let (one, other) = (Small::new(), Small::new());
    assert_eq!(sum(&one), sum(&other));
    let mut numbers = one.bytes("model.safetensors");
    *numbers.last_mut().unwrap() ^= 1;
    one.write("model.safetensors", &numbers);
    other.change("sentence_bert_config.json", |file| file["max_seq_length"] = json!(15));
    assert!(sum(&one) != sum(&other) && sum(&one) != sum(&Small::new()) && sum(&other) != sum(&Small::new()));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    #[test]
    fn a_file_cut_short_is_refused(file in 0..4_usize, at in any::<Index>()) {
        let small = Small::new();
        let name = ["config.json", "tokenizer.json", "model.safetensors", "modules.json"][file];
        let bytes = small.bytes(name);
        small.write(name, &bytes[..at.index(bytes.len())]);
        prop_assert!(small.refused().contains(name));
    }

    #[test]
    fn a_changed_byte_never_breaks_the_program(file in 0..4_usize, at in any::<Index>(), byte: u8) {
        let small = Small::new();
        let name = ["config.json", "tokenizer.json", "model.safetensors", "1_Pooling/config.json"][file];
        let mut bytes = small.bytes(name);
        // The numbers themselves may be any; what comes before them says where they are.
        let place = at.index(bytes.len().min(8000));
        bytes[place] = byte;
        small.write(name, &bytes);
        if let Ok(model) = Model::open(small.path()) {
            prop_assert_eq!(model.embed(&["hair loss?", "", "zzz 9"]).len(), 3);
        }
    }
}

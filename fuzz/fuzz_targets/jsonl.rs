//! Any bytes are read as lines or refused; what is read is written back and read the same.
#![no_main]

use archive::Record;
use archive::jsonl::Reader;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    for line in Reader::new(bytes) {
        let Ok(line) = line else { break };
        match line.record {
            Ok(record) => {
                let json = record.canonical_json().expect("a record that was read can be written");
                let again = Record::parse(&json).expect("a record that was written can be read");
                // As text, because two floats within a revision may differ in the last bit before they are written.
                assert_eq!(again.canonical_json().expect("written again"), json);
                let _ = (record.key(), record.references());
            }
            Err(refusal) => assert!(refusal.excerpt.chars().all(|c| !c.is_control())),
        }
    }
});

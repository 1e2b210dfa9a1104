//! A check that the suite has a test of each sentence of the contract.

use std::{fs, path::Path};

use hookport::inbox::conformance::SENTENCES;

#[test]
fn every_sentence_of_the_contract_has_its_test() {
    let numbers: Vec<u32> = SENTENCES.iter().map(|(number, _)| *number).collect();

    assert_eq!(numbers, numbered(&source("src/inbox/contract.md")));
}

#[test]
fn every_test_tells_the_number_of_its_sentence() {
    let files = [
        "keeping", "claiming", "settling", "order", "waking", "changing", "looking", "naming",
        "closing", "stopping", "clocks", "batches", "asking",
    ];
    let texts: String =
        files.map(|file| source(&format!("src/inbox/conformance/{file}.rs"))).concat();

    for (number, test) in SENTENCES {
        let (before, _) = texts.split_once(&format!("pub async fn {test}(")).unwrap();
        let doc = before.lines().rev().find(|line| line.starts_with("/// ")).unwrap();
        assert!(doc.starts_with(&format!("/// {number}. ")), "{test} says `{doc}`");
    }
}

/// The numbers with which lines begin.
fn numbered(text: &str) -> Vec<u32> {
    text.lines().filter_map(|line| line.split_once(". ")?.0.parse().ok()).collect()
}

fn source(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
}

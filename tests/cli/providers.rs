//! `hookport providers`.

use hookport::{Fact, providers};
use serde_json::{Value, json};

use crate::{
    catalogue::member,
    terminal::{hookport, same_as_file},
};

#[test]
fn the_table_has_a_line_for_every_provider() {
    let run = hookport(&["providers"]);
    let names: Vec<_> =
        table(&run.stdout).skip(1).map(|line| line.split(' ').next().unwrap()).collect();

    assert_eq!(run.code, 0);
    assert_eq!(names, providers::ALL.iter().map(hookport::Provider::name).collect::<Vec<_>>());
}

#[test]
fn the_columns_are_aligned() {
    let run = hookport(&["providers"]);
    let head = run.stdout.lines().next().unwrap();
    let starts: Vec<_> =
        ["SCHEME", "TRUST", "TIME", "EVENT NAME", "DELIVERY ID", "HANDSHAKE", "BATCH", "FACTS"]
            .map(|title| head.find(title).unwrap())
            .to_vec();

    for line in table(&run.stdout) {
        let line: Vec<char> = line.chars().collect();
        for start in &starts {
            assert!(line[start - 2..*start] == [' ', ' '] && line[*start] != ' ', "{line:?}");
        }
    }
}

/// The lines before the legend.
fn table(written: &str) -> impl Iterator<Item = &str> {
    written.lines().take_while(|line| !line.is_empty())
}

#[test]
fn a_page_says_everything() {
    for name in ["slack", "standard-webhooks", "gitlab"] {
        same_as_file(&format!("providers-{name}"), &hookport(&["providers", name]).stdout);
    }
}

#[test]
fn a_sender_that_is_as_another_one_says_so() {
    let page = hookport(&["providers", "clerk"]).stdout;
    let json: Value =
        serde_json::from_str(&hookport(&["providers", "clerk", "--json"]).stdout).unwrap();

    assert!(page.lines().any(|line| line.split_whitespace().eq(["based", "on", "svix"])), "{page}");
    assert_eq!(json["basedOn"], "svix");
}

#[test]
fn json_is_one_object_or_all_of_them() {
    let all: Value = serde_json::from_str(&hookport(&["providers", "--json"]).stdout).unwrap();
    let stripe: Value =
        serde_json::from_str(&hookport(&["providers", "stripe", "--json"]).stdout).unwrap();

    assert_eq!(all.as_array().unwrap().len(), providers::ALL.len());
    assert!(all.as_array().unwrap().contains(&stripe));
    let keys: Vec<_> = stripe.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(keys, KEYS);
    assert_eq!(
        stripe["proofs"],
        json!([{
            "kind": "signature",
            "algorithm": "HMAC-SHA-256",
            "place": { "in": "header", "at": "stripe-signature" },
            "writtenAs": "t=<timestamp>,v1=<hex>",
            "encoding": "hex",
            "signed": "{timestamp}.{body}",
            "required": [],
            "timestamp": {
                "place": { "in": "header", "at": "stripe-signature" },
                "unit": "unix seconds",
            },
            "toleranceSeconds": 300,
            "bodyHash": null,
            "coversBody": true,
            "secret": "its text as it is",
        }])
    );
}

/// In the order of the alphabet, as `serde_json` reads an object.
const KEYS: [&str; 20] = [
    "basedOn",
    "deadlineSeconds",
    "deliveryId",
    "docs",
    "documentIn",
    "eventName",
    "expectedStatus",
    "facts",
    "handshakes",
    "idempotencyKey",
    "items",
    "longestBodyBytes",
    "methods",
    "name",
    "notes",
    "proofs",
    "retries",
    "settings",
    "tenant",
    "whole",
];

#[test]
fn each_fact_has_a_state_and_a_source_if_it_is_known() {
    let all: Value = serde_json::from_str(&hookport(&["providers", "--json"]).stdout).unwrap();

    for (provider, json) in providers::ALL.iter().zip(all.as_array().unwrap()) {
        assert_eq!(json["whole"], provider.is_whole());
        for fact in Fact::ALL {
            let said = &json["facts"][member(fact)];
            assert_eq!(said["state"], provider.fact(fact).as_str(), "{} {fact}", provider.name());
            assert_eq!(said["source"].is_null(), said["state"] == "unknown", "{}", provider.name());
        }
    }
}

#[test]
fn a_wrong_name_is_answered_with_the_nearest() {
    let run = hookport(&["providers", "githib"]);

    assert_eq!((run.code, &*run.stdout), (2, ""));
    assert!(run.stderr.contains("no built-in provider has this name (similar: github"), "{run:?}");
    assert!(run.stderr.lines().count() < 6, "{run:?}");
}

#[test]
fn members_of_json_are_written_in_one_way() {
    let providers = hookport(&["providers", "--json"]);
    let mut wrong = Vec::new();
    note_others(&serde_json::from_str(&providers.stdout).unwrap(), &mut wrong);
    assert!(wrong.is_empty(), "{wrong:?}");
}

/// Notes the members that are not in camelCase.
fn note_others(value: &Value, wrong: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            for (name, value) in members {
                if name.contains(['_', '-', ' ']) {
                    wrong.push(name.clone());
                }
                note_others(value, wrong);
            }
        }
        Value::Array(values) => values.iter().for_each(|value| note_others(value, wrong)),
        _ => {}
    }
}

//! `docs/providers.md`: the page of all senders. It is written from `hookport providers --json` and from the
//! notes of the vectors, and this test keeps it in step.

use std::{env, fmt::Write, fs, path::PathBuf};

use hookport::{Fact, http_file::HttpFile};
use serde_json::Value;

use crate::terminal::hookport;

/// The name of the member of a fact: `eventName` for `event_name`.
pub(crate) fn member(fact: Fact) -> String {
    let words = fact.as_str().split('_').enumerate();
    words
        .map(|(place, word)| match place {
            0 => word.to_owned(),
            _ => word[..1].to_uppercase() + &word[1..],
        })
        .collect()
}

#[test]
fn the_page_of_all_senders_is_in_step() {
    let all: Value = serde_json::from_str(&hookport(&["providers", "--json"]).stdout).unwrap();
    let (written, path) = (page(all.as_array().unwrap()), root().join("docs/providers.md"));

    if env::var_os("HOOKPORT_BLESS").is_some() {
        fs::write(&path, &written).unwrap();
    }
    let found = fs::read_to_string(&path).unwrap_or_default();
    let line = found.lines().zip(written.lines()).find(|(found, written)| found != written);
    assert!(found == written, "HOOKPORT_BLESS=1 writes it: {line:?}");
}

fn page(senders: &[Value]) -> String {
    let whole = senders.iter().filter(|sender| sender["whole"] == true).count();
    let mut page = format!(
        "{HEAD}\n{} senders, {whole} of them whole.\n\n\
         | sender | scheme | trust | time | event name | delivery id | handshake | batch | longest body | answer | retries | tested by | facts |\n\
         |---|---|---|---|---|---|---|---|---|---|---|---|---|\n",
        senders.len()
    );
    for sender in senders {
        writeln!(page, "| {} |", cells(sender).join(" | ")).unwrap();
    }
    page
}

fn cells(sender: &Value) -> [String; 13] {
    let name = text(&sender["name"]);
    let proof = |word: fn(&Value) -> String| fact(sender, Fact::Proof, each_once(sender, word));
    [
        format!("[{name}]({})", text(&sender["docs"])),
        proof(scheme),
        proof(trust),
        proof(time),
        fact(sender, Fact::EventName, places(&sender["eventName"])),
        fact(sender, Fact::DeliveryId, delivery_id(sender)),
        fact(sender, Fact::Handshake, "answered".to_owned()),
        sender["items"].as_str().unwrap_or("one event").to_owned(),
        fact(sender, Fact::LongestBody, bytes(&sender["longestBodyBytes"])),
        fact(sender, Fact::Answer, answer(sender)),
        fact(sender, Fact::Retries, retries(&sender["retries"])),
        tested_by(name),
        completeness(sender),
    ]
}

/// The value of a fact, or why there is none; with its source if that is another page.
fn fact(sender: &Value, fact: Fact, value: String) -> String {
    let said = &sender["facts"][member(fact)];
    let value = match said["state"].as_str().unwrap() {
        "given" => value,
        "none" => "none".to_owned(),
        "not_published" => "–".to_owned(),
        _ => "?".to_owned(),
    };
    match said["source"].as_str().filter(|source| *source != sender["docs"]) {
        Some(source) if fact != Fact::Proof => format!("{value} ([source]({source}))"),
        _ => value,
    }
    .replace('|', "\\|")
}

fn each_once(sender: &Value, word: fn(&Value) -> String) -> String {
    let mut words: Vec<_> = sender["proofs"].as_array().unwrap().iter().map(word).collect();
    words.dedup();
    words.join(", ")
}

fn scheme(proof: &Value) -> String {
    match proof["algorithm"].as_str() {
        Some(algorithm) => algorithm.to_owned(),
        None => format!("token in {}", place(&proof["place"])),
    }
}

fn trust(proof: &Value) -> String {
    match proof["coversBody"].as_bool() {
        Some(true) => "signed",
        Some(false) => "in part",
        None => "token",
    }
    .to_owned()
}

fn time(proof: &Value) -> String {
    if proof["toleranceSeconds"].is_null() && proof["mustExpire"] == true {
        return "expires".to_owned();
    }
    match (proof["toleranceSeconds"].as_u64(), proof["timestamp"].is_object()) {
        (Some(seconds), _) if seconds % 60 == 0 => format!("{} min", seconds / 60),
        (Some(seconds), _) => format!("{seconds} s"),
        (None, true) => "any".to_owned(),
        (None, false) => "none".to_owned(),
    }
}

/// The places of the delivery id, and of the values that are the same in repeated deliveries only.
fn delivery_id(sender: &Value) -> String {
    let (ids, key) = (places(&sender["deliveryId"]), names(&sender["idempotencyKey"]));
    if key.is_empty() { ids } else { format!("{ids}, repeated by {}", key.join(" and ")) }
}

fn names(places: &Value) -> Vec<String> {
    places.as_array().unwrap().iter().map(place).collect()
}

fn places(places: &Value) -> String {
    names(places).join(", else ")
}

fn place(at: &Value) -> String {
    let name = &at["at"];
    match at["in"].as_str().unwrap() {
        "json" | "header" => format!("`{}`", text(name)),
        "query" => format!("`?{}`", text(name)),
        "form" => format!("form field `{}`", text(name)),
        "authorization" => format!("`Authorization: {}`", text(name)),
        "path_segment" => "the path".to_owned(),
        "fixed" => format!("always `{}`", text(name)),
        "other_member" => format!("the member beside `{}`", text(name)),
        "pair" => format!("{} and {}", place(&name["first"]), place(&name["second"])),
        "only" => format!("`{}`", text(&name["text"])),
        _ => text(name).to_owned(),
    }
}

fn bytes(length: &Value) -> String {
    match length.as_u64().unwrap_or_default() {
        bytes if bytes % (1 << 20) == 0 => format!("{} MiB", bytes >> 20),
        bytes if bytes % (1 << 10) == 0 => format!("{} KiB", bytes >> 10),
        bytes => format!("{bytes} bytes"),
    }
}

fn answer(sender: &Value) -> String {
    match sender["deadlineSeconds"].as_f64() {
        Some(seconds) => format!("{} within {seconds} s", sender["expectedStatus"]),
        None => sender["expectedStatus"].to_string(),
    }
}

fn retries(retries: &Value) -> String {
    match retries["kind"].as_str().unwrap() {
        "never" => "none".to_owned(),
        "after" => {
            format!("{}, after fixed waits", retries["waitsSeconds"].as_array().unwrap().len())
        }
        _ => retries["text"].as_str().unwrap_or_default().to_owned(),
    }
}

/// The sources of the vectors of a sender, strongest first.
fn tested_by(name: &str) -> String {
    let files = fs::read_dir(root().join("tests/vectors").join(name)).unwrap();
    let files = files.map(|file| fs::read(file.unwrap().path()).unwrap());
    let vectors: Vec<_> = files.map(|bytes| HttpFile::parse(&bytes).unwrap()).collect();
    let notes =
        [("oracle", "official SDK"), ("source", "published vector"), ("computed", "Python")];
    let found = |note: &str| vectors.iter().any(|vector| vector.note(note).is_some());
    let words: Vec<_> =
        notes.iter().filter(|(note, _)| found(note)).map(|(_, word)| *word).collect();
    if words.is_empty() { "round trip".to_owned() } else { words.join(", ") }
}

fn completeness(sender: &Value) -> String {
    let facts = sender["facts"].as_object().unwrap();
    let known = facts.values().filter(|fact| fact["state"] != "unknown").count();
    if known == facts.len() { "whole".to_owned() } else { format!("{known} of {}", facts.len()) }
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_else(|| panic!("{value} is no text"))
}

fn root() -> PathBuf {
    env!("CARGO_MANIFEST_DIR").into()
}

const HEAD: &str = "\
# The built-in senders

This page is generated: `HOOKPORT_BLESS=1 cargo test --all-features --test cli catalogue` writes it from the
constants in `src/providers` and the vectors in `tests/vectors`. `hookport providers NAME` prints all facts of
one sender, and `hookport providers --json` those of all.

A sender is *whole* if nothing is left to look up. Each of seven facts (proof, event name, delivery id,
longest body, answer, retries, handshake) is then a value, or `none` because the sender has none, or `–`
because it was looked for in the sender's pages and SDKs and is not there. A `?` says that nobody looked it up
yet. A fact is from the page behind the sender's name, unless a source stands beside it.

* *trust*: `signed`: the proof covers the body. `in part`: it proves the sender and leaves the body out.
  `token`: a shared secret is shown.
* *time*: the longest distance of the signed time from now. `any`: it is signed, and may be any. `expires`:
  the sender signs until when. `none`: a recorded delivery can be sent again at any time.
* *event name*, *delivery id*: `/type` is a JSON pointer into the body, `x-event` a header.
* *batch*: the events of a request that may hold many, each of which is a delivery of its own.
* *answer*: the status that the sender expects, and the time that it waits.
* *tested by*: `official SDK`: requests that it signed or judged. `published vector`: one of the sender's pages.
  `Python`: computed by `tests/vectors/make.py` from the record of the sender's page, apart from hookport's
  signer. `round trip`: made for hookport's own suite.
";

//! Every vector of every provider, through the binary.

use std::{fs, io::Write, path::Path, thread};

use hookport::http_file::HttpFile;
use serde_json::Value;
use tempfile::NamedTempFile;

use crate::terminal::{Run, hookport};

#[test]
fn every_vector_is_judged_as_by_the_library() {
    let vectors = vectors();
    assert!(vectors.len() > 2000, "{} vectors", vectors.len());

    let threads = 4;
    let wrong: Vec<String> = thread::scope(|scope| {
        let parts = vectors.chunks(vectors.len().div_ceil(threads));
        let parts: Vec<_> = parts.map(|part| scope.spawn(|| wrong(part))).collect();
        parts.into_iter().flat_map(|part| part.join().unwrap()).collect()
    });

    assert!(wrong.is_empty(), "{} are wrong:\n{}", wrong.len(), wrong.join("\n"));
}

fn wrong(vectors: &[(String, String)]) -> Vec<String> {
    let wrong = vectors.iter().filter_map(|(provider, path)| {
        let why = judge(provider, path).err()?;
        Some(format!("{path}: {why}"))
    });
    wrong.collect()
}

fn judge(provider: &str, path: &str) -> Result<(), String> {
    let file = HttpFile::parse(&fs::read(path).unwrap()).unwrap();
    let mut args = vec!["verify", "--provider", provider, "--json"];
    args.extend(["--now", file.note("now").unwrap()]);
    args.extend(file.notes("secret").flat_map(|secret| ["--secret", secret]));
    let documents: Vec<_> = file.notes("fetched").map(kept).collect();
    args.extend(documents.iter().flat_map(|(_, argument)| ["--fetched", argument]));
    let roots: Vec<_> = file.notes("root").map(in_file).collect();
    args.extend(roots.iter().flat_map(|root| ["--trust-root", root.path().to_str().unwrap()]));
    args.extend(file.notes("setting").flat_map(|setting| ["--set", setting]));
    args.extend(file.notes("decryption-key").flat_map(|key| ["--decryption-key", key]));
    args.extend(file.note("verify-token").iter().flat_map(|token| ["--verify-token", token]));
    args.push(path);
    let run = hookport(&args);
    let found: Value = serde_json::from_str(&run.stdout).map_err(|_| format!("{run:?}"))?;
    match file.note("expect").unwrap() {
        "accept" => accepted(&file, &run, &found),
        _ => refused(&file, &run, &found),
    }
}

/// Returns whether the names and ids are those of the vector, where it tells them: of a request, or of
/// each event of one that holds many.
fn facts_are(file: &HttpFile, found: &Value) -> bool {
    let events = match found.get("items") {
        Some(items) => items.as_array().unwrap().iter().collect(),
        None => vec![found],
    };
    [("event", "event"), ("id", "deliveryId")].into_iter().all(|(note, key)| {
        let told: Vec<_> = file.notes(note).collect();
        let found: Vec<_> = events.iter().filter_map(|event| event[key].as_str()).collect();
        told.is_empty() || told == found
    })
}

/// Puts a document with keys into a file, and returns it with the argument that names it.
fn kept(note: &str) -> (NamedTempFile, String) {
    let (url, document) = note.split_once(' ').unwrap();
    let file = in_file(document);
    let argument = format!("{url}={}", file.path().display());
    (file, argument)
}

/// Puts a text into a file; the lines of a PEM file are divided by `\n` in a note.
fn in_file(text: &str) -> NamedTempFile {
    let mut file = NamedTempFile::new().unwrap();
    let text = if text.starts_with("-----") { text.replace("\\n", "\n") } else { text.to_owned() };
    file.write_all(text.as_bytes()).unwrap();
    file
}

fn accepted(file: &HttpFile, run: &Run, found: &Value) -> Result<(), String> {
    // An answered handshake is no delivery, and has no facts of one.
    if let (0, Some(true), Some(answer)) =
        (run.code, found["accepted"].as_bool(), found.get("answer"))
    {
        let said = format!("{} {}", answer["status"], answer["body"].as_str().unwrap_or_default());
        let right = file.note("answer").is_none_or(|expected| expected == said.trim_end());
        return right.then_some(()).ok_or_else(|| format!("{run:?}"));
    }
    let right = run.code == 0
        && found["accepted"] == true
        && found["trust"] == file.note("trust").unwrap_or("signed")
        && facts_are(file, found)
        && file
            .note("sent-at")
            .is_none_or(|at| at.parse() == Ok(found["sentAt"].as_i64().unwrap_or_default()));
    right.then_some(()).ok_or_else(|| format!("{run:?}"))
}

/// The words of the vectors are not those of the binary, except where both can only mean one thing.
fn refused(file: &HttpFile, run: &Run, found: &Value) -> Result<(), String> {
    let reason = found["reason"].as_str().unwrap_or_default();
    let likely = match file.note("reason").unwrap() {
        "empty-secret" => ["blank_secret", "wrong_kind_secret"].contains(&reason),
        "stale-timestamp" => ["stale_timestamp", "expired"].contains(&reason),
        "future-timestamp" => {
            ["future_timestamp", "lives_too_long", "not_yet_valid"].contains(&reason)
        }
        "wrong-secret" => ["signature_mismatch", "token_mismatch"].contains(&reason),
        _ => !reason.is_empty(),
    };
    let right = run.code == 1
        && found["accepted"] == false
        && likely
        && found["diagnosis"].as_str().is_some_and(|text| !text.is_empty());
    right.then_some(()).ok_or_else(|| format!("{run:?}"))
}

/// Each vector's provider and path.
fn vectors() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors");
    let folders = fs::read_dir(root).unwrap().map(|entry| entry.unwrap().path());
    let vectors = folders.filter(|path| path.is_dir()).flat_map(|folder| {
        let provider = folder.file_name().unwrap().to_str().unwrap().to_owned();
        fs::read_dir(folder).unwrap().map(move |entry| {
            (provider.clone(), entry.unwrap().path().to_str().unwrap().to_owned())
        })
    });
    vectors.collect()
}

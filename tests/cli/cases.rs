//! `hookport verify` on the reports of `tests/cases`: the place to look and the sentence.

use std::{fs, path::PathBuf};

use hookport::http_file::HttpFile;

use crate::terminal::{Run, hookport};

#[test]
fn every_case_is_judged_with_its_sentence() {
    let mut wrong = Vec::new();
    for path in files() {
        let file = HttpFile::parse(&fs::read(&path).unwrap()).unwrap();
        let (text, json) = (verify(&file, &path, &[]), verify(&file, &path, &["--json"]));
        if let Some(problem) = problem(&file, &text, &json) {
            wrong.push(format!("{}: {problem}\n{text:?}\n{json:?}", path.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn verify(file: &HttpFile, path: &std::path::Path, options: &[&str]) -> Run {
    let note = |key| file.note(key).unwrap();
    let mut args = vec!["verify", "--provider", note("provider"), "--secret", note("secret")];
    args.extend(["--now", note("now")]);
    args.extend(file.note("args").unwrap_or_default().split_whitespace());
    args.extend(options);
    args.push(path.to_str().unwrap());
    hookport(&args)
}

fn problem(file: &HttpFile, text: &Run, json: &Run) -> Option<String> {
    let refused = file.note("expect") == Some("refuse");
    if (text.code, json.code) != (i32::from(refused), i32::from(refused)) {
        return Some("another exit code".to_owned());
    }
    let found: serde_json::Value = serde_json::from_str(&json.stdout).unwrap();
    if found["accepted"].as_bool() != Some(!refused) {
        return Some("judged otherwise as JSON".to_owned());
    }
    if !refused {
        return None;
    }
    let place = file.note("look-at").unwrap();
    if !text.stdout.contains(&format!("look at    {place}\n")) || found["lookAt"] != place {
        return Some(format!("does not say to look at the {place}"));
    }
    if found["cause"].as_str() != file.note("cause") {
        return Some("has another cause as JSON".to_owned());
    }
    let sentence = found["diagnosis"].as_str().unwrap();
    let missing =
        file.notes("says").find(|words| !text.stdout.contains(words) || !sentence.contains(words));
    missing.map(|words| format!("does not say `{words}`"))
}

fn files() -> Vec<PathBuf> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let mut files: Vec<_> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

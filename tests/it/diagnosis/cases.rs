//! The reports of `tests/cases`, each with the sentence that is said.

use std::{
    fs,
    path::{Path, PathBuf},
    time::{Duration, UNIX_EPOCH},
};

use hookport::{ConfigError, Source, Verdict, http_file::HttpFile, providers};

use super::kit;

#[test]
fn every_case_is_told_as_it_says() {
    let mut wrong = Vec::new();
    let files = files();
    for path in &files {
        let file = HttpFile::parse(&fs::read(path).unwrap()).unwrap();
        if let Err(problem) = judge(&file) {
            wrong.push(format!("{}: {problem}", path.file_name().unwrap().display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(files.len() >= 34, "only {} cases", files.len());
}

fn judge(file: &HttpFile) -> Result<(), String> {
    let note = |key| file.note(key).unwrap_or_default();
    let source = source(file);
    if note("expect") != "refuse" {
        return accepted(source, file);
    }
    let diagnosis = kit::diagnosed_at(&source, &file.clone().into(), now(file));
    let (cause, place) = (diagnosis.cause(), diagnosis.place().as_str());
    if (cause, place) != (note("cause"), note("look-at")) {
        return Err(format!("`{cause}`, `{place}`: {diagnosis}"));
    }
    let sentence = diagnosis.to_string();
    match file.notes("says").find(|words| !sentence.contains(words)) {
        Some(words) => Err(format!("no `{words}` in: {sentence}")),
        None => Ok(()),
    }
}

fn accepted(source: Source, file: &HttpFile) -> Result<(), String> {
    let verifier = match source.verifier() {
        Ok(verifier) => verifier,
        // The command line drops what a receiver refuses to start with.
        Err(ConfigError::UserInfoInPublicUrl { .. }) => return Ok(()),
        Err(error) => return Err(error.to_string()),
    };
    match (verifier.verify(&file.received(), now(file)), file.note("expect")) {
        (Ok(Verdict::Delivery(_)), Some("accept"))
        | (Ok(Verdict::Handshake(_)), Some("answer")) => Ok(()),
        (other, _) => Err(format!("{other:?}")),
    }
}

fn source(file: &HttpFile) -> Source {
    let provider = providers::find(file.note("provider").unwrap()).unwrap();
    let source = provider.secret(file.note("secret").unwrap());
    match file.note("args").and_then(|args| args.strip_prefix("--url ")) {
        // Its query is that of the request.
        Some(url) => source.public_url(url.split('?').next().unwrap()),
        None => source,
    }
}

fn now(file: &HttpFile) -> std::time::SystemTime {
    UNIX_EPOCH + Duration::from_secs(file.note("now").unwrap().parse().unwrap())
}

fn files() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let mut files: Vec<_> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

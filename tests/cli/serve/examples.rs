//! The examples of `docs/configuration.md`, as the program reads them.

use std::{fs, path::Path};

use hookport::serve::{Key, Problem, keys};

use super::keys::{DEFAULTS, DESTINATIONS, file_with, folder, line, problems_of};

#[tokio::test]
async fn the_example_of_each_key_is_read() {
    let folder = folder();
    let mut wrong = Vec::new();
    for Key { path, example, .. } in keys().filter(|key| !key.example.is_empty()) {
        let (text, _) = file_with(path, &value_in(example, path), folder.path());
        wrong.extend(mistakes(&text).await);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test]
async fn each_example_between_the_tables_is_read() {
    let folder = folder();
    let mut wrong = Vec::new();
    for page in ["docs/configuration.md", "docs/serve.md"] {
        let page = Path::new(env!("CARGO_MANIFEST_DIR")).join(page);
        let page = fs::read_to_string(page).unwrap();
        for example in page.split("```toml\n").skip(1) {
            let (example, _) = example.split_once("```").unwrap();
            let text = whole(example).replace("{folder}", folder.path().to_str().unwrap());
            wrong.extend(mistakes(&text).await);
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Returns what is wrong with a file, but for secrets and files that are not there.
async fn mistakes(text: &str) -> Vec<String> {
    let is_there = |problem: &Problem| {
        !["is not set", "cannot be read", "is not there"]
            .iter()
            .any(|it| problem.problem.contains(it))
    };
    let problems = problems_of(text).await.into_iter().filter(is_there);
    problems.map(|problem| format!("{problem}, in\n{text}")).collect()
}

/// Returns the value of a key in its example: `retries.attempts = 12`.
fn value_in(example: &str, path: &str) -> String {
    let (written, value) = example.split_once(" = ").unwrap();
    let key = path.rsplit('.').next().unwrap();
    match written.split_once(&format!("{key}.")) {
        Some((_, of_table)) => format!("{{ {of_table} = {value} }}"),
        None => value.to_owned(),
    }
}

/// Puts a file around an example that is a part of one.
fn whole(example: &str) -> String {
    let has = |text: &str| example.contains(text);
    let is_run = example.starts_with("retries");
    let is_left_out = |name: &str| match name {
        "store-only" => is_run || has("destinations"),
        "secrets" if has("accounts]") => true,
        name => example.lines().any(|line| line.starts_with(&format!("{name} ="))),
    };
    let defaults = DEFAULTS.iter().filter(|(name, _)| !is_left_out(name));
    let defaults = defaults.map(line).collect::<String>();
    let runs = if is_run { DESTINATIONS } else { "" };
    let endpoint = format!("[[endpoints]]\n{defaults}{runs}\n");
    match example.lines().next() {
        Some("[[endpoints]]") => example.to_owned(),
        Some("[console]") => format!("{example}\n{endpoint}"),
        Some("[endpoints.destinations.mail]") => {
            format!("{endpoint}[[endpoints.destinations]]\n{example}")
        }
        _ => format!("{endpoint}{example}"),
    }
}

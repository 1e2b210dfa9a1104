//! The texts about every command: a transcript, and a section of `docs/command-line.md`.

use std::{
    env, fs,
    path::{Path, PathBuf},
};

use crate::{
    man::commands,
    terminal::{file, hookport, same_as_file},
};

#[test]
fn every_command_has_a_transcript() {
    let files = fs::read_dir(root().join("tests/cli")).unwrap();
    let names: Vec<_> =
        files.map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
    for command in commands() {
        let is_of_it = |name: &&String| {
            let rest = name.strip_prefix(&*command).and_then(|rest| rest.strip_suffix(".txt"));
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
        };
        assert!(names.iter().any(|name| is_of_it(&name)), "`{command}` has no transcript");
    }
}

#[test]
fn what_cannot_be_delivered_is_counted() {
    let body = file("transcript-body.json", "{}");
    let send = ["send", "--provider", "github", "--secret", "made-up", "--event", "push"];
    let run = hookport(&[&send[..], &["--url", "http://127.0.0.1:1/", &body]].concat());

    same_as_file("send", &format!("{}{}[exit code {}]\n", run.stdout, run.stderr, run.code));
}

#[test]
fn shells_and_manuals_are_explained() {
    for command in ["completions", "man"] {
        same_as_file(command, &hookport(&["help", command]).stdout);
    }
}

/// Below the line that says so, the page is made of the help texts: `HOOKPORT_BLESS=1` writes it.
#[test]
fn the_page_of_the_command_line_is_in_step() {
    let path = root().join("docs/command-line.md");
    let page = fs::read_to_string(&path).unwrap();
    let (by_hand, _) = page.split_once(MARK).expect("a line that says what is made");
    let made: String = commands().iter().map(|command| section(command)).collect();
    let wanted = format!("{by_hand}{MARK}\n{made}");
    if env::var_os("HOOKPORT_BLESS").is_some() {
        fs::write(&path, &wanted).unwrap();
    }
    assert!(fs::read_to_string(&path).unwrap() == wanted, "HOOKPORT_BLESS=1 writes it anew");
}

const MARK: &str = "<!-- Below, each section is made of `hookport help`. -->\n";

/// The purpose of a command, its examples, what is to be known, and its exit codes.
fn section(command: &str) -> String {
    let help = hookport(&["help", command]).stdout;
    let purpose = help.split("\n\n").next().unwrap();
    let end = help.split_once("\nExamples:\n").expect("examples").1;
    let (said, codes) = end.split_once("Exit codes:\n").expect("exit codes");
    let (examples, notes) = said.split_once("\n\n").unwrap_or((said, ""));
    let examples: String = examples.lines().flat_map(|line| [&line[2..], "\n"]).collect();
    let notes: String = notes.trim().split("\n\n").map(paragraph).collect();
    let codes: String = codes.trim_end().lines().map(code).collect();
    format!(
        "## `hookport {command}`\n\n{purpose}.\n\n```sh\n{examples}```\n\n{notes}\
         | exit code | |\n|---|---|\n{codes}\n"
    )
}

/// Keeps indented lines as they are.
fn paragraph(text: &str) -> String {
    match text.lines().any(|line| line.starts_with(' ')) {
        true => format!("```text\n{text}\n```\n\n"),
        false if text.is_empty() => String::new(),
        false => format!("{text}\n\n"),
    }
}

fn code(line: &str) -> String {
    let (code, meaning) = line.trim().split_once("  ").expect("a code and its meaning");
    format!("| {code} | {meaning} |\n")
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

//! The crates of `hookport new` build, and their tests pass as they are written. A binary of its own: it
//! needs a compiler, and two minutes the first time.
//!
//! All crates are members of one workspace with the versions of this repository, so that nothing is fetched.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::{fs, path::Path, process::Command};

use hookport::{Provider, providers};

/// The crates: a template, and a provider. Each provider with typed events is there, one whose events have no
/// types, one with a key pair, one whose key is not known here, a batch, one
/// that signs the URL within a token, and one with settings.
const CRATES: &[(&str, &str)] = &[
    ("save", "stripe"),
    ("save", "cassa-in-cloud"),
    ("save", "discord"),
    ("save", "wise"),
    ("save", "messagebird"),
    ("notify", "cargoson"),
    ("notify", "standard-webhooks"),
    ("trigger", "shopify"),
    ("trigger", "routal"),
    ("trigger", "hubspot-v3"),
    ("answer", "rabbot"),
    ("answer", "slack"),
    ("answer", "twilio"),
    ("forward", "github"),
    ("forward", "zonos"),
    ("forward", "pusher"),
];

#[test]
fn every_template_builds_and_its_tests_pass_as_written() {
    let folder = tempfile::tempdir().unwrap();
    write_workspace(folder.path(), CRATES);

    let tested = cargo(folder.path(), &["test", "--workspace", "--test", "deliveries", "--quiet"]);
    assert!(!tested.contains("warning"), "{tested}");
    cargo(folder.path(), &["fmt", "--all", "--check"]);
}

/// The templates take turns: each provider has one of them.
#[test]
#[ignore = "builds some hundred crates: `.ci/run new_crates`"]
fn the_crate_of_every_provider_compiles() {
    let templates = ["save", "notify", "trigger", "forward"].into_iter().cycle();
    let names = providers::ALL.iter().map(Provider::name);
    let names = names.filter(|name| !WITHOUT_A_CRATE.contains(name));
    let crates: Vec<_> = templates.zip(names).collect();
    let folder = tempfile::tempdir().unwrap();
    write_workspace(folder.path(), &crates);

    let checked = cargo(folder.path(), &["check", "--workspace", "--all-targets", "--quiet"]);
    assert!(!checked.contains("warning"), "{checked}");
}

/// Writes the crates as members of one workspace.
fn write_workspace(folder: &Path, crates: &[(&str, &str)]) {
    let names: Vec<_> = crates.iter().map(|(kind, sender)| format!("{kind}-{sender}")).collect();
    for ((template, provider), name) in crates.iter().zip(&names) {
        write_crate(folder, name, template, provider);
    }
    let manifest = format!(
        "[workspace]\nresolver = \"3\"\nmembers = {names:?}\n\n[profile.dev]\ndebug = false\n"
    );
    fs::write(folder.join("Cargo.toml"), manifest).unwrap();
    fs::copy(root().join("Cargo.lock"), folder.join("Cargo.lock")).unwrap();
}

fn write_crate(folder: &Path, name: &str, template: &str, provider: &str) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_hookport"));
    command.args(["new", name, "--template", template, "--provider", provider]);
    let output = command.arg("--hookport-path").arg(root()).current_dir(folder).output().unwrap();
    assert!(output.status.success(), "{name}: {}", String::from_utf8_lossy(&output.stderr));
}

/// Runs cargo with the target folder of this test, so that only what differs is built; returns what it says.
#[track_caller]
fn cargo(folder: &Path, args: &[&str]) -> String {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap();
    let mut command = Command::new(env!("CARGO"));
    command.args(args).current_dir(folder).env("CARGO_TARGET_DIR", target);
    let output = command.env("CARGO_NET_OFFLINE", "true").output().unwrap();
    let [stdout, stderr] = [&output.stdout, &output.stderr].map(|it| String::from_utf8_lossy(it));
    let said = format!("{stdout}{stderr}");
    assert!(output.status.success(), "{said}");
    said
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Their deliveries are signed in or beside values that nobody can make up: the command refuses them.
const WITHOUT_A_CRATE: &[&str] = &["google-risc", "kinde", "salesforce-outbound", "wix"];

//! The crates of `hookport new` build, and their tests pass as they are written. A binary of its own: it
//! needs a compiler, and some minutes the first time.
//!
//! All crates are members of one workspace with the versions of this repository, so that nothing is fetched.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::{
    fs,
    path::Path,
    process::{Command, Output},
};

/// The crates: a template, and a provider. Each provider with typed events is there, one whose events have no
/// types, one with a key pair, one whose key is not known here, a batch, and one with settings.
const CRATES: &[(&str, &str)] = &[
    ("save", "stripe"),
    ("save", "cassa-in-cloud"),
    ("save", "discord"),
    ("save", "wise"),
    ("notify", "cargoson"),
    ("notify", "standard-webhooks"),
    ("trigger", "shopify"),
    ("trigger", "routal"),
    ("trigger", "hubspot"),
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
    let names: Vec<_> = CRATES.iter().map(|(kind, sender)| format!("{kind}-{sender}")).collect();
    for ((template, provider), name) in CRATES.iter().zip(&names) {
        write_crate(folder.path(), name, template, provider);
    }
    let manifest = format!(
        "[workspace]\nresolver = \"3\"\nmembers = {names:?}\n\n[profile.dev]\ndebug = false\n"
    );
    fs::write(folder.path().join("Cargo.toml"), manifest).unwrap();
    fs::copy(root().join("Cargo.lock"), folder.path().join("Cargo.lock")).unwrap();

    let tested = cargo(folder.path(), &["test", "--offline", "--workspace", "--quiet"]);
    let told = format!(
        "{}{}",
        String::from_utf8_lossy(&tested.stdout),
        String::from_utf8_lossy(&tested.stderr)
    );
    assert!(tested.status.success(), "{told}");
    assert!(!told.contains("warning"), "{told}");

    let formatted = cargo(folder.path(), &["fmt", "--all", "--check"]);
    assert!(formatted.status.success(), "{}", String::from_utf8_lossy(&formatted.stdout));
}

fn write_crate(folder: &Path, name: &str, template: &str, provider: &str) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_hookport"));
    command.args(["new", name, "--template", template, "--provider", provider]);
    let output = command.arg("--hookport-path").arg(root()).current_dir(folder).output().unwrap();
    assert!(output.status.success(), "{name}: {}", String::from_utf8_lossy(&output.stderr));
}

/// Runs cargo, with a target folder that stays from one test to the next.
fn cargo(folder: &Path, args: &[&str]) -> Output {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("new-crates");
    let mut command = Command::new(env!("CARGO"));
    command.args(args).current_dir(folder).env("CARGO_TARGET_DIR", target).output().unwrap()
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

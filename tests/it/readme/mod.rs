//! The README's programs, compiled and run as they stand there.

use std::{env, fs, path::Path, process::Command};

use hookport::testing::{Signer, deliver};

#[cfg(feature = "sqlite")]
use {crate::kit::soon, hookport::stores::sqlite::rusqlite};

#[expect(
    clippy::print_stdout,
    clippy::unnecessary_wraps,
    clippy::unused_self,
    reason = "it stands for an application"
)]
mod direct {
    include!("direct.rs");

    pub(crate) fn router() -> Result<Router, SecretError> {
        // The port of `main` may be taken.
        let _ = main;
        app(Shop)
    }
}

#[cfg(feature = "sqlite")]
mod inbox {
    include!("inbox.rs");

    pub(crate) async fn parts(file: &str) -> hookport::receiver::ReceiverParts {
        // The port of `main` may be taken.
        let _ = main;
        receiver(file, crate::readme::SECRET.into()).await.unwrap().into_parts()
    }
}

mod acme {
    include!("acme.rs");

    pub(crate) const PROVIDER: Provider = ACME;
}

#[test]
fn the_first_program_takes_a_genuine_delivery() {
    // It takes its secret from the environment, which only another process can be given.
    let status = Command::new(env::current_exe().unwrap())
        .args(["--exact", "readme::delivers_to_the_first_program", "--ignored"])
        .env("STRIPE_WEBHOOK_SECRET", SECRET)
        .status()
        .unwrap();

    assert!(status.success());
}

#[tokio::test]
#[ignore = "run by the test above, which sets the secret"]
async fn delivers_to_the_first_program() {
    let answer = deliver(&direct::router().unwrap(), paid()).await;

    assert_eq!(answer.status(), 200);
}

#[cfg(feature = "sqlite")]
#[tokio::test]
async fn the_program_with_an_inbox_writes_its_row_once() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("hookport.db");
    let parts = inbox::parts(file.to_str().unwrap()).await;
    tokio::spawn(parts.worker.run(std::future::pending(), std::time::Duration::ZERO));
    for _ in 0..2 {
        assert_eq!(deliver(&parts.app, paid()).await.status(), 200);
    }
    soon(async {
        loop {
            let changed = parts.inbox.store().wait();
            if parts.inbox.overview().await.unwrap().runs.is_empty() {
                break;
            }
            changed.await;
        }
    })
    .await;

    let db = rusqlite::Connection::open(file).unwrap();
    let rows: u32 = db.query_row("SELECT count(*) FROM paid", [], |row| row.get(0)).unwrap();
    assert_eq!(rows, 1);
}

#[test]
fn the_provider_example_is_usable() {
    assert!(acme::PROVIDER.secret("made-up").verifier().is_ok());
}

#[test]
fn the_readme_shows_what_is_compiled_here() {
    let readme = include_str!("../../../README.md");
    for example in [include_str!("direct.rs"), include_str!("inbox.rs"), include_str!("acme.rs")] {
        assert!(readme.contains(&format!("```rust\n{example}```\n")), "differs:\n{example}");
    }
}

/// Pastes both programs into a crate of their own, with the dependencies that the README names.
#[test]
fn the_programs_compile_when_they_are_pasted() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let dependencies = block(include_str!("../../../README.md"), "toml");
    let here = format!("{{ path = {root:?}, features = [\"sqlite\"] }}");
    let manifest = dependencies.replace(r#"{ version = "0.1", features = ["sqlite"] }"#, &here);
    assert_ne!(manifest, dependencies, "the README names hookport and the feature of the inbox");

    let pasted = tempfile::tempdir().unwrap();
    let sources = pasted.path().join("src/bin");
    fs::create_dir_all(&sources).unwrap();
    fs::write(sources.join("direct.rs"), include_str!("direct.rs")).unwrap();
    fs::write(sources.join("inbox.rs"), include_str!("inbox.rs")).unwrap();
    fs::copy(root.join("Cargo.lock"), pasted.path().join("Cargo.lock")).unwrap();
    let package = "[package]\nname = \"pasted\"\nedition = \"2024\"\n\n[workspace]\n\n";
    fs::write(pasted.path().join("Cargo.toml"), format!("{package}{manifest}")).unwrap();

    let check = Command::new(env!("CARGO"))
        .args(["check", "--bins", "--target-dir"])
        .arg(root.join("target/pasted"))
        .current_dir(pasted.path())
        .output()
        .unwrap();
    assert!(check.status.success(), "{}", String::from_utf8_lossy(&check.stderr));
}

/// Returns the first code block of a language.
fn block<'a>(page: &'a str, language: &str) -> &'a str {
    let (_, rest) = page.split_once(&format!("```{language}\n")).unwrap();
    rest.split_once("```").unwrap().0
}

fn paid() -> http::Request<bytes::Bytes> {
    Signer::new(hookport::providers::STRIPE, SECRET)
        .url("http://localhost/stripe")
        .sign(r#"{"id":"evt_1","type":"payment_intent.succeeded","data":{"object":{"id":"pi_1"}}}"#)
        .unwrap()
}

const SECRET: &str = "whsec_made_up";

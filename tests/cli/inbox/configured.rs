//! Commands that know the endpoints by a configuration file.

use std::{fs, time::SystemTime};

use hookport::{
    DeliveryParts, Trust,
    inbox::{Change, Quarantined, Store},
    providers,
    testing::Signer,
};

use super::kit::{Kept, at, kept_of};

#[test]
fn the_inbox_of_a_configuration_file_is_found() {
    let kept = Kept::new();
    kept.configure();
    let file = kept.folder().join("hookport.toml");

    let here = kept.run_there("log --sender-id evt_1 --json");
    let named = crate::terminal::hookport(&[
        "log",
        "--sender-id",
        "evt_1",
        "--json",
        "--config",
        file.to_str().unwrap(),
    ]);

    assert_eq!((here.code, &*here.stderr), (0, ""), "{here:?}");
    assert_eq!(here, named);
    fs::write(&file, "inbox = 7").unwrap();
    let wrong = kept.run_there("log");
    assert_eq!(wrong.code, 2, "{wrong:?}");
    assert!(wrong.stderr.contains("hookport.toml:1: `inbox`"), "{wrong:?}");
}

#[test]
fn a_folder_without_an_inbox_is_told_with_all_places_that_were_looked_at() {
    let folder = tempfile::tempdir().unwrap();
    let mut log = crate::terminal::command(&["log"]);

    let run = log.current_dir(folder.path()).env_remove("HOOKPORT_INBOX").output().unwrap();

    let told = String::from_utf8(run.stderr).unwrap();
    for place in ["--inbox", "--config", "HOOKPORT_INBOX", "hookport.toml"] {
        assert!(told.contains(place), "{told}");
    }
}

#[test]
fn a_command_that_proves_nothing_needs_no_secret() {
    let kept = Kept::new();
    kept.configure();
    let file = kept.folder().join("hookport.toml");
    let config = fs::read_to_string(&file).unwrap();
    let secrets = config.lines().find(|line| line.starts_with("secrets")).unwrap();
    let unset = config.replace(secrets, "secrets = [{ env = 'HOOKPORT_TEST_UNSET' }]");
    assert_ne!(unset, config);
    fs::write(&file, unset).unwrap();

    for command in ["log", "show 1", "usage", "dead", "quarantine"] {
        let run = kept.run_there(command);
        assert!(!run.stderr.contains("error"), "{command}: {run:?}");
    }
    assert_eq!(kept.run_there("pause pushes").code, 0, "its endpoints are known");
    fs::write(&file, config.replace("provider", "supplier")).unwrap();
    let wrong = kept.run_there("usage");
    assert!(wrong.stderr.contains("supplier"), "{wrong:?}");
}

#[test]
fn an_endpoint_without_deliveries_can_be_paused() {
    let kept = Kept::new();
    kept.configure();

    assert_eq!(kept.run_there("pause pushes").stdout, "paused pushes\n");
    assert_eq!(kept.run_there("resume pushes").stdout, "resumed pushes\n");
    assert_eq!(kept.run_there("pause none").code, 1);
}

#[test]
fn nothing_is_replayed_of_an_endpoint_that_only_keeps() {
    let kept = Kept::new();
    kept.configure();
    kept.with_store(async |store| {
        let request =
            http::Request::post("/pushes").body(bytes::Bytes::from_static(b"{}")).unwrap();
        let parts = DeliveryParts::new("pushes", Trust::Signed, at(0), request);
        store.accept(kept_of(parts)).await.unwrap();
        store
    });

    for choice in ["7 --all", "--endpoint pushes --state unhandled"] {
        let run = kept.run_there(&format!("replay {choice} --yes"));

        assert_eq!(
            (run.code, &*run.stdout),
            (1, "0 runs of 1 delivery will run again\n"),
            "{run:?}"
        );
        assert!(
            run.stderr.contains("of an endpoint without destinations nothing runs again"),
            "{run:?}"
        );
    }
    let elsewhere = kept.run_there("replay 3 --yes");
    assert_eq!(elsewhere.code, 0, "another endpoint may have handlers: {elsewhere:?}");
}

#[test]
fn what_was_refused_for_a_wrong_secret_is_proved_after_it_was_corrected() {
    let kept = Kept::new();
    kept.configure();
    kept.with_store(async |store| {
        quarantine(&*store, "mended").await;
        quarantine(&*store, "of somebody else").await;
        store
    });

    let again = kept.run_there("quarantine --reverify --endpoint pushes");
    let log = kept.run_there("log --endpoint pushes --json");

    assert_eq!((again.code, &*again.stdout), (0, "pushes: 1 proved, 1 left\n"), "{again:?}");
    assert!(log.stdout.contains(r#""event":"push""#), "{log:?}");
    assert_eq!(kept.run_there("quarantine --reverify --endpoint pushes").code, 1);
    let without = kept.run("quarantine --reverify");
    assert_eq!(without.code, 2, "{without:?}");
    assert!(without.stderr.contains("--config"), "{without:?}");
}

/// A sender that shows a token in a header whose name tells nothing.
const SENDER_OF_ONES_OWN: &str = r#"
inbox = "sqlite:hookport.db"
[[endpoints]]
path = "/acme"
secrets = [{ file = "secret.txt" }]
store-only = true
[endpoints.sender]
name = "acme"
[[endpoints.sender.proved-by]]
token.field = "header:x-acme-proof"
"#;

#[test]
fn the_credentials_of_a_sender_of_ones_own_are_hidden_in_a_http_file() {
    let kept = Kept::new();
    fs::write(kept.folder().join("hookport.toml"), SENDER_OF_ONES_OWN).unwrap();
    fs::write(kept.folder().join("secret.txt"), "made-up-proof").unwrap();
    kept.with_store(async |store| {
        let request = http::Request::post("/acme").header("x-acme-proof", "made-up-proof");
        let request = request.body(bytes::Bytes::from_static(b"{}")).unwrap();
        let parts = DeliveryParts::new("acme", Trust::Token, at(0), request);
        store.accept(kept_of(parts)).await.unwrap();
        store
    });

    let hidden = kept.run_there("show 7 --http");
    let whole = kept.run_there("show 7 --http --with-secrets");

    assert!(hidden.stdout.contains("x-acme-proof: hidden\n"), "{hidden:?}");
    assert!(!hidden.stdout.contains("made-up-proof"), "{hidden:?}");
    assert!(whole.stdout.contains("x-acme-proof: made-up-proof\n"), "{whole:?}");
    assert_eq!(hidden.stderr, "");
    let unknown = kept.run("show 7 --http");
    assert!(unknown.stderr.contains("the sender acme is not known here"), "{unknown:?}");
}

async fn quarantine(store: &dyn Store, secret: &'static str) {
    let signer = Signer::new(providers::GITHUB, secret).event("push");
    let (mut head, body) = signer.sign("{}").unwrap().into_parts();
    head.uri = "/pushes".parse().unwrap();
    let request = http::Request::from_parts(head, body);
    let reason = "signature_mismatch".to_owned();
    let unproved = Quarantined::new("pushes".into(), reason, SystemTime::now(), request);
    store.change(Change::Quarantine { unproved, at_most: 10 }).await.unwrap();
}

//! Commands that know the endpoints by a configuration file.

use std::time::SystemTime;

use hookport::{
    inbox::{Change, Quarantined, Store},
    providers,
    stores::SqliteStore,
    testing::Signer,
};

use super::kit::Kept;

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
    std::fs::write(&file, "inbox = 7").unwrap();
    let wrong = kept.run_there("log");
    assert_eq!(wrong.code, 2, "{wrong:?}");
    assert!(wrong.stderr.contains("hookport.toml:1: `inbox`"), "{wrong:?}");
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
fn what_was_refused_for_a_wrong_secret_is_proved_after_it_was_corrected() {
    let kept = Kept::new();
    kept.configure();
    kept.with_store(async |store| {
        quarantine(&store, "mended").await;
        quarantine(&store, "of somebody else").await;
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

async fn quarantine(store: &SqliteStore, secret: &'static str) {
    let signer = Signer::new(providers::GITHUB, secret).event("push");
    let (mut head, body) = signer.sign("{}").unwrap().into_parts();
    head.uri = "/pushes".parse().unwrap();
    let request = http::Request::from_parts(head, body);
    let reason = "signature_mismatch".to_owned();
    let unproved = Quarantined::new("pushes".into(), reason, SystemTime::now(), request);
    store.change(Change::Quarantine { unproved, at_most: 10 }).await.unwrap();
}

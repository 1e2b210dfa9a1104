//! An inbox in a Postgres database, and what is different there.

use std::fs;

use super::kit::Kept;
use crate::{
    postgres::Postgres,
    terminal::{command, hookport},
};

#[test]
fn a_database_is_not_copied_as_a_file_is() {
    let kept = Kept::in_postgres();

    for args in ["backup DIR/monday.db", "restore DIR/monday.db --force --yes"] {
        let run = kept.run(args);

        assert_eq!((run.code, &*run.stdout), (2, ""), "{run:?}");
        assert!(run.stderr.contains("`pg_dump --schema=hookport"), "{run:?}");
        assert!(!kept.folder().join("monday.db").exists());
    }
}

#[test]
fn a_schema_that_holds_no_inbox_is_left_as_it_is() {
    let server = Postgres::shared();
    let url = format!("{}&schema={}", server.url(), server.new_schema());

    for _ in 0..2 {
        let run = hookport(&["log", "--inbox", &url]);

        assert_eq!((run.code, &*run.stdout), (2, ""), "{run:?}");
        assert!(run.stderr.contains("holds no inbox: a receiver makes one"), "{run:?}");
    }
}

#[test]
fn a_database_that_cannot_be_reached_is_named_without_its_password() {
    let folder = tempfile::tempdir().unwrap();
    let at = format!("localhost/shop?host={}&patience=1", folder.path().display());

    let run = hookport(&["log", "--inbox", &format!("postgres://shop:hidden@{at}")]);

    assert_eq!((run.code, &*run.stdout), (2, ""), "{run:?}");
    assert!(run.stderr.contains("cannot open the inbox `postgres://localhost/shop`"), "{run:?}");
    assert!(run.stderr.contains("No such file or directory"), "the cause is told: {run:?}");
    assert!(!run.stderr.contains("hidden"), "{run:?}");
}

#[test]
fn an_error_of_the_database_is_told_once() {
    let stranger = Postgres::shared().url().replace("tests@", "stranger@");

    let run = hookport(&["log", "--inbox", &stranger]);

    assert_eq!(run.code, 2, "{run:?}");
    assert_eq!(run.stderr.matches("\"stranger\" does not exist").count(), 1, "{run:?}");
}

#[test]
fn the_url_of_a_configuration_file_may_be_in_a_variable_in_a_file_or_printed() {
    let kept = Kept::in_postgres();
    let endpoint = "[[endpoints]]\npath = '/pushes'\nprovider = 'github'\n\
                    secrets = [{ env = 'HOOKPORT_TEST_UNSET' }]\nstore-only = true\n";
    fs::write(kept.folder().join("url"), format!("{}\n", kept.url())).unwrap();
    for place in ["env = 'SHOP_INBOX'", "file = 'url'", "command = ['cat', 'url']"] {
        let config = format!("inbox = {{ {place} }}\n{endpoint}");
        fs::write(kept.folder().join("hookport.toml"), config).unwrap();

        let mut log = command(&["log", "--sender-id", "evt_1", "--json"]);
        let log = log.current_dir(kept.folder()).env("SHOP_INBOX", kept.url()).output().unwrap();

        let told = String::from_utf8(log.stdout).unwrap();
        assert!(told.contains(r#""senderId":"evt_1""#), "{place}: {told} {:?}", log.stderr);
    }
}

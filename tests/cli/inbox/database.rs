//! An inbox in a Postgres database, and what is different there.

use std::{
    fs,
    io::{BufRead, BufReader},
    process::Stdio,
};

use super::kit::Kept;
use crate::{
    postgres::{Fsync, Postgres},
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
fn who_follows_the_log_goes_on_when_the_database_is_there_again() {
    let server = Postgres::start(Fsync::Off);
    let url = format!("{}&patience=1", Kept::on(&server).url());
    let mut follow = command(&["log", "--follow", "--limit", "1", "--inbox", &url]);
    let mut follow = follow.stderr(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(follow.stdout.take().unwrap()).lines();
    lines.next().unwrap().unwrap();
    let mut notes = BufReader::new(follow.stderr.take().unwrap()).lines().map_while(Result::ok);
    let mut note = |end: &str| notes.find(|note| note.ends_with(end)).expect(end);

    server.crash();
    let away = note("; it is tried again");
    assert!(away.starts_with("note: the inbox cannot be read or changed: "), "{away}");
    server.start_again();
    note("note: the inbox can be read again");

    follow.kill().unwrap();
    follow.wait().unwrap();
}

#[test]
fn a_role_that_may_only_look_is_told_so() {
    let kept = Kept::in_postgres();
    let reader = format!("{}&options=-c%20default_transaction_read_only%3Don", kept.url());

    let run = hookport(&["replay", "2", "--yes", "--inbox", &reader]);

    assert_eq!((run.code, &*run.stdout), (2, ""), "{run:?}");
    assert!(run.stderr.starts_with("error: the inbox cannot be read or changed: "), "{run:?}");
    assert!(run.stderr.contains("read-only transaction"), "{run:?}");
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

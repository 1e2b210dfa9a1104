//! `--provider-file`: a sender of one's own.

use crate::terminal::{file, hookport};

#[test]
fn a_sender_in_a_file_signs_and_verifies_as_the_built_in_one() {
    let toml = hookport(&["providers", "stripe", "--toml"]).stdout;
    let sender = file("own-sender.toml", toml.replace("name = \"stripe\"", "name = \"acme\""));
    let body = file("own-sender.json", r#"{"id":"evt_1","type":"invoice.paid"}"#);
    let account = ["--provider-file", &sender, "--secret", "whsec_test", "--now", "1763410017"];

    let signed = hookport(&[&["sign"], &account[..], &[&body]].concat());
    let request = file("own-sender.http", signed.stdout);
    let verified = hookport(&[&["verify"], &account[..], &[&request]].concat());

    assert_eq!((signed.code, verified.code), (0, 0), "{}{}", signed.stderr, verified.stderr);
    assert!(verified.stdout.starts_with("accepted  acme\n"), "{}", verified.stdout);
    assert!(verified.stdout.contains("invoice.paid"), "{}", verified.stdout);
}

#[test]
fn a_mistake_in_the_file_is_told_with_its_line() {
    let sender = file("mistaken-sender.toml", "name = 'acme'\nproved_by = []\n");

    let told = hookport(&["verify", "--provider-file", &sender, "--secret", "made-up", "-"]);

    assert_eq!(told.code, 2);
    assert!(
        told.stderr.contains("line 2, `proved_by`: unknown field `proved_by`"),
        "{}",
        told.stderr
    );
}

#[test]
fn a_file_without_a_proof_is_told_by_the_words_of_a_file() {
    let sender = file("unproved-sender.toml", "name = 'acme'\n");
    let request = file("unproved-sender.http", "POST / HTTP/1.1\nhost: localhost\n\n{}");

    let told = hookport(&["verify", "--provider-file", &sender, "--secret", "made-up", &request]);

    assert_eq!(told.code, 2);
    assert!(told.stderr.starts_with("error: --provider-file: provider `acme`"), "{}", told.stderr);
    assert!(told.stderr.contains("`proved-by`"), "{}", told.stderr);
}

#[test]
fn a_sender_is_named_once() {
    let sender = file("named-once.toml", "name = 'acme'\n");
    let args = ["--provider", "stripe", "--provider-file", &sender, "--secret", "made-up", "-"];

    assert_eq!(hookport(&[&["verify"], &args[..]].concat()).code, 2);
    assert_eq!(hookport(&["verify", "--secret", "made-up", "-"]).code, 2);
}

//! `hookport accounts`.

use std::fs;

use super::kit::Kept;
use crate::terminal::{Run, hookport_reading};

#[test]
fn accounts_are_added_listed_and_removed() {
    let kept = Kept::in_postgres();
    for name in ["old", "new"] {
        fs::write(kept.folder().join(name), format!("made-up-{name}\n")).unwrap();
    }

    kept.transcript(
        "accounts",
        &[
            "accounts list shopify",
            "accounts add shopify acme --secret-file DIR/old",
            "accounts add shopify acme --secret-file DIR/new",
            "accounts add shopify globex --without-secret",
            "accounts add shopify globex --without-secret",
            "accounts list shopify",
            "accounts list shopify --json",
            "accounts list stripe",
            "accounts remove shopify acme --older",
            "accounts remove shopify acme --older",
            "accounts remove shopify globex",
            "accounts remove shopify globex",
            "accounts list shopify",
        ],
    );
}

#[test]
fn a_secret_is_read_from_stdin_and_a_blank_one_is_refused() {
    let kept = Kept::in_postgres();
    let add = |secret: &str, account: &str| {
        let args = ["accounts", "add", "shopify", account, "--secret-stdin", "--inbox", kept.url()];
        hookport_reading(secret, &args)
    };

    assert_eq!(add("made-up\n", "acme").code, 0);
    let blank = add(" \n", "acme");
    assert_eq!((blank.code, &*blank.stdout), (2, ""), "{blank:?}");
    assert!(blank.stderr.contains("blank"), "{blank:?}");
    let long = add("made-up\n", &"a".repeat(257));
    assert_eq!(long.code, 2, "{long:?}");
    assert!(long.stderr.contains("256 bytes"), "{long:?}");
    let none = kept.run("accounts add shopify globex");
    assert_eq!(none.code, 2, "{none:?}");

    let listed = kept.run("accounts list shopify --json");
    assert_eq!(listed.stdout, "{\"account\":\"acme\",\"secrets\":1}\n");
    for run in [blank, long, none, listed] {
        assert!(!format!("{run:?}").contains("made-up"), "{run:?}");
    }
}

#[test]
fn an_inbox_in_a_file_has_no_accounts() {
    let run: Run = Kept::new().run("accounts list shopify");

    assert_eq!((run.code, &*run.stdout), (2, ""), "{run:?}");
    assert!(run.stderr.contains("`accounts.file`"), "{run:?}");
}

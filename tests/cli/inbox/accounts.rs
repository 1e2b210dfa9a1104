//! `hookport accounts`.

use std::fs;

use super::kit::Kept;
use crate::terminal::{Run, command, hookport_reading};

#[test]
fn accounts_are_added_listed_and_removed() {
    let kept = Kept::in_postgres();
    for name in ["old", "new"] {
        fs::write(kept.folder().join(name), format!("made-up-{name}\n")).unwrap();
    }

    kept.transcript(
        "accounts",
        &[
            "accounts list shop",
            "accounts add shop acme --secret-file DIR/old",
            "accounts add shop acme --secret-file DIR/new",
            "accounts add shop acme --secret-file DIR/new",
            "accounts add shop globex --without-secret",
            "accounts add shop globex --without-secret",
            "accounts list shop",
            "accounts list shop --json",
            "accounts list stripe",
            "accounts list shopp",
            "accounts add shopp acme --secret-file DIR/new",
            "accounts remove shopp acme",
            "accounts remove shop acme --older",
            "accounts remove shop acme --older",
            "accounts remove shop globex",
            "accounts remove shop globex",
            "accounts list shop",
            "accounts add shop initech --without-secret --json",
            "accounts add shop initech --without-secret --json",
            "accounts add shop initech --secret-file DIR/old --json",
            "accounts add shop initech --secret-file DIR/new --json",
            "accounts add shop initech --secret-file DIR/old --json",
            "accounts remove shop initech --older --json",
            "accounts remove shop initech --older --json",
            "accounts remove shop initech --json",
            "accounts remove shop initech --json",
            "accounts add shop initech",
        ],
    );
}

#[test]
fn a_secret_is_read_from_stdin_and_a_blank_one_is_refused() {
    let kept = Kept::in_postgres();
    let add = |secret: &str, account: &str| {
        let args = ["accounts", "add", "shop", account, "--secret-stdin", "--inbox", kept.url()];
        hookport_reading(secret, &args)
    };

    assert_eq!(add("made-up\n", "acme").code, 0);
    let blank = add(" \n", "acme");
    assert_eq!((blank.code, &*blank.stdout), (2, ""), "{blank:?}");
    assert!(blank.stderr.contains("blank"), "{blank:?}");
    let long = add("made-up\n", &"a".repeat(257));
    assert_eq!(long.code, 2, "{long:?}");
    assert!(long.stderr.contains("256 bytes"), "{long:?}");
    let none = kept.run("accounts add shop globex");
    assert_eq!(none.code, 2, "{none:?}");

    let listed = kept.run("accounts list shop --json");
    assert_eq!(listed.stdout, "{\"account\":\"acme\",\"secrets\":1}\n");
    for run in [blank, long, none, listed] {
        assert!(!format!("{run:?}").contains("made-up"), "{run:?}");
    }
}

#[test]
fn an_endpoint_that_no_receiver_has_served_yet_needs_a_flag() {
    let kept = Kept::in_postgres();
    let globex = "accounts add new globex --without-secret";

    let refused = kept.run(globex);
    assert_eq!((refused.code, &*refused.stdout), (2, ""), "{refused:?}");
    assert!(refused.stderr.contains("the inbox knows `shop` and `stripe`"), "{refused:?}");

    assert_eq!(kept.run(&format!("{globex} --new-endpoint")).code, 0);
    assert_eq!(kept.run("accounts list new").code, 0, "it has an account");
    assert_eq!(kept.run("accounts remove new globex").code, 0);
    assert_eq!(kept.run("accounts add new acme --without-secret").code, 2, "none has served it");
}

#[test]
fn accounts_are_added_to_those_endpoints_of_a_configuration_that_take_them() {
    let kept = Kept::in_postgres();
    let config = format!("inbox = '{}'\n{ENDPOINTS}", kept.url());
    fs::write(kept.folder().join("hookport.toml"), config).unwrap();
    let run = |args: &str| kept.run_there(args);

    for other in ["pushes", "shopfy"] {
        for more in ["", " --new-endpoint"] {
            let add = run(&format!("accounts add {other} acme --without-secret{more}"));
            assert_eq!((add.code, &*add.stdout), (2, ""), "{add:?}");
            assert!(add.stderr.contains("in the configuration `shopify` has it"), "{add:?}");
        }
    }
    assert_eq!(run("accounts list shopfy").code, 2);
    assert_eq!(run("accounts list shopify").code, 1, "it has none yet");
    assert_eq!(run("accounts add shopify acme --without-secret").code, 0);
    assert_eq!(run("accounts remove shopify acme").code, 0);
}

#[test]
fn the_file_in_the_folder_tells_of_the_endpoints_though_a_variable_tells_of_the_inbox() {
    let kept = Kept::in_postgres();
    let config = format!("inbox = {{ env = 'HOOKPORT_INBOX' }}\n{ENDPOINTS}");
    fs::write(kept.folder().join("hookport.toml"), config).unwrap();
    let add = |endpoint: &str| -> Run {
        let mut add = command(&["accounts", "add", endpoint, "acme", "--without-secret"]);
        let add = add.current_dir(kept.folder()).env("HOOKPORT_INBOX", kept.url());
        add.output().unwrap().into()
    };

    let refused = add("pushes");

    assert_eq!(refused.code, 2, "{refused:?}");
    assert!(refused.stderr.contains("in the configuration `shopify` has it"), "{refused:?}");
    assert_eq!(add("shopify").code, 0);
}

const ENDPOINTS: &str = "
[[endpoints]]
path = '/shopify'
provider = 'shopify'
accounts = { in-inbox = true, in-path = '/shopify/{account}' }
store-only = true

[[endpoints]]
path = '/pushes'
provider = 'github'
accounts = { file = 'secrets.json', in-path = '/pushes/{account}' }
store-only = true
";

#[test]
fn a_secret_that_is_added_twice_is_there_once_as_the_newest() {
    let kept = Kept::in_postgres();
    for secret in ["old", "new"] {
        fs::write(kept.folder().join(secret), format!("made-up-{secret}\n")).unwrap();
    }
    let add =
        |secret: &str| kept.run(&format!("accounts add shop acme --secret-file DIR/{secret}"));

    let told = ["old", "new", "old"].map(|secret| add(secret).stdout);

    assert_eq!(told[..2], ["added a secret\n", "added a secret\n"]);
    assert!(told[2].contains("has this secret already"), "{told:?}");
    let listed = kept.run("accounts list shop --json");
    assert_eq!(listed.stdout, "{\"account\":\"acme\",\"secrets\":2}\n");
}

#[test]
fn a_name_that_no_request_can_have_is_refused_before_anything_is_added() {
    let kept = Kept::in_postgres();
    let asana = "\n[[endpoints]]\npath = '/asana'\nprovider = 'asana'\naccounts = { in-inbox = true }\nstore-only = true\n";
    let hubs = "\n[[endpoints]]\npath = '/hubs'\nprovider = 'github'\nstore-only = true\n\
                accounts = { in-inbox = true, at = 'json:/repository/full_name' }\n";
    let shops = "\n[[endpoints]]\npath = '/shops'\nprovider = 'github'\nstore-only = true\n\
                 accounts = { in-inbox = true, at = 'header:x-shop' }\n";
    let config = format!("inbox = '{}'\n{ENDPOINTS}{asana}{hubs}{shops}", kept.url());
    fs::write(kept.folder().join("hookport.toml"), config).unwrap();
    let add = |endpoint: &str, account: &str, more: &[&str]| -> Run {
        let mut add = command(&["accounts", "add", endpoint, account, "--without-secret"]);
        add.args(more).current_dir(kept.folder()).output().unwrap().into()
    };
    let long = "a".repeat(257);
    let in_path =
        ["a/b", "acme shop", "a?b", "a#b", "a\nb", ".", "..", "é", "😀", "50%", "%2", "", &*long];

    for (endpoint, account) in in_path.map(|account| ("shopify", account)).into_iter().chain([
        ("asana", "acme"),
        ("shops", "a\nb"),
        ("shops", " a"),
        ("shops", "é"),
        ("hubs", ""),
        ("hubs", &*long),
    ]) {
        let refused = add(endpoint, account, &[]);
        assert_eq!((refused.code, &*refused.stdout), (2, ""), "{account}: {refused:?}");
        let told = refused.stderr.starts_with("error: ACCOUNT: no request can name this account: ");
        assert!(told, "{account}: {refused:?}");
    }
    let unknown_place = add("new", &long, &["--new-endpoint", "--inbox", kept.url()]);
    assert_eq!(unknown_place.code, 2, "{unknown_place:?}");

    for (endpoint, account) in
        [("shopify", "acme%20shop"), ("asana", ""), ("hubs", "acme/é\n"), ("shops", "a b")]
    {
        let added = add(endpoint, account, &[]);
        assert_eq!(added.code, 0, "{account}: {added:?}");
    }
}

#[test]
fn an_account_whose_name_no_request_can_have_is_removed_still() {
    let kept = Kept::in_postgres();
    assert_eq!(
        kept.run("accounts add shop a/b --without-secret").code,
        0,
        "the place is unknown here"
    );

    assert_eq!(kept.run("accounts remove shop a/b").code, 0);
}

#[test]
fn an_inbox_in_a_file_has_no_accounts() {
    let run: Run = Kept::new().run("accounts list shopify");

    assert_eq!((run.code, &*run.stdout), (2, ""), "{run:?}");
    assert!(run.stderr.contains("`accounts.file`"), "{run:?}");
}

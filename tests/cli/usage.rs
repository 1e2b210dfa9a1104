//! Wrong usage: exit code 2, nothing on stdout, and the flag by its name.

use std::net::TcpListener;

use crate::terminal::{command, file, hookport, hookport_reading, same_as_file};

#[track_caller]
fn refused(args: &[&str], named: &str) {
    let run = hookport(args);

    assert_eq!((run.code, &*run.stdout), (2, ""), "{args:?}: {run:?}");
    assert!(run.stderr.starts_with("error: "), "{args:?}: {run:?}");
    assert!(run.stderr.contains(named), "{args:?}: {run:?}");
}

#[test]
fn a_wrong_argument_is_named() {
    let request = file("usage.http", "POST / HTTP/1.1\n\n");
    let stripe = ["verify", "--provider", "stripe", "--secret", "a", &request];
    let and = |more: &[&'static str]| [&stripe[..], more].concat();

    refused(&["verify", "--provider", "stripe", &request], "--secret");
    refused(&["verify", "--secret", "a", &request], "--provider");
    refused(&["verify", "--provider", "strpe", "--secret", "a", &request], "similar: stripe");
    refused(&["verify", "--provider", "twilio", "--secret", "a", &request], "--url");
    refused(&["verify", "--provider", "stripe", "--secret", "a"], "FILE");
    refused(&and(&["--url", "hooks.example"]), "--url");
    refused(&and(&["--url", "ftp://hooks.example/"]), "--url");
    refused(&and(&["--now", "yesterday"]), "--now");
    refused(&and(&["--now", "253402300800"]), "--now");
    refused(&and(&["--tolerance", "-1"]), "--tolerance");
    refused(&and(&["--secret-env", "HOOKPORT_TEST_UNSET"]), "--secret-env");
    refused(&["send", "--provider", "stripe", "--secret", "a", &request], "--url");
    refused(&["sign", "--provider", "discord", "--secret", "a", &request], "--secret");
    let sign = ["sign", "--provider", "stripe", "--secret", "a", &request];
    refused(&[&sign[..], &["--header", "none"]].concat(), "--header");
    refused(&[&sign[..], &["--header", "a b: c"]].concat(), "--header");
    refused(&[&sign[..], &["--output", "/no/such/folder/out.http"]].concat(), "--output");
    let send = ["send", "--provider", "stripe", "--secret", "a", "--url", "http://[::1]:9/"];
    let send = [&send[..], &[&request]].concat();
    refused(&[&send[..], &["--count", "0"]].concat(), "--count");
    refused(&[&send[..], &["--concurrency", "0"]].concat(), "--concurrency");
}

#[test]
fn a_setting_that_is_given_twice_is_named_without_its_values() {
    let request = file("usage-twice.http", "POST / HTTP/1.1\n\n");
    let twice = ["--set", "app-key=made-up", "--set", "other=b", "--set", "app-key=made-up"];
    let told = "error: --set: `app-key` is given twice\n";
    for args in [
        &["verify", "--provider", "pusher", "--secret", "a", &request][..],
        &["sign", "--provider", "pusher", "--secret", "a", &request],
        &["send", "--provider", "pusher", "--secret", "a", "--url", "http://[::1]:9/", &request],
    ] {
        let run = hookport(&[args, &twice].concat());
        assert_eq!((run.code, &*run.stdout, &*run.stderr), (2, "", told), "{args:?}");
    }
    let endpoint = "/in=pusher,app-key=made-up,app-key=made-up";
    // A start that is not refused ends at the port that is taken.
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let run = hookport(&["listen", "--listen", &address, "--endpoint", endpoint]);
    let told = "error: --endpoint: `app-key` is given twice\n";
    assert_eq!((run.code, &*run.stdout, &*run.stderr), (2, "", told));
}

#[test]
fn a_blank_secret_is_told_before_anything_is_signed() {
    let request = file("usage-blank.http", "POST / HTTP/1.1\n\n");
    refused(&["sign", "--provider", "cassa-in-cloud", "--secret", " ", &request], "is blank");
}

#[test]
fn a_folder_in_the_place_of_a_new_file_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().to_str().unwrap();
    for flags in [&[][..], &["--force"]] {
        let init = ["init", "--provider", "routal", "--config", place];
        let run = hookport(&[&init[..], flags].concat());
        let told = format!("error: there is a folder at `{place}`: expected the path of a file\n");
        assert_eq!((run.code, &*run.stderr), (2, &*told), "{flags:?}");
    }
}

#[test]
fn an_unreadable_file_is_named() {
    let request = file("malformed.http", "POST HTTP/1.1\n\n");
    let verify = |path| ["verify", "--provider", "stripe", "--secret", "a", path];

    refused(&verify("/no/such.http"), "/no/such.http");
    refused(&verify(&request), "line 1: expected `METHOD target HTTP/1.1`");
}

#[test]
fn stdin_is_read_once_and_an_empty_one_has_no_secret() {
    let request = file("stdin.http", "POST / HTTP/1.1\n\n");
    let args = ["verify", "--provider", "stripe", "--secret-stdin"];

    let both = hookport_reading("a", &[&args[..], &["-"]].concat());
    let none = hookport_reading("", &[&args[..], &[&request]].concat());

    assert_eq!(both.stderr, "error: --secret-stdin: stdin is taken by the request `-`\n");
    assert_eq!(none.stderr, "error: --secret-stdin: no secret on standard input\n");
    assert_eq!((both.code, none.code), (2, 2));
}

#[test]
fn a_secret_is_never_printed() {
    let request = file("secret.http", "POST / HTTP/1.1\nStripe-Signature: t=1,v1=00\n\n");
    for args in [
        &["verify", "--provider", "discord"][..],
        &["verify", "--provider", "stripe"],
        &["verify", "--provider", "twilio"],
        &["sign", "--provider", "svix"],
        &["verify", "--provider", "stripe", "--nonsense"],
        &["send", "--provider", "stripe", "--url", "nonsense"],
    ] {
        let args = [args, &["--secret", "-made-up-secret-", &request]].concat();
        let run = hookport(&args);

        assert_ne!(run.code, 0, "{run:?}");
        assert!(!format!("{run:?}").contains("made-up-secret"), "{run:?}");
    }
}

#[test]
fn the_exit_codes_are_in_the_help() {
    let help = hookport(&["--help"]);

    assert_eq!(help.code, 0);
    same_as_file("help", &help.stdout);
    for command in ["init", "serve", "check", "verify", "sign", "send", "providers"] {
        let help = hookport(&["help", command]);
        assert!(help.stdout.contains("Exit codes:\n  0  "), "{command}");
        assert!(help.stdout.contains("Examples:\n  hookport "), "{command}");
    }
}

#[test]
fn a_reader_that_has_enough_is_not_told_of_it() {
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);

    let output = command(&["providers"]).stdout(writer).output().unwrap();

    assert_eq!(output.stderr, b"");
}

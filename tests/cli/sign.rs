//! `hookport sign`.

use std::time::{SystemTime, UNIX_EPOCH};

use crate::secrets;
use crate::terminal::{file, hookport, hookport_reading, same_as_file};

const SEED: &str = "0101010101010101010101010101010101010101010101010101010101010101";
const PUBLIC: &str = "8a88e3dd7409f195fd52db2d3cba5d72ca6709bf1d94121bf3748801b40f6f5c";
const URL: &str = "https://hooks.example/in?a=1";

#[test]
fn what_is_signed_for_a_provider_is_accepted() {
    for provider in secrets::signable() {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
        let (signing, verifying) = secrets::of(provider);
        let body = secrets::ping(provider, now);
        let settings: Vec<_> = secrets::settings(provider)
            .map(|(name, value)| format!("--set={name}={value}"))
            .chain(secrets::decryption_key(provider).map(|key| format!("--decryption-key={key}")))
            .collect();
        let provider = provider.name();
        let body = file(&format!("round-trip-{provider}.json"), &body);
        let settings = settings.iter().map(|text| &**text);
        let args = ["sign", "--provider", provider, "--secret", signing, "--url", URL, &body];
        let signed = hookport(&args.into_iter().chain(settings.clone()).collect::<Vec<_>>());
        let target = signed.stdout.split(' ').nth(1).unwrap().to_owned();
        let request = file(&format!("round-trip-{provider}.http"), &signed.stdout);
        let url = format!("https://hooks.example{target}");

        let args = ["verify", "--provider", provider, "--secret", verifying, "--url", &url];
        let args = args.into_iter().chain([&*request]).chain(settings);
        let run = hookport(&args.collect::<Vec<_>>());

        assert_eq!(run.code, 0, "{provider}: {run:?}");
    }
}

#[test]
fn a_request_is_written_as_a_server_sees_it() {
    let body = file("push.json", r#"{"ref":"main"}"#);
    let args = ["sign", "--provider", "github", "--secret", "made-up", "--url", URL];
    let more = ["--event", "push", "--id", "1-2", "--header", "X-Trace: a:b", &body];
    let args = [&args[..], &more].concat();

    let run = hookport(&args);

    assert_eq!((run.code, &*run.stderr), (0, ""));
    same_as_file("sign-github", &run.stdout);
}

#[test]
fn a_secret_is_read_from_a_file_without_its_last_line_break() {
    let body = file("secret-file.json", "{}");
    let secret = file("secret-file.txt", "made-up \r\n");
    let sign = |secret: &[&str]| {
        let args = ["sign", "--provider", "github", "--id", "1", "--event", "push", &body];
        hookport(&[&args[..], secret].concat())
    };

    let signed = sign(&["--secret-file", &secret]);
    let request = file("secret-file.http", &signed.stdout);
    let verify = ["verify", "--provider", "github", "--secret-file", &secret, &request];

    assert_eq!(signed, sign(&["--secret", "made-up "]));
    assert_eq!(hookport(&verify).code, 0);
    let none = sign(&["--secret-file", "/no/such"]);
    assert_eq!(none.code, 2);
    assert!(none.stderr.starts_with("error: cannot read `/no/such`: "), "{none:?}");
}

#[test]
fn a_file_takes_the_request_instead_of_stdout() {
    let out = file("out.http", "");
    let args = ["sign", "--provider", "github", "--secret", "made-up", "--output", &out, "-"];

    let run = hookport_reading("{}", &args);

    assert_eq!((run.code, &*run.stdout), (0, ""));
    assert!(std::fs::read_to_string(out).unwrap().ends_with("\n\n{}"));
}

#[test]
fn the_public_key_is_noted_and_the_private_one_is_not() {
    let body = file("interaction.json", "{}");
    let discord = hookport(&["sign", "--provider", "discord", "--secret", SEED, &body]);
    let private = "whsk_AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=";
    let standard =
        hookport(&["sign", "--provider", "standard-webhooks", "--secret", private, &body]);

    assert_eq!(discord.stderr, format!("note: public key: {PUBLIC}\n"));
    assert_eq!(
        standard.stderr,
        "note: public key: whpk_iojj3XQJ8ZX9UtstPLpdcspnCb8dlBIb83SIAbQPb1w=\n"
    );
    assert!(!discord.stdout.contains(SEED));
}

#[test]
fn what_the_body_says_already_need_not_be_set() {
    let body = file("said.json", r#"{"id":"evt_1","type":"a"}"#);

    let run = hookport(&[
        "sign",
        "--secret",
        "made-up",
        "--provider",
        "stripe",
        "--id",
        "evt_1",
        "--event",
        "a",
        &*body,
    ]);

    assert_eq!(run.code, 0, "{run:?}");
}

#[test]
fn what_would_be_left_out_without_a_word_is_an_error() {
    let body = file("left-out.json", "{}");
    let error = |args: &[&str]| {
        let run = hookport(&[&["sign", "--secret", "made-up", &*body][..], args].concat());
        assert_eq!(run.code, 2, "{run:?}");
        run.stderr
    };

    assert_eq!(
        error(&["--provider", "stripe", "--id", "evt_1"]),
        "error: --id: the delivery id lies in JSON pointer `/id`: write it there\n"
    );
    assert_eq!(
        error(&["--provider", "stripe", "--event", "a"]),
        "error: --event: the event name lies in JSON pointer `/type`: write `a` there\n"
    );
    assert_eq!(
        error(&["--provider", "xero", "--id", "1"]),
        "error: --id: no delivery id is known of provider `xero`\n"
    );
}

#[test]
fn an_event_that_its_place_cannot_hold_is_named() {
    let body = file("no-place.json", "{}");
    let url = ["--url", "http://127.0.0.1:1/hooks"];
    for command in [&["sign"][..], &["send"], &["send", "--count", "2"]] {
        for (provider, event, place) in [
            ("rabbot", "a/b c", "last path segment"),
            ("rabbot", "a/b", "last path segment"),
            ("rabbot", "a?b", "last path segment"),
            ("rabbot", "..", "last path segment"),
            ("rabbot", "", "last path segment"),
            ("github", "a\nb", "header `x-github-event`"),
        ] {
            let flags = ["--secret", "made-up", "--provider", provider, "--event", event, &*body];
            let run = hookport(&[command, &url, &flags].concat());

            assert_eq!((run.code, &*run.stdout), (2, ""), "{event}: {run:?}");
            let told = format!("error: --event: {place} cannot hold ");
            assert!(run.stderr.starts_with(&told), "{event}: {run:?}");
        }
    }
}

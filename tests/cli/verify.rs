//! `hookport verify`.

use crate::terminal::{command, file, hookport, hookport_reading, same_as_file};

/// Signed by Stripe's scheme at 1763410017 under `whsec_test`.
fn stripe(name: &str) -> String {
    let body = file(&format!("{name}.json"), r#"{"id":"evt_1","type":"invoice.paid"}"#);
    let signed = hookport(&[
        "sign",
        "--provider",
        "stripe",
        "--secret",
        "whsec_test",
        "--now",
        "1763410017",
        &body,
    ]);
    file(&format!("{name}.http"), signed.stdout)
}

#[test]
fn a_genuine_delivery_is_accepted_with_its_facts() {
    let request = stripe("genuine");
    let args = ["verify", "--provider", "stripe", "--secret", "wrong", "--secret", "whsec_test"];
    let args = [&args[..], &["--now", "1763410029", &request]].concat();

    let text = hookport(&args);
    let json = hookport(&[&args[..], &["--json"]].concat());

    assert_eq!((text.code, json.code), (0, 0));
    same_as_file("verify-accepted", &text.stdout);
    assert_eq!(
        json.stdout,
        "{\"accepted\":true,\"trust\":\"signed\",\"key\":1,\"event\":\"invoice.paid\",\
         \"deliveryId\":\"evt_1\",\"tenant\":null,\"sentAt\":1763410017}\n"
    );
    assert_eq!((text.stderr, json.stderr), (String::new(), String::new()));
}

#[test]
fn each_event_of_a_batch_is_told() {
    let request =
        concat!(env!("CARGO_MANIFEST_DIR"), "/tests/vectors/fastspring/accept-batch.http");
    let secret = "made-up-secret-of-plain-words";
    let args = ["verify", "--provider", "fastspring", "--secret", secret, request];

    let text = hookport(&args).stdout;
    let json = hookport(&[&args[..], &["--json"]].concat()).stdout;

    assert!(
        text.contains("order.completed, id e1\n") && text.contains("order.failed, id e2\n"),
        "{text}"
    );
    assert!(json.contains(r#""items":[{"event":"order.completed","deliveryId":"e1"},"#), "{json}");
}

#[test]
fn a_forged_delivery_is_refused_with_a_reason() {
    let request = stripe("forged");
    let args = ["verify", "--provider", "stripe", "--secret", "whsec_wrong", "--now", "1763410029"];
    let args = [&args[..], &[&request]].concat();

    let text = hookport(&args);
    let json = hookport(&[&args[..], &["--json"]].concat());

    assert_eq!((text.code, json.code), (1, 1));
    same_as_file("verify-refused", &text.stdout);
    let start = "{\"accepted\":false,\"reason\":\"signature_mismatch\",\"cause\":\"wrong_secret\",\
                 \"lookAt\":\"secret\",\"diagnosis\":\"no signature matches: the secret is another";
    assert!(json.stdout.starts_with(start), "{json:?}");
}

#[test]
fn what_is_absent_is_null() {
    let body = file("absent.json", "[]");
    let signed = hookport(&["sign", "--provider", "meta", "--secret", "made-up", &body]);
    let request = file("absent.http", signed.stdout);

    let run =
        hookport(&["verify", "--provider", "meta", "--secret", "made-up", "--json", &request]);

    assert_eq!(
        run.stdout,
        "{\"accepted\":true,\"trust\":\"signed\",\"key\":0,\"event\":null,\
         \"deliveryId\":null,\"tenant\":null,\"sentAt\":null}\n"
    );
}

#[test]
fn a_handshake_is_shown_with_its_answer() {
    let request = file(
        "handshake.http",
        "GET /meta?hub.mode=subscribe&hub.verify_token=open&hub.challenge=42 HTTP/1.1\n\n",
    );
    let args = ["verify", "--provider", "meta", "--secret", "made-up", "--verify-token", "open"];
    let args = [&args[..], &[&request]].concat();

    let text = hookport(&args);
    let json = hookport(&[&args[..], &["--json"]].concat());

    assert_eq!((text.code, json.code), (0, 0));
    same_as_file("verify-handshake", &text.stdout);
    assert_eq!(
        json.stdout,
        "{\"accepted\":true,\"answer\":{\"status\":200,\"headers\":{\
         \"content-type\":\"text/plain; charset=utf-8\",\"x-content-type-options\":\"nosniff\"},\
         \"body\":\"42\"}}\n"
    );
}

#[test]
fn a_verify_token_is_no_signing_secret() {
    let request = file(
        "no-verify-token.http",
        "GET /meta?hub.mode=subscribe&hub.verify_token=open&hub.challenge=42 HTTP/1.1\n\n",
    );
    let judged = |more: &[&str], env: &str| {
        let args = ["verify", "--provider", "meta", "--secret", "open", "--json", &request];
        let mut command = command(&[&args[..], more].concat());
        command.env("HOOKPORT_TEST_TOKEN", env);
        crate::terminal::Run::from(command.output().unwrap())
    };
    let from_env = ["--verify-token-env", "HOOKPORT_TEST_TOKEN"];

    let none = judged(&[], "");
    assert_eq!(none.code, 1);
    assert!(none.stdout.contains("\"reason\":\"no_verify_token\""), "{none:?}");
    assert!(none.stdout.contains("no verify token is configured"), "{none:?}");
    let other = judged(&["--verify-token", "shut"], "");
    assert!(other.stdout.contains("\"reason\":\"verify_token_mismatch\""), "{other:?}");
    assert_eq!(judged(&from_env, "open").code, 0);
    assert_eq!(judged(&from_env, " ").code, 2);
    assert_eq!(judged(&["--verify-token", "open", from_env[0], from_env[1]], "open").code, 2);
}

#[test]
fn a_certificate_check_of_slack_is_answered() {
    let request = file(
        "ssl-check.http",
        "POST /slack HTTP/1.1\nContent-Type: application/x-www-form-urlencoded\n\nssl_check=1&token=a",
    );

    let run = hookport(&["verify", "--provider", "slack", "--secret", "made-up", &request]);

    assert_eq!(run.code, 0, "{run:?}");
    assert!(run.stdout.contains("a handshake to be answered"), "{run:?}");
}

#[test]
fn a_secret_that_the_provider_refuses_refuses_the_request() {
    let request = stripe("refused-secret");
    let reason = |provider, secret| {
        hookport(&["verify", "--provider", provider, "--secret", secret, "--json", &request])
    };

    let blank = reason("stripe", "");
    let bare = reason("svix", "whsec_");
    let wrong_kind = reason("discord", "no hex");

    for (run, word) in
        [(blank, "blank_secret"), (bare, "blank_secret"), (wrong_kind, "wrong_kind_secret")]
    {
        assert_eq!(run.code, 1, "{run:?}");
        let start = format!("{{\"accepted\":false,\"reason\":\"{word}\",\"cause\":\"secret_");
        assert!(run.stdout.starts_with(&start), "{run:?}");
    }
}

#[test]
fn secrets_come_from_the_arguments_then_the_environment_then_stdin() {
    let request = stripe("secrets");
    let key_of = |args: &[&str], env: &str, stdin: &str| {
        let args = [&["verify", "--provider", "stripe", "--json", "--now", "1763410017"], args];
        let args = [&args.concat()[..], &[&request]].concat();
        let input = file(&format!("stdin-{}-{stdin}", args.len()).replace('\n', "-"), stdin);
        let mut command = command(&args);
        command.env("HOOKPORT_TEST_SECRET", env).stdin(std::fs::File::open(input).unwrap());
        let run = crate::terminal::Run::from(command.output().unwrap());
        run.stdout.split("\"key\":").nth(1).unwrap().as_bytes()[0]
    };
    let from_env = ["--secret-env", "HOOKPORT_TEST_SECRET"];
    let mixed = ["--secret-stdin", "--secret-env", "HOOKPORT_TEST_SECRET", "--secret", "a"];

    assert_eq!(key_of(&from_env, "whsec_test", ""), b'0');
    assert_eq!(key_of(&["--secret-stdin"], "-", "a\nb\nwhsec_test\n"), b'2');
    assert_eq!(key_of(&mixed, "whsec_test", "c"), b'1');
    assert_eq!(key_of(&mixed, "b", "whsec_test"), b'2');
}

#[test]
fn a_blank_variable_is_named() {
    let request = stripe("blank-variable");
    for blank in ["", " \t\n"] {
        let args = ["verify", "--provider", "stripe", "--secret-env", "HOOKPORT_TEST_SECRET"];
        let mut command = command(&[&args[..], &[&request]].concat());
        command.env("HOOKPORT_TEST_SECRET", blank);

        let run = crate::terminal::Run::from(command.output().unwrap());

        assert_eq!((run.code, &*run.stdout), (2, ""), "{run:?}");
        let named = "environment variable `HOOKPORT_TEST_SECRET` is blank";
        assert!(run.stderr.contains(named), "{run:?}");
    }
}

#[test]
fn a_request_is_read_from_stdin() {
    let request = std::fs::read_to_string(stripe("piped")).unwrap();
    let args = ["verify", "--provider", "stripe", "--secret", "whsec_test", "--now", "1763410017"];

    let run = hookport_reading(&request, &[&args[..], &["-"]].concat());

    assert_eq!(run.code, 0, "{run:?}");
}

#[test]
fn a_url_says_what_the_sender_signed() {
    let url = "https://hooks.example/sms?shop=1";
    let body = file("sms.form", "To=1&From=2");
    let signed = ["sign", "--provider", "twilio", "--secret", "made-up", "--url", url, &body];
    let request = file("sms.http", hookport(&signed).stdout);
    let moved = std::fs::read_to_string(&request).unwrap().replace("/sms?shop=1", "/elsewhere");
    let moved = file("moved.http", moved);
    let code = |url: &[&str], request: &str| {
        let args = ["verify", "--provider", "twilio", "--secret", "made-up"];
        hookport(&[&args[..], url, &[request]].concat()).code
    };

    assert_eq!(code(&["--url", url], &request), 0);
    assert_eq!(code(&["--url", url], &moved), 0, "path and query are those of `--url`");
    assert_eq!(code(&["--url", "https://hooks.example"], &request), 0, "those of the request");
    assert_eq!(code(&["--url", "https://hooks.example"], &moved), 1);
    assert_eq!(code(&["--url", "https://hooks.example/"], &request), 1, "`/` is a path");
    assert_eq!(code(&[], &request), 2);
}

#[test]
fn user_and_password_of_a_url_are_left_out_with_a_note() {
    let body = file("user.form", "To=1&From=2");
    let plain = "https://hooks.example/sms";
    let signed = ["sign", "--provider", "twilio", "--secret", "made-up", "--url", plain, &body];
    let request = file("user.http", hookport(&signed).stdout);
    let args = ["verify", "--provider", "twilio", "--secret", "made-up"];

    let url = ["--url", "https://user:hush@hooks.example", &request];
    let run = hookport(&[&args[..], &url].concat());

    assert_eq!(run.code, 0, "{run:?}");
    assert!(run.stderr.starts_with("note: user and password of the URL are left out"), "{run:?}");
    assert!(!run.stderr.contains("hush"), "{run:?}");
}

#[test]
fn a_sender_may_have_signed_a_bare_origin() {
    // As Square signs `https://shop.example.com`, which was registered without a path.
    let request = file(
        "bare.http",
        "POST / HTTP/1.1\nContent-Type: application/json\n\
         X-Square-HmacSha256-Signature: jBiF8Bbl+XgzZb/qVhx+5XbgQ4nJYSapAr8ZWi49WU8=\n\n\
         {\"merchant_id\":\"M1\",\"type\":\"payment.updated\",\"event_id\":\"e-1\",\"data\":{}}",
    );
    let elsewhere = std::fs::read_to_string(&request).unwrap().replace("POST / ", "POST /in ");
    let elsewhere = file("bare-elsewhere.http", elsewhere);
    let code = |request: &str| {
        let args = ["verify", "--provider", "square", "--secret", "madeupSquareKey"];
        hookport(&[&args[..], &["--url", "https://shop.example.com", request]].concat()).code
    };

    assert_eq!((code(&request), code(&elsewhere)), (0, 1));
}

#[test]
fn a_tolerance_replaces_the_providers() {
    let request = stripe("tolerance");
    let code = |tolerance| {
        let args = ["verify", "--provider", "stripe", "--secret", "whsec_test"];
        let times = ["--now", "1763411017", "--tolerance", tolerance, &request];
        hookport(&[&args[..], &times].concat()).code
    };

    assert_eq!(code("1000"), 0);
    assert_eq!(code("999"), 1);
}

#[test]
fn what_a_sender_writes_cannot_drive_the_terminal() {
    let body = file("escape.json", r#"{"type":"a\u001b[2Jb"}"#);
    let signed = hookport(&["sign", "--provider", "stripe", "--secret", "made-up", &body]);
    let request = file("escape.http", signed.stdout);

    let run = hookport(&["verify", "--provider", "stripe", "--secret", "made-up", &request]);

    assert!(run.stdout.contains("a\\u{1b}[2Jb"), "{run:?}");
}

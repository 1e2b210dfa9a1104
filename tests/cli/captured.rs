//! `hookport verify` reads what tools show of a request.

use std::path::Path;

use crate::terminal::{Run, file, hookport, same_as_file};

#[test]
fn every_form_of_one_delivery_is_accepted_alike() {
    for name in [
        "curl-command.sh",
        "curl-trace.txt",
        "curl-trace-ascii.txt",
        "curl-verbose.txt",
        "lambda-http-api.json",
        "lambda-load-balancer.json",
        "lambda-rest-api.json",
        "ngrok.json",
        "pseudo-headers.txt",
        "session.har",
        "webhook-site.json",
    ] {
        let run = verify(name, &[]);

        assert_eq!((run.code, &*run.stderr), (0, ""), "{name}: {run:?}");
        same_as_file("verify-captured", &run.stdout);
    }
}

#[test]
fn small_differences_from_http_1_do_not_matter() {
    for name in ["http2-request-line.http", "space-at-line-end.http", "tab-after-colon.http"] {
        let run = verify_with("whsec_madeup7Qp3", name, &[]);

        assert_eq!((run.code, &*run.stderr), (0, ""), "{name}: {run:?}");
    }
}

#[test]
fn what_is_missing_from_a_capture_is_said() {
    let run = verify("curl-verbose-without-body.txt", &[]);

    assert_eq!((run.code, &*run.stdout), (2, ""));
    assert!(run.stderr.contains("line 11: expected the body below the `>` lines"), "{run:?}");
}

#[test]
fn form_and_entry_can_be_said() {
    let forced = verify("session.har", &["--format", "har", "--entry", "2"]);
    let other = verify("session.har", &["--entry", "3"]);
    let absent = verify("session.har", &["--entry", "4"]);
    let wrong = verify("session.har", &["--format", "lambda"]);
    let unknown = verify("session.har", &["--format", "pcap"]);

    assert_eq!((forced.code, other.code), (0, 1));
    assert_eq!((absent.code, wrong.code, unknown.code), (2, 2, 2));
    assert!(absent.stderr.contains("entry 4: expected a number from 1 to 3"), "{absent:?}");
    assert!(wrong.stderr.contains("expected a Lambda event"), "{wrong:?}");
    assert!(unknown.stderr.contains("[possible values: http, curl-verbose,"), "{unknown:?}");
}

#[test]
fn the_url_of_a_capture_serves_senders_that_sign_it() {
    // As Twilio signs `https://sms.example.com/in` with the form below.
    let event = file(
        "twilio.json",
        r#"{"version":"2.0","rawPath":"/twilio","rawQueryString":"","headers":{
            "content-type":"application/x-www-form-urlencoded",
            "x-twilio-signature":"l9AkgrV6dSqhh58RVNxRqnqwhic="
        },"requestContext":{"domainName":"sms.example.com","http":{"method":"POST"}},
        "body":"AccountSid=ACx&Body=hi+there&From=%2B15550001111&To=%2B15550002222&MessageSid=SM1&NumMedia=0&FromZip=&SmsStatus=received"}"#,
    );

    let run = hookport(&["verify", "--provider", "twilio", "--secret", "12345madeuptoken", &event]);

    assert_eq!(run.code, 0, "{run:?}");
}

#[test]
fn what_is_still_around_a_body_is_named() {
    let run = |headers: &str, body: &str| {
        let request = format!("POST / HTTP/1.1\nX-Gitlab-Token: made-up\n{headers}\n\n{body}");
        let request = file("framed.http", request);
        hookport(&["verify", "--provider", "gitlab", "--secret", "made-up", &request])
    };
    let gzip = run("Content-Encoding: gzip", "\u{1f}");
    let chunks = run("Transfer-Encoding: chunked", "2\r\n{}\r\n0\r\n\r\n");

    assert!(
        gzip.stderr.starts_with("note: `Content-Encoding: gzip` is still on the body"),
        "{gzip:?}"
    );
    assert!(chunks.stderr.starts_with("note: the chunks of"), "{chunks:?}");
    for (headers, body) in [
        ("Content-Encoding: identity", "{}"),
        ("Transfer-Encoding: chunked", "{}"),
        ("Accept: */*", "2\r\n{}"),
    ] {
        assert_eq!(run(headers, body).stderr, "", "{headers}");
    }
}

fn verify(capture: &str, more: &[&str]) -> Run {
    verify_with("whsec_made_up", capture, more)
}

fn verify_with(secret: &str, capture: &str, more: &[&str]) -> Run {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/captures").join(capture);
    let args = ["verify", "--provider", "stripe", "--secret", secret];
    let args = [&args[..], &["--now", "1790000000"], more, &[path.to_str().unwrap()]].concat();
    hookport(&args)
}

//! The form of a capture is told by its content.

use super::*;

#[test]
fn every_form_is_told_from_the_others() {
    for (name, format) in CAPTURES {
        assert_eq!(Format::of(&captured(name)), *format, "{name}");
    }
}

#[test]
fn every_form_holds_the_same_request() {
    for (name, _) in CAPTURES.iter().filter(|(name, _)| *name != "curl-trace-ascii.txt") {
        let request = read(captured(name));

        assert_eq!((request.method.as_str(), request.uri.path()), ("POST", path(name)), "{name}");
        assert_eq!(request.headers["content-type"], "application/json", "{name}");
        assert!(
            request.headers["stripe-signature"].to_str().unwrap().starts_with("t=179"),
            "{name}"
        );
        assert_eq!(request.body, BODY, "{name}");
    }
}

fn path(name: &str) -> &'static str {
    match name {
        "lambda-rest-api.json" => "/prod/hooks",
        "webhook-site.json" => "/a94a7294-c4aa-4074-ab77-c4cf86fd53b1",
        _ => "/hooks",
    }
}

#[test]
fn notes_may_stand_above_every_form() {
    for (name, format) in CAPTURES {
        let request = read([b"# now: 1\n# secret: made-up\n", &*captured(name)].concat());

        assert_eq!(request.note("now"), Some("1"), "{name}");
        assert_eq!(request.method, "POST", "{name} {format}");
    }
}

#[test]
fn what_windows_puts_in_front_is_left_out_or_named() {
    let marked = |text: &str| [b"\xef\xbb\xbf", text.as_bytes()].concat();

    assert_eq!(read(marked("POST /hooks HTTP/1.1\r\n\r\n{}")).body, "{}");
    assert_eq!(read(marked("# now: 1\nPOST /hooks HTTP/1.1\n\n")).note("now"), Some("1"));
    assert_eq!(
        refused(b"\xff\xfeP\0O\0"),
        "line 1: expected UTF-8, not UTF-16 as PowerShell writes it"
    );
}

#[test]
fn a_body_that_looks_like_a_capture_stays_a_body() {
    for body in ["> POST / HTTP/1.1\n>\n", "curl https://a.example", "{\"log\":{\"entries\":[]}}"] {
        let request = read(format!("POST /hooks HTTP/1.1\n\n{body}"));

        assert_eq!(request.body, body);
    }
    let nested = r#"{"httpMethod":"POST","path":"/","body":"{\"log\":1,\"entries\":2,\"raw\":3}"}"#;
    assert_eq!(Format::of(nested.as_bytes()), Format::Lambda);
}

#[test]
fn a_form_can_be_forced() {
    let forced = |format| Reader::new().format(format).read(b"POST / HTTP/1.1\n\n");

    assert!(forced(Format::Http).is_ok());
    for format in Format::ALL.into_iter().filter(|format| *format != Format::Http) {
        assert!(forced(format).is_err(), "{format}");
    }
    for format in Format::ALL {
        assert_eq!(format.name().parse(), Ok(format));
    }
}

#[test]
fn only_lists_have_several_entries() {
    for (name, format) in CAPTURES {
        let second = Reader::new().entry(2).read(&captured(name));
        let count = if *format == Format::Har { 3 } else { 1 };

        assert_eq!(second.is_ok(), count > 1, "{name}");
        assert_eq!(
            Reader::new().entry(9).read(&captured(name)),
            Err(CaptureError::NoEntry { entry: 9, count }),
            "{name}"
        );
    }
}

#[test]
fn what_is_too_long_is_not_read() {
    let long = vec![b' '; Reader::LONGEST + 1];

    assert_eq!(refused(&long), "the file is too long: expected at most 64 MiB");
}

const CAPTURES: &[(&str, Format)] = &[
    ("curl-command.sh", Format::CurlCommand),
    ("curl-trace-ascii.txt", Format::CurlTrace),
    ("curl-trace.txt", Format::CurlTrace),
    ("curl-verbose.txt", Format::CurlVerbose),
    ("lambda-http-api.json", Format::Lambda),
    ("lambda-load-balancer.json", Format::Lambda),
    ("lambda-rest-api.json", Format::Lambda),
    ("ngrok.json", Format::Ngrok),
    ("pseudo-headers.txt", Format::Http),
    ("session.har", Format::Har),
    ("webhook-site.json", Format::WebhookSite),
];

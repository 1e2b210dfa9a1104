//! Whatever a file holds, reading it ends in a request or an error.

use proptest::{prelude::*, sample::Index};

use super::*;

proptest! {
    #[test]
    fn a_damaged_capture_is_read_or_refused(
        name in prop::sample::select(NAMES),
        damage in prop::collection::vec((any::<Index>(), any::<u8>(), 0..3_u8), 1..6),
        format in prop::option::of(prop::sample::select(&Format::ALL[..])),
    ) {
        let mut capture = captured(name);
        for (at, byte, how) in damage {
            spoil(&mut capture, at, byte, how);
        }
        let reader = format.map_or(Reader::new(), |format| Reader::new().format(format));
        if let Ok(request) = reader.read(&capture) {
            let again = HttpFile::parse(&request.write());
            prop_assert!(again == Ok(request.clone()) || request.method.as_str() == "#");
        }
    }

    #[test]
    fn any_bytes_are_read_or_refused(
        capture in prop::collection::vec(any::<u8>(), 0..400),
        format in prop::sample::select(&Format::ALL[..]),
    ) {
        let _ = Reader::new().format(format).read(&capture);
        let _ = capture::read(&capture);
    }

    #[test]
    fn any_body_survives_a_copied_command(body in "[ -~\n\té😀]{0,60}") {
        let quoted = body.replace('\'', r"'\''");
        let request = read(format!("curl https://a.example/in --data-raw '{quoted}'"));

        prop_assert_eq!(request.body, body);
    }

    #[test]
    fn any_text_survives_a_lambda_event(body in "\\PC{0,60}") {
        let event = serde_json::json!({ "httpMethod": "POST", "path": "/", "body": body });

        prop_assert_eq!(read(event.to_string()).body, body);
    }
}

fn spoil(capture: &mut Vec<u8>, at: Index, byte: u8, how: u8) {
    if capture.is_empty() {
        return;
    }
    let at = at.index(capture.len());
    match how {
        0 => capture[at] = byte,
        1 => capture.insert(at, byte),
        _ => capture.truncate(at),
    }
}

const NAMES: &[&str] = &[
    "curl-command.sh",
    "curl-trace-ascii.txt",
    "curl-trace.txt",
    "curl-verbose.txt",
    "lambda-http-api.json",
    "lambda-rest-api.json",
    "ngrok.json",
    "pseudo-headers.txt",
    "session.har",
    "webhook-site.json",
];

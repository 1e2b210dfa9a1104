//! The boundary between two signed fields, moved: the message stays the same, the fields do not.

use bytes::Bytes;
use hookport::{Field, Verdict};
use http::{HeaderName, HeaderValue, Request};

use super::{
    target::{Target, target, with_body},
    tries::{Try, all_are_refused},
};

#[test]
fn timestamp_and_body_of_discord_have_one_boundary() {
    for body in [r#"{"type":2}"#, "0", "12345", " {}", ""] {
        all_are_refused(moved(target("discord"), body, &["x-signature-timestamp"], ""));
    }
}

#[test]
fn id_timestamp_and_body_of_twitch_have_one_boundary_each() {
    let headers = ["twitch-eventsub-message-id", "twitch-eventsub-message-timestamp"];
    for body in ["{}", "Z{}", "+00:00", ".5Z"] {
        all_are_refused(moved(target("twitch"), body, &headers, ""));
    }
}

#[test]
fn timestamp_and_body_of_slack_and_zoom_have_one_boundary() {
    for body in [r#"{"a":1}"#, "1:2:3", ":", "1700000001:{}"] {
        all_are_refused(moved(target("slack"), body, &["x-slack-request-timestamp"], ":"));
        all_are_refused(moved(target("zoom"), body, &["x-zm-request-timestamp"], ":"));
    }
}

#[test]
fn dots_in_an_id_or_a_body_do_not_move_the_boundaries_of_standard_webhooks() {
    for (name, headers) in [
        ("standard-webhooks", ["webhook-id", "webhook-timestamp"]),
        ("standard-webhooks, Ed25519", ["webhook-id", "webhook-timestamp"]),
        ("gitlab, signed", ["webhook-id", "webhook-timestamp"]),
        ("svix", ["svix-id", "svix-timestamp"]),
    ] {
        for body in [r#"{"a":1.5}"#, ".", "..", "1.2.3"] {
            for id in ["msg_1", "msg.2.0", ".", "msg.1600000000"] {
                let request = target(name).signer().id(id).sign(body).unwrap();
                all_are_refused(moved_in(target(name), &request, &headers, "."));
            }
        }
    }
}

#[test]
fn digits_moved_between_stripes_timestamp_and_body_are_refused() {
    let target = target("stripe");
    let request = target.signer().sign("1700000001.{}").unwrap();
    let value = request.headers()["stripe-signature"].to_str().unwrap();
    let (_, signature) = value.split_once(',').unwrap();
    let shifted = [("1700000000.1700000001", "{}"), ("17000000", "00.1700000001.{}"), ("", "x")];
    all_are_refused(shifted.map(|(t, body)| {
        let value = format!("t={t},{signature}");
        let request = super::target::with_header(&request, "stripe-signature", &value);
        Try::new(target, value, with_body(&request, body))
    }));
}

#[test]
fn the_url_and_the_body_of_square_have_one_boundary_where_the_whole_url_is_configured() {
    let square = target("square");
    let verifier = square.source().public_url("https://hooks.example/in").verifier().unwrap();
    let signer = square.signer().url("https://hooks.example/in");
    let genuine = signer.sign(r#"{"a":1}"#).unwrap();
    let accepts = |request: &Request<Bytes>| {
        verifier.verify(&super::target::received(request), super::target::now()).is_ok()
    };
    assert!(accepts(&genuine));
    for (path, body) in [("/i", r#"n{"a":1}"#), ("/", r#"in{"a":1}"#), (r#"/in{"a""#, ":1}")] {
        let moved = super::target::with_uri(&with_body(&genuine, body), path);
        assert!(!accepts(&moved), "{path} {body}");
    }
}

#[test]
fn the_fields_and_the_nonce_of_plivo_have_one_boundary() {
    let nonce = "x-plivo-signature-v3-nonce";
    let plivo = target("plivo");
    let form = |body| plivo.signer().header(nonce, "n1").sign(body).unwrap();
    let genuine = form("From=1&Text=pay.100");
    let Ok(Verdict::Delivery(verified)) = plivo.judge(&genuine) else { panic!("genuine") };
    assert!(verified.covers(Field::Header(nonce)));

    let moved = with_body(&genuine, "From=1&Text=pay");
    let moved = super::target::with_header(&moved, nonce, "100.n1");
    all_are_refused([Try::new(plivo, "a longer nonce", moved)]);
}

/// The genuine request for `body` with every other way to cut its message into fields.
fn moved(
    target: &'static Target,
    body: &'static str,
    headers: &[&'static str],
    separator: &str,
) -> Vec<Try> {
    moved_in(target, &target.signer().sign(body).unwrap(), headers, separator)
}

fn moved_in(
    target: &'static Target,
    request: &Request<Bytes>,
    headers: &[&'static str],
    separator: &str,
) -> Vec<Try> {
    assert!(target.judge(request).is_ok(), "{}", target.name);
    let fields = headers.iter().map(|name| request.headers()[*name].as_bytes());
    let genuine: Vec<Vec<u8>> = fields.chain([&**request.body()]).map(<[u8]>::to_vec).collect();
    let message = genuine.join(separator.as_bytes());
    cuts(&message, separator.as_bytes(), headers.len())
        .into_iter()
        .filter(|fields| *fields != genuine)
        .map(|mut fields| {
            let what = format!(
                "{:?}",
                fields.iter().map(|f| f.escape_ascii().to_string()).collect::<Vec<_>>()
            );
            let mut request = with_body(request, fields.pop().unwrap());
            for (name, value) in headers.iter().zip(fields) {
                let value = HeaderValue::from_bytes(&value).unwrap();
                request.headers_mut().insert(HeaderName::from_static(name), value);
            }
            Try::new(target, what, request)
        })
        .collect()
}

/// All ways to cut `message` in order into `cuts + 1` fields with `separator` between them.
fn cuts(message: &[u8], separator: &[u8], cuts_left: usize) -> Vec<Vec<Vec<u8>>> {
    if cuts_left == 0 {
        return vec![vec![message.to_vec()]];
    }
    (0..=message.len() - separator.len().min(message.len()))
        .filter(|at| message[*at..].starts_with(separator))
        .flat_map(|at| {
            let rest = cuts(&message[at + separator.len()..], separator, cuts_left - 1);
            rest.into_iter().map(move |tail| [vec![message[..at].to_vec()], tail].concat())
        })
        .collect()
}

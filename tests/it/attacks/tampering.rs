//! A body that is not byte for byte what was signed.

use bytes::Bytes;
use http::Request;

use super::{
    target::{Target, signed, target, with_body},
    tries::{Try, all_are_refused},
};

#[test]
fn every_changed_byte_of_a_body_is_refused() {
    all_are_refused(signed().flat_map(|target| {
        let genuine = target.genuine();
        (0..target.body.len()).map(move |at| {
            let mut body = target.body.as_bytes().to_vec();
            // Not a change of case or of white space only: a byte that means something else.
            body[at] = if body[at] == b'7' { b'8' } else { b'7' };
            Try::new(target, format!("byte {at}"), with_body(&genuine, body))
        })
    }));
}

#[test]
fn what_is_added_around_a_body_is_refused() {
    all_are_refused(signed().flat_map(|target| {
        let body = target.body.as_bytes();
        ENDS.iter().flat_map(move |end| {
            let what = end.escape_ascii();
            [[body, end].concat(), [end, body].concat()].map(|changed| {
                Try::new(target, what.to_string(), with_body(&target.genuine(), changed))
            })
        })
    }));
}

#[test]
fn a_body_that_is_cut_emptied_or_doubled_is_refused() {
    all_are_refused(signed().flat_map(|target| {
        let body = target.body;
        let bodies = [
            String::new(),
            body[1..].to_owned(),
            body[..body.len() - 1].to_owned(),
            format!("{body}{body}"),
            "{}".to_owned(),
            "null".to_owned(),
        ];
        bodies
            .map(|changed| Try::new(target, changed.clone(), with_body(&target.genuine(), changed)))
    }));
}

#[test]
fn json_that_means_the_same_is_refused() {
    all_are_refused(json().flat_map(|target| {
        SAME_MEANING
            .iter()
            .map(move |body| Try::new(target, *body, with_body(&target.genuine(), *body)))
    }));
}

#[test]
fn json_with_a_member_more_is_refused() {
    all_are_refused(json().flat_map(|target| {
        let open = &target.body[..target.body.len() - 1];
        let bodies = [
            format!(r#"{open},"type":"pong"}}"#),
            format!(r#"{{"type":"pong",{}"#, &target.body[1..]),
            format!(r#"{open},"":0}}"#),
        ];
        bodies
            .map(|changed| Try::new(target, changed.clone(), with_body(&target.genuine(), changed)))
    }));
}

#[test]
fn a_compressed_body_is_not_taken_for_the_one_inside_it() {
    all_are_refused(signed().flat_map(|target| {
        ["gzip", "deflate", "br", "identity"].map(|coding| {
            let mut request = with_body(&target.genuine(), GZIP);
            request.headers_mut().insert("content-encoding", coding.parse().unwrap());
            Try::new(target, coding, request)
        })
    }));
}

#[test]
fn a_form_with_other_fields_is_refused() {
    let target = target("twilio, form");
    let forms = [
        "",
        "To=%2B1555&From=%2B1666",
        "To=%2B1555&From=%2B1667&Body=hi+there",
        "To=%2B1555&From=%2B1666&Body=hi+there&Body=ho",
        "To=%2B1555&From=%2B1666&Body=hi%2Bthere",
        "To=%2B1555;From=%2B1666;Body=hi+there",
        "to=%2B1555&From=%2B1666&Body=hi+there",
        "To=%2B1555&From=%2B1666&Body=hi+there&x",
        "To=+1555&From=+1666&Body=hi+there",
        "To=%252B1555&From=%252B1666&Body=hi+there",
    ];
    all_are_refused(forms.map(|form| Try::new(target, form, with_body(&target.genuine(), form))));
}

#[test]
fn a_form_is_not_taken_for_another_kind_of_body() {
    let kinds = ["application/json", "text/plain", "multipart/form-data; boundary=x", ""];
    let form = target("twilio, form");
    all_are_refused(kinds.map(|kind| Try::new(form, kind, of_kind(&form.genuine(), kind))));
}

#[test]
fn a_body_without_the_hash_that_covers_it_is_refused() {
    let target = target("twilio");
    let mut bare = target.genuine();
    *bare.uri_mut() = super::target::URL.parse().unwrap();
    all_are_refused([Try::new(target, "no bodySHA256", bare)]);
}

#[test]
fn a_hash_of_another_body_under_a_fresh_signature_is_refused() {
    let target = target("twilio");
    let other = target.signer().sign("{}").unwrap();
    all_are_refused([Try::new(target, "hash of `{}`", with_body(&other, target.body))]);
}

fn json() -> impl Iterator<Item = &'static Target> {
    signed().filter(|target| target.body.starts_with('{'))
}

fn of_kind(request: &Request<Bytes>, kind: &str) -> Request<Bytes> {
    let mut request = request.clone();
    request.headers_mut().insert("content-type", kind.parse().unwrap());
    request
}

const ENDS: &[&[u8]] =
    &[b"\n", b"\r\n", b" ", b"\0", b"\t", b"\n\n", b"\xff", b"{}", b"\xef\xbb\xbf"];

const SAME_MEANING: &[&str] = &[
    r#"{"id":"evt_1","type":"ping","amount":1.0,"name":"é","list":[1,2]}"#,
    r#"{"type": "ping","id":"evt_1","amount":1.0,"name":"é","list":[1,2]}"#,
    r#"{"type":"ping","id":"evt_1","amount":1,"name":"é","list":[1,2]}"#,
    r#"{"type":"ping","id":"evt_1","amount":1e0,"name":"é","list":[1,2]}"#,
    r#"{"type":"ping","id":"evt_1","amount":1.0,"name":"\u00e9","list":[1,2]}"#,
    r#"{"type":"ping","id":"evt_1","amount":1.0,"name":"\u00E9","list":[1,2]}"#,
    r#"{"type":"ping","id":"evt_1","amount":1.0,"name":"é","list":[1, 2]}"#,
    r#"{"\u0074ype":"ping","id":"evt_1","amount":1.0,"name":"é","list":[1,2]}"#,
    r#"{"type":"ping","type":"ping","id":"evt_1","amount":1.0,"name":"é","list":[1,2]}"#,
    "{\n  \"type\": \"ping\",\n  \"id\": \"evt_1\",\n  \"amount\": 1.0,\n  \"name\": \"é\"\n}",
];

/// `{}`, compressed.
const GZIP: &[u8] = &[
    0x1f, 0x8b, 0x08, 0, 0, 0, 0, 0, 0, 0x03, 0xab, 0xae, 0x05, 0, 0x43, 0xbf, 0xa6, 0xa3, 2, 0, 0,
    0,
];

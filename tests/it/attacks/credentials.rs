//! Missing, malformed and duplicated credentials.

use bytes::Bytes;
use hookport::{Field, VerifyError};
use http::{HeaderName, HeaderValue, Request};

use super::{
    target::{TARGETS, Target, Written, with_header},
    tries::{Try, all_are_refused, all_are_refused_because},
};

#[test]
fn a_request_without_its_credential_is_refused_by_every_provider() {
    let without = each_header(|_, request, name, _, _| {
        let mut bare = request.clone();
        bare.headers_mut().remove(name);
        vec![("no credential".to_owned(), bare)]
    });
    all_are_refused_because(without, |error| matches!(error, VerifyError::Missing { .. }));
}

#[test]
fn an_empty_signature_is_refused_by_every_provider() {
    all_are_refused(each_header(|_, request, name, label, _| {
        let values = ["", " ", "\t", "  \t ", label, label.trim_end(), ",", "=", "v1", "null"];
        values.map(|value| (format!("{value:?}"), with_header(request, name, value))).into()
    }));
}

#[test]
fn a_signature_under_a_label_of_nothing_is_refused_by_every_provider() {
    let empties = [
        "v1,",
        "v1a,",
        "v0=",
        "v1=",
        "sha256=",
        "sha1=",
        "t=1,v0=",
        "t=1700000000,v1=",
        "t=,v1=",
        "Bearer ",
        "Bearer",
        "Basic ",
        "v1, ",
        "v1,=",
        "sha256= ",
    ];
    all_are_refused(each_header(|_, request, name, _, _| {
        empties.map(|value| (value.to_owned(), with_header(request, name, value))).into()
    }));
}

#[test]
fn a_truncated_or_extended_signature_is_refused_by_every_provider() {
    all_are_refused(each_header(|_, request, name, label, written| {
        let shown = shown(request, name, label);
        let mut changed: Vec<_> = (0..shown.len()).map(|end| shown[..end].to_owned()).collect();
        changed.extend((1..shown.len()).map(|start| shown[start..].to_owned()));
        changed.extend([format!("{shown}{shown}"), format!("0{shown}")]);
        changed
            .extend(["0", "00", "=", "A", "AAAA", "a", "%00"].map(|end| format!("{shown}{end}")));
        if written != Written::Token {
            changed.push("0".repeat(shown.len()));
            changed.push("A".repeat(shown.len()));
        }
        changed
            .into_iter()
            .map(|text| (text.clone(), with_header(request, name, &format!("{label}{text}"))))
            .collect()
    }));
}

#[test]
fn every_changed_character_of_a_signature_is_refused() {
    all_are_refused(each_header(|_, request, name, label, _| {
        let shown = shown(request, name, label);
        (0..shown.len())
            .map(|at| {
                let mut changed = shown.clone().into_bytes();
                changed[at] = if changed[at] == b'5' { b'6' } else { b'5' };
                let changed = String::from_utf8(changed).unwrap();
                (changed.clone(), with_header(request, name, &format!("{label}{changed}")))
            })
            .collect()
    }));
}

#[test]
fn a_wrong_label_is_refused_where_there_is_one() {
    let wrong = [
        "",
        "v1=",
        "v0=",
        "v2,",
        "v1a,",
        "v1,",
        "V1,",
        "sha1=",
        "sha512=",
        "SHA256=",
        "md5=",
        " sha256=",
        "sha256 =",
        "sha256:",
        "t=1700000000,v0=",
        "t=1700000000,V1=",
        "t=1700000000;v1=",
        "bearer",
        "Basic ",
        "Token ",
    ];
    all_are_refused(each_header(|_, request, name, label, _| {
        let shown = shown(request, name, label);
        let others = wrong.iter().filter(|other| !label.is_empty() && **other != label);
        others
            .map(|other| {
                let value = format!("{other}{shown}");
                (value.clone(), with_header(request, name, &value))
            })
            .collect()
    }));
}

#[test]
fn each_signed_header_must_be_there_and_be_alone() {
    all_are_refused(TARGETS.iter().flat_map(|target| {
        target.signed_headers.iter().flat_map(move |name| {
            let genuine = target.genuine();
            let mut without = genuine.clone();
            without.headers_mut().remove(*name);
            let twice = appended(&genuine, name, genuine.headers()[*name].clone());
            let blank = with_header(&genuine, name, "");
            let spaces = with_header(&genuine, name, " ");
            [("dropped", without), ("twice the same", twice), ("empty", blank), ("space", spaces)]
                .map(|(how, request)| Try::new(target, format!("{name} {how}"), request))
        })
    }));
}

#[test]
fn a_credential_in_two_headers_is_refused_in_both_orders() {
    let twice = each_header(|_, request, name, label, _| {
        let good = request.headers()[name].clone();
        let bad = HeaderValue::from_str(&format!("{label}{}", "0".repeat(64))).unwrap();
        let with_bad = |value: HeaderValue| {
            let mut request = request.clone();
            request.headers_mut().insert(name, value);
            request
        };
        vec![
            ("good, bad".to_owned(), appended(request, name, bad.clone())),
            ("bad, good".to_owned(), appended(&with_bad(bad), name, good.clone())),
            ("good, good".to_owned(), appended(request, name, good.clone())),
            ("good, empty".to_owned(), appended(request, name, HeaderValue::from_static(""))),
            (
                "empty, good".to_owned(),
                appended(&with_bad(HeaderValue::from_static("")), name, good),
            ),
        ]
    });
    all_are_refused_because(twice, |error| {
        matches!(error, VerifyError::Unreadable(_))
            || matches!(error, VerifyError::Malformed { at, .. } if *at == DIVIDED)
    });
}

#[test]
fn two_credentials_joined_by_a_comma_are_refused() {
    all_are_refused(each_header(|target, request, name, label, _| {
        if target.separator().is_some() {
            return Vec::new();
        }
        let good = request.headers()[name].to_str().unwrap();
        let bad = format!("{label}{}", "0".repeat(64));
        // In a list with another separator the comma is a part of a wrong signature before a good one.
        if label.contains([';', '&']) {
            return Vec::new();
        }
        let mut values =
            vec![format!("{good},{bad}"), format!("{bad},{good}"), format!("{good},{good}")];
        if !is_list(label) {
            values.extend([
                format!("{good}, {bad}"),
                format!("{bad}, {good}"),
                format!("{good}, {good}"),
            ]);
        }
        values
            .into_iter()
            .map(|value| (value.clone(), with_header(request, name, &value)))
            .collect()
    }));
}

#[test]
fn bytes_that_are_no_ascii_are_refused_by_every_provider() {
    all_are_refused(each_header(|_, request, name, label, _| {
        let good = request.headers()[name].as_bytes();
        let values = [
            [good, b"\xff"].concat(),
            [b"\x80", good].concat(),
            [label.as_bytes(), "é".as_bytes()].concat(),
            [label.as_bytes(), "\u{202e}".as_bytes(), &good[label.len()..]].concat(),
            // Full-width digits and letters, which some decoders fold into plain ones.
            [label.as_bytes(), "０１ａ".as_bytes(), &good[label.len()..]].concat(),
        ];
        values
            .map(|value| {
                let mut changed = request.clone();
                changed.headers_mut().insert(name, HeaderValue::from_bytes(&value).unwrap());
                (format!("{}", value.escape_ascii()), changed)
            })
            .into()
    }));
}

#[test]
fn a_credential_in_a_header_of_another_name_is_refused() {
    let names = ["signature", "x-signature", "x-hub-signature", "x-webhook-signature", "cookie"];
    all_are_refused(each_header(|_, request, name, _, _| {
        let others = names.iter().filter(|other| **other != name);
        others
            .map(|other| {
                let mut moved = request.clone();
                let value = moved.headers_mut().remove(name).unwrap();
                moved.headers_mut().insert(*other, value);
                ((*other).to_owned(), moved)
            })
            .collect()
    }));
}

type Attack = (String, Request<Bytes>);

/// Returns the results of `attacks` on the genuine request of every target that shows a header.
fn each_header(
    attacks: impl Fn(&Target, &Request<Bytes>, &'static str, &'static str, Written) -> Vec<Attack>,
) -> impl Iterator<Item = Try> {
    TARGETS.iter().flat_map(move |target| {
        let made = target
            .header()
            .map(|(name, label, written)| attacks(target, &target.genuine(), name, label, written));
        made.into_iter().flatten().map(move |(what, request)| Try::new(target, what, request))
    })
}

/// RFC 9421 lets the list in this header be divided among several. Its label may occur once.
const DIVIDED: Field = Field::Header("signature");

/// Returns whether the header may hold several signatures: then one that matches is enough.
fn is_list(label: &str) -> bool {
    label.contains([',', ';', '&'])
}

/// The credential without its label.
fn shown(request: &Request<Bytes>, name: &str, label: &str) -> String {
    request.headers()[name].to_str().unwrap().strip_prefix(label).unwrap().to_owned()
}

fn appended(request: &Request<Bytes>, name: &str, value: HeaderValue) -> Request<Bytes> {
    let mut request = request.clone();
    request.headers_mut().append(HeaderName::from_bytes(name.as_bytes()).unwrap(), value);
    request
}

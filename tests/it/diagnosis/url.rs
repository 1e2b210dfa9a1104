//! Senders that sign their URL.

use bytes::Bytes;
use hookport::{Provider, Source, diagnosis::Place, providers, testing::Signer};
use http::Request;

use super::kit::{OWN, SECRET, diagnosed, is_at, is_proved, now, says};

/// A request that was signed for one URL and came for the path of another.
fn sent(provider: Provider, signed: &str, came: &str, headers: &[(&str, &str)]) -> Request<Bytes> {
    let body = if provider.name() == "twilio" { "Body=hi" } else { r#"{"a":1}"# };
    let mut request = Signer::new(provider, SECRET).at(now()).url(signed).sign(body).unwrap();
    *request.uri_mut() = came.parse().unwrap();
    request.headers_mut().remove("host");
    for (name, value) in headers {
        let name: http::HeaderName = name.parse().unwrap();
        request.headers_mut().insert(name, value.parse().unwrap());
    }
    request
}

fn configured(provider: Provider, url: &str) -> Source {
    provider.secret(SECRET).public_url(url)
}

#[test]
fn a_near_url_that_matches_is_told_with_the_one_that_was_tried() {
    for provider in [providers::TWILIO, providers::SQUARE] {
        for (signed, url, path, headers, word) in NEAR {
            if *word == "without its port" && provider == providers::TWILIO {
                // Twilio signs with and without a port: both are accepted.
                continue;
            }
            let told = diagnosed(configured(provider, url), &sent(provider, signed, path, headers));
            let case = format!("{} {signed} {url}{path}", provider.name());
            is_proved(&told, "url", &["signs its URL", &format!("`{url}"), word], &case);
            is_at(&told, Place::Url);
        }
    }
}

#[test]
fn a_signed_path_is_diagnosed_without_a_public_url() {
    let rows = [
        ("https://a.example/in/", "/in", "with a slash"),
        ("https://a.example/in", "/in?a=1", "without its query"),
        ("https://a.example/in", "/api/in", "without the first segment"),
    ];
    for (signed, came, word) in rows {
        let told = diagnosed(OWN.secret(SECRET), &sent(OWN, signed, came, &[]));
        is_proved(&told, "url", &[word, &format!("`{}", came.split('?').next().unwrap())], came);
    }
    let prefixed = sent(OWN, "https://a.example/api/in", "/in", &[("x-forwarded-prefix", "/api")]);
    let told = diagnosed(OWN.secret(SECRET), &prefixed);
    is_proved(&told, "url", &["prefix `/api`"], "prefix");
}

#[test]
fn where_no_near_url_matches_the_one_that_was_tried_is_told() {
    let request = sent(providers::SQUARE, "https://elsewhere.example/x", "/hooks/square", &[]);

    let told = diagnosed(configured(providers::SQUARE, "https://shop.example"), &request);

    says(&told, "wrong_secret", &["signs its URL", "`https://shop.example/hooks/square`"], "far");
}

#[test]
fn a_token_in_the_url_is_not_shown() {
    let path = "/hooks/Zx9kQ-41/square?token=abcdef&v=2";
    let request = sent(providers::SQUARE, &format!("http://shop.example{path}"), path, &[]);

    let told = diagnosed(configured(providers::SQUARE, "https://shop.example"), &request);

    let text = told.to_string();
    is_proved(&told, "url", &["`https://shop.example/hooks/…/square?token=…&v=…`"], "token");
    assert!(!text.contains("Zx9kQ") && !text.contains("abcdef"), "{text}");
}

#[test]
fn a_forwarding_header_accepts_nothing() {
    let headers = &[("host", "b.example"), ("x-forwarded-host", "b.example")];
    let request = sent(providers::SQUARE, "https://b.example/in", "/in", headers);
    let verifier = configured(providers::SQUARE, "https://a.example").verifier().unwrap();

    assert!(verifier.verify(&super::kit::received(&request), now()).is_err());
}

type Headers = &'static [(&'static str, &'static str)];

/// The URL that was signed, the configured one, what was asked for with which headers, and the words
/// that tell the difference.
const NEAR: &[(&str, &str, &str, Headers, &str)] = &[
    ("https://a.example/in", "http://a.example", "/in", &[], "`https://` in place of `http://`"),
    ("http://a.example/in", "https://a.example", "/in", &[], "`http://` in place of `https://`"),
    (
        "https://b.example/in",
        "https://a.example",
        "/in",
        &[("host", "b.example")],
        "host `b.example` of header `Host`",
    ),
    (
        "https://b.example/in",
        "https://a.example",
        "/in",
        &[("x-forwarded-host", "b.example, c.example")],
        "`X-Forwarded-Host`",
    ),
    (
        "https://b.example/in",
        "http://a.example",
        "/in",
        &[("forwarded", "for=1;proto=https;host=\"b.example\"")],
        "`Forwarded`",
    ),
    (
        "https://b.example/in",
        "http://a.example",
        "/in",
        &[("x-forwarded-proto", "https"), ("host", "b.example")],
        "`https://` as in header `X-Forwarded-Proto` and with host `b.example` of header `Host`",
    ),
    (
        "https://a.example/in",
        "http://a.example",
        "/in",
        &[("x-forwarded-ssl", "on")],
        "`X-Forwarded-Ssl`",
    ),
    (
        "https://a.example:8443/in",
        "https://a.example",
        "/in",
        &[("host", "a.example:8443")],
        "a.example:8443",
    ),
    (
        "https://a.example:8443/in",
        "https://a.example",
        "/in",
        &[("x-forwarded-port", "8443")],
        "port 8443",
    ),
    ("https://a.example/in", "https://a.example:8443", "/in", &[], "without its port"),
    (
        "https://a.example/api/in",
        "https://a.example",
        "/in",
        &[("x-forwarded-prefix", "/api/")],
        "prefix `/api`",
    ),
    (
        "https://a.example/old/in?b=2",
        "https://a.example",
        "/in?b=2",
        &[("x-original-uri", "/old/in?b=2")],
        "`X-Original-URI`",
    ),
    (
        "https://a.example/old/in",
        "https://a.example",
        "/in",
        &[("x-envoy-original-path", "/old/in")],
        "`X-Envoy-Original-Path`",
    ),
    ("https://a.example/in/", "https://a.example", "/in", &[], "with a slash at the end"),
    ("https://a.example/in", "https://a.example", "/in/", &[], "without the slash at the end"),
    ("https://a.example/in", "https://a.example", "/in?a=1", &[], "without its query"),
    (
        "https://a.example/in?a=1",
        "https://a.example",
        "/in",
        &[("x-original-url", "/in?a=1")],
        "`X-Original-URL`",
    ),
    ("https://a.example/in", "https://a.example", "/api/in", &[], "without the first segment"),
    ("https://a.example/in", "https://a.example/other", "/in", &[], "with the path of the request"),
    ("https://a.example/api/in", "https://a.example/api", "/in", &[], "behind the configured one"),
    ("https://www.a.example/in", "https://a.example", "/in", &[], "with `www.`"),
    ("https://a.example/in", "https://www.a.example", "/in", &[], "without `www.`"),
    ("https://a.example/in", "https://A.example", "/in", &[], "lower case"),
    (
        "https://b.example/in/",
        "https://a.example",
        "/in",
        &[("host", "b.example")],
        "and with a slash",
    ),
    ("https://a.example/prod/in", "https://a.example", "/in", &[], "`/prod` in front"),
    ("https://a.example/in", "https://a.example", "//in", &[], "doubled slashes"),
    ("https://a.example/in?a=b+c", "https://a.example", "/in?a=b%20c", &[], "as `+`"),
    ("https://a.example/in?a=b:c", "https://a.example", "/in?a=b%3Ac", &[], "its query decoded"),
];

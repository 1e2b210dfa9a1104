//! The URL that was signed is the configured one with the path that was asked for; no header says
//! otherwise.

use super::{
    target::{TARGETS, Target, target, with_uri},
    tries::{Try, all_are_accepted, all_are_refused},
};

#[test]
fn another_path_or_query_is_refused_where_the_url_is_signed() {
    let urls = [
        "/",
        "/in",
        "/in?",
        "/in/?a=1",
        "//in?a=1",
        "/IN?a=1",
        "/%69n?a=1",
        "/./in?a=1",
        "/x/../in?a=1",
        "/in?a=2",
        "/in?a=1&",
        "/in?a=1&a=1",
        "/in?b=2&a=1",
        "/in?a=1&b=2",
        "/in?a=%31",
        "/in?A=1",
        "/in%3Fa=1",
        "/in;x?a=1",
    ];
    all_are_refused(url_signers().flat_map(|target| {
        urls.map(|url| Try::new(target, url, with_uri(&target.genuine(), url)))
    }));
}

#[test]
fn the_order_of_a_query_is_signed() {
    all_are_refused(url_signers().map(|target| {
        let genuine = target.signer().url("https://hooks.example/in?a=1&b=2").sign("").unwrap();
        assert!(target.judge(&genuine).is_ok(), "{}", target.name);
        Try::new(target, "reordered", with_uri(&genuine, "/in?b=2&a=1"))
    }));
}

#[test]
fn a_delivery_signed_for_another_host_scheme_or_port_is_refused_whatever_its_headers_say() {
    let origins = [
        "https://evil.example",
        "http://hooks.example",
        "https://hooks.example.evil.example",
        "https://hooks.example:8443",
        "https://hooks.example@evil.example",
        "https://HOOKS.example",
    ];
    all_are_refused(url_signers().flat_map(|target| {
        origins.iter().flat_map(move |origin| {
            let foreign = target.signer().url(format!("{origin}/in?a=1"));
            let spoofing = SPOOFING
                .iter()
                .fold(foreign.clone(), |signer, (name, value)| signer.header(*name, *value));
            [foreign, spoofing]
                .map(|signer| Try::new(target, *origin, signer.sign(target.body).unwrap()))
        })
    }));
}

#[test]
fn host_and_forwarding_headers_have_no_effect_on_any_provider() {
    all_are_accepted(TARGETS.iter().flat_map(|target| {
        EVIL.iter().map(move |(name, value)| {
            let mut request = target.genuine();
            request.headers_mut().insert(*name, value.parse().unwrap());
            Try::new(target, format!("{name}: {value}"), request)
        })
    }));
}

#[test]
fn an_authority_in_the_request_target_has_no_effect() {
    all_are_accepted(url_signers().map(|target| {
        let genuine = target.genuine();
        let target_uri = genuine.uri().path_and_query().unwrap().as_str();
        let request = with_uri(&genuine, &format!("http://evil.example:81{target_uri}"));
        Try::new(target, "absolute form", request)
    }));
}

#[test]
fn only_twilio_tries_the_port_of_the_scheme_and_no_other() {
    let signed_for = |name: &str, url: &str| {
        let target = target(name);
        let request = target.signer().url(format!("{url}/in")).sign("").unwrap();
        target.judge(&request).is_ok()
    };
    assert!(signed_for("twilio", "https://hooks.example:443"));
    assert!(!signed_for("twilio", "https://hooks.example:80"));
    assert!(!signed_for("twilio", "http://hooks.example:443"));
    assert!(!signed_for("square", "https://hooks.example:443"));
}

fn url_signers() -> impl Iterator<Item = &'static Target> {
    TARGETS.iter().filter(|target| target.signs_url())
}

/// Headers that would make a signature for another URL fit if they were believed.
const SPOOFING: &[(&str, &str)] = &[
    ("x-forwarded-host", "evil.example"),
    ("x-forwarded-proto", "https"),
    ("x-forwarded-port", "8443"),
    ("x-original-url", "https://evil.example/in?a=1"),
    ("forwarded", "host=evil.example;proto=https"),
];

const EVIL: &[(&str, &str)] = &[
    ("host", "evil.example"),
    ("x-forwarded-host", "evil.example"),
    ("x-forwarded-proto", "http"),
    ("x-forwarded-port", "81"),
    ("x-forwarded-prefix", "/evil"),
    ("x-forwarded-for", "127.0.0.1"),
    ("forwarded", "for=127.0.0.1;host=evil.example;proto=http"),
    ("x-original-url", "/evil"),
    ("x-rewrite-url", "/evil"),
    ("x-http-method-override", "DELETE"),
    ("x-original-host", "evil.example"),
];

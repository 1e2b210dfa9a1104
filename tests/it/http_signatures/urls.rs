//! Components of the URL, behind proxies too.

use hookport::{ConfigError, VerifyError};

use super::{ANY, acme, judge, signed};

/// Each component as the RFC writes it for `https://hooks.example/in?a=1&b=2`.
const COMPONENTS: &[(&str, &str)] = &[
    ("\"@method\"", "POST"),
    ("\"@target-uri\"", "https://hooks.example/in?a=1&b=2"),
    ("\"@authority\"", "hooks.example"),
    ("\"@scheme\"", "https"),
    ("\"@request-target\"", "/in?a=1&b=2"),
    ("\"@path\"", "/in"),
    ("\"@query\"", "?a=1&b=2"),
    ("\"@query-param\";name=\"b\"", "2"),
];

fn over((name, value): (&str, &str)) -> http::Request<bytes::Bytes> {
    signed(&[&format!("{name}: {value}")], &format!("({name})"), &[("host", "10.0.0.1:8080")])
}

#[test]
fn the_host_is_the_configured_one_and_never_that_of_the_request() {
    for url in ["https://hooks.example", "https://HOOKS.example", "https://hooks.example/in"] {
        for component in COMPONENTS.iter().filter(|(name, _)| !name.contains("target-uri")) {
            let source = acme(ANY).secret("made-up").public_url(url);
            assert!(judge(source, &over(*component)).is_ok(), "{url}: {component:?}");
        }
    }
    let port = acme(ANY).secret("made-up").public_url("https://hooks.example:443");
    assert!(judge(port, &over(COMPONENTS[2])).is_ok(), "the port of the scheme is left out");

    let elsewhere = acme(ANY).secret("made-up").public_url("http://10.0.0.1:8080/other");
    for component in &COMPONENTS[1..6] {
        let refused = judge(elsewhere.clone(), &over(*component)).err();
        assert_eq!(refused, Some(VerifyError::SignatureMismatch), "{component:?}");
    }
    let host = over(("\"host\"", "hooks.example"));
    assert!(judge(acme(ANY).secret("made-up").public_url("https://hooks.example"), &host).is_ok());
    assert!(judge(elsewhere, &host).is_err());
}

#[test]
fn a_signature_that_must_cover_the_host_needs_its_url() {
    for covering in [&["@target-uri"], &["@authority"], &["@scheme"], &["host"]] {
        let source = acme(ANY.covering(covering)).secret("made-up");
        let error = source.clone().verifier().unwrap_err();
        assert_eq!(error, ConfigError::NoPublicUrl { provider: "acme" }, "{covering:?}");
        assert!(source.public_url("https://hooks.example").verifier().is_ok());
    }
}

#[test]
fn a_component_of_an_unknown_host_is_refused_and_named() {
    for component in &COMPONENTS[1..4] {
        let refused = judge(acme(ANY).secret("made-up"), &over(*component)).unwrap_err();
        let name = component.0.trim_matches('"');
        assert!(refused.to_string().contains(name), "{refused}");
    }
    for component in [COMPONENTS[0], COMPONENTS[4], COMPONENTS[5], COMPONENTS[6], COMPONENTS[7]] {
        assert!(judge(acme(ANY).secret("made-up"), &over(component)).is_ok(), "{component:?}");
    }
}

//! Certificates that a request names by their URLs.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use hookport::{
    ConfigError, Field, Provider, RawRequest, Source, Trust, Verdict, VerifyError,
    scheme::{Encoding, KeyForm, KeyLocation, Signature, UrlPattern},
    testing::Signer,
    verify::FetchedError,
};

const SIGNED: Signature = Signature::rsa_sha256("x-acme-signature").encoded(Encoding::Base64);
const ACME: Provider = Provider::new("acme").signed_with(
    SIGNED
        .key_at(KeyLocation::Certificate {
            urls: &[
                UrlPattern::new("https://certs.acme.example/echo.api/*.pem"),
                UrlPattern::new("https://sandbox.acme.example/echo.api/*.pem"),
            ],
            issued_to: "echo-api.example",
        })
        .key_named_in(Field::Header("x-acme-certificate")),
);
const URL: &str = "https://certs.acme.example/echo.api/1.pem";
const ROOT: &str = include_str!("chains/root.pem");
const GOOD: &str = include_str!("chains/good.pem");

/// 2027.
fn now() -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(1_800_000_000)
}

fn verify(source: Source, url: &str, now: SystemTime) -> Result<Trust, VerifyError> {
    let signer = Signer::new(ACME, include_str!("chains/leaf.key.pem"));
    let sent = signer.header("x-acme-certificate", url).sign(r#"{"a":1}"#).unwrap();
    match source.verifier().unwrap().verify(&RawRequest::from(&sent), now)? {
        Verdict::Delivery(delivery) => Ok(delivery.trust()),
        Verdict::Handshake(_) => panic!("it has none"),
    }
}

fn source(document: &str) -> Source {
    ACME.source().fetched(URL, document.to_owned()).trusting(ROOT)
}

#[test]
fn a_certificate_with_its_chain_proves_the_sender() {
    assert_eq!(verify(source(GOOD), URL, now()), Ok(Trust::Signed));
    let in_sandbox = "https://sandbox.acme.example/echo.api/2.pem";
    let sandbox = ACME.source().fetched(in_sandbox, GOOD).trusting(ROOT);
    assert_eq!(verify(sandbox, in_sandbox, now()), Ok(Trust::Signed));
}

#[test]
fn a_certificate_that_nothing_vouches_for_is_refused() {
    for (document, mistake) in [
        (include_str!("chains/without-its-issuer.pem"), "without its issuer"),
        (include_str!("chains/of-another-name.pem"), "of another name"),
        (include_str!("chains/expired.pem"), "expired"),
        (include_str!("chains/not-yet-valid.pem"), "not yet valid"),
        (include_str!("chains/self-signed.pem"), "self-signed"),
        (include_str!("chains/for-clients.pem"), "for clients"),
        (include_str!("chains/of-an-authority.pem"), "of an authority"),
        (include_str!("chains/issued-by-a-leaf.pem"), "issued by a leaf"),
    ] {
        let refused = verify(source(document), URL, now()).unwrap_err();
        assert_eq!(refused.reason(), "untrusted_certificate", "{mistake}");
    }
}

#[test]
fn a_certificate_is_judged_at_the_time_of_the_request() {
    let expired = include_str!("chains/expired.pem");
    let in_2021 = UNIX_EPOCH + Duration::from_secs(1_625_000_000);

    assert_eq!(verify(source(expired), URL, in_2021), Ok(Trust::Signed));
    assert_eq!(verify(source(GOOD), URL, in_2021).unwrap_err().reason(), "untrusted_certificate");
}

#[test]
fn only_the_roots_that_are_trusted_count() {
    let another = include_str!("chains/another-root.pem");
    let with_another = ACME.source().fetched(URL, GOOD).trusting(another);
    assert_eq!(verify(with_another, URL, now()).unwrap_err().reason(), "untrusted_certificate");
    let with_mozilla = ACME.source().fetched(URL, GOOD);
    assert_eq!(verify(with_mozilla, URL, now()).unwrap_err().reason(), "untrusted_certificate");
    let with_both = source(GOOD).trusting(another);
    assert_eq!(verify(with_both, URL, now()), Ok(Trust::Signed));

    let bad = ACME.source().trusting("no certificate").verifier().unwrap_err();
    assert_eq!(bad, ConfigError::BadRoot { provider: "acme" });
}

#[test]
fn a_request_cannot_name_a_certificate_elsewhere() {
    for url in [
        "https://evil.example/echo.api/1.pem",
        "https://certs.acme.example.evil.example/echo.api/1.pem",
        "https://certs.acme.example@evil.example/echo.api/1.pem",
        "https://certs.acme.example:8443/echo.api/1.pem",
        "http://certs.acme.example/echo.api/1.pem",
        "https://certs.acme.example/echo.api/../1.pem",
        "https://certs.acme.example/echo.api/%2e%2e/1.pem",
        "https://certs.acme.example/echo.api/1.crt",
        "https://certs.acme.example/1.pem",
        "https://127.0.0.1/echo.api/1.pem",
        "https://[::1]/echo.api/1.pem",
        "1.pem",
    ] {
        let at = Field::Header("x-acme-certificate");
        let refused = verify(source(GOOD), url, now());
        assert_eq!(refused, Err(VerifyError::KeyUrlNotAllowed { at }), "{url}");
        // Nor can a document be given for it.
        assert!(source(GOOD).fetched(url, GOOD).verifier().is_err(), "{url}");
    }
    let other = verify(source(GOOD), "https://certs.acme.example/echo.api/2.pem", now());
    assert!(matches!(other, Err(VerifyError::KeyNotFetched { .. })), "{other:?}");
}

#[test]
fn a_signature_of_another_key_is_a_mismatch() {
    // The first certificate of the file counts. Its key is another one, of another kind.
    let reversed = include_str!("chains/in-wrong-order.pem");
    let error = source(reversed).verifier().unwrap_err();
    let problem = FetchedError::NoKey;
    assert_eq!(error, ConfigError::BadFetched { url: URL.into(), problem });

    let error = source("<html></html>").verifier().unwrap_err();
    let problem = FetchedError::NotACertificate;
    assert_eq!(error, ConfigError::BadFetched { url: URL.into(), problem });

    let key_form = SIGNED.key_form();
    assert_eq!(key_form, KeyForm::PublicKey);
}

#[test]
fn certificates_in_a_token_need_a_root_that_is_given() {
    let store = || {
        let store = hookport::providers::APPLE_APP_STORE.source();
        store.setting("bundle-id", "com.example.shop").setting("environment", "Sandbox")
    };
    let error = store().verifier().unwrap_err();
    assert_eq!(error, ConfigError::NoRoot { provider: "apple-app-store" });
    assert!(store().trusting(ROOT).verifier().is_ok());
}

#[cfg(feature = "provider-file")]
#[test]
fn the_place_of_certificates_goes_to_toml_and_back() {
    assert_eq!(Provider::from_toml(&ACME.to_toml()), Ok(ACME), "{}", ACME.to_toml());
}

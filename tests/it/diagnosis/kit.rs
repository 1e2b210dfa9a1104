//! Accounts that are diagnosed, and what is expected of a diagnosis.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use bytes::Bytes;
use hookport::{
    Provider, RawRequest, Source,
    diagnosis::{Diagnosis, Place},
    providers,
    scheme::{Encoding, Grammar, Signature},
    testing::Signer,
};
use http::Request;

/// A sender of the user's own, described with the words of the built-in ones.
pub(super) const OWN: Provider = Provider::new("own").signed_with(
    Signature::hmac_sha512("x-own-signature")
        .written_as(Grammar::Prefix("sha512="))
        .encoded(Encoding::Base64)
        .over("{method}\n{path-and-query}\n{body}"),
);

/// Senders that sign the body, each with its own grammar, encoding and hash.
pub(super) const SIGNING: &[Provider] = &[
    providers::CASSA_IN_CLOUD,
    providers::DISCORD,
    providers::GITHUB,
    providers::GITLAB,
    providers::META,
    providers::SHOPIFY,
    providers::SLACK,
    providers::SQUARE,
    providers::STANDARD_WEBHOOKS,
    providers::STRIPE,
    providers::SVIX,
    providers::TWITCH,
    providers::XERO,
    providers::ZOOM,
    OWN,
];

/// The secret that the sender signs with, and the one that the receiver is given.
pub(super) fn secrets(provider: &Provider) -> (&'static str, &'static str) {
    match provider.name() {
        "discord" => (
            "0101010101010101010101010101010101010101010101010101010101010101",
            "8a88e3dd7409f195fd52db2d3cba5d72ca6709bf1d94121bf3748801b40f6f5c",
        ),
        _ => (SECRET, SECRET),
    }
}

pub(super) fn signer(provider: Provider) -> Signer {
    Signer::new(provider, secrets(&provider).0).url(URL).at(now())
}

pub(super) fn source(provider: Provider) -> Source {
    provider.secret(secrets(&provider).1).public_url(ORIGIN)
}

/// A request that was signed with one body and came with another.
pub(super) fn changed(
    provider: Provider,
    sent: impl Into<Bytes>,
    came: impl Into<Bytes>,
) -> Request<Bytes> {
    let mut request = signer(provider).sign(sent).unwrap();
    *request.body_mut() = came.into();
    request
}

pub(super) fn received(request: &Request<Bytes>) -> RawRequest<'_> {
    RawRequest::from(request)
}

/// The diagnosis of a request that is refused, or of a source that no receiver starts with.
#[expect(clippy::needless_pass_by_value, reason = "a source is made for one diagnosis")]
pub(super) fn diagnosed(source: Source, request: &Request<Bytes>) -> Diagnosis {
    diagnosed_at(&source, request, now())
}

pub(super) fn diagnosed_at(
    source: &Source,
    request: &Request<Bytes>,
    now: SystemTime,
) -> Diagnosis {
    let received = received(request);
    let verifier = match source.clone().verifier() {
        Ok(verifier) => verifier,
        Err(error) => return source.diagnose(&received, now, &error),
    };
    let error = verifier.verify(&received, now).expect_err("the delivery is refused");
    let diagnosis = verifier.diagnose(&received, now, &error);
    assert!(diagnosis.tried() <= 32, "{} signatures were computed", diagnosis.tried());
    assert_eq!(verifier.verify(&received, now).unwrap_err(), error, "a diagnosis accepts nothing");
    diagnosis
}

/// Checks that a diagnosis is proved, has this cause, and says all of these words.
#[track_caller]
pub(super) fn is_proved(diagnosis: &Diagnosis, cause: &str, words: &[&str], row: &str) {
    assert!(diagnosis.is_proved(), "{row}: {diagnosis}");
    says(diagnosis, cause, words, row);
}

/// Checks that a diagnosis has this cause, and says all of these words.
#[track_caller]
pub(super) fn says(diagnosis: &Diagnosis, cause: &str, words: &[&str], row: &str) {
    assert_eq!(diagnosis.cause(), cause, "{row}: {diagnosis}");
    let documented = include_str!("../../../src/diagnosis/causes.md");
    assert!(documented.contains(&format!("`{cause}`")), "`{cause}` is documented");
    for word in words {
        assert!(diagnosis.to_string().contains(word), "{row}: no `{word}` in: {diagnosis}");
    }
}

#[track_caller]
pub(super) fn is_at(diagnosis: &Diagnosis, place: Place) {
    assert_eq!(diagnosis.place(), place, "{diagnosis}");
}

pub(super) fn now() -> SystemTime {
    at(NOW)
}

pub(super) fn at(seconds: u64) -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(seconds)
}

pub(super) const NOW: u64 = 1_790_000_000;
pub(super) const ORIGIN: &str = "https://hooks.example";
pub(super) const URL: &str = "https://hooks.example/in?a=1";
/// Text to most providers, base64 after a prefix to some.
pub(super) const SECRET: &str = "whsec_bWFkZS11cC1zZWNyZXQ=";

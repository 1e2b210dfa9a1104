//! Senders that sign a JSON Web Token.

use std::time::Duration;

use hookport::{
    Provider, RawRequest,
    diagnosis::{Diagnosis, Place},
    providers,
    scheme::{Claim, Jwt},
    testing::Signer,
};
use http::Request;

use super::kit::{ORIGIN, URL, diagnosed, is_at, is_proved, now, says};

fn signed(provider: Provider) -> Request<bytes::Bytes> {
    Signer::new(provider, "made-up").url(URL).at(now()).sign(r#"{"type":"ping"}"#).unwrap()
}

const QSTASH: Provider = providers::QSTASH;

#[test]
fn a_secret_with_something_pasted_along_is_told() {
    let told = diagnosed(QSTASH.secret(" made-up").public_url(ORIGIN), &signed(QSTASH));
    is_proved(&told, "secret_pasted", &["space"], "QStash");
}

#[test]
fn a_token_that_is_not_valid_at_this_time_is_told() {
    let hour = Duration::from_secs(3600);
    let at = |now| {
        let (source, request) = (QSTASH.secret("made-up").public_url(ORIGIN), signed(QSTASH));
        let (verifier, received) = (source.verifier().unwrap(), RawRequest::from(&request));
        let error = verifier.verify(&received, now).unwrap_err();
        verifier.diagnose(&received, now, &error)
    };
    let late: Diagnosis = at(now() + hour);
    says(&late, "clock", &["expired", "check the clock"], "QStash");
    is_at(&late, Place::Clock);
}

#[test]
fn a_token_for_another_url_is_told_with_the_url_that_matches() {
    let elsewhere = QSTASH.secret("made-up").public_url("http://hooks.example");
    is_proved(&diagnosed(elsewhere, &signed(QSTASH)), "url", &["https"], "QStash");

    let unknown = QSTASH.secret("made-up").public_url("https://nowhere.example/other");
    says(&diagnosed(unknown, &signed(QSTASH)), "claim", &["`sub`", "`public_url`"], "QStash");
}

#[test]
fn a_claim_that_is_missing_or_another_one_is_told() {
    const ACME: Provider = Provider::new("acme").jwt_in(JWT);
    const JWT: Jwt = Jwt::hs256("x-acme-token");
    let told = |claims: &'static [Claim]| {
        let expecting = Provider::new("acme").jwt_in(JWT.with_claims(claims));
        diagnosed(expecting.secret("made-up"), &signed(ACME))
    };
    says(&told(&[Claim::Is("iss", "acme")]), "claim", &["no claim `iss`", "signed it"], "acme");

    let other = Provider::new("acme").jwt_in(JWT.with_claims(&[Claim::Is("iss", "acme")]));
    let expecting = Provider::new("acme").jwt_in(JWT.with_claims(&[Claim::Is("iss", "other")]));
    let told = diagnosed(expecting.secret("made-up"), &signed(other));
    says(&told, "claim", &["`iss` differs from `other`", "another receiver"], "acme");
}

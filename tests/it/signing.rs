//! The verifier of a provider accepts the requests of its signer.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use hookport::{
    Field, Provider, RawRequest, Secret, Trust, Verdict, Verified, providers,
    scheme::{Scheme, Signature, TimeUnit},
    testing::{SignError, Signer},
};

/// Made-up secrets in the kinds that providers give out: what signs, and what verifies.
fn secrets(provider: &Provider) -> (&'static str, &'static str) {
    match provider.name() {
        "discord" => (
            "0101010101010101010101010101010101010101010101010101010101010101",
            "8a88e3dd7409f195fd52db2d3cba5d72ca6709bf1d94121bf3748801b40f6f5c",
        ),
        "standard-webhooks" | "svix" => {
            ("whsec_bWFkZS11cC1zZWNyZXQ=", "whsec_bWFkZS11cC1zZWNyZXQ=")
        }
        _ => ("made-up-secret", "made-up-secret"),
    }
}

fn now() -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(1_700_000_000)
}

fn verified(request: &http::Request<bytes::Bytes>, provider: &Provider, secret: &str) -> Verified {
    let source = provider.secret(Secret::new(secret)).public_url("https://hooks.example");
    let received = RawRequest::from(request);
    match source.verifier().unwrap().verify(&received, now()) {
        Ok(Verdict::Delivery(verified)) => verified,
        other => panic!("{}: {other:?}", provider.name()),
    }
}

#[test]
fn what_is_signed_for_a_provider_is_accepted_by_its_verifier() {
    for provider in providers::ALL {
        let (signing, verifying) = secrets(provider);
        let request = Signer::new(*provider, signing)
            .url("https://hooks.example/in?a=1")
            .at(now())
            .sign(r#"{"type":"ping"}"#)
            .unwrap();

        let verified = verified(&request, provider, verifying);

        let signed = matches!(provider.schemes(), [Scheme::Signature(_), ..]);
        let by_token = provider.name() == "gitlab";
        assert_eq!(verified.secret_index(), Some(0), "{}", provider.name());
        assert_eq!(verified.trust() == Trust::Signed, signed && !by_token, "{}", provider.name());
    }
}

/// A sender that says in the body when it signed.
const TIMED: Provider = Provider::new("timed").signed_with(
    Signature::hmac_sha256("x-signature")
        .timestamp_in(Field::Json("/sentAt"), TimeUnit::Milliseconds)
        .over("{body}")
        .fresh_within(Duration::from_secs(60)),
);

#[test]
fn a_body_says_its_time_itself() {
    let signer = Signer::new(TIMED, "made-up").url("https://hooks.example/in");

    let request = signer.clone().sign(r#"{"sentAt":1700000000000}"#).unwrap();
    assert_eq!(verified(&request, &TIMED, "made-up").sent_at(), Some(now()));

    let untimed = signer.sign("{}").unwrap_err();
    assert_eq!(untimed, SignError::NotSettable { at: Field::Json("/sentAt"), what: "time" });
    assert_eq!(untimed.to_string(), "the time lies in JSON pointer `/sentAt`: write it there");
}

#[test]
fn a_form_is_signed_by_its_sorted_fields() {
    let request = Signer::new(providers::TWILIO, "made-up")
        .url("https://hooks.example/sms")
        .at(now())
        .sign("To=%2B1&From=%2B2&To=%2B1")
        .unwrap();

    assert_eq!(request.uri().query(), None);
    verified(&request, &providers::TWILIO, "made-up");
}

#[test]
fn a_private_key_signs_what_its_public_key_verifies() {
    let request = Signer::new(
        providers::STANDARD_WEBHOOKS,
        "whsk_AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=",
    )
    .at(now())
    .sign("{}")
    .unwrap();

    let verified = verified(
        &request,
        &providers::STANDARD_WEBHOOKS,
        "whpk_iojj3XQJ8ZX9UtstPLpdcspnCb8dlBIb83SIAbQPb1w=",
    );

    assert_eq!(verified.sent_at(), Some(now()));
}

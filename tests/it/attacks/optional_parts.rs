//! Values that a sender signs only if it sends them: dropped, added, and one passed off for two.

use bytes::Bytes;
use hookport::{ConfigError, Provider, VerifyError, scheme::Signature};
use http::Request;

use super::{
    target::{target, with_uri},
    tries::{Try, all_are_accepted, all_are_refused_because},
};

#[test]
fn what_was_signed_with_a_value_is_refused_without_it_and_the_reverse() {
    let mercado_pago = target("mercado-pago");
    let with_both = signed("/in?data.id=17");
    let without = signed("/in");
    all_are_accepted(
        [&with_both, &without].map(|it| Try::new(mercado_pago, "as sent", it.clone())),
    );

    all_are_refused_because(
        [
            Try::new(mercado_pago, "without the id", with_uri(&with_both, "/in")),
            Try::new(mercado_pago, "with an empty id", with_uri(&with_both, "/in?data.id=")),
            Try::new(mercado_pago, "with another id", with_uri(&with_both, "/in?data.id=18")),
            Try::new(mercado_pago, "without the header", without_request_id(&with_both)),
            Try::new(mercado_pago, "with an id", with_uri(&without, "/in?data.id=17")),
        ],
        |error| matches!(error, VerifyError::SignatureMismatch),
    );
}

#[test]
fn one_value_does_not_pass_for_two() {
    let mercado_pago = target("mercado-pago");
    let genuine = signed("/in?data.id=17");
    let id = genuine.headers()["x-request-id"].to_str().unwrap();
    let both = format!("/in?data.id=17%3Brequest-id%3A{id}");

    all_are_refused_because(
        [Try::new(mercado_pago, "joined", with_uri(&without_request_id(&genuine), &both))],
        |error| matches!(error, VerifyError::Malformed { .. }),
    );
}

#[test]
fn optional_values_that_cannot_be_told_apart_are_refused_at_start_up() {
    for template in
        ["{query:a?a:|;}{query:b?a:|;}{body}", "{query:a?a|;}{header:x?b|;}{query:b?ab|;}{body}"]
    {
        let signature = Signature::hmac_sha256("x-signature").over(template);
        let error = Provider::new("acme").signed_with(signature).secret("made-up").verifier();
        assert!(matches!(error, Err(ConfigError::BadPlace { .. })), "{template}");
    }
}

fn signed(path: &str) -> Request<Bytes> {
    let mercado_pago = target("mercado-pago");
    let url = format!("https://hooks.example{path}");
    mercado_pago.signer().url(url).sign(mercado_pago.body).unwrap()
}

fn without_request_id(request: &Request<Bytes>) -> Request<Bytes> {
    let mut changed = request.clone();
    changed.headers_mut().remove("x-request-id");
    changed
}

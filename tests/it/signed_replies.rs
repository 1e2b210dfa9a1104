//! Replies that the endpoint signs.

use hookport::{
    ConfigError, EventRouter, Provider, Reply, Unknown, WebhookEvent, providers,
    scheme::{Hash, ReplySignature, Signature},
    testing::{HandClock, Signer, deliver},
};
use http::StatusCode;
use serde_json::{Value, json};

#[derive(Debug, WebhookEvent)]
#[event(payload = "/reply")]
enum Action {
    #[event("authentication_action_context")]
    SignsIn(Value),
    #[event(other)]
    Other(Unknown),
}

/// Sends an action, to which a handler replies with what the action says.
async fn answered(reply: &Value) -> http::Response<bytes::Bytes> {
    let clock = HandClock::new(1_700_000_000);
    let actions = EventRouter::new(providers::WORKOS_ACTIONS.secret("made-up"))
        .on(Action::SIGNS_IN, async |reply: Value| Reply::json(&reply))
        .clock(clock.clone())
        .with_state(());
    let body = json!({"object": "authentication_action_context", "reply": reply}).to_string();
    let signed = Signer::new(providers::WORKOS_ACTIONS, "made-up").at(clock.time()).sign(body);
    deliver(&actions, signed.unwrap()).await
}

#[tokio::test]
async fn a_reply_gets_the_time_and_a_signature_over_it() {
    let answer = answered(&json!({
        "object": "authentication_action_response",
        "payload": {"verdict": "Allow"},
    }))
    .await;

    assert_eq!(answer.headers()["content-type"], "application/json");
    // HMAC-SHA-256 of `1700000000000.{"timestamp":1700000000000,"verdict":"Allow"}`, by Python.
    let expected = r#"{"signature":"SIGNATURE","object":"authentication_action_response","payload":{"timestamp":1700000000000,"verdict":"Allow"}}"#;
    assert_eq!(answer.body(), &expected.replace("SIGNATURE", SIGNED));
}

#[tokio::test]
async fn a_reply_that_cannot_be_signed_is_not_sent() {
    for reply in [
        json!({"object": "authentication_action_response"}),
        json!({"payload": "Allow"}),
        json!({"payload": {"timestamp": 1, "verdict": "Allow"}}),
        json!({"payload": {"verdict": "Allow"}, "signature": "made up"}),
        json!("Allow"),
    ] {
        let answer = answered(&reply).await;
        assert_eq!(answer.status(), StatusCode::INTERNAL_SERVER_ERROR, "{reply}");
        assert!(answer.body().is_empty(), "{reply}");
    }
}

#[tokio::test]
async fn a_refused_request_gets_nothing_signed() {
    let actions = EventRouter::new(providers::WORKOS_ACTIONS.secret("made-up"))
        .on(Action::SIGNS_IN, async |reply: Value| Reply::json(&reply))
        .with_state(());
    let forged = Signer::new(providers::WORKOS_ACTIONS, "guessed").sign("{}").unwrap();
    let answer = deliver(&actions, forged).await;
    assert_eq!((answer.status(), answer.body().len()), (StatusCode::UNAUTHORIZED, 0));
}

#[test]
fn a_secret_that_makes_no_such_hmac_is_refused_at_start_up() {
    const ACME: Provider = Provider::new("acme")
        .signed_with(Signature::hmac_sha1("x-acme-signature"))
        .signs_replies(&ReplySignature::hmac(Hash::Sha256));
    let error = ACME.secret("made-up").verifier().unwrap_err();
    assert!(matches!(error, ConfigError::BadPlace { setting: "signs_replies", .. }), "{error}");
}

const SIGNED: &str = "ecca66701ea38bd3b5079fa9ee1e9fdbc8e69348e81be4aa76ba6154802c220a";

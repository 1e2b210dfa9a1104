//! WorkOS.

use std::time::Duration;

use http::StatusCode;

use crate::{
    Fact, Field, Provider, SenderRetries,
    scheme::{Grammar, Hash, ReplySignature, Signature, TimeUnit},
};

/// WorkOS: `WorkOS-Signature: t=<milliseconds>, v1=<hex>` over `<t>.<body>`.
///
/// | | |
/// |---|---|
/// | secret | the webhook's secret in the dashboard |
/// | its form | any text, used as it is |
/// | freshness | three minutes, as the SDKs have it (npm `@workos-inc/node` 8.13.0) |
/// | event name, delivery id | `/event` and `/id` in the body, signed |
/// | answer | 200 |
/// | retries | up to 12 times with exponential backoff over three days ([source](https://workos.com/docs/events/data-syncing/webhooks)) |
/// | not published | the time that WorkOS waits, the longest body |
///
/// ```
/// # #[cfg(feature = "macros")]
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use hookport::{EventRouter, Unknown, WebhookEvent, providers, testing::{Signer, deliver}};
///
/// #[derive(WebhookEvent)]
/// #[event(payload = "/data")]
/// enum WorkOsEvent {
///     #[event("user.created")]
///     Created(User),
///     #[event(other)]
///     Other(Unknown),
/// }
///
/// #[derive(serde::Deserialize)]
/// struct User {
///     id: String,
/// }
///
/// let work_os = EventRouter::new(providers::WORKOS.secret("made-up"))
///     .on(WorkOsEvent::CREATED, async |user: User| println!("{}", user.id))
///     .with_state(());
///
/// let body = r#"{"id":"event_1","event":"user.created","data":{"id":"user_1"}}"#;
/// let signed = Signer::new(providers::WORKOS, "made-up").sign(body)?;
/// assert!(signed.headers()["workos-signature"].to_str()?.contains(", v1="));
/// assert_eq!(deliver(&work_os, signed).await.status(), 200);
///
/// let forged = Signer::new(providers::WORKOS, "guessed").sign(body)?;
/// assert_eq!(deliver(&work_os, forged).await.status(), 401);
/// # Ok(())
/// # }
/// # #[cfg(not(feature = "macros"))] fn main() {}
/// ```
pub const WORKOS: Provider = Provider::new("workos")
    .documented_at("https://workos.com/docs/events/data-syncing/webhooks")
    .signed_with(
        Signature::hmac_sha256("workos-signature")
            .written_as(Grammar::Fields { separator: ", ", timestamp: "t", signature: "v1" })
            .timestamp_in(Field::Header("workos-signature"), TimeUnit::Milliseconds)
            .over("{timestamp}.{body}")
            .fresh_within(Duration::from_secs(3 * 60)),
    )
    .names_event_in(&[Field::Json("/event")])
    .names_delivery_in(&[Field::Json("/id")])
    .retries_as(SenderRetries::Described(
        "up to 12 times with exponential backoff over three days; in test environments for some minutes",
    ))
    .with_mismatch_hint("each endpoint has a secret of its own at WorkOS").expects(StatusCode::OK).has_none_of(&[Fact::Handshake]).does_not_publish(&[Fact::LongestBody]);

/// `WorkOS` Actions: the sender asks before somebody signs in or registers, signs as [`WORKOS`] does, and believes
/// an answer only if it is signed. Fresh within 30 seconds.
///
/// A handler replies with `{"object":"authentication_action_response","payload":{"verdict":"Allow"}}`, or with
/// `user_registration_action_response`, and the endpoint signs it.
///
/// ```
/// # #[cfg(feature = "macros")]
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use hookport::{EventRouter, Reply, Unknown, WebhookEvent, providers, testing::{Signer, deliver}};
/// use serde_json::{Value, json};
///
/// #[derive(WebhookEvent)]
/// #[event(payload = "/user")]
/// enum Action {
///     #[event("authentication_action_context")]
///     SignsIn(Value),
///     #[event(other)]
///     Other(Unknown),
/// }
///
/// async fn on_sign_in(user: Value) -> Reply {
///     let verdict = if user["email"] == "ada@example.com" { "Allow" } else { "Deny" };
///     Reply::json(&json!({"object": "authentication_action_response", "payload": {"verdict": verdict}}))
/// }
///
/// let actions = EventRouter::new(providers::WORKOS_ACTIONS.secret("made-up"))
///     .on(Action::SIGNS_IN, on_sign_in)
///     .with_state(());
///
/// let body = r#"{"object":"authentication_action_context","user":{"email":"ada@example.com"}}"#;
/// let signed = Signer::new(providers::WORKOS_ACTIONS, "made-up").sign(body)?;
/// let answer: Value = serde_json::from_slice(deliver(&actions, signed).await.body())?;
/// assert_eq!(answer["payload"]["verdict"], "Allow");
/// assert_eq!(answer["signature"].as_str().unwrap().len(), 64);
/// # Ok(())
/// # }
/// # #[cfg(not(feature = "macros"))] fn main() {}
/// ```
pub const WORKOS_ACTIONS: Provider = Provider::new("workos-actions")
    .documented_at(ACTIONS_PAGE)
    .signed_with(
        Signature::hmac_sha256("workos-signature")
            .written_as(Grammar::Fields { separator: ", ", timestamp: "t", signature: "v1" })
            .timestamp_in(Field::Header("workos-signature"), TimeUnit::Milliseconds)
            .over("{timestamp}.{body}")
            .fresh_within(Duration::from_secs(30)),
    )
    .signs_replies(&ReplySignature::hmac(Hash::Sha256))
    .names_event_in(&[Field::Json("/object")])
    .names_delivery_in(&[Field::Json("/id")])
    .with_notes(&[
        "A reply is an object with the members `object` and `payload`, and `payload` has a `verdict`. The \
         endpoint adds the time and the signature.",
    ])
    .expects(StatusCode::OK);

const ACTIONS_PAGE: &str = "https://workos.com/docs/authkit/actions";

//! Routal.

use crate::{Fact, Field, Provider, SenderRetries, scheme::Token};

/// Routal (formerly SmartMonkey Planner): it signs nothing and sends no header of its own.
///
/// Only the URL that is registered at Routal can hold a secret, so this constant expects it as the
/// last path segment: `https://host/routal/<secret>`. The member `event_id` holds the event *type*,
/// no id.
///
/// | | |
/// |---|---|
/// | secret | chosen by you: the last segment of the URL that you register at Routal |
/// | its form | any text that a path segment can hold |
/// | event name | `/event_id` |
/// | tenant | `/project_id`, the project |
/// | freshness | none: nothing is signed |
/// | replays | whoever knows the secret can send anything; two equal bodies are one delivery to an inbox, for a time that `IdempotencyKey::within` sets |
/// | not published | delivery id, retries, the time that Routal waits, the longest body |
///
/// ```
/// # #[cfg(feature = "macros")]
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use hookport::{
///     EventRouter, event_types::routal::{Plan, RoutalEvent}, providers,
///     testing::{Signer, deliver},
/// };
///
/// let routal = EventRouter::new(providers::ROUTAL.secret("made-up"))
///     .on(RoutalEvent::PLAN_CREATED, async |plan: Plan| println!("{:?}", plan.label))
///     .ignore_rest()
///     .with_state(());
///
/// let body = r#"{"event_id":"routal.planner.2.plan.created","data":{"id":"1"}}"#;
/// let signer = Signer::new(providers::ROUTAL, "made-up").url("http://localhost/routal");
/// let created = signer.sign(body)?;
/// assert_eq!(created.uri().path(), "/routal/made-up");
/// assert_eq!(deliver(&routal, created).await.status(), 200);
/// assert_eq!(routal.counts().handled, 1);
/// # Ok(())
/// # }
/// # #[cfg(not(feature = "macros"))] fn main() {}
/// ```
pub const ROUTAL: Provider = Provider::new("routal")
    .documented_at("https://developers.routal.com/docs/webhooks")
    .token_in(Token::path_segment(0))
    .names_event_in(&[Field::Json("/event_id")])
    .names_tenant_in(&[Field::Json("/project_id")])
    .retries_as(SenderRetries::Unknown)
    .with_notes(&[
        "Retries, deadline and expected status are not published.",
        "There is no delivery id: `event_id` is the event type.",
    ])
    .does_not_publish(&[
        Fact::DeliveryId,
        Fact::LongestBody,
        Fact::Answer,
        Fact::Retries,
        Fact::Handshake,
    ]);

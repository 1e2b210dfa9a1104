//! Zonos.

use crate::{Fact, Field, Provider, SenderRetries, scheme::Token};

/// Zonos: the body is the result of a GraphQL query and names no event, so each webhook gets a path
/// of its own: `https://host/zonos/ORDER_CREATED/<secret>`.
///
/// A webhook at Zonos has a secret, but Zonos does not publish its signature. This constant expects
/// a secret as the last path segment and the type as the one before it. If a real delivery shows a
/// signature, replace that with [`Provider::signed_with`].
///
/// | | |
/// |---|---|
/// | secret | chosen by you: the last segment of the URL that you give to the webhook |
/// | its form | any text that a path segment can hold |
/// | event name | the type of the webhook, as the segment before it |
/// | tenant | `/data/order/organization`, of an order whose query selects it |
/// | freshness | none: nothing that is known is signed |
/// | replays | whoever knows the secret can send anything; two equal bodies are one delivery to an inbox, for a time that `IdempotencyKey::within` sets |
/// | not published | signature, delivery id, retries, the time that Zonos waits, the longest body |
///
/// ```
/// # #[cfg(feature = "macros")]
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use hookport::{
///     EventRouter, event_types::zonos::{Order, ZonosEvent}, providers,
///     testing::{Signer, deliver},
/// };
///
/// let zonos = EventRouter::new(providers::ZONOS.secret("made-up"))
///     .on(ZonosEvent::ORDER_CREATED, async |order: Order| println!("{} items", order.items.len()))
///     .ignore_rest()
///     .with_state(());
///
/// let created = Signer::new(providers::ZONOS, "made-up")
///     .url("http://localhost/zonos")
///     .event("ORDER_CREATED")
///     .sign(r#"{"data":{"order":{"items":[]}}}"#)?;
/// assert_eq!(created.uri().path(), "/zonos/ORDER_CREATED/made-up");
/// assert_eq!(deliver(&zonos, created).await.status(), 200);
/// assert_eq!(zonos.counts().handled, 1);
/// # Ok(())
/// # }
/// # #[cfg(not(feature = "macros"))] fn main() {}
/// ```
pub const ZONOS: Provider = Provider::new("zonos")
    .documented_at("https://zonos.com/docs/account/webhooks")
    .token_in(Token::path_segment(0))
    .names_event_in(&[Field::PathSegment(1)])
    .names_tenant_in(&[Field::Json("/data/order/organization")])
    .retries_as(SenderRetries::Unknown)
    .with_notes(&[
        "Signature header and algorithm are not published, though each webhook has a secret.",
        "Delivery id, retries and deadline are not published.",
    ])
    .does_not_publish(&[
        Fact::DeliveryId,
        Fact::LongestBody,
        Fact::Answer,
        Fact::Retries,
        Fact::Handshake,
    ]);

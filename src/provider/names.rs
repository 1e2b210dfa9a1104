//! The places of the names in a delivery: event, delivery id, idempotency key and tenant.

use super::Provider;
use crate::Field;

impl Provider {
    /// Sets the fields that may hold the event name. The first one that is there counts.
    ///
    /// ```
    /// use hookport::{Field, Provider};
    ///
    /// const ACME: Provider = Provider::new("acme")
    ///     .names_event_in(&[Field::Header("x-acme-event"), Field::Json("/type")]);
    /// ```
    pub const fn names_event_in(mut self, places: &'static [Field]) -> Self {
        self.event_name = places;
        self
    }

    /// Sets the fields that may hold the delivery id. The first one that is there counts. It must
    /// be the id that stays the same when the sender retries.
    ///
    /// ```
    /// use hookport::{Field, Provider};
    ///
    /// const ACME: Provider =
    ///     Provider::new("acme").names_delivery_in(&[Field::Header("x-acme-delivery")]);
    /// ```
    pub const fn names_delivery_in(mut self, places: &'static [Field]) -> Self {
        self.delivery_id = places;
        self
    }

    /// Sets the values that are the same in repeated deliveries only, where the delivery id alone is not: the
    /// sender's idempotency key.
    ///
    /// Some senders give the id of an object to several of its deliveries: Viber sends `delivered` and
    /// `seen` with the token of one message. Others give each attempt an id of its own (Box). The inbox
    /// takes a delivery for a repeated one if all of these values are the same. The first one has to be there:
    /// without it the whole request is the key. Another one that is absent counts as an empty text. Values that are not signed are a key only together with the whole request.
    ///
    /// ```
    /// use hookport::{Field, Provider};
    ///
    /// const ACME: Provider = Provider::new("acme")
    ///     .names_delivery_in(&[Field::Json("/message/id")])
    ///     .deduplicated_by(&[Field::Json("/message/id"), Field::Json("/status")]);
    ///
    /// assert_eq!(ACME.idempotency_key().len(), 2);
    /// ```
    pub const fn deduplicated_by(mut self, places: &'static [Field]) -> Self {
        self.idempotency_key = places;
        self
    }

    /// Sets the fields that may hold the tenant. The first one that is there counts.
    ///
    /// The tenant of a delivery is the account, store, project or workspace *at the sender* that the
    /// event is of. One endpoint may receive the deliveries of many: those of an app for all shops that
    /// have installed it, or those of all stores of a chain. The tenant stands beside event and id in
    /// [`Delivery::tenant`](crate::Delivery::tenant) and in log lines. A delivery without one, or with
    /// one that is no text, is not refused.
    ///
    /// ```
    /// # #[cfg(feature = "macros")]
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// use hookport::{
    ///     Delivery, EventRouter, Field, Provider, WebhookEvent, scheme::Signature,
    ///     testing::{Signer, deliver},
    /// };
    ///
    /// const ACME: Provider = Provider::new("acme")
    ///     .signed_with(Signature::hmac_sha256("x-acme-signature"))
    ///     .names_event_in(&[Field::Json("/type")])
    ///     .names_tenant_in(&[Field::Json("/account/id")]);
    ///
    /// #[derive(WebhookEvent)]
    /// #[event(payload = "/data")]
    /// enum AcmeEvent {
    ///     #[event("order.paid")]
    ///     Paid(u64),
    /// }
    ///
    /// async fn on_paid(_: u64, delivery: Delivery) {
    ///     assert_eq!(delivery.tenant(), Some("acct_7"));
    /// }
    ///
    /// let acme = EventRouter::new(ACME.secret("made-up")).on(AcmeEvent::PAID, on_paid).with_state(());
    /// let body = r#"{"type":"order.paid","data":7,"account":{"id":"acct_7"}}"#;
    /// assert_eq!(deliver(&acme, Signer::new(ACME, "made-up").sign(body)?).await.status(), 200);
    /// assert_eq!(acme.counts().handled, 1);
    /// # Ok(())
    /// # }
    /// # #[cfg(not(feature = "macros"))] fn main() {}
    /// ```
    pub const fn names_tenant_in(mut self, places: &'static [Field]) -> Self {
        self.tenant = places;
        self
    }
}

//! The settings of one endpoint in the inbox.

use std::{borrow::Cow, fmt, sync::Arc};

use super::RateLimit;
use crate::{
    Endpoint, Field, WebhookEvent,
    inbox::{IdempotencyKey, OrderingKey},
    router::{Hosted, RetryPolicy},
};

/// An endpoint whose deliveries are kept before they are answered, and how that is done.
///
/// ```
/// # #[cfg(feature = "macros")] {
/// use hookport::{EventRouter, Secret, Field, WebhookEvent, inbox::OrderingKey, providers};
/// use hookport::{InboxEndpoint, receiver::RateLimit};
///
/// #[derive(WebhookEvent)]
/// enum Orders {
///     #[event("orders/updated")]
///     Updated(serde_json::Value),
/// }
///
/// let orders = EventRouter::new(providers::SHOPIFY.secret(Secret::new("made-up")))
///     .on(Orders::UPDATED, async |order: serde_json::Value| println!("{order}"))
///     .with_state(());
/// let inbox_endpoint = InboxEndpoint::new(orders)
///     .named("orders")
///     .ordered_by(OrderingKey::field(Field::Json("/id")))
///     .version(Field::Json("/updated_at"))
///     .rate_limit(RateLimit::per_second(100).burst(300));
/// # drop(inbox_endpoint);
/// # }
/// ```
#[must_use]
pub struct InboxEndpoint {
    pub(super) hosted: Arc<dyn Hosted>,
    pub(super) name: Option<Cow<'static, str>>,
    pub(super) idempotency: IdempotencyKey,
    pub(super) ordering: Option<OrderingKey>,
    pub(super) version: Option<Field>,
    pub(super) runs_stale: bool,
    pub(super) retries: RetryPolicy,
    pub(super) concurrency: Option<usize>,
    pub(super) rate_limit: Option<RateLimit>,
    pub(super) refuses_while_paused: bool,
    pub(super) quarantine_at_most: u64,
}

impl InboxEndpoint {
    /// Takes the deliveries of an endpoint. [`EventRouter::for_inbox`](crate::EventRouter::for_inbox)
    /// makes one with handlers that need a store.
    pub fn new<E: WebhookEvent>(endpoint: Endpoint<E>) -> Self {
        Self {
            hosted: Arc::new(endpoint),
            name: None,
            idempotency: IdempotencyKey::default(),
            ordering: None,
            version: None,
            runs_stale: false,
            retries: RetryPolicy::default(),
            concurrency: None,
            rate_limit: None,
            refuses_while_paused: false,
            quarantine_at_most: 0,
        }
    }

    /// Names the endpoint in the inbox. The default is its path without the first `/`.
    ///
    /// Entries are stored under this name. Set it explicitly, so that you can change the path
    /// later.
    pub fn named(mut self, name: impl Into<Cow<'static, str>>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Sets the key by which two deliveries are the same one. The default is [`IdempotencyKey::sender_id`].
    pub fn deduplicated_by(mut self, key: impl Into<IdempotencyKey>) -> Self {
        self.idempotency = key.into();
        self
    }

    /// Runs deliveries with one key in the order received, and one at a time.
    pub fn ordered_by(mut self, key: OrderingKey) -> Self {
        self.ordering = Some(key);
        self
    }

    /// Sets where a delivery holds the version of its entity: an integer, or a time as in
    /// RFC 3339; higher is newer. The entity is what [`ordered_by`](Self::ordered_by) says.
    ///
    /// A handler does not see a delivery after it was done with a higher version, unless it
    /// [wants to](Self::run_stale). A delivery without a version, or with one that cannot be read
    /// (which is logged), is always handled.
    pub fn version(mut self, at: Field) -> Self {
        self.version = Some(at);
        self
    }

    /// Runs the handlers for older versions too, and marks them: a handler sees
    /// it in `extract::Stale`.
    pub fn run_stale(mut self) -> Self {
        self.runs_stale = true;
        self
    }

    /// Sets when handlers that failed are tried again. A handler's own policy goes before it.
    pub fn retries(mut self, retries: RetryPolicy) -> Self {
        self.retries = retries;
        self
    }

    /// Sets how many handlers of the endpoint one worker runs at a time. The default is what the
    /// receiver allows in all.
    pub fn concurrency(mut self, at_most: usize) -> Self {
        self.concurrency = Some(at_most);
        self
    }

    /// Sets how many genuine deliveries are taken; there is no limit by default.
    ///
    /// A delivery beyond the limit is refused with 429 and `Retry-After`, and counted as limited. A
    /// forged one is refused before, so that a flood of forgeries does not use up the limit.
    pub fn rate_limit(mut self, limit: RateLimit) -> Self {
        self.rate_limit = Some(limit);
        self
    }

    /// Refuses deliveries with 503 and `Retry-After` while the endpoint is paused. The default is
    /// to keep them, to be run when it is resumed.
    ///
    /// Another process notices a pause about a second later.
    pub fn refuse_while_paused(mut self) -> Self {
        self.refuses_while_paused = true;
        self
    }

    /// Keeps up to `at_most` unproved requests in a quarantine, so that they can be
    /// [verified again](crate::inbox::Inbox::reverify) after a secret was corrected. The default is to
    /// keep none.
    ///
    /// They are refused all the same, and are not in the log. No more are kept if the quarantine is
    /// full, or if the disk does not keep up.
    pub fn quarantine_at_most(mut self, at_most: u64) -> Self {
        self.quarantine_at_most = at_most;
        self
    }
}

impl<E: WebhookEvent> From<Endpoint<E>> for InboxEndpoint {
    fn from(endpoint: Endpoint<E>) -> Self {
        Self::new(endpoint)
    }
}

impl fmt::Debug for InboxEndpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("InboxEndpoint")
            .field("provider", &self.hosted.gate().verifier().provider().name())
            .field("name", &self.name)
            .field("idempotency", &self.idempotency)
            .field("ordering", &self.ordering)
            .field("version", &self.version)
            .field("rate_limit", &self.rate_limit)
            .finish_non_exhaustive()
    }
}

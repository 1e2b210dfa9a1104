//! The settings of one endpoint in the inbox.

use std::{borrow::Cow, fmt, sync::Arc};

use ipnet::IpNet;

use super::{RateLimit, address::Networks};
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
    pub(super) rate_limit_of_tenant: Option<RateLimit>,
    pub(super) refuses_while_paused: bool,
    pub(super) quarantine_at_most: u64,
    pub(super) is_routed_by_workers: bool,
    /// `None` allows all addresses.
    pub(super) allowed: Option<Networks>,
}

impl InboxEndpoint {
    /// Takes the deliveries of an endpoint. [`Receiver::endpoint`](crate::Receiver::endpoint) does
    /// so by itself if no setting is to be changed.
    /// [`EventRouter::for_inbox`](crate::EventRouter::for_inbox) makes one with handlers that need
    /// a store.
    pub fn new<E: WebhookEvent>(endpoint: Endpoint<E>) -> Self {
        Self::hosting(Arc::new(endpoint))
    }

    /// Takes the deliveries of an endpoint that has handlers of any form.
    pub(crate) fn hosting(hosted: Arc<dyn Hosted>) -> Self {
        Self {
            hosted,
            name: None,
            idempotency: IdempotencyKey::default(),
            ordering: None,
            version: None,
            runs_stale: false,
            retries: RetryPolicy::default(),
            concurrency: None,
            rate_limit: None,
            rate_limit_of_tenant: None,
            refuses_while_paused: false,
            quarantine_at_most: 0,
            is_routed_by_workers: false,
            allowed: None,
        }
    }

    /// Returns the endpoint with its handlers.
    #[cfg(feature = "serve")]
    pub(crate) fn hosted(&self) -> &dyn Hosted {
        &*self.hosted
    }

    /// Names the endpoint in the inbox. The default is its path without the slashes around it; at
    /// `/` it is the name of the provider.
    ///
    /// Entries are stored under this name. Set it explicitly, so that you can change the path
    /// later. An endpoint cannot be renamed: what waits under the old name waits until an endpoint
    /// has it again. A name has 1 to 128 bytes and no control characters, or the start-up fails.
    ///
    /// ```
    /// # #[cfg(feature = "macros")]
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    #[doc = include_str!("example.txt")]
    /// use std::sync::Arc;
    /// use hookport::{InboxEndpoint, Receiver, stores::MemoryStore, testing::deliver};
    /// use hookport::inbox::{Filter, Page};
    ///
    /// let pushes = InboxEndpoint::new(github()).named("pushes");
    /// let receiver = Receiver::new(Arc::new(MemoryStore::new())).endpoint("/github", pushes);
    /// let parts = receiver.into_parts();
    /// deliver(&parts.app, push("d1")?).await;
    ///
    /// let log = parts.inbox.log(Filter::new().endpoint("pushes"), Page::first(10)).await?;
    /// assert_eq!(log.entries.len(), 1);
    /// # Ok(())
    /// # }
    /// # #[cfg(not(feature = "macros"))] fn main() {}
    /// ```
    pub fn named(mut self, name: impl Into<Cow<'static, str>>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Sets the key by which two deliveries are the same one. The default is
    /// [`IdempotencyKey::sender_id`].
    ///
    /// The sender gets 2xx for both, and the handlers run once. A changed rule holds for new
    /// deliveries: keys of different rules are never equal.
    ///
    /// ```
    /// # #[cfg(feature = "macros")]
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    #[doc = include_str!("example.txt")]
    /// use hookport::{InboxEndpoint, Receiver, inbox::IdempotencyKey, testing::deliver};
    /// use hookport::inbox::{Filter, Page};
    ///
    /// let by_body = InboxEndpoint::new(github()).deduplicated_by(IdempotencyKey::body());
    /// let parts = Receiver::open("memory:").await?.endpoint("/github", by_body).into_parts();
    ///
    /// for id in ["d1", "d2"] { // two ids, one body
    ///     assert_eq!(deliver(&parts.app, push(id)?).await.status(), 200);
    /// }
    /// assert_eq!(parts.inbox.log(Filter::new(), Page::first(10)).await?.entries.len(), 1);
    /// # Ok(())
    /// # }
    /// # #[cfg(not(feature = "macros"))] fn main() {}
    /// ```
    pub fn deduplicated_by(mut self, key: impl Into<IdempotencyKey>) -> Self {
        self.idempotency = key.into();
        self
    }

    /// Runs deliveries with one key in the order received, and one at a time. The default is no
    /// order.
    ///
    /// The order is that of the endpoint: no handler starts on a delivery while an earlier one of
    /// its key has a handler to run, whichever that is. Handlers of one delivery run side by side,
    /// and one can be taken [out of the order](crate::router::HandlerPolicy::out_of_order). What is
    /// in the inbox already keeps the key with which it came.
    ///
    /// ```
    /// # #[cfg(feature = "macros")]
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    #[doc = include_str!("example.txt")]
    /// use hookport::{Field, InboxEndpoint, Receiver, inbox::OrderingKey, testing::deliver};
    /// use hookport::inbox::RunState;
    ///
    /// let by_hook = OrderingKey::field(Field::Header("x-github-event"));
    /// let ordered = InboxEndpoint::new(github()).ordered_by(by_hook);
    /// let parts = Receiver::open("memory:").await?.endpoint("/github", ordered).into_parts();
    /// for id in ["d1", "d2", "d3"] {
    ///     deliver(&parts.app, push(id)?).await;
    /// }
    ///
    /// let runs = parts.inbox.overview().await?.runs;
    /// let held = runs.iter().find(|runs| runs.state == RunState::Held);
    /// assert_eq!(held.map(|runs| runs.count), Some(2), "they wait for the first one");
    /// # Ok(())
    /// # }
    /// # #[cfg(not(feature = "macros"))] fn main() {}
    /// ```
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

    /// Runs the handlers for older versions too, and marks them: a handler sees it in
    /// [`extract::Stale`](crate::extract::Stale). Without a [`version`](Self::version) the start-up
    /// fails.
    pub fn run_stale(mut self) -> Self {
        self.runs_stale = true;
        self
    }

    /// Sets when handlers that failed are tried again. A handler's own policy goes before it. The
    /// default is [`RetryPolicy::exponential`]: 24 attempts in about eight hours. A policy of no
    /// attempts is refused at start-up.
    ///
    /// It holds for what is in the inbox already too: fewer attempts make a run that has had as
    /// many dead at its next one.
    ///
    /// ```
    /// use std::time::Duration;
    /// use hookport::router::RetryPolicy;
    ///
    /// // For an endpoint whose events are of no use after an hour.
    /// let soon = RetryPolicy::exponential().at_most(10).up_to(Duration::from_secs(10 * 60));
    ///
    /// let longest = (1..10).filter_map(|attempt| soon.wait(attempt, 1.0)).sum::<Duration>();
    /// assert!(longest < Duration::from_secs(60 * 60), "{longest:?} at most");
    /// ```
    pub fn retries(mut self, retries: RetryPolicy) -> Self {
        self.retries = retries;
        self
    }

    /// Sets how many handlers of the endpoint one worker runs at a time. The default is what the
    /// receiver allows in all, and 0 is refused at start-up.
    ///
    /// A handler may have [less](crate::router::HandlerPolicy::concurrency). Several processes have
    /// as many each.
    pub fn concurrency(mut self, at_most: usize) -> Self {
        self.concurrency = Some(at_most);
        self
    }

    /// Sets how many genuine deliveries are taken; there is no limit by default.
    ///
    /// A delivery beyond the limit is refused with 429 and `Retry-After`, and counted as limited. A
    /// forged one is refused before, so that a flood of forgeries does not use up the limit. A
    /// duplicate counts like any other, and a batch as one.
    ///
    /// ```
    /// # #[cfg(feature = "macros")]
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    #[doc = include_str!("example.txt")]
    /// use hookport::{InboxEndpoint, Receiver, receiver::RateLimit, testing::deliver};
    ///
    /// let limited = InboxEndpoint::new(github()).rate_limit(RateLimit::per_minute(1));
    /// let app = Receiver::open("memory:").await?.endpoint("/github", limited).into_parts().app;
    ///
    /// assert_eq!(deliver(&app, push("d1")?).await.status(), 200);
    /// let refused = deliver(&app, push("d2")?).await;
    /// assert_eq!(refused.status(), 429);
    /// assert!(refused.headers().contains_key("retry-after"));
    /// # Ok(())
    /// # }
    /// # #[cfg(not(feature = "macros"))] fn main() {}
    /// ```
    pub fn rate_limit(mut self, limit: RateLimit) -> Self {
        self.rate_limit = Some(limit);
        self
    }

    /// Sets how many genuine deliveries of each tenant are taken, so that a busy one leaves room for the
    /// others; there is no limit by default.
    ///
    /// The tenant is that of [`Delivery::tenant`](crate::Delivery::tenant). If the secrets are found for each
    /// [account](crate::secrets::Accounts), a tenant of one account is not that of another, and an account
    /// whose deliveries name no tenant is one itself. A delivery with neither has no limit here, nor has a
    /// batch that names a tenant in its events only. Ten thousand tenants are remembered. The rest is as
    /// for a [`rate_limit`](Self::rate_limit), which holds besides.
    ///
    /// ```
    /// # #[cfg(feature = "macros")]
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// use hookport::{EventRouter, InboxEndpoint, Receiver, event_types::routal::{RoutalEvent, Stop}, providers};
    /// use hookport::{receiver::RateLimit, testing::{Signer, deliver}};
    ///
    /// let routal = EventRouter::new(providers::ROUTAL.secret("made-up"))
    ///     .on(RoutalEvent::STOP, async |stop: Stop| println!("{}", stop.id))
    ///     .ignore_rest()
    ///     .with_state(());
    /// let limited = InboxEndpoint::new(routal).rate_limit_of_tenant(RateLimit::per_minute(1));
    /// let app = Receiver::open("memory:").await?.endpoint("/routal", limited).into_parts().app;
    ///
    /// let stop = |project: &str, id: u32| {
    ///     let name = "routal.planner.2.stop.completed";
    ///     let body = format!(r#"{{"event_id":"{name}","project_id":"{project}","data":{{"id":"{id}"}}}}"#);
    ///     Signer::new(providers::ROUTAL, "made-up").url("http://localhost/routal").sign(body)
    /// };
    /// assert_eq!(deliver(&app, stop("north", 1)?).await.status(), 200);
    /// assert_eq!(deliver(&app, stop("north", 2)?).await.status(), 429);
    /// assert_eq!(deliver(&app, stop("south", 3)?).await.status(), 200);
    /// # Ok(())
    /// # }
    /// # #[cfg(not(feature = "macros"))] fn main() {}
    /// ```
    pub fn rate_limit_of_tenant(mut self, limit: RateLimit) -> Self {
        self.rate_limit_of_tenant = Some(limit);
        self
    }

    /// Refuses deliveries with 503 and `Retry-After` while the endpoint is paused. The default is
    /// to keep them, to be run when it is resumed.
    ///
    /// Another process notices a pause about a second later.
    ///
    /// Choose it only if the sender tries again for longer than your pauses last: what is refused
    /// is not in the inbox.
    ///
    /// ```
    /// # #[cfg(feature = "macros")]
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    #[doc = include_str!("example.txt")]
    /// use hookport::{InboxEndpoint, Receiver, testing::deliver};
    ///
    /// let refusing = InboxEndpoint::new(github()).refuse_while_paused();
    /// let parts = Receiver::open("memory:").await?.endpoint("/github", refusing).into_parts();
    ///
    /// parts.inbox.pause("github").await?;
    /// assert_eq!(deliver(&parts.app, push("d1")?).await.status(), 503);
    /// parts.inbox.resume("github").await?;
    /// assert_eq!(deliver(&parts.app, push("d1")?).await.status(), 200);
    /// # Ok(())
    /// # }
    /// # #[cfg(not(feature = "macros"))] fn main() {}
    /// ```
    pub fn refuse_while_paused(mut self) -> Self {
        self.refuses_while_paused = true;
        self
    }

    /// Keeps up to `at_most` unproved requests in a quarantine, so that they can be [verified
    /// again](crate::inbox::Inbox::reverify) after a secret was corrected. The default is to keep
    /// none, as 0 does.
    ///
    /// They are refused all the same, and are not in the log. So that they are there whole, a request
    /// that its head refuses is read to its end too, which costs time and memory. No more are kept if the quarantine is
    /// full, or if the disk does not keep up. Each may be as long as the longest body that the
    /// endpoint reads, and is kept for [seven days](crate::worker::Retention::keep_quarantined) by
    /// default. [`Reverified`](crate::inbox::Reverified) shows the way from a wrong secret back.
    pub fn quarantine_at_most(mut self, at_most: u64) -> Self {
        self.quarantine_at_most = at_most;
        self
    }

    /// Takes requests from clients in these networks only, and adds to those that were named before.
    /// By default all addresses are allowed.
    ///
    /// Others get 403 before their body is read, and so does a client whose address is [not
    /// known](crate::receiver::ClientAddress). They are counted as refused, for the reason `address`. Behind
    /// a proxy [name it](crate::Receiver::trusted_proxies). It adds to the proof, and replaces nothing
    /// of it. A list without a network is refused at start-up.
    ///
    /// ```
    /// # #[cfg(feature = "macros")]
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    #[doc = include_str!("example.txt")]
    /// use hookport::{InboxEndpoint, Receiver, receiver::ClientAddress, testing::deliver};
    ///
    /// let hooks_of_github = ["192.30.252.0/22".parse()?, "2a0a:a440::/29".parse()?];
    /// let allowed = InboxEndpoint::new(github()).allow_from(hooks_of_github);
    /// let app = Receiver::open("memory:").await?.endpoint("/github", allowed).into_parts().app;
    ///
    /// for (address, status) in [("192.30.252.7", 200), ("192.0.2.1", 403)] {
    ///     let mut request = push("d1")?;
    ///     request.extensions_mut().insert(ClientAddress::new(address.parse()?));
    ///     assert_eq!(deliver(&app, request).await.status(), status);
    /// }
    /// # Ok(())
    /// # }
    /// # #[cfg(not(feature = "macros"))] fn main() {}
    /// ```
    pub fn allow_from(mut self, networks: impl IntoIterator<Item = IpNet>) -> Self {
        self.allowed.get_or_insert_default().add(networks);
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
            .field("rate_limit_of_tenant", &self.rate_limit_of_tenant)
            .finish_non_exhaustive()
    }
}

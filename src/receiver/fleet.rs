//! Settings of a process among several that share a store.

use super::{InboxEndpoint, Receiver, Role};

impl Receiver {
    /// Sets the part of the work that this process does. The default is [`Role::Both`].
    pub const fn role(mut self, role: Role) -> Self {
        self.role = role;
        self
    }

    /// Sets how many processes take deliveries to the same endpoints, behind a load balancer. The default is
    /// 1, and 0 is refused at start-up.
    ///
    /// Each takes its part of a [`rate_limit`](crate::InboxEndpoint::rate_limit) and of a
    /// [`rate_limit_of_tenant`](crate::InboxEndpoint::rate_limit_of_tenant), so that all of them together
    /// take what is set. That is exact for a load balancer that spreads deliveries evenly, but for bursts:
    /// they are rounded up, so that `receivers - 1` more may be taken at once. Where one process gets more
    /// than its part, or one of them does not run, less is taken.
    ///
    /// ```
    /// # #[cfg(feature = "macros")]
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    #[doc = include_str!("example.txt")]
    /// use hookport::{InboxEndpoint, Receiver, receiver::RateLimit, testing::deliver};
    ///
    /// let limited = InboxEndpoint::new(github()).rate_limit(RateLimit::per_minute(4));
    /// let receiver = Receiver::open("memory:").await?.endpoint("/github", limited);
    /// let app = receiver.receivers(2).into_parts().app;
    ///
    /// for (id, status) in [("d1", 200), ("d2", 200), ("d3", 429)] {
    ///     assert_eq!(deliver(&app, push(id)?).await.status(), status, "the other one takes two");
    /// }
    /// # Ok(())
    /// # }
    /// # #[cfg(not(feature = "macros"))] fn main() {}
    /// ```
    pub fn receivers(mut self, count: usize) -> Self {
        self.limits.receivers = count;
        self
    }
}

impl InboxEndpoint {
    /// Leaves it to the workers to find the handlers of a delivery. By default they are found when it comes.
    ///
    /// It is for a process that [only accepts](Role::Receiver) and does not have the handlers. Each delivery
    /// is kept with one run of the pseudo handler [`ROUTE`](crate::inbox::ROUTE). A worker with an endpoint of
    /// the same name and the same keys finds the handlers, and runs them then; that is one more claim for each
    /// delivery. In an order, a handler that is [out of it](crate::router::HandlerPolicy::out_of_order) waits
    /// for that too.
    ///
    /// ```
    /// # #[cfg(feature = "macros")]
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    #[doc = include_str!("example.txt")]
    /// use hookport::{EventRouter, InboxEndpoint, Receiver, Unknown, WebhookEvent, inbox::ROUTE, providers};
    /// use hookport::{receiver::Role, testing::deliver};
    ///
    /// #[derive(WebhookEvent)]
    /// enum Any {
    ///     #[event(other)]
    ///     Event(Unknown),
    /// }
    ///
    /// let any = EventRouter::<Any, ()>::new(providers::GITHUB.secret("made-up")).ignore_rest();
    /// let endpoint = InboxEndpoint::new(any.with_state(())).routed_by_workers();
    /// let receiver = Receiver::open("memory:").await?.endpoint("/github", endpoint);
    /// let parts = receiver.role(Role::Receiver).into_parts();
    ///
    /// assert_eq!(deliver(&parts.app, push("d1")?).await.status(), 200);
    /// assert_eq!(&*parts.inbox.overview().await?.runs[0].handler, ROUTE);
    /// # Ok(())
    /// # }
    /// # #[cfg(not(feature = "macros"))] fn main() {}
    /// ```
    pub const fn routed_by_workers(mut self) -> Self {
        self.is_routed_by_workers = true;
        self
    }
}

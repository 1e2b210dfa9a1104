//! The part of the work that one process does.

use crate::words::words;

words! {
    /// The part of the work that a receiver does, where several processes share a store.
    ///
    /// Receivers behind a load balancer accept, and workers beside them run the handlers: each kind in its
    /// own number, on machines of its own. All have the same endpoints and handlers. A process that only
    /// accepts and has no handlers leaves it to the workers to
    /// [find them](crate::InboxEndpoint::routed_by_workers).
    ///
    /// | role | takes deliveries | runs handlers, removes what is old | health pages, pages of your own |
    /// |---|---|---|---|
    /// | `Both` | yes | yes | yes |
    /// | `Receiver` | yes | no | yes |
    /// | `Worker` | no: the paths of its endpoints answer 404 | yes | yes |
    ///
    /// A program that is to listen on nothing at all [takes a receiver apart](crate::Receiver::into_parts), and
    /// runs its worker alone.
    ///
    /// ```
    /// # #[cfg(feature = "macros")]
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    #[doc = include_str!("example.txt")]
    /// use std::{sync::Arc, time::Duration};
    /// use hookport::{Receiver, inbox::Store, receiver::Role, stores::MemoryStore, testing::deliver};
    ///
    /// let store = Arc::new(MemoryStore::new()); // a `PostgresStore` in each process
    /// let of = |role| Receiver::new(store.clone()).endpoint("/github", github()).role(role);
    /// let (receiver, worker) = (of(Role::Receiver).into_parts(), of(Role::Worker).into_parts());
    ///
    /// assert_eq!(deliver(&receiver.app, push("d1")?).await.status(), 200);
    /// assert_eq!(deliver(&worker.app, push("d2")?).await.status(), 404);
    ///
    /// let is_done = async {
    ///     loop {
    ///         let changed = store.wait();
    ///         match receiver.inbox.overview().await {
    ///             Ok(overview) if overview.runs.is_empty() => break,
    ///             _ => changed.await,
    ///         }
    ///     }
    /// };
    /// worker.worker.run(is_done, Duration::from_secs(5)).await;
    /// # Ok(())
    /// # }
    /// # #[cfg(not(feature = "macros"))] fn main() {}
    /// ```
    #[derive(Default)]
    pub enum Role {
        /// It takes deliveries, and runs their handlers.
        #[default]
        Both = "both",
        /// It takes deliveries. Other processes run their handlers.
        Receiver = "receiver",
        /// It runs handlers. Other processes take the deliveries.
        Worker = "worker",
    }
}

impl Role {
    /// Returns true if deliveries are taken.
    pub(crate) const fn accepts(self) -> bool {
        matches!(self, Self::Both | Self::Receiver)
    }

    /// Returns true if handlers are run.
    pub(crate) const fn works(self) -> bool {
        matches!(self, Self::Both | Self::Worker)
    }
}

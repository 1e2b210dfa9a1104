//! Counters of an endpoint.

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

macro_rules! counts {
    ($($(#[$doc:meta])* $name:ident,)*) => {
        /// The counters of an [`Endpoint`](crate::Endpoint) since it was made.
        ///
        /// Each request is counted in exactly one of the first eight. Of a batch, each event is
        /// counted; an empty one is handled.
        ///
        /// ```
        /// use hookport::Counts;
        ///
        /// /// Warns of a wrong secret, or of types that do not fit the sender's events.
        /// fn warn(counts: Counts) {
        ///     if counts.handled == 0 && counts.refused > 10 {
        ///         eprintln!("every delivery is refused: is the secret right?");
        ///     }
        ///     if counts.undecodable > 0 {
        ///         eprintln!("{} deliveries could not be decoded", counts.undecodable);
        ///     }
        /// }
        /// # warn(Counts::default());
        /// ```
        #[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
        #[non_exhaustive]
        pub struct Counts {
            $($(#[$doc])* pub $name: u64,)*
        }

        #[derive(Debug, Default)]
        pub(super) struct Counters {
            $(pub(super) $name: Counter,)*
        }

        impl Counters {
            pub(super) fn snapshot(&self) -> Counts {
                Counts { $($name: self.$name.0.load(Relaxed),)* }
            }
        }
    };
}

counts! {
    /// Deliveries whose handlers were all done.
    handled,
    /// Deliveries of an ignored variant.
    ignored,
    /// Deliveries whose name no variant takes, or only the variant marked `other` without a
    /// handler.
    unhandled,
    /// Deliveries with a handler that asked for a retry, panicked, or took too long.
    retried,
    /// Deliveries that a handler made a dead letter, while no handler asked for a retry.
    dead_letter,
    /// Genuine deliveries that could not be decoded, or that have no event name while no handler
    /// takes the variant marked `other`.
    undecodable,
    /// Requests that were refused: see [`receive`](crate::receive).
    refused,
    /// Handshakes.
    handshakes,
    /// Panics of a handler, of the decoding of its payload, or of a function that classifies its
    /// error.
    panics,
    /// Handlers that took too long.
    timeouts,
    /// Replies of a function of [`reply`](crate::EventRouter::reply).
    replies,
    /// Failures, panics and timeouts of a function of [`reply`](crate::EventRouter::reply): the
    /// sender got the answer without a reply.
    failed_replies,
}

#[derive(Debug, Default)]
pub(super) struct Counter(AtomicU64);

impl Counter {
    pub(super) fn add_one(&self) {
        self.0.fetch_add(1, Relaxed);
    }
}

//! How often what happened.

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

macro_rules! counts {
    ($($(#[$doc:meta])* $name:ident,)*) => {
        /// How often what happened at an [`Endpoint`](crate::Endpoint) since it was made.
        ///
        /// Each request counts once among all but the last four.
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
    /// All its handlers were done.
    handled,
    /// It was of a variant that is ignored.
    ignored,
    /// No variant takes its name, or only the one marked `other`, which has no handler.
    unhandled,
    /// A handler asked for it to be tried again, panicked, or took too long.
    retried,
    /// A handler set it aside, and none asked for it to be tried again.
    dead_letter,
    /// It was genuine, and could not be decoded; or it has no event name, and no handler takes the
    /// variant marked `other`.
    undecodable,
    /// It was refused at the door.
    refused,
    /// It was a handshake.
    handshakes,
    /// A handler panicked, or the decoding of its payload.
    panics,
    /// A handler took too long.
    timeouts,
    /// A function of [`reply`](crate::EventRouter::reply) replied.
    replies,
    /// A function of [`reply`](crate::EventRouter::reply) failed, panicked, or took too long: the
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

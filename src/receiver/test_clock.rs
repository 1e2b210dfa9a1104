//! One clock for a receiver and all its endpoints, in a test.

use std::sync::Arc;

use super::{InboxEndpoint, Receiver, check};
use crate::Clock;

impl Receiver {
    /// Sets the clock of the receiver and of all its endpoints.
    ///
    /// # Panics
    ///
    /// Panics if a clone of an endpoint is kept somewhere: its clock cannot be changed any more.
    #[track_caller]
    pub(crate) fn with_clock_everywhere(mut self, clock: impl Clock + Clone) -> Self {
        for (path, endpoint) in &mut self.endpoints {
            let name = check::name(path, endpoint);
            assert!(set(endpoint, clock.clone()), "endpoint `{name}`: {KEPT}");
        }
        self.clock(clock)
    }
}

fn set(endpoint: &mut InboxEndpoint, clock: impl Clock) -> bool {
    Arc::get_mut(&mut endpoint.hosted).is_some_and(|hosted| hosted.set_clock(Arc::new(clock)))
}

const KEPT: &str = "a clone of it is kept, so that its clock cannot be set";

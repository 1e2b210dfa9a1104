//! Senders that get no 2xx.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering::Relaxed},
    },
    time::{Duration, SystemTime},
};

use super::metrics::{failing, gives_up};
use crate::{Provider, SenderRetries};

/// The sender of an endpoint: since when it gets no 2xx, and when it gives up.
pub(crate) struct Sender {
    endpoint: Arc<str>,
    gives_up: Option<Duration>,
    is_refused: AtomicBool,
    is_failed: AtomicBool,
}

impl Sender {
    pub(crate) fn new(endpoint: Arc<str>, provider: &Provider) -> Self {
        let gives_up = span(provider.retries());
        let (is_refused, is_failed) = (AtomicBool::new(false), AtomicBool::new(false));
        let this = Self { endpoint, gives_up, is_refused, is_failed };
        // Another one may have been there for the endpoint, before a reload.
        failing(&this.endpoint, REFUSED, None);
        failing(&this.endpoint, FAILED, None);
        this.publish();
        this
    }

    /// A request was not proved, for this reason.
    pub(crate) fn refused(&self, reason: &str, at: SystemTime) {
        // A stranger who looks for open doors sends no proof at all.
        if !WITHOUT_PROOF.contains(&reason) {
            self.begins(&self.is_refused, REFUSED, at);
        }
    }

    /// A request was turned away, or the store did not take it.
    pub(crate) fn failed(&self, at: SystemTime) {
        self.begins(&self.is_failed, FAILED, at);
    }

    /// A delivery is stored.
    pub(crate) fn stored(&self) {
        for (state, cause) in [(&self.is_refused, REFUSED), (&self.is_failed, FAILED)] {
            if state.load(Relaxed) && state.swap(false, Relaxed) {
                failing(&self.endpoint, cause, None);
            }
        }
    }

    fn begins(&self, state: &AtomicBool, cause: &'static str, at: SystemTime) {
        if !state.swap(true, Relaxed) {
            failing(&self.endpoint, cause, Some(at));
            self.publish();
        }
    }

    fn publish(&self) {
        if let Some(after) = self.gives_up {
            gives_up(&self.endpoint, after);
        }
    }
}

/// Returns the time from the first try of a delivery to the last one, if it is known.
fn span(retries: SenderRetries) -> Option<Duration> {
    match retries {
        SenderRetries::Never => Some(Duration::ZERO),
        SenderRetries::After(waits) => Some(waits.iter().sum()),
        SenderRetries::Unknown | SenderRetries::Described(_) => None,
    }
}

/// The reasons of requests that bring nothing to prove them, or come from another network.
const WITHOUT_PROOF: [&str; 3] = ["method_not_allowed", "missing_value", "address"];

const REFUSED: &str = "refused";
const FAILED: &str = "failed";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sender_gives_up_after_the_last_of_its_published_retries() {
        const MINUTE: Duration = Duration::from_secs(60);

        assert_eq!(span(SenderRetries::After(&[MINUTE, MINUTE])), Some(2 * MINUTE));
        assert_eq!(span(SenderRetries::Never), Some(Duration::ZERO));
        assert_eq!(span(SenderRetries::Unknown), None);
        assert_eq!(span(SenderRetries::Described("for a day")), None);
    }
}

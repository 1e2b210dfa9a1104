//! Senders that get no 2xx.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU8, Ordering::Relaxed},
    },
    time::{Duration, SystemTime},
};

use super::metrics::{failing, gives_up};
use crate::{Provider, SenderRetries};

/// The sender of an endpoint: since when it gets no 2xx, and when it gives up.
pub(crate) struct Sender {
    endpoint: Arc<str>,
    gives_up: Option<Duration>,
    refused: AtomicU8,
    failed: AtomicU8,
}

impl Sender {
    pub(crate) fn new(endpoint: Arc<str>, provider: &Provider) -> Self {
        let gives_up = span(provider.retries());
        let (refused, failed) = (AtomicU8::new(UNKNOWN), AtomicU8::new(UNKNOWN));
        let this = Self { endpoint, gives_up, refused, failed };
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
            self.begins(&self.refused, REFUSED, at);
        }
    }

    /// A request was turned away, or the store did not take it.
    pub(crate) fn failed(&self, at: SystemTime) {
        self.begins(&self.failed, FAILED, at);
    }

    /// A delivery is stored.
    pub(crate) fn stored(&self) {
        for (state, cause) in [(&self.refused, REFUSED), (&self.failed, FAILED)] {
            if state.load(Relaxed) != FINE && state.swap(FINE, Relaxed) != FINE {
                failing(&self.endpoint, cause, None);
            }
        }
    }

    fn begins(&self, state: &AtomicU8, cause: &'static str, at: SystemTime) {
        if state.swap(FAILS, Relaxed) != FAILS {
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

/// The endpoint before a reload may have set the gauge since.
const UNKNOWN: u8 = 0;
const FINE: u8 = 1;
const FAILS: u8 = 2;

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

    #[cfg(feature = "metrics")]
    #[test]
    fn a_sender_after_a_reload_ends_a_failure_that_only_the_one_before_it_saw() {
        use metrics_util::debugging::{DebugValue, DebuggingRecorder};

        let recorder = DebuggingRecorder::new();
        let found = recorder.snapshotter();
        let _recording = metrics::set_default_local_recorder(&recorder);
        let sender = || Sender::new(Arc::from("shop"), &crate::providers::GITHUB);
        let refused_since = || {
            let all = found.snapshot().into_vec().into_iter();
            let mut since = all.filter_map(|(key, _, _, value)| {
                let is_it = key.key().labels().any(|label| label.value() == REFUSED);
                match value {
                    DebugValue::Gauge(value) if is_it => Some(value.0),
                    _ => None,
                }
            });
            since.next()
        };
        let (before, after) = (sender(), sender());

        // A request that had begun before the reload.
        before.refused("signature_mismatch", SystemTime::UNIX_EPOCH + Duration::from_secs(9));
        assert_eq!(refused_since(), Some(9.0));
        after.stored();
        assert_eq!(refused_since(), Some(0.0));
    }
}

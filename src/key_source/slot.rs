//! The document of one URL, and when it may be used and asked for.

use std::{
    sync::{Arc, Weak},
    time::{Duration, SystemTime},
};

use bytes::Bytes;

use super::lifetime::lifetime;
use crate::{Verifier, scheme::KeyUrl, verify::FetchedError};

/// A document, and its times.
#[derive(Debug, Clone)]
pub(super) struct Held {
    bytes: Bytes,
    fetched_at: SystemTime,
    /// The last instant at which it may be used without being asked for again.
    usable_until: SystemTime,
    /// The verifiers that have taken it.
    given_to: Vec<Weak<Verifier>>,
}

impl Held {
    pub(super) fn new(bytes: Bytes, max_age: Option<Duration>, now: SystemTime) -> Self {
        let usable_until = now + lifetime(max_age);
        Self { bytes, fetched_at: now, usable_until, given_to: Vec::new() }
    }

    /// Lets a verifier take the document.
    pub(super) fn give(
        &mut self,
        url: &KeyUrl,
        verifier: &Arc<Verifier>,
    ) -> Result<(), FetchedError> {
        verifier.take_fetched(url, &self.bytes, self.usable_until)?;
        self.given_to.retain(|it| it.strong_count() > 0);
        if !self.was_given(verifier) {
            self.given_to.push(Arc::downgrade(verifier));
        }
        Ok(())
    }

    /// Returns whether a verifier has taken the document.
    pub(super) fn was_given(&self, verifier: &Arc<Verifier>) -> bool {
        self.given_to.iter().any(|it| it.as_ptr() == Arc::as_ptr(verifier))
    }
}

/// The knowledge of one URL.
#[derive(Debug, Default)]
pub(super) struct Slot {
    held: Option<Held>,
    /// The instant before which it is not asked for again.
    pause_until: Option<SystemTime>,
}

impl Slot {
    /// Returns the document, if it need not be fetched: it has not expired and, if a newer one is
    /// wanted, is as new as one can be.
    pub(super) fn current(&mut self, newer: bool, now: SystemTime) -> Option<&mut Held> {
        let held = self.held.as_mut()?;
        let youth = now.duration_since(held.fetched_at).unwrap_or_default();
        (now <= held.usable_until && (!newer || youth < REFRESH_AFTER)).then_some(held)
    }

    pub(super) fn may_be_asked(&self, now: SystemTime) -> bool {
        self.pause_until.is_none_or(|end| now >= end)
    }

    /// Returns whether the URL ever had a document.
    pub(super) fn is_known(&self) -> bool {
        self.held.is_some()
    }

    pub(super) fn keep(&mut self, held: Held) {
        *self = Self { held: Some(held), pause_until: None };
    }

    pub(super) fn fail(&mut self, now: SystemTime) {
        let pause = if self.is_known() { STALE_STEP } else { PAUSE };
        self.pause_until = Some(now + pause);
    }

    /// Returns the document whose server fails, if it may still be used, and until when.
    pub(super) fn stale(&self, now: SystemTime) -> Option<(&[u8], SystemTime)> {
        let held = self.held.as_ref()?;
        let last = held.usable_until + STALE;
        (now <= last).then(|| (&*held.bytes, last.min(now + STALE_STEP).max(held.usable_until)))
    }
}

/// The age at which a key set is fetched again for a key that it does not have.
const REFRESH_AFTER: Duration = Duration::from_secs(60);

/// The time for which a URL that failed is not asked for.
const PAUSE: Duration = Duration::from_secs(10);

/// The time for which a document serves on when its server fails.
const STALE: Duration = Duration::from_secs(24 * 60 * 60);

/// The time after which a server that fails is asked again.
const STALE_STEP: Duration = Duration::from_secs(60);

#[cfg(test)]
mod tests {
    use std::time::UNIX_EPOCH;

    use super::*;

    fn at(seconds: u64) -> SystemTime {
        UNIX_EPOCH + Duration::from_secs(1_800_000_000 + seconds)
    }

    fn slot() -> Slot {
        let mut slot = Slot::default();
        slot.keep(Held::new("{}".into(), Some(Duration::from_secs(600)), at(0)));
        slot
    }

    #[test]
    fn a_document_is_current_until_it_expires() {
        let mut slot = slot();

        assert!(slot.current(false, at(600)).is_some());
        assert!(slot.current(false, at(601)).is_none());
    }

    #[test]
    fn a_newer_document_is_wanted_once_a_minute() {
        let mut slot = slot();

        assert!(slot.current(true, at(59)).is_some());
        assert!(slot.current(true, at(60)).is_none());
        // A clock that goes back makes nothing old.
        assert!(slot.current(true, at(0) - Duration::from_secs(5)).is_some());
    }

    #[test]
    fn a_document_whose_server_fails_serves_for_a_day_and_is_asked_for_once_a_minute() {
        let mut slot = slot();
        slot.fail(at(700));

        assert!(!slot.may_be_asked(at(759)));
        assert!(slot.may_be_asked(at(760)));
        assert_eq!(slot.stale(at(700)), Some((&b"{}"[..], at(760))));
        let day = 24 * 60 * 60;
        assert_eq!(slot.stale(at(600 + day)), Some((&b"{}"[..], at(600 + day))));
        assert_eq!(slot.stale(at(601 + day)), None);
    }

    #[test]
    fn a_url_without_a_document_is_asked_again_after_ten_seconds() {
        let mut slot = Slot::default();
        slot.fail(at(0));

        assert!(!slot.may_be_asked(at(9)));
        assert!(slot.may_be_asked(at(10)));
        assert_eq!(slot.stale(at(0)), None);
    }
}

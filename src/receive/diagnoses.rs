//! The log lines of refusals, with their diagnoses.
//!
//! A diagnosis costs far more than a refusal, and a forger can ask for as many as it likes. So it
//! is made on another thread, after the answer, and only a few times a second. The line of any
//! other refusal is written at once, without one. A request that its head refuses is read to its end
//! only if its diagnosis is among these.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use super::{ReceiveError, Refusal};
use crate::{Verifier, log::Background};

/// The diagnoses that a gate makes for its log.
#[derive(Debug)]
pub(super) struct Diagnoses {
    /// The start of the current second, and how many were made in it.
    made: Mutex<Option<(Instant, usize)>>,
}

impl Diagnoses {
    pub(super) const fn new() -> Self {
        Self { made: Mutex::new(None) }
    }

    /// Takes one of the diagnoses of this second for a request whose body is not there yet. A long
    /// body, or one of unknown length, gets none: it is not read for that.
    pub(super) fn reserve(&self, size: Option<u64>) -> bool {
        size.is_some_and(|size| size <= SHORT as u64) && self.has_room(Instant::now(), 0)
    }

    /// Logs a refusal: after its diagnosis, if it is `reserved` or there is room for one.
    pub(super) fn log(&self, refusal: &Refusal<'_>, verifier: &Arc<Verifier>, reserved: bool) {
        let proof = refusal.unproved.zip(refusal.verify_error());
        let size = proof.map_or(0, |(received, _)| received.body.len());
        let thread = proof
            .and_then(|_| Background::new())
            .filter(|_| reserved || self.has_room(Instant::now(), size));
        let (Some((received, error)), Some(thread)) = (proof, thread) else {
            return refusal.log(None);
        };
        let (verifier, error) = (Arc::clone(verifier), ReceiveError::from(error.clone()));
        let (endpoint, received) = (refusal.endpoint.map(str::to_owned), received.clone());
        let accounts = refusal.accounts.cloned();
        thread.run(move || {
            let refusal = Refusal {
                verifier: &verifier,
                error: &error,
                endpoint: endpoint.as_deref(),
                accounts: accounts.as_ref(),
                head: &received.parts,
                unproved: Some(&received),
            };
            refusal.log(refusal.diagnosis().as_ref());
        });
    }

    /// Takes one of the diagnoses of this second; a long body takes the place of several.
    fn has_room(&self, now: Instant, size: usize) -> bool {
        let mut made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        let (second, count) =
            made.filter(|(second, _)| now.duration_since(*second) < SECOND).unwrap_or((now, 0));
        let has_room = count < A_SECOND;
        if has_room {
            *made = Some((second, count + 1 + size / SHORT));
        }
        has_room
    }
}

const SECOND: Duration = Duration::from_secs(1);

/// Enough to see what is wrong. A short body costs less than a millisecond, one of 256 KiB up to a
/// tenth of a second: a flood of forgeries takes no more than a tenth of one processor.
const A_SECOND: usize = 4;

/// A body of which four a second are cheap.
const SHORT: usize = 64 * 1024;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn four_diagnoses_a_second_are_made() {
        let (diagnoses, start) = (Diagnoses::new(), Instant::now());
        let made = |at: Duration| (0..1000).filter(|_| diagnoses.has_room(start + at, 100)).count();

        assert_eq!(made(Duration::ZERO), 4);
        assert_eq!(made(Duration::from_millis(999)), 0);
        assert_eq!(made(SECOND), 4);
        assert_eq!(made(SECOND * 3600), 4);
    }

    #[test]
    fn one_diagnosis_a_second_is_made_of_long_bodies() {
        let (diagnoses, start) = (Diagnoses::new(), Instant::now());
        let long = || (0..10).filter(|_| diagnoses.has_room(start, 256 * 1024)).count();

        assert_eq!((long(), long()), (1, 0));
    }
}

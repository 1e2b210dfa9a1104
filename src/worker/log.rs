//! Log lines of a worker.

use super::{call::Call, workshop::Place};
use crate::{
    error_text::chain,
    inbox::{Ended, StoreError},
    log::log,
};

/// Logs an event of an attempt, with the names of its run.
macro_rules! log_attempt {
    ($level:ident, $message:literal, $call:expr, $place:expr $(, $field:ident = $value:expr)*) => {
        log!(
            $level,
            $message,
            provider = $call.delivery().provider(),
            endpoint = &*$place.post().name,
            event = $call.delivery().event_name(),
            delivery = $call.delivery().id(),
            entry = $place.lease().entry.get(),
            handler = &*$place.lease().handler,
            attempt = $call.number(),
            $($field = $value,)*
        )
    };
}

/// Logs the end of an attempt that the store has recorded.
pub(super) fn ended(ended: &Ended, call: &Call, place: &Place) {
    match ended {
        Ended::Done | Ended::Routed(_) => log_attempt!(DEBUG, "handler done", call, place),
        Ended::Stale => {
            log_attempt!(DEBUG, "run skipped, a newer version was handled", call, place);
        }
        Ended::Retry { error, .. } => {
            log_attempt!(WARN, "handler failed, will retry", call, place, error = error);
        }
        Ended::Dead { error } => {
            log_attempt!(ERROR, "run is dead until it is replayed", call, place, error = error);
        }
        Ended::GivenBack => log_attempt!(INFO, "run released for another worker", call, place),
    }
}

/// Logs a run whose lease is lost.
pub(super) fn left(call: &Call, place: &Place) {
    log_attempt!(WARN, "lease lost, run left to another worker", call, place);
}

/// Logs a result that the store did not take.
pub(super) fn not_recorded(error: &StoreError, call: &Call, place: &Place) {
    log_attempt!(
        ERROR,
        "store did not record the result in time, handler will run again",
        call,
        place,
        error = chain(error)
    );
}

/// Logs the first of several failures of the store, and the first success after them.
pub(super) fn streak(call: &'static str, fails: &mut bool, error: Option<&StoreError>) {
    match error {
        Some(error) if !*fails => {
            log!(ERROR, "store call failed, will retry", call = call, error = chain(error));
        }
        None if *fails => log!(INFO, "store call works again", call = call),
        _ => {}
    }
    *fails = error.is_some();
}

//! Log lines of a worker. Most of them lie in the span of an attempt, which names the run.

use crate::{
    error_text::chain,
    inbox::{Ended, StoreError},
    log::log,
};

/// Logs the end of an attempt that the store has recorded.
pub(super) fn ended(ended: &Ended) {
    match ended {
        Ended::Done | Ended::Routed(_) => log!(DEBUG, "handler done"),
        Ended::Stale => log!(DEBUG, "run skipped, a newer version was handled"),
        Ended::Retry { error, .. } => log!(WARN, "handler failed, will retry", error = error),
        Ended::Dead { error } => log!(ERROR, "run is dead until it is replayed", error = error),
        Ended::GivenBack => log!(INFO, "run released for another worker"),
    }
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

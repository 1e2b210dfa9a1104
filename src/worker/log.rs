//! Log lines of a worker.

use std::time::Duration;

use super::task::Task;
use crate::{
    error_text::{chain, without_quote},
    inbox::{Ended, NewRun, OrphanedRuns, ROUTE, StoreError},
    log::log,
};

/// Logs an event of an attempt, with the names of its run.
macro_rules! log_attempt {
    ($level:ident, $message:literal, $task:expr $(, $field:ident = $value:expr)*) => {
        log!(
            $level,
            $message,
            provider = $task.delivery.provider(),
            endpoint = &**$task.slot.endpoint().name(),
            event = $task.delivery.event_name(),
            delivery = $task.delivery.id(),
            tenant = $task.delivery.tenant(),
            entry = $task.slot.lease.entry.get(),
            handler = &*$task.slot.handler().name,
            attempt = $task.attempt.number(),
            tried = $task.attempt.tried(),
            at_most = $task.attempt.of(),
            $($field = $value,)*
        )
    };
}

/// Logs the beginning of an attempt.
pub(super) fn begins(task: &Task) {
    log_attempt!(DEBUG, "attempt begins", task);
}

/// Logs the end of an attempt that the store has recorded; `None` if it has recorded none. `took` is the time
/// since its beginning.
pub(super) fn ended(recorded: Option<&Ended>, task: &Task, took: Duration) {
    match recorded {
        Some(Ended::Routed(handlers)) if *task.slot.handler().name != *ROUTE => log_attempt!(
            WARN,
            "handler does not take this event, its run goes to those that do",
            task,
            handlers = names(handlers),
            milliseconds = took
        ),
        Some(Ended::Done | Ended::Routed(_)) => {
            log_attempt!(DEBUG, "handler done", task, milliseconds = took);
        }
        Some(Ended::Stale) => {
            log_attempt!(
                DEBUG,
                "run skipped, a newer version was handled",
                task,
                milliseconds = took
            );
        }
        Some(Ended::Retry { error, .. }) => {
            let error = without_quote(error);
            log_attempt!(
                WARN,
                "handler failed, will retry",
                task,
                error = error,
                milliseconds = took
            );
        }
        Some(Ended::Dead { error }) => {
            let error = without_quote(error);
            log_attempt!(
                ERROR,
                "run is dead until it is replayed",
                task,
                error = error,
                milliseconds = took
            );
        }
        Some(Ended::Released) => {
            log_attempt!(INFO, "run released for another worker", task, milliseconds = took);
        }
        None => {
            log_attempt!(WARN, "lease lost, run left to another worker", task, milliseconds = took);
        }
    }
}

/// Logs the release of a run that was not started.
pub(super) fn given_back(is_recorded: bool, task: &Task) {
    if is_recorded {
        log_attempt!(DEBUG, "claimed run given back, it has not been started", task);
    } else {
        log_attempt!(WARN, "lease lost, run left to another worker", task);
    }
}

/// Logs a result that the store did not take.
pub(super) fn not_recorded(error: &StoreError, task: &Task) {
    log_attempt!(
        ERROR,
        "store did not record the result in time, handler will run again",
        task,
        error = chain(error)
    );
}

/// Logs runs that wait for a handler which their endpoint does not have.
pub(super) fn orphaned(runs: &OrphanedRuns) {
    log!(
        WARN,
        "runs wait for a handler that does not exist: it may be a former name of another one (`formerly`)",
        endpoint = &*runs.endpoint,
        handler = &*runs.handler,
        runs = runs.count,
    );
}

fn names(runs: &[NewRun]) -> String {
    runs.iter().map(|run| &*run.handler).collect::<Vec<_>>().join(", ")
}

/// Logs runs of an endpoint that only another process can serve.
pub(super) fn elsewhere(endpoint: &str, runs: u64) {
    log!(
        INFO,
        "runs wait at an endpoint that is not served here",
        endpoint = endpoint,
        runs = runs
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

//! One attempt: from the claimed run to the settlement of its claim.

use std::{future::poll_fn, mem, task::Poll, time::Duration};

use tokio::time::Instant;

use super::{
    claimed_runs::{Stop, Stopped},
    log,
    settle::settle,
    task::Task,
};
use crate::{
    inbox::{Claimed, Ended},
    log::{Span, span},
    panic::{drop_caught, poll_caught},
    telemetry,
};

/// The end of an attempt for its worker.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    /// The store has recorded the result.
    Ended,
    /// Another worker can claim the run at once.
    Released,
    /// Another worker claims the run when its lease has expired, if it has not already.
    Left,
}

/// Calls the handler of a claimed run, and settles the claim.
pub(super) async fn attempt(mut task: Task, stopped: Stopped) -> Fate {
    let started = Instant::now();
    if task.attempt.number() == 1 {
        let waited = task.slot.shared.now().duration_since(task.delivery.received_at());
        let (endpoint, handler) = (task.slot.endpoint().name(), &task.slot.handler().name);
        telemetry::started(endpoint, handler, waited.unwrap_or(Duration::ZERO));
    }

    log::begins(&task);

    // A handler that ends in the moment in which it is stopped has ended. One that is woken after its lease is
    // not called any more: where the whole process stood still, it may be woken before it is stopped.
    let mut call = Box::pin(task.call());
    let ended = tokio::select! {
        biased;
        () = poll_fn(|_| if task.slot.is_held() { Poll::Pending } else { Poll::Ready(()) }) => None,
        ended = poll_fn(|cx| poll_caught(call.as_mut(), cx)) => {
            Some(ended.unwrap_or_else(|panicked| task.judge(Err(panicked.into()))))
        }
        stop = stopped.wait() => (stop == Stop::Release).then_some(Ended::Released),
    };
    // The handler's values are dropped in the middle of it, and their `Drop` may panic.
    let _ = drop_caught(call);
    task.slot.settle();

    // Without the lease, another worker has the run by now.
    let context = mem::take(&mut task.context);
    let recorded = match ended {
        Some(ended) => settle(&task, ended, context).await,
        None => None,
    };

    let (endpoint, handler) = (task.slot.endpoint().name(), &task.slot.handler().name);
    let took = started.elapsed();
    telemetry::attempted(endpoint, handler, word(recorded.as_ref()), took);
    log::ended(recorded.as_ref(), &task, took);
    match recorded {
        Some(Ended::Released) => Fate::Released,
        Some(_) => Fate::Ended,
        None => Fate::Left,
    }
}

/// Releases a run whose handler was not started.
pub(super) async fn give_back(mut task: Task) -> Fate {
    let context = mem::take(&mut task.context);
    let recorded = settle(&task, Ended::Released, context).await;
    log::given_back(recorded.is_some(), &task);
    if recorded.is_some() { Fate::Released } else { Fate::Left }
}

/// Opens the span of an attempt.
pub(super) fn span_of(claimed: &Claimed) -> Span {
    let span = span!(
        "hookport.attempt",
        endpoint = &*claimed.endpoint,
        handler = &*claimed.lease.handler,
        entry = claimed.lease.entry.get(),
        event = claimed.delivery.event_name.as_deref(),
        tenant = claimed.delivery.tenant.as_deref(),
        attempt = claimed.attempt,
        tried = claimed.tried,
        traceparent = telemetry::traceparent(&claimed.delivery.headers),
    );
    telemetry::link(&span, claimed.delivery.trace);
    span
}

/// Returns the result as a label; an attempt that the store has not recorded is lost.
const fn word(recorded: Option<&Ended>) -> &'static str {
    match recorded {
        Some(Ended::Done | Ended::Routed(_)) => "done",
        Some(Ended::Stale) => "stale",
        Some(Ended::Retry { .. }) => "retry",
        Some(Ended::Dead { .. }) => "dead",
        Some(Ended::Released) => "released",
        None => "lost",
    }
}

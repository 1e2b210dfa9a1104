//! A claimed run, and the call of its handler.

use std::{sync::Arc, time::Duration};

use http::Extensions;

use super::shared::Slot;
use crate::{
    Delivery, Handled, Outcome,
    error_text::{bounded, chain},
    extract::{Attempt, Stale},
    inbox::{Claimed, Ended, NewEntry, NewRun, NotSplit, ROUTE, Run, RunState, StoreError},
    router::{HandlerError, LONGEST_WAIT, RetryPolicy, RoutedTo, Undecoded},
};

/// A claimed run whose handler is about to be called.
pub(super) struct Task {
    pub(super) slot: Slot,
    pub(super) delivery: Delivery,
    pub(super) attempt: Attempt,
    /// The context of the store, which goes back with the settlement.
    pub(super) context: Extensions,
    stale: bool,
}

impl Task {
    /// Puts together what the handler gets.
    pub(super) fn new(claimed: Claimed, slot: Slot) -> Self {
        let Claimed { attempt, tried, stale, delivery, context, .. } = claimed;
        let retries = slot.endpoint().retries_of(slot.handler());
        let attempt = Attempt::new(attempt, tried, retries.attempts());
        let mut of_handler = context.clone();
        of_handler.insert(attempt);
        of_handler.insert(Stale(stale));
        of_handler.insert(slot.lease.entry);
        #[cfg(feature = "destinations")]
        of_handler.insert(crate::delivery::ToEndpoint(Arc::clone(slot.endpoint().name())));
        let document_in = slot.endpoint().hosted().document_in();
        let delivery = Delivery::with_context(delivery, of_handler, document_in);
        Self { slot, delivery, attempt, context, stale }
    }

    /// Calls the handler, unless the run ends without it.
    pub(super) async fn call(&self) -> Ended {
        let endpoint = self.slot.endpoint();
        if self.stale && !endpoint.runs_stale {
            return Ended::Stale;
        }
        if self.attempt.tried() > self.retries().attempts() {
            return dead(USED_UP);
        }
        match endpoint.rules.split(self.delivery.parts()).await {
            Ok(None) => {}
            Ok(Some(items)) => return self.keep_items(items).await,
            Err(NotSplit::Never(error)) => return dead(&chain(&error)),
            Err(NotSplit::NotNow(error)) => return self.retry(None, chain(&error)),
        }
        let handler = &*self.slot.handler().name;
        if handler == ROUTE {
            return match endpoint.hosted().reroute(&self.delivery) {
                Ok(handlers) => routed(handlers),
                Err(undecoded) => self.undecoded(undecoded),
            };
        }
        match endpoint.hosted().start(handler, &self.delivery) {
            Some(Ok(attempt)) => self.judge(attempt.await),
            Some(Err(undecoded)) => self.undecoded(undecoded),
            None => self.not_taken(),
        }
    }

    /// Keeps the items of a batch as deliveries of their own, for the handlers that have not handled it
    /// as one. The next run of the batch finds duplicates.
    async fn keep_items(&self, mut items: Vec<NewEntry>) -> Ended {
        let handled = match self.handled_as_one().await {
            Ok(handled) => handled,
            Err(error) => return self.retry(None, chain(&error)),
        };
        items.retain_mut(|item| {
            let was_for_nobody = item.handlers.is_empty();
            item.handlers.retain(|run| !handled.contains(&run.handler));
            was_for_nobody || !item.handlers.is_empty()
        });
        match self.slot.shared.store.accept_batch(items).await {
            Ok(_) => routed(Vec::new()),
            Err(error) => self.retry(None, chain(&error)),
        }
    }

    /// Returns the handlers whose run of this delivery is done, or was cancelled, by their names of today.
    async fn handled_as_one(&self) -> Result<Vec<Arc<str>>, StoreError> {
        let record = self.slot.shared.store.read(self.slot.lease.entry).await?;
        let runs = record.map(|record| record.runs).unwrap_or_default();
        let has_ended =
            |run: &Run| matches!(run.state, RunState::Done | RunState::Stale | RunState::Cancelled);
        let has_handled =
            |name: &Arc<str>| runs.iter().any(|run| run.handler == *name && has_ended(run));
        let names = self.slot.endpoint().hosted().handler_names().into_iter();
        let handled =
            names.filter(|(name, former)| has_handled(name) || former.iter().any(has_handled));
        Ok(handled.map(|(name, _)| name).collect())
    }

    /// Routes a run whose handler does not take the event, as after a deployment that gave the event
    /// to another one. The run is dead if no handler takes the event.
    fn not_taken(&self) -> Ended {
        match self.slot.endpoint().hosted().reroute(&self.delivery) {
            Ok(handlers) if handlers.is_empty() => {
                dead(&format!("no handler `{}` for this event", self.slot.handler().name))
            }
            Ok(handlers) => routed(handlers),
            Err(undecoded) => self.undecoded(undecoded),
        }
    }

    /// Turns the end of a handler into the end of its attempt.
    pub(super) fn judge(&self, ended: Result<Handled, HandlerError>) -> Ended {
        match self.slot.endpoint().hosted().judge(ended) {
            Outcome::Done => Ended::Done,
            Outcome::DeadLetter { reason } => dead(&reason),
            Outcome::Retry { after, error: Some(error) } => self.retry(after, chain(&*error)),
            Outcome::Retry { after, error: None } => self.retry(after, ASKED.to_owned()),
        }
    }

    /// Retries the run after `after` at least; it is dead if no attempt is left.
    pub(super) fn retry(&self, after: Option<Duration>, error: String) -> Ended {
        let Some(wait) = self.retries().wait(self.attempt.tried(), fastrand::f64()) else {
            return Ended::Dead { error };
        };
        let now = self.slot.shared.now();
        let wait = wait.max(after.unwrap_or_default()).min(LONGEST_WAIT);
        Ended::Retry { due: now.checked_add(wait).unwrap_or(now), error }
    }

    /// The same bytes do not decode another time; what panicked once may not panic again.
    fn undecoded(&self, undecoded: Undecoded) -> Ended {
        match undecoded {
            Undecoded::Refused(error) => dead(&chain(&error)),
            Undecoded::Panicked(error) => self.judge(Err(error)),
        }
    }

    fn retries(&self) -> RetryPolicy {
        self.slot.endpoint().retries_of(self.slot.handler())
    }
}

fn routed(handlers: Vec<RoutedTo>) -> Ended {
    Ended::Routed(handlers.into_iter().map(NewRun::from).collect())
}

fn dead(reason: &str) -> Ended {
    Ended::Dead { error: bounded(reason) }
}

const ASKED: &str = "handler asked for a retry";
const USED_UP: &str =
    "no attempt is left: the last one did not end, or fewer are allowed than before";

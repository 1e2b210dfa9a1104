//! One call of a handler, to what comes of it.

use std::time::Duration;

use super::workshop::Place;
use crate::{
    Delivery, Handled, Outcome, error_text,
    extract::{Attempt, Stale},
    inbox::{Claimed, Ended, ROUTE},
    router::{HandlerError, Undecoded},
};

/// A claimed run that is about to be tried.
pub(super) struct Call {
    delivery: Delivery,
    attempt: Attempt,
    stale: bool,
}

impl Call {
    /// Puts together what the handler is given. The context of the store is copied: it goes back
    /// with the settlement.
    pub(super) fn new(claimed: Claimed, place: &Place) -> Self {
        let Claimed { attempt, tried, stale, delivery, mut context, .. } = claimed;
        let attempt = Attempt::new(attempt, tried, place.duty().attempts());
        context.insert(attempt);
        context.insert(Stale(stale));
        let json_form_field = place.post().hosted.json_form_field();
        let delivery = Delivery::with_context(delivery, context, json_form_field);
        Self { delivery, attempt, stale }
    }

    pub(super) const fn delivery(&self) -> &Delivery {
        &self.delivery
    }

    /// The number of the attempt.
    pub(super) const fn number(&self) -> u32 {
        self.attempt.number()
    }

    /// Runs the handler, unless the claim comes to an end without it.
    pub(super) async fn end(&self, place: &Place) -> Ended {
        let post = place.post();
        if self.stale && !post.runs_stale {
            return Ended::Stale;
        }
        if self.attempt.tried() > place.duty().attempts() {
            return dead(USED_UP);
        }
        let handler = &*place.lease().handler;
        if handler == ROUTE {
            return match post.hosted.reroute(&self.delivery) {
                Ok(handlers) => Ended::Routed(handlers),
                Err(undecoded) => self.undecoded(undecoded, place),
            };
        }
        let ended = match post.hosted.start(handler, &self.delivery) {
            Some(Ok(attempt)) => attempt.await,
            Some(Err(undecoded)) => return self.undecoded(undecoded, place),
            None => return dead(&format!("no handler `{handler}` for this event")),
        };
        self.judge(ended, place)
    }

    /// Ends an attempt that came to no outcome.
    pub(super) fn failed(&self, error: String, place: &Place) -> Ended {
        self.try_again(None, error, place)
    }

    /// Ends an attempt as its handler ended.
    pub(super) fn judge(&self, ended: Result<Handled, HandlerError>, place: &Place) -> Ended {
        match place.post().hosted.judge(ended) {
            Outcome::Done => Ended::Done,
            Outcome::DeadLetter { reason } => dead(&reason),
            Outcome::Retry { after, error: Some(error) } => {
                self.try_again(after, error_text::chain(&*error), place)
            }
            Outcome::Retry { after, error: None } => {
                self.try_again(after, ASKED_AGAIN.to_owned(), place)
            }
        }
    }

    /// The same bytes do not decode another time; what panicked once may not panic again.
    fn undecoded(&self, undecoded: Undecoded, place: &Place) -> Ended {
        match undecoded {
            Undecoded::Refused(error) => dead(&error_text::chain(&error)),
            Undecoded::Panicked(error) => self.judge(Err(error), place),
        }
    }

    fn try_again(&self, after: Option<Duration>, error: String, place: &Place) -> Ended {
        let now = place.workshop.now();
        place.duty().failed(self.attempt.tried(), after, error, now)
    }
}

fn dead(reason: &str) -> Ended {
    Ended::Dead { error: error_text::bounded(reason) }
}

const ASKED_AGAIN: &str = "handler asked to be tried again";
const USED_UP: &str =
    "no attempt is left: the last one did not end, or fewer are allowed than before";

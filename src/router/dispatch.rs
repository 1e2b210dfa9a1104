//! From a delivery to the outcome of its handlers. There is no HTTP in here.

use std::{
    fmt, mem,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, ready},
    time::Duration,
};

use http::Extensions;

use super::{
    HandlerError, Routes, attempt::Attempt, counts::Counters, routes::Route, trace,
    unhandled::Unhandled,
};
use crate::{
    Delivery, Handled, Outcome, Provider, RawRequest, Reply, WebhookEvent,
    event::{DecodeError, Decoded, Decoder},
    panic::{Panicked, caught},
    receive,
};

/// Why there is no event to run handlers for.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Undecoded {
    #[error(transparent)]
    Refused(#[from] DecodeError),
    #[error(transparent)]
    Panicked(#[from] HandlerError),
}

impl From<Panicked> for Undecoded {
    fn from(panicked: Panicked) -> Self {
        Self::Panicked(panicked.into())
    }
}

/// Decodes deliveries and runs their handlers, wherever the deliveries come from.
pub(crate) struct Dispatcher<E> {
    pub(super) decoder: Decoder<E>,
    pub(super) routes: Routes<E>,
    handler_timeout: Duration,
    pub(super) counters: Counters,
    unhandled: Unhandled,
}

impl<E: WebhookEvent> Dispatcher<E> {
    pub(super) fn new(provider: &Provider, routes: Routes<E>, handler_timeout: Duration) -> Self {
        let decoder = Decoder::of(provider);
        Self {
            decoder,
            routes,
            handler_timeout,
            counters: Counters::default(),
            unhandled: Unhandled::default(),
        }
    }

    /// Decodes a delivery. A panic of the user's own types stays in here.
    pub(crate) fn decode(&self, received: &RawRequest<'_>) -> Result<Decoded<E>, Undecoded> {
        self.refuse_nameless(caught(|| self.decoder.decode(received))??)
    }

    /// Refuses an event without a name that nobody takes. It is of the variant marked `other`, and a
    /// body that is no event at all looks like that.
    pub(super) fn refuse_nameless<T>(&self, decoded: Decoded<T>) -> Result<Decoded<T>, Undecoded> {
        let other = || E::VARIANTS.iter().position(|variant| variant.other);
        if decoded.name.is_none() && other().is_none_or(|other| self.routes.of(other).is_empty()) {
            return Err(DecodeError::MissingName.into());
        }
        Ok(decoded)
    }

    /// Whether nobody handles the events of a variant, and nobody said that they are ignored.
    pub(super) fn is_unhandled(&self, variant: Option<usize>) -> bool {
        variant.is_none_or(|at| E::VARIANTS[at].other && self.routes.of(at).is_empty())
    }

    /// Logs a delivery that nobody handles, unless one of its event was logged not long ago.
    pub(super) fn log_unhandled(&self, delivery: &Delivery, endpoint: Option<&str>) {
        if self.unhandled.is_new(delivery.event_name()) {
            trace::unhandled(delivery, endpoint);
        }
    }

    /// Runs the handlers of `event`, which was decoded from `delivery`. `None` if it has none.
    /// `extensions` are those of the request: log lines name its route.
    pub(crate) fn dispatch(
        &self,
        event: E,
        delivery: Delivery,
        extensions: Extensions,
    ) -> Option<Dispatch<E>> {
        let variant = event.variant();
        (!self.routes.of(variant).is_empty()).then(|| Dispatch {
            variant,
            event: Some(event),
            delivery,
            extensions,
            next: 0,
            running: None,
            worst: Outcome::Done,
            reply: None,
        })
    }

    /// Starts the handler at `index` of a variant, if there is one. Without an event at hand it is
    /// decoded once more: a payload need not be `Clone`.
    fn start(
        &self,
        variant: usize,
        index: usize,
        event: Option<E>,
        delivery: &Delivery,
    ) -> Option<Result<Attempt, Outcome>> {
        let route = self.routes.of(variant).get(index)?;
        let event = match event {
            Some(event) => Ok(event),
            None => self.decode_again(delivery),
        };
        Some(event.map(|event| self.run(route, event, delivery)))
    }

    /// Starts a handler.
    pub(super) fn run(&self, route: &Route<E>, event: E, delivery: &Delivery) -> Attempt {
        let timeout = route.policy.timeout_or(self.handler_timeout);
        Attempt::new(Arc::clone(&route.handler).run(event, delivery.clone()), timeout)
    }

    /// Counts how an attempt ended, and judges it.
    pub(super) fn judge(&self, ended: Result<Handled, HandlerError>) -> Handled {
        ended.unwrap_or_else(|error| {
            match error {
                HandlerError::Panicked => self.counters.panics.add_one(),
                HandlerError::TimedOut { .. } => self.counters.timeouts.add_one(),
            }
            Outcome::retry(error).into()
        })
    }

    fn decode_again(&self, delivery: &Delivery) -> Result<E, Outcome> {
        let decoded = self.decode(&delivery.received())?;
        decoded.event.ok_or_else(|| Outcome::dead_letter("no variant takes the event"))
    }
}

impl<E: WebhookEvent> fmt::Debug for Dispatcher<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Dispatcher")
            .field("routes", &self.routes)
            .field("handler_timeout", &self.handler_timeout)
            .field("counters", &self.counters)
            .finish_non_exhaustive()
    }
}

/// The handlers of one delivery, run one after the other to the worst of their outcomes, and to the
/// reply of the one that replies.
pub(crate) struct Dispatch<E> {
    variant: usize,
    event: Option<E>,
    delivery: Delivery,
    extensions: Extensions,
    next: usize,
    running: Option<Attempt>,
    worst: Outcome,
    reply: Option<Reply>,
}

impl<E: WebhookEvent> Dispatch<E> {
    /// Goes on with the help of the dispatcher that made it.
    pub(crate) fn poll(
        &mut self,
        dispatcher: &Dispatcher<E>,
        cx: &mut Context<'_>,
    ) -> Poll<(Outcome, Option<Reply>)> {
        loop {
            if let Some(running) = &mut self.running {
                let ended = ready!(Pin::new(running).poll(cx));
                self.running = None;
                self.settle(dispatcher, ended);
            }
            match dispatcher.start(self.variant, self.next, self.event.take(), &self.delivery) {
                Some(Ok(attempt)) => self.running = Some(attempt),
                Some(Err(outcome)) => self.worsen(outcome),
                None => return Poll::Ready((mem::take(&mut self.worst), self.reply.take())),
            }
            self.next += 1;
        }
    }

    fn settle(&mut self, dispatcher: &Dispatcher<E>, ended: Result<Handled, HandlerError>) {
        let (outcome, reply) = dispatcher.judge(ended).into_parts();
        if let Some(route) = dispatcher.routes.of(self.variant).get(self.next - 1) {
            let endpoint = receive::route(&self.extensions);
            trace::outcome(&outcome, route.handler.name(), &self.delivery, endpoint);
            if route.replies {
                self.reply = reply;
            }
        }
        self.worsen(outcome);
    }

    fn worsen(&mut self, outcome: Outcome) {
        self.worst = mem::take(&mut self.worst).or_worse(outcome);
    }
}

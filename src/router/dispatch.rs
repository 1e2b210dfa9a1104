//! Decoding a delivery and running its handlers, without HTTP.

use std::{
    fmt,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, ready},
};

use http::Extensions;

use super::{
    HandlerError, Routes,
    answer::Fate,
    attempt::Attempt,
    calls::CallSettings,
    counts::Counters,
    routes::{Role, Route},
    trace,
    unhandled::Unhandled,
};
use crate::{
    Delivery, Handled, Outcome, Provider, Reply, WebhookEvent,
    event::{DecodeError, Decoded, Decoder},
    log::Span,
    panic::{Panicked, caught, drop_caught},
    receive,
    request::Input,
    telemetry,
};

/// The reason why a delivery has no event for handlers.
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

/// The decoder and the handlers of an endpoint, for deliveries of a sender or of an inbox.
pub(crate) struct Dispatcher<E> {
    pub(super) decoder: Decoder<E>,
    pub(super) routes: Routes<E>,
    calls: CallSettings,
    pub(super) counters: Counters,
    unhandled: Unhandled,
}

impl<E: WebhookEvent> Dispatcher<E> {
    pub(super) fn new(provider: &Provider, routes: Routes<E>, calls: CallSettings) -> Self {
        Self {
            decoder: Decoder::of(provider),
            routes,
            calls,
            counters: Counters::default(),
            unhandled: Unhandled::default(),
        }
    }

    /// Decodes a delivery. A panic of the user's own types is caught.
    pub(crate) fn decode(&self, input: &Input<'_>) -> Result<Decoded<E>, Undecoded> {
        caught(|| {
            let decoded = self.decoder.decode_input(input)?;
            self.refuse_nameless(decoded.name.as_deref())?;
            Ok(decoded)
        })?
    }

    /// Finds the variant of a delivery. A panic of the user's own types is caught.
    pub(super) fn identify(&self, input: &Input<'_>) -> Result<Decoded<usize>, Undecoded> {
        let identified = caught(|| self.decoder.identify_input(input))??;
        self.refuse_nameless(identified.name.as_deref())?;
        Ok(identified)
    }

    /// Returns the name of an event that cannot be decoded; `None` if it cannot be read either.
    pub(super) fn readable_name(&self, input: &Input<'_>) -> Option<String> {
        self.decoder.readable_name(input)
    }

    /// Logs a delivery that cannot be decoded, and adds the names that can be read to its span.
    pub(super) fn log_undecodable(
        &self,
        error: &Undecoded,
        provider: &Provider,
        input: &Input<'_>,
        endpoint: Option<&str>,
        span: &Span,
    ) {
        let event = self.readable_name(input);
        let id = trace::text_at(provider.delivery_id(), input);
        let tenant = trace::text_at(provider.tenant(), input);
        let names = [event.as_deref(), id.as_deref(), tenant.as_deref()];
        telemetry::identified(span, names[0], names[1], names[2]);
        trace::undecodable(error, provider, endpoint, names);
    }

    /// Refuses an event without a name that no handler takes. A body that is not an event looks
    /// like this, and would be of the variant marked `other`.
    pub(super) fn refuse_nameless(&self, name: Option<&str>) -> Result<(), DecodeError> {
        let other = || E::VARIANTS.iter().position(|variant| variant.other);
        if name.is_none() && other().is_none_or(|other| self.routes.of(other).is_empty()) {
            return Err(DecodeError::MissingName);
        }
        Ok(())
    }

    /// Returns `true` if the events of a variant are neither handled nor ignored.
    pub(super) fn is_unhandled(&self, variant: Option<usize>) -> bool {
        variant.is_none_or(|at| E::VARIANTS[at].other && self.routes.of(at).is_empty())
    }

    /// Returns `true` if a variant has a handler, or a function that replies.
    pub(super) fn calls(&self, variant: usize) -> bool {
        !self.routes.of(variant).is_empty() || self.routes.reply(variant).is_some()
    }

    /// Logs a delivery without a handler, unless one of the same name was logged recently.
    pub(super) fn log_unhandled(&self, delivery: &Delivery, endpoint: Option<&str>) {
        if self.unhandled.is_new(delivery.event_name()) {
            trace::unhandled(delivery, endpoint);
        }
    }

    /// Starts the first of the functions of `event`, which was decoded from `delivery`, or returns
    /// the fate of the delivery if there are no functions or if no variant takes the event.
    /// `extensions` are those of the request, for its route in log lines.
    pub(super) fn dispatch(
        &self,
        event: Option<E>,
        delivery: Delivery,
        extensions: Extensions,
    ) -> Result<Dispatch, Fate> {
        let variant = event.as_ref().map(E::variant).ok_or(Fate::Unhandled)?;
        let is_called = self.calls(variant);
        let fate = match self.is_unhandled(Some(variant)) {
            true => Fate::Unhandled,
            false if is_called => Fate::Handled(Outcome::Done),
            false => Fate::Ignored,
        };
        if !is_called {
            let _ = drop_caught(event);
            return Err(fate);
        }
        let mut dispatch =
            Dispatch { variant, delivery, extensions, next: 0, running: None, fate, reply: None };
        dispatch.start(self, event);
        Ok(dispatch)
    }

    /// Starts a function. If the event has been used, it is decoded again, so that a payload need
    /// not be `Clone`.
    pub(super) fn start(
        &self,
        route: &Route<E>,
        event: Option<E>,
        delivery: &Delivery,
    ) -> Result<Attempt, Outcome> {
        let event = match event {
            Some(event) => event,
            None => self.decode_again(delivery)?,
        };
        Ok(self.run(route, event, delivery))
    }

    /// Runs a function.
    pub(super) fn run(&self, route: &Route<E>, event: E, delivery: &Delivery) -> Attempt {
        let timeout = match route.role {
            Role::Handler => route.policy.timeout_or(self.calls.handler_timeout),
            Role::Reply => self.calls.reply_timeout,
        };
        Attempt::new(Arc::clone(&route.handler).run(event, delivery.clone()), timeout)
    }

    /// Counts the end of an attempt, and returns its result.
    pub(super) fn judge(&self, ended: Result<Handled, HandlerError>) -> Handled {
        let handled = ended.unwrap_or_else(|error| {
            match error {
                HandlerError::Panicked => self.counters.panics.add_one(),
                HandlerError::TimedOut { .. } => self.counters.timeouts.add_one(),
            }
            Outcome::retry(error).into()
        });
        handled
            .map_outcome(|outcome| self.calls.classifier.classify(outcome, &self.counters.panics))
    }

    /// Returns the result of a function that only makes the reply. Its failure is not a failure of
    /// the delivery: the sender gets the answer without a reply.
    pub(super) fn judge_reply(
        &self,
        ended: Result<Handled, HandlerError>,
        route: &Route<E>,
        delivery: &Delivery,
        endpoint: Option<&str>,
    ) -> Option<Reply> {
        let (outcome, reply) = self.judge(ended).into_parts();
        match outcome {
            Outcome::Done if reply.is_some() => self.counters.replies.add_one(),
            Outcome::Done => {}
            _ => {
                self.counters.failed_replies.add_one();
                trace::no_reply(&outcome, route.name(), delivery, endpoint);
            }
        }
        reply
    }

    fn decode_again(&self, delivery: &Delivery) -> Result<E, Outcome> {
        let decoded = self.decode(&delivery.input())?;
        decoded.event.ok_or_else(|| Outcome::dead_letter("no variant takes the event"))
    }
}

impl<E: WebhookEvent> fmt::Debug for Dispatcher<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Dispatcher")
            .field("routes", &self.routes)
            .field("calls", &self.calls)
            .field("counters", &self.counters)
            .finish_non_exhaustive()
    }
}

/// The run of the functions of one delivery, one after the other: first the handlers, whose worst
/// outcome counts, then the function that only makes the reply.
pub(crate) struct Dispatch {
    variant: usize,
    delivery: Delivery,
    extensions: Extensions,
    /// The position of the running function.
    next: usize,
    /// `None` if all functions have ended.
    running: Option<Attempt>,
    fate: Fate,
    reply: Option<Reply>,
}

impl Dispatch {
    /// Continues the run. `dispatcher` is the one that started it.
    pub(super) fn poll<E: WebhookEvent>(
        &mut self,
        dispatcher: &Dispatcher<E>,
        cx: &mut Context<'_>,
    ) -> Poll<(Fate, Option<Reply>)> {
        while let Some(running) = &mut self.running {
            let ended = ready!(Pin::new(running).poll(cx));
            self.running = None;
            self.settle(dispatcher, ended);
            self.start(dispatcher, None);
        }
        Poll::Ready((self.fate.take(), self.reply.take()))
    }

    /// Starts the next function that can be started.
    fn start<E: WebhookEvent>(&mut self, dispatcher: &Dispatcher<E>, mut event: Option<E>) {
        while let Some(route) = self.route(dispatcher) {
            match dispatcher.start(route, event.take(), &self.delivery) {
                Ok(attempt) => {
                    self.running = Some(attempt);
                    return;
                }
                Err(outcome) => self.settle(dispatcher, Ok(outcome.into())),
            }
        }
    }

    /// Returns the running function, or else the next one.
    fn route<'d, E: WebhookEvent>(&self, dispatcher: &'d Dispatcher<E>) -> Option<&'d Route<E>> {
        let handlers = dispatcher.routes.of(self.variant);
        let will_be_sent_again = matches!(self.fate, Fate::Handled(Outcome::Retry { .. }));
        match self.next.checked_sub(handlers.len()) {
            None => handlers.get(self.next),
            Some(0) if !will_be_sent_again => dispatcher.routes.reply(self.variant),
            Some(_) => None,
        }
    }

    /// Notes the end of the running function, and goes on to the next one.
    fn settle<E: WebhookEvent>(
        &mut self,
        dispatcher: &Dispatcher<E>,
        ended: Result<Handled, HandlerError>,
    ) {
        let Some(route) = self.route(dispatcher) else { return };
        self.next += 1;
        let endpoint = || receive::route(&self.extensions);
        if route.role == Role::Reply {
            self.reply = dispatcher.judge_reply(ended, route, &self.delivery, endpoint());
            return;
        }
        let (outcome, reply) = dispatcher.judge(ended).into_parts();
        trace::outcome(&outcome, route.name(), &self.delivery, endpoint);
        if route.replies {
            self.reply = reply;
        }
        self.fate.worsen(outcome);
    }
}

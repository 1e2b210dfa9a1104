//! Endpoints of any event type, for the inbox and its workers.

#[cfg(any(feature = "console", feature = "metrics"))]
use std::time::Duration;
use std::{
    collections::{BTreeMap, BTreeSet},
    pin::Pin,
    sync::Arc,
};

use super::{
    Endpoint, HandlerError, HandlerPolicy,
    attempt::Attempt,
    dispatch::{Dispatcher, Undecoded},
    routes::Route,
};
use crate::{
    Delivery, DeliveryParts, DocumentIn, Handled, Outcome, Reply, Verified, WebhookEvent,
    event::{self, DecodeError, Decoded},
    extract::Needs,
    log::Span,
    receive::Gate,
    request::Converted,
    telemetry,
};

/// An endpoint whose deliveries are stored first, and handled later.
pub(crate) trait Hosted: Send + Sync {
    fn gate(&self) -> &Gate;

    /// Sets the clock of its gate; returns false if somebody else has a clone of the endpoint.
    #[cfg(feature = "testing")]
    fn set_clock(&mut self, clock: Arc<dyn crate::Clock>) -> bool;

    /// The form field that holds the JSON document, if bodies may be forms.
    fn document_in(&self) -> DocumentIn {
        self.gate().verifier().provider().document_in()
    }

    /// The policies of all handlers, equal ones once. A handler of several variants may have several.
    fn policies(&self) -> Vec<Arc<HandlerPolicy>>;

    /// The names that two handlers of one variant share.
    fn repeated_names(&self) -> BTreeSet<&str>;

    /// The name of each handler, with the names that it had before.
    fn handler_names(&self) -> Vec<(Arc<str>, Vec<Arc<str>>)>;

    /// The events that it takes, each with its handlers.
    #[cfg(feature = "console")]
    fn events(&self) -> Vec<HostedEvent>;

    /// Returns whether the event at this position among [`events`](Self::events) may have this name.
    #[cfg(feature = "console")]
    fn takes_name(&self, at: usize, name: &str) -> bool;

    /// Returns in one line where a handler brings its deliveries, if it says so.
    #[cfg(feature = "console")]
    fn goes_to(&self, _handler: &str) -> Option<String> {
        None
    }

    /// The needs of each handler, by its name.
    fn needs(&self) -> Vec<(String, Needs)>;

    /// Finds the event of a delivery and its handlers. The payload is not decoded. `endpoint` is
    /// the name for log lines, and `span` gets the names of the delivery.
    fn route(
        &self,
        parts: DeliveryParts,
        verified: &Verified,
        endpoint: &str,
        span: &Span,
    ) -> Routed;

    /// Returns the handlers that a stored delivery has now.
    fn reroute(&self, delivery: &Delivery) -> Result<Vec<RoutedTo>, Undecoded>;

    /// Decodes a stored delivery and starts the handler of this name; `None` if its variant has no
    /// such handler.
    fn start(&self, handler: &str, delivery: &Delivery) -> Option<Result<Attempt, Undecoded>>;

    /// Returns the handlers that reply, by name: in an inbox they run too late for that.
    fn replying_handlers(&self) -> Vec<String>;

    /// Makes the reply to a delivery of a variant that has a function for replies.
    fn reply<'a>(
        &'a self,
        variant: usize,
        delivery: &'a Delivery,
        endpoint: &'a str,
    ) -> BoxFuture<'a, Option<Reply>>;

    /// Returns how many runs of a handler may be there at a time now, if it is fewer than its policy says.
    fn takes_now(&self, _handler: &str) -> usize {
        usize::MAX
    }

    /// Returns of each destination the rest of its pause, if it pauses since it fails.
    #[cfg(any(feature = "console", feature = "metrics"))]
    fn pauses(&self) -> Vec<(Arc<str>, Option<Duration>)> {
        Vec::new()
    }

    /// Counts the end of an attempt, and returns its result.
    fn judge(&self, ended: Result<Handled, HandlerError>) -> Outcome;
}

type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// An event that an endpoint takes.
#[cfg(feature = "console")]
pub(crate) struct HostedEvent {
    /// Its names and patterns; none if it is all others.
    pub(crate) names: Vec<String>,
    pub(crate) handlers: Vec<Arc<str>>,
}

/// A proved delivery, and its handlers.
pub(crate) struct Routed {
    pub(crate) delivery: Delivery,
    /// The handlers; `None` if the event is not known.
    pub(crate) handlers: Option<Vec<RoutedTo>>,
    /// The name of the variant. Unlike the event's name, the sender cannot choose it.
    pub(crate) declared_name: &'static str,
    /// The variant, if it has a function for replies.
    pub(crate) reply_to: Option<usize>,
}

/// A handler that a delivery goes to.
pub(crate) struct RoutedTo {
    pub(crate) name: Arc<str>,
    pub(crate) is_out_of_order: bool,
}

impl<E: WebhookEvent> Hosted for Endpoint<E> {
    fn gate(&self) -> &Gate {
        &self.inner().gate
    }

    #[cfg(feature = "testing")]
    fn set_clock(&mut self, clock: Arc<dyn crate::Clock>) -> bool {
        self.gate_mut().map(|gate| gate.set_clock(clock)).is_some()
    }

    fn policies(&self) -> Vec<Arc<HandlerPolicy>> {
        let mut all: Vec<Arc<HandlerPolicy>> = Vec::new();
        for Route { policy, .. } in self.dispatcher().routes.all().flatten() {
            if !all.contains(policy) {
                all.push(Arc::clone(policy));
            }
        }
        all
    }

    fn repeated_names(&self) -> BTreeSet<&str> {
        let mut repeated = BTreeSet::new();
        for routes in self.dispatcher().routes.all() {
            let mut names = BTreeSet::new();
            repeated.extend(routes.iter().map(Route::name).filter(|name| !names.insert(*name)));
        }
        repeated
    }

    fn handler_names(&self) -> Vec<(Arc<str>, Vec<Arc<str>>)> {
        let mut all: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        // A handler may be registered several times, with a policy each time.
        for Route { policy, .. } in self.dispatcher().routes.all().flatten() {
            let former = all.entry(policy.name().unwrap_or_default()).or_default();
            former.extend(policy.former_names());
        }
        let names = all.into_iter();
        names
            .map(|(name, former)| (Arc::from(name), former.into_iter().map(Arc::from).collect()))
            .collect()
    }

    #[cfg(feature = "console")]
    fn events(&self) -> Vec<HostedEvent> {
        let variants = E::VARIANTS.iter().enumerate();
        let events = variants.map(|(at, variant)| HostedEvent {
            names: variant.names.iter().map(ToString::to_string).collect(),
            handlers: self.handlers(Some(at)).into_iter().map(|handler| handler.name).collect(),
        });
        events.collect()
    }

    #[cfg(feature = "console")]
    fn takes_name(&self, at: usize, name: &str) -> bool {
        E::variant_of(name) == Some(at)
    }

    fn needs(&self) -> Vec<(String, Needs)> {
        let needs = self.dispatcher().routes.needs();
        needs.map(|(handler, needs)| (handler.to_owned(), needs)).collect()
    }

    fn route(
        &self,
        parts: DeliveryParts,
        verified: &Verified,
        endpoint: &str,
        span: &Span,
    ) -> Routed {
        let provider = self.gate().verifier().provider();
        let converted = Converted::default();
        let input = parts.input(provider.document_in()).keeping_in(&converted);
        let identified = self.check_list(&parts).and_then(|()| self.dispatcher().identify(&input));
        let (identified, error) = match identified {
            Ok(identified) => (identified, None),
            Err(error) => (Decoded::unknown(), Some(error)),
        };
        if let Some(error) = &error {
            self.dispatcher().log_undecodable(error, provider, &input, Some(endpoint), span);
        }
        let (delivery, variant) = Delivery::of(parts, converted, provider, verified, identified);
        telemetry::identified(span, delivery.event_name(), delivery.id(), delivery.tenant());
        if error.is_none() && self.dispatcher().is_unhandled(variant) {
            self.dispatcher().log_unhandled(&delivery, Some(endpoint));
        }
        Routed {
            delivery,
            handlers: error.is_none().then(|| self.handlers(variant)),
            declared_name: variant
                .map_or("", |variant| E::VARIANTS[variant].names.first().copied().unwrap_or("")),
            reply_to: variant.filter(|variant| self.dispatcher().routes.reply(*variant).is_some()),
        }
    }

    fn reroute(&self, delivery: &Delivery) -> Result<Vec<RoutedTo>, Undecoded> {
        Ok(self.handlers(self.dispatcher().identify(&delivery.input())?.event))
    }

    fn start(&self, handler: &str, delivery: &Delivery) -> Option<Result<Attempt, Undecoded>> {
        let dispatcher = self.dispatcher();
        let event = match dispatcher.decode(&delivery.input()) {
            Ok(decoded) => decoded.event?,
            Err(error) => return Some(Err(error)),
        };
        let mut routes = dispatcher.routes.of(event.variant()).iter();
        let route = routes.find(|route| route.policy.name() == Some(handler))?;
        Some(Ok(dispatcher.run(route, event, delivery)))
    }

    fn replying_handlers(&self) -> Vec<String> {
        let handlers = self.dispatcher().routes.all().flatten().filter(|route| route.replies);
        let mut names: Vec<_> =
            handlers.filter_map(|route| route.policy.name().map(str::to_owned)).collect();
        names.sort();
        names.dedup();
        names
    }

    fn reply<'a>(
        &'a self,
        variant: usize,
        delivery: &'a Delivery,
        endpoint: &'a str,
    ) -> BoxFuture<'a, Option<Reply>> {
        Box::pin(self.dispatcher().reply(variant, delivery, endpoint))
    }

    fn judge(&self, ended: Result<Handled, HandlerError>) -> Outcome {
        self.dispatcher().judge(ended).into_parts().0
    }
}

impl<E: WebhookEvent> Endpoint<E> {
    /// Returns the name of an event that cannot be decoded; `None` if it cannot be read either.
    #[cfg(feature = "destinations")]
    pub(crate) fn readable_name(&self, delivery: &Delivery) -> Option<String> {
        self.dispatcher().readable_name(&delivery.input())
    }

    /// Logs a delivery that no handler takes, if its event was not logged lately.
    #[cfg(feature = "destinations")]
    pub(crate) fn log_unhandled(&self, delivery: &Delivery, endpoint: &str) {
        self.dispatcher().log_unhandled(delivery, Some(endpoint));
    }

    fn dispatcher(&self) -> &Dispatcher<E> {
        &self.inner().dispatcher
    }

    /// Checks that the list of a batch is found, unless the delivery is one of its items.
    fn check_list(&self, parts: &DeliveryParts) -> Result<(), Undecoded> {
        if parts.item.is_none() {
            let provider = self.gate().verifier().provider();
            event::items(&parts.received(), provider).map_err(DecodeError::from)?;
        }
        Ok(())
    }

    /// Returns the handlers of a variant.
    fn handlers(&self, variant: Option<usize>) -> Vec<RoutedTo> {
        let routes = variant.map_or(&[][..], |variant| self.dispatcher().routes.of(variant));
        let policies = routes.iter().map(|route| &route.policy);
        let handlers = policies.filter_map(|policy| {
            let is_out_of_order = policy.is_out_of_order();
            Some(RoutedTo { name: Arc::from(policy.name()?), is_out_of_order })
        });
        handlers.collect()
    }
}

impl<E: WebhookEvent> Dispatcher<E> {
    /// Makes the reply to a delivery, outside of [`Dispatch`](super::dispatch::Dispatch).
    async fn reply(&self, variant: usize, delivery: &Delivery, endpoint: &str) -> Option<Reply> {
        let route = self.routes.reply(variant)?;
        let ended = match self.start(route, None, delivery) {
            Ok(attempt) => attempt.await,
            Err(undecoded) => Ok(undecoded.into()),
        };
        self.judge_reply(ended, route, delivery, Some(endpoint))
    }
}

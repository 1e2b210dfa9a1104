//! An endpoint with destinations, for the inbox and its workers.

#[cfg(any(feature = "console", feature = "metrics"))]
use std::time::Duration;
use std::{borrow::Cow, collections::BTreeSet, future::ready, pin::Pin, sync::Arc};

use http::Extensions;

use super::{DeliveryAttempt, Destination, Filter, any_event::AnyEvent};
#[cfg(feature = "console")]
use crate::router::HostedEvent;
use crate::{
    Delivery, DeliveryParts, Endpoint, Field, Handled, Outcome, Reply, Verified,
    delivery::ToEndpoint,
    error_text::chain,
    extract::Needs,
    log::Span,
    receive::Gate,
    router::{Attempt, HandlerError, HandlerPolicy, Hosted, Routed, RoutedTo, Undecoded},
};

/// An endpoint whose deliveries go to destinations.
pub(super) struct HostedDestinations {
    /// Proves deliveries and finds their names; it has no handler that is called.
    endpoint: Endpoint<AnyEvent>,
    destinations: Vec<Route>,
    /// The places of the sender's credentials.
    credentials: Arc<[Field]>,
}

/// A destination with its policy and its filter.
pub(super) struct Route {
    pub(super) name: Arc<str>,
    pub(super) policy: Arc<HandlerPolicy>,
    pub(super) filter: Filter,
    pub(super) destination: Arc<dyn Destination>,
}

/// The name of an event, if it has one; or the reason why that cannot be told.
type EventName<'a> = Result<Option<Cow<'a, str>>, String>;

/// The decision of a filter.
enum Decision {
    Takes,
    Leaves,
    /// A value that the filter looks at cannot be read, for this reason.
    Undecided(String),
}

impl Route {
    /// Decides on a delivery with this event name.
    fn decide(&self, delivery: &Delivery, name: &EventName<'_>) -> Decision {
        match name {
            Err(reason) if self.filter.is_for_names() => {
                return Decision::Undecided(reason.clone());
            }
            Ok(name) if !self.filter.takes_name(name.as_deref()) => return Decision::Leaves,
            _ => {}
        }
        match self.filter.takes_values(delivery) {
            Ok(true) => Decision::Takes,
            Ok(false) => Decision::Leaves,
            Err(error) => Decision::Undecided(chain(&error)),
        }
    }

    /// Returns the names of events that it takes. Without a filter it takes all, and not only those of no other.
    #[cfg(feature = "console")]
    fn names(&self) -> Vec<String> {
        let names = self.filter.names();
        if names.is_empty() { vec!["*".to_owned()] } else { names }
    }

    fn start(&self, delivery: &Delivery, credentials: &Arc<[Field]>) -> Attempt {
        let (destination, delivery) = (Arc::clone(&self.destination), delivery.clone());
        let (name, credentials) = (Arc::clone(&self.name), Arc::clone(credentials));
        let attempt = DeliveryAttempt::of(&delivery, name, credentials);
        let limit = self.policy.timeout_or(destination.time_limit());
        let delivering =
            async move { Handled::from(destination.deliver(&delivery, &attempt).await) };
        Attempt::new(Box::pin(delivering), limit)
    }

    fn dead(&self, reason: &str) -> Attempt {
        let reason = format!("filter of destination `{}` cannot decide: {reason}", self.name);
        let dead = ready(Handled::from(Outcome::dead_letter(reason)));
        Attempt::new(Box::pin(dead), self.destination.time_limit())
    }
}

impl HostedDestinations {
    pub(super) fn new(endpoint: Endpoint<AnyEvent>, destinations: Vec<Route>) -> Self {
        let credentials = endpoint.gate().verifier().provider().credential_places().into();
        Self { endpoint, destinations, credentials }
    }

    /// Returns the destinations that a delivery goes to, and those that cannot decide.
    fn runs(&self, delivery: &Delivery, name: &EventName<'_>) -> Vec<RoutedTo> {
        let is_left = |route: &&Route| matches!(route.decide(delivery, name), Decision::Leaves);
        let taken = self.destinations.iter().filter(|route| !is_left(route));
        let runs = taken.map(|route| RoutedTo {
            name: Arc::clone(&route.name),
            is_out_of_order: route.policy.is_out_of_order(),
        });
        runs.collect()
    }

    /// Finds the event name of a delivery, also of one whose document cannot be read beyond it.
    fn event_name<'a>(&self, delivery: &'a Delivery) -> EventName<'a> {
        if let Some(name) = delivery.event_name() {
            return Ok(Some(name.into()));
        }
        match self.endpoint.reroute(delivery) {
            Ok(_) => Ok(None),
            Err(error) => {
                let readable = self.endpoint.readable_name(delivery);
                readable.map(|name| Some(name.into())).ok_or_else(|| chain(&error))
            }
        }
    }

    fn named(&self, name: &str) -> Option<&Route> {
        self.destinations.iter().find(|route| &*route.name == name)
    }
}

impl Hosted for HostedDestinations {
    fn gate(&self) -> &Gate {
        self.endpoint.gate()
    }

    #[cfg(feature = "testing")]
    fn set_clock(&mut self, clock: Arc<dyn crate::Clock>) -> bool {
        self.endpoint.set_clock(clock)
    }

    fn policies(&self) -> Vec<Arc<HandlerPolicy>> {
        self.destinations.iter().map(|route| Arc::clone(&route.policy)).collect()
    }

    fn repeated_names(&self) -> BTreeSet<&str> {
        let mut names = BTreeSet::new();
        let all = self.destinations.iter().map(|route| &*route.name);
        all.filter(|name| !names.insert(*name)).collect()
    }

    fn handler_names(&self) -> Vec<(Arc<str>, Vec<Arc<str>>)> {
        let former = |route: &Route| route.policy.former_names().map(Arc::from).collect();
        self.destinations.iter().map(|route| (Arc::clone(&route.name), former(route))).collect()
    }

    #[cfg(feature = "console")]
    fn events(&self) -> Vec<HostedEvent> {
        let events = self.destinations.iter().map(|route| HostedEvent {
            names: route.names(),
            handlers: vec![Arc::clone(&route.name)],
        });
        events.collect()
    }

    #[cfg(feature = "console")]
    fn takes_name(&self, at: usize, name: &str) -> bool {
        let name = Some(name).filter(|name| !name.is_empty());
        self.destinations.get(at).is_some_and(|route| route.filter.takes_name(name))
    }

    #[cfg(feature = "console")]
    fn goes_to(&self, handler: &str) -> Option<String> {
        self.named(handler)?.destination.goes_to()
    }

    fn needs(&self) -> Vec<(String, Needs)> {
        Vec::new()
    }

    fn route(
        &self,
        parts: DeliveryParts,
        verified: &Verified,
        endpoint: &str,
        span: &Span,
    ) -> Routed {
        let routed = self.endpoint.route(parts, verified, endpoint, span);
        let name = match routed.handlers {
            Some(_) => Ok(routed.delivery.event_name().map(Cow::Borrowed)),
            None => self.event_name(&routed.delivery),
        };
        let runs = self.runs(&routed.delivery, &name);
        if runs.is_empty() && !self.destinations.is_empty() {
            self.endpoint.log_unhandled(&routed.delivery, endpoint);
        }
        Routed { handlers: Some(runs), ..routed }
    }

    fn reroute(&self, delivery: &Delivery) -> Result<Vec<RoutedTo>, Undecoded> {
        Ok(self.runs(delivery, &self.event_name(delivery)))
    }

    fn start(&self, handler: &str, delivery: &Delivery) -> Option<Result<Attempt, Undecoded>> {
        let route = self.named(handler)?;
        match route.decide(delivery, &self.event_name(delivery)) {
            Decision::Takes => Some(Ok(route.start(delivery, &self.credentials))),
            Decision::Leaves => None,
            Decision::Undecided(reason) => Some(Ok(route.dead(&reason))),
        }
    }

    fn replying_handlers(&self) -> Vec<String> {
        Vec::new()
    }

    fn reply<'a>(
        &'a self,
        variant: usize,
        delivery: &'a Delivery,
        endpoint: &'a str,
    ) -> Pin<Box<dyn Future<Output = Option<Reply>> + Send + 'a>> {
        Box::pin(async move {
            let mut context = Extensions::new();
            context.insert(ToEndpoint(Arc::from(endpoint)));
            let parts = delivery.parts().clone();
            let delivery = Delivery::with_context(parts, context, self.document_in());
            self.endpoint.reply(variant, &delivery, endpoint).await
        })
    }

    fn takes_now(&self, handler: &str) -> usize {
        self.named(handler).map_or(usize::MAX, |route| route.destination.takes_now())
    }

    #[cfg(any(feature = "console", feature = "metrics"))]
    fn pauses(&self) -> Vec<(Arc<str>, Option<Duration>)> {
        let pauses = self.destinations.iter();
        pauses.map(|route| (Arc::clone(&route.name), route.destination.rest_of_pause())).collect()
    }

    fn judge(&self, ended: Result<Handled, HandlerError>) -> Outcome {
        self.endpoint.judge(ended)
    }
}

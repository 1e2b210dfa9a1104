//! The builder of an endpoint with destinations.

use std::{borrow::Cow, fmt, sync::Arc};

use super::{
    Destination, Filter,
    any_event::AnyEvent,
    hosted::{HostedDestinations, Route},
    reply::{Replier, ReplyTemplate},
};
use crate::{
    ConfigError, Delivery, EventRouter, Handled, InboxEndpoint, Outcome,
    extract::Needs,
    receive::{Settings, settings_methods},
    router::{Handler, HandlerPolicy, RoutesError},
    secrets::{Accounts, Secrets, Senders},
};

/// The builder of an endpoint of an inbox whose deliveries go to destinations.
///
/// See the [module](super) for an example.
#[must_use]
pub struct Destinations {
    secrets: Secrets,
    accounts: Option<Accounts>,
    settings: Settings,
    routes: Vec<Route>,
    reply: Option<ReplyTemplate>,
}

impl Destinations {
    /// Begins with the sender and its secrets, as [`EventRouter::new`].
    ///
    /// # Panics
    ///
    /// Panics if the secrets do not fit the provider.
    #[track_caller]
    pub fn new(senders: impl Into<Senders>) -> Self {
        match Self::try_new(senders) {
            Ok(destinations) => destinations,
            Err(error) => panic!("{error}"),
        }
    }

    /// Begins with the sender and its secrets.
    ///
    /// # Errors
    ///
    /// Fails if the secrets do not fit the provider.
    pub fn try_new(senders: impl Into<Senders>) -> Result<Self, ConfigError> {
        let (secrets, accounts) = senders.into().start()?;
        let settings = Settings::new(secrets.first().provider());
        Ok(Self { secrets, accounts, settings, routes: Vec::new(), reply: None })
    }

    /// Returns the handle on the secrets, by which they can be changed while the receiver runs.
    pub fn secrets(&self) -> Secrets {
        self.secrets.clone()
    }

    /// Adds a destination, under a name that is its own in this endpoint: the inbox keeps its runs by it.
    pub fn to(
        self,
        name: impl Into<Cow<'static, str>>,
        filter: Filter,
        destination: impl Destination,
    ) -> Self {
        self.to_with(HandlerPolicy::new().named(name), filter, destination)
    }

    /// Adds a destination with settings of its own: retries, concurrency, a time limit, former names. One
    /// without a name is called `destination`.
    pub fn to_with(
        mut self,
        policy: HandlerPolicy,
        filter: Filter,
        destination: impl Destination,
    ) -> Self {
        let policy = Arc::new(match policy.name() {
            Some(_) => policy,
            None => policy.named("destination"),
        });
        let name = Arc::from(policy.name().unwrap_or_default());
        self.routes.push(Route { name, policy, filter, destination: Arc::new(destination) });
        self
    }

    /// Answers the sender with this, once the delivery is kept; a duplicate too. The default is the status that
    /// the provider expects.
    pub fn reply(mut self, reply: ReplyTemplate) -> Self {
        self.reply = Some(reply);
        self
    }

    settings_methods!(checked_at_the_end, "Zero is refused at start-up.");

    /// Makes the endpoint. Without destinations it only keeps its deliveries.
    ///
    /// # Panics
    ///
    /// Panics where [`try_for_inbox`](Self::try_for_inbox) fails.
    #[track_caller]
    pub fn for_inbox(self) -> InboxEndpoint {
        match self.try_for_inbox() {
            Ok(endpoint) => endpoint,
            Err(error) => panic!("{error}"),
        }
    }

    /// Makes the endpoint.
    ///
    /// # Errors
    ///
    /// Fails if a limit is zero, and if there is a reply to a sender of batches. A name that two destinations share is refused when the receiver starts.
    pub fn try_for_inbox(self) -> Result<InboxEndpoint, RoutesError> {
        let is_zero =
            |route: &&Route| route.policy.timeout_or(route.destination.time_limit()).is_zero();
        if let Some(route) = self.routes.iter().find(is_zero) {
            return Err(RoutesError::Zero { setting: format!("{}.timeout", route.name) });
        }
        let router = EventRouter::<AnyEvent>::of(self.secrets, self.accounts, self.settings);
        let router = match self.reply {
            Some(reply) => router.reply_any(Replier(reply)),
            None => router,
        };
        let endpoint = router.any(NotCalled).into_endpoint(())?;
        let hosted = HostedDestinations::new(endpoint, self.routes);
        Ok(InboxEndpoint::hosting(Arc::new(hosted)))
    }
}

/// The handler for whose sake a router takes deliveries without an event name. It is never called.
struct NotCalled;

impl<S: Sync> Handler<AnyEvent, (), S> for NotCalled {
    fn needs() -> Needs {
        Needs::nothing()
    }

    async fn call(&self, _: AnyEvent, _: &Delivery, _: &S) -> Handled {
        Outcome::Done.into()
    }
}

const fn checked_at_the_end(_: &str, _: bool) {}

impl fmt::Debug for Destinations {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<_> = self.routes.iter().map(|route| &route.name).collect();
        f.debug_struct("Destinations")
            .field("provider", &self.secrets.first().provider().name())
            .field("destinations", &names)
            .field("settings", &self.settings)
            .finish_non_exhaustive()
    }
}

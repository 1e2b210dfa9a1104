//! The builder of an endpoint.

use std::{any::type_name, fmt, sync::Arc, time::Duration};

use tower_layer::Layer;
use tower_service::Service;

use super::{
    Delivered, Endpoint, Handler, HandlerPolicy, HandlerService, Routes, RoutesError,
    calls::CallSettings,
    check::{check, check_batches, check_needs, check_settings},
    dispatch::Dispatcher,
    layered::layered,
    routes::{Ignored, Registered, Role},
    run::Bound,
};
use crate::{
    BoxError, ConfigError, Handled, WebhookEvent,
    event::key_of::KeyOf,
    receive::{Gate, Settings, settings_methods},
    secrets::{Accounts, Secrets, Senders},
};

/// A router of the events of one sender to your functions: see the [module](super) for an example.
///
/// `E` is the event enum, `S` the state of the handlers. A router is not a service yet:
/// [`with_state`](Self::with_state) makes one, also if the handlers have no state
/// (`.with_state(())`).
///
/// A variant that is neither handled nor ignored is refused at start-up, so that no event is lost
/// without notice. Only the variant marked `#[event(other)]` may be neither.
///
/// ```
/// # #[cfg(feature = "macros")] {
/// use hookport::{EventRouter, Unknown, WebhookEvent, providers};
///
/// #[derive(WebhookEvent)]
/// enum GitHub {
///     #[event("push")]
///     Pushed(serde_json::Value),
///     #[event("ping")]
///     Ping,
///     #[event(other)]
///     Other(Unknown),
/// }
///
/// #[hookport::handler]
/// async fn on_push(push: serde_json::Value) -> Result<(), std::io::Error> {
///     println!("{push}");
///     Ok(())
/// }
///
/// let endpoint = EventRouter::new(providers::GITHUB.secret("made-up"))
///     .on(GitHub::PUSHED, on_push)
///     .ignore(GitHub::PING)
///     .with_state(());
/// # drop(endpoint);
/// # }
/// ```
#[must_use]
pub struct EventRouter<E, S = ()> {
    secrets: Secrets,
    accounts: Option<Accounts>,
    settings: Settings,
    handlers: Vec<Registered<E, S>>,
    pub(super) ignored: Ignored,
    pub(super) calls: CallSettings,
}

impl<E, S> EventRouter<E, S>
where
    E: WebhookEvent,
    S: Clone + Send + Sync + 'static,
{
    /// Starts a router for the deliveries of a [`Source`](crate::Source), or of [`Accounts`].
    ///
    /// # Panics
    ///
    /// Panics if the source is not complete, with the message of the [`ConfigError`].
    #[track_caller]
    pub fn new(senders: impl Into<Senders>) -> Self {
        match Self::try_new(senders) {
            Ok(router) => router,
            Err(error) => panic!("{error}"),
        }
    }

    /// Starts a router for the deliveries of a [`Source`](crate::Source), or of [`Accounts`].
    ///
    /// # Errors
    ///
    /// Fails if the source is not complete: see [`Source::verifier`](crate::Source::verifier).
    pub fn try_new(senders: impl Into<Senders>) -> Result<Self, ConfigError> {
        let (secrets, accounts) = senders.into().start()?;
        let settings = Settings::new(secrets.first().provider());
        Ok(Self::of(secrets, accounts, settings))
    }

    pub(crate) fn of(secrets: Secrets, accounts: Option<Accounts>, settings: Settings) -> Self {
        Self {
            settings,
            secrets,
            accounts,
            handlers: Vec::new(),
            ignored: Ignored::default(),
            calls: CallSettings::default(),
        }
    }

    /// Returns the handle on the secrets, which the endpoint keeps. Those of [`Accounts`] are not in it.
    pub fn secrets(&self) -> Secrets {
        self.secrets.clone()
    }

    /// Runs `handler` for the events of one variant.
    ///
    /// A variant may have several handlers. All of them run, one after the other in the order in
    /// which they were registered, each with a payload of its own.
    ///
    /// A closure is a handler, too. If it uses a captured variable, the `async` block needs a copy
    /// of its own for each call:
    ///
    /// ```
    /// # #[cfg(feature = "macros")] {
    /// use std::sync::{Arc, atomic::{AtomicU64, Ordering}};
    /// use hookport::{EventRouter, WebhookEvent, providers};
    ///
    /// #[derive(WebhookEvent)]
    /// enum Push {
    ///     #[event("push")]
    ///     Pushed(serde_json::Value),
    /// }
    ///
    /// let count = Arc::new(AtomicU64::new(0));
    ///
    /// let endpoint = EventRouter::new(providers::GITHUB.secret("made-up"))
    ///     .on(Push::PUSHED, async |push: serde_json::Value| println!("{push}"))
    ///     .on(Push::PUSHED, move |_: serde_json::Value| {
    ///         let count = count.clone();
    ///         async move {
    ///             count.fetch_add(1, Ordering::Relaxed);
    ///         }
    ///     })
    ///     .with_state(());
    /// # drop(endpoint);
    /// # }
    /// ```
    pub fn on<P, T>(self, key: impl KeyOf<E, P>, handler: impl Handler<P, T, S>) -> Self
    where
        P: Send + 'static,
        T: 'static,
    {
        self.on_with(key, handler, HandlerPolicy::new())
    }

    /// Runs `handler` for the events of one variant, with the settings of `policy`.
    ///
    /// In an inbox, a handler of several events needs the same retries and the same concurrency for
    /// each of them: see [`HandlerPolicy`].
    ///
    /// ```
    /// # #[cfg(feature = "macros")] {
    /// use std::time::Duration;
    /// use hookport::{EventRouter, WebhookEvent, providers, router::HandlerPolicy};
    ///
    /// #[derive(WebhookEvent)]
    /// enum Push {
    ///     #[event("push")]
    ///     Pushed(serde_json::Value),
    /// }
    ///
    /// async fn build(push: serde_json::Value) {
    ///     println!("{push}");
    /// }
    ///
    /// let policy = HandlerPolicy::new().named("build").timeout(Duration::from_secs(5));
    /// let endpoint = EventRouter::new(providers::GITHUB.secret("made-up"))
    ///     .on_with(Push::PUSHED, build, policy)
    ///     .with_state(());
    /// # drop(endpoint);
    /// # }
    /// ```
    pub fn on_with<P, T>(
        self,
        key: impl KeyOf<E, P>,
        handler: impl Handler<P, T, S>,
        policy: HandlerPolicy,
    ) -> Self
    where
        P: Send + 'static,
        T: 'static,
    {
        let key = key.key();
        let take = move |event| key.take(event);
        self.register(Role::Handler, Some(key.index()), handler, policy, take)
    }

    /// Runs `handler` for every event, also for events with a handler of their own.
    ///
    /// ```
    /// # #[cfg(feature = "macros")] {
    /// use hookport::{EventRouter, WebhookEvent, extract::EventName, providers};
    ///
    /// #[derive(WebhookEvent)]
    /// enum Push {
    ///     #[event("push")]
    ///     Pushed(serde_json::Value),
    ///     #[event(other)]
    ///     Other(hookport::Unknown),
    /// }
    ///
    /// async fn note(_: Push, name: EventName) {
    ///     println!("got {name}");
    /// }
    ///
    /// let endpoint = EventRouter::new(providers::GITHUB.secret("made-up")).any(note).with_state(());
    /// # drop(endpoint);
    /// # }
    /// ```
    pub fn any<T: 'static>(self, handler: impl Handler<E, T, S>) -> Self {
        self.any_with(handler, HandlerPolicy::new())
    }

    /// Runs `handler` for every event, with the settings of `policy`. In an inbox a closure is called
    /// `any`, unless the policy names it.
    pub fn any_with<T: 'static>(
        self,
        handler: impl Handler<E, T, S>,
        policy: HandlerPolicy,
    ) -> Self {
        self.register(Role::Handler, None, handler, policy, Some)
    }

    /// Ignores the events of a variant: the sender gets the same status as for a handled event.
    ///
    /// The payload is not read, so that one of another form cannot fail. An inbox keeps the
    /// delivery, and no handler runs for it.
    ///
    /// ```
    /// # #[cfg(feature = "macros")]
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// use hookport::{EventRouter, WebhookEvent, providers, testing::{Signer, deliver}};
    ///
    /// #[derive(WebhookEvent)]
    /// enum GitHub {
    ///     #[event("push")]
    ///     Pushed(serde_json::Value),
    ///     #[event("ping")]
    ///     Ping,
    /// }
    ///
    /// let endpoint = EventRouter::new(providers::GITHUB.secret("made-up"))
    ///     .on(GitHub::PUSHED, async |_: serde_json::Value| {})
    ///     .ignore(GitHub::PING)
    ///     .with_state(());
    ///
    /// let ping = Signer::new(providers::GITHUB, "made-up").event("ping").sign("{}")?;
    /// assert_eq!(deliver(&endpoint, ping).await.status(), 200);
    /// assert_eq!((endpoint.counts().ignored, endpoint.counts().handled), (1, 0));
    /// # Ok(())
    /// # }
    /// # #[cfg(not(feature = "macros"))] fn main() {}
    /// ```
    pub fn ignore<P>(mut self, key: impl KeyOf<E, P>) -> Self {
        self.ignored.variants.push(key.key().index());
        self
    }

    /// Puts a tower layer around each handler, and each function of [`reply`](Self::reply), that
    /// was registered before.
    ///
    /// The layer gets the event beside its delivery as the request, and a [`Handled`] as the
    /// response. An error of the layer asks for the delivery to be tried again. A layer cannot add
    /// a reply to a handler that does not reply.
    ///
    /// ```
    /// # #[cfg(feature = "macros")] {
    /// use hookport::{EventRouter, Secret, WebhookEvent, providers};
    /// use tower::limit::ConcurrencyLimitLayer;
    ///
    /// #[derive(WebhookEvent)]
    /// enum Push {
    ///     #[event("push")]
    ///     Pushed(serde_json::Value),
    /// }
    ///
    /// let endpoint = EventRouter::<Push>::new(providers::GITHUB.secret(Secret::new("made-up")))
    ///     .on(Push::PUSHED, async |_: serde_json::Value| {})
    ///     .layer(ConcurrencyLimitLayer::new(8))
    ///     .with_state(());
    /// # drop(endpoint);
    /// # }
    /// ```
    pub fn layer<L>(mut self, layer: L) -> Self
    where
        L: Layer<HandlerService<E>> + Clone + Send + Sync + 'static,
        L::Service: Service<Delivered<E>, Response = Handled> + Clone + Send + Sync + 'static,
        <L::Service as Service<Delivered<E>>>::Error: Into<BoxError>,
        <L::Service as Service<Delivered<E>>>::Future: Send,
    {
        let handlers = self.handlers.into_iter();
        self.handlers = handlers.map(|handler| layered(handler, layer.clone())).collect();
        self
    }

    /// Sets the time limit of a handler. The default is 30 seconds.
    ///
    /// A handler that takes longer is dropped, and the sender has to retry. A sender may close its
    /// connection much earlier: see [`Provider::deadline`](crate::Provider::deadline).
    /// ```
    /// # #[cfg(feature = "macros")]
    /// # #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # use std::{future::pending, time::Duration};
    /// # use hookport::{EventRouter, WebhookEvent, providers, testing::{Signer, deliver}};
    /// # #[derive(WebhookEvent)]
    /// # enum Push {
    /// #     #[event("push")]
    /// #     Pushed(serde_json::Value),
    /// # }
    /// let endpoint = EventRouter::new(providers::GITHUB.secret("made-up"))
    ///     .on(Push::PUSHED, async |_: serde_json::Value| pending::<()>().await) // never ends
    ///     .handler_timeout(Duration::from_secs(8)) // GitHub waits for ten seconds
    ///     .with_state(());
    ///
    /// let push = Signer::new(providers::GITHUB, "made-up").event("push").sign("{}")?;
    /// assert_eq!(deliver(&endpoint, push).await.status(), 503);
    /// assert_eq!(endpoint.counts().timeouts, 1);
    /// # Ok(())
    /// # }
    /// # #[cfg(not(feature = "macros"))] fn main() {}
    /// ```
    pub fn handler_timeout(mut self, timeout: Duration) -> Self {
        self.calls.handler_timeout = timeout;
        self
    }

    settings_methods!(checked_at_the_end, "Zero is refused at start-up.");

    /// Gives the handlers their state, and makes the service. Without a state, give `()`.
    ///
    /// If the compiler expects the type of a part here, since a handler asks for `State<Part>`,
    /// write `impl FromRef<Whole> for Part` or derive `FromRef` for the whole.
    ///
    /// # Panics
    ///
    /// Panics for each reason of [`try_with_state`](Self::try_with_state), with the message of the
    /// [`RoutesError`].
    #[track_caller]
    pub fn with_state(self, state: S) -> Endpoint<E> {
        match self.try_with_state(state) {
            Ok(endpoint) => endpoint,
            Err(error) => panic!("{error}"),
        }
    }

    /// Gives the handlers their state, and makes the service.
    ///
    /// # Errors
    ///
    /// Fails if a variant is both handled and ignored, or is neither; the one marked
    /// `#[event(other)]` may be neither. Fails if a time limit, or the longest body, is zero, or if a
    /// function replies to a sender of batches. Fails if a handler needs what only an inbox gives, such as a `Tx`.
    pub fn try_with_state(self, state: S) -> Result<Endpoint<E>, RoutesError> {
        check_needs(&self.handlers)?;
        self.into_endpoint(state)
    }

    /// Makes an endpoint whose handlers may need a store.
    pub(crate) fn into_endpoint(self, state: S) -> Result<Endpoint<E>, RoutesError> {
        let settings = [
            ("handler_timeout", self.calls.handler_timeout.is_zero()),
            ("reply_timeout", self.calls.reply_timeout.is_zero()),
            ("read_timeout", self.settings.read_timeout.is_zero()),
            ("body_limit", self.settings.body_limit == 0),
            ("unproved_limit", self.settings.unproved_limit == 0),
        ];
        check_settings(&settings, &self.handlers)?;
        check(&self.handlers, &self.ignored)?;
        check_batches(self.secrets.first().provider(), &self.handlers)?;
        let routes = Routes::new(self.handlers, &state);
        let dispatcher = Dispatcher::new(self.secrets.first().provider(), routes, self.calls);
        let gate = Gate::new(self.secrets, self.accounts, self.settings);
        Ok(Endpoint::new(gate, dispatcher))
    }

    pub(super) fn register<H, P, K, T>(
        mut self,
        role: Role,
        variant: Option<usize>,
        handler: H,
        policy: HandlerPolicy,
        take: K,
    ) -> Self
    where
        H: Handler<P, T, S>,
        P: Send + 'static,
        K: Fn(E) -> Option<P> + Send + Sync + 'static,
        T: 'static,
    {
        self.handlers.push(Registered {
            role,
            variant,
            name: type_name::<H>(),
            replies: H::REPLIES,
            need: H::needs().iter().next().cloned(),
            policy,
            bind: Box::new(|state| Arc::new(Bound::new(handler, take, state))),
        });
        self
    }
}

/// Leaves a setting of zero to [`EventRouter::try_with_state`].
const fn checked_at_the_end(_: &str, _: bool) {}

impl<E, S> fmt::Debug for EventRouter<E, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let handlers: Vec<_> = self.handlers.iter().map(|handler| handler.name).collect();
        f.debug_struct("EventRouter")
            .field("provider", &self.secrets.first().provider().name())
            .field("handlers", &handlers)
            .field("settings", &self.settings)
            .finish_non_exhaustive()
    }
}

//! Tower layers around handlers.

use std::{
    convert::Infallible,
    fmt,
    future::poll_fn,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
};

use tower_layer::Layer;
use tower_service::Service;

use super::{
    routes::Registered,
    run::{BoxFuture, Run},
};
use crate::{BoxError, Delivery, Handled, Outcome, WebhookEvent, extract::Needs};

/// The request of a layer around a handler: the event, and its delivery.
///
/// ```
/// # #[cfg(feature = "macros")] {
/// use hookport::{EventRouter, WebhookEvent, providers, router::{Delivered, HandlerService}};
/// use tower::{ServiceExt, layer::layer_fn, service_fn};
///
/// #[derive(WebhookEvent)]
/// enum Push {
///     #[event("push")]
///     Pushed(serde_json::Value),
/// }
///
/// // Prints the id of each delivery and the outcome of its handler.
/// let printed = layer_fn(|handler: HandlerService<Push>| {
///     service_fn(move |request: Delivered<Push>| {
///         let (handler, id) = (handler.clone(), request.delivery.id().map(str::to_owned));
///         async move {
///             let handled = handler.oneshot(request).await?;
///             println!("{id:?}: {:?}", handled.outcome());
///             Ok::<_, std::convert::Infallible>(handled)
///         }
///     })
/// });
///
/// let endpoint = EventRouter::new(providers::GITHUB.secret("made-up"))
///     .on(Push::PUSHED, async |_: serde_json::Value| {})
///     .layer(printed)
///     .with_state(());
/// # drop(endpoint);
/// # }
/// ```
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Delivered<E> {
    /// The event.
    pub event: E,
    /// The delivery.
    pub delivery: Delivery,
}

/// A handler as a tower service, for [`EventRouter::layer`](crate::EventRouter::layer): see
/// [`Delivered`] for an example.
/// ```
/// # #[cfg(feature = "macros")]
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use hookport::{
///     EventRouter, Handled, Outcome, Trust, WebhookEvent, providers,
///     router::{Delivered, HandlerService}, testing::{Signer, deliver},
/// };
/// use tower::{ServiceExt, layer::layer_fn, service_fn};
///
/// #[derive(WebhookEvent)]
/// enum Push {
///     #[event("Push Hook")]
///     Pushed(serde_json::Value),
/// }
///
/// // Calls the handlers above it only for deliveries that are signed.
/// let signed_only = layer_fn(|handler: HandlerService<Push>| {
///     service_fn(move |request: Delivered<Push>| {
///         let handler = handler.clone();
///         async move {
///             match request.delivery.trust() {
///                 Trust::Signed => handler.oneshot(request).await,
///                 other => Ok(Handled::from(Outcome::dead_letter(format!("only a {other}")))),
///             }
///         }
///     })
/// });
///
/// let endpoint = EventRouter::new(providers::GITLAB.secret("made-up")) // a secret token
///     .on(Push::PUSHED, async |_: serde_json::Value| {}) // is not called
///     .layer(signed_only)
///     .with_state(());
///
/// let push = Signer::new(providers::GITLAB, "made-up").event("Push Hook").sign("{}")?;
/// assert_eq!(deliver(&endpoint, push).await.status(), 200);
/// assert_eq!(endpoint.counts().dead_letter, 1);
/// # Ok(())
/// # }
/// # #[cfg(not(feature = "macros"))] fn main() {}
/// ```
pub struct HandlerService<E>(Arc<dyn Run<E>>);

impl<E> HandlerService<E> {
    pub(super) const fn new(handler: Arc<dyn Run<E>>) -> Self {
        Self(handler)
    }
}

impl<E> Clone for HandlerService<E> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<E> fmt::Debug for HandlerService<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("HandlerService").field(&self.0.name()).finish()
    }
}

impl<E> Service<Delivered<E>> for HandlerService<E> {
    type Response = Handled;
    type Error = Infallible;
    type Future = HandlerFuture;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, delivered: Delivered<E>) -> HandlerFuture {
        let Delivered { event, delivery } = delivered;
        HandlerFuture(Arc::clone(&self.0).run(event, delivery))
    }
}

/// The future of [`HandlerService`].
/// A layer that does something before the handler, and nothing after it, names it:
///
/// ```
/// use std::{convert::Infallible, task::{Context, Poll}};
/// use hookport::{Handled, router::{Delivered, HandlerFuture, HandlerService}};
/// use tower::Service;
///
/// /// Prints the size of each delivery.
/// #[derive(Clone)]
/// struct Measured<E>(HandlerService<E>);
///
/// impl<E> Service<Delivered<E>> for Measured<E> {
///     type Response = Handled;
///     type Error = Infallible;
///     type Future = HandlerFuture;
///
///     fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
///         self.0.poll_ready(cx)
///     }
///
///     fn call(&mut self, delivered: Delivered<E>) -> HandlerFuture {
///         println!("{} bytes", delivered.delivery.body().len());
///         self.0.call(delivered)
///     }
/// }
/// ```
pub struct HandlerFuture(BoxFuture<Handled>);

impl Future for HandlerFuture {
    type Output = Result<Handled, Infallible>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        self.0.as_mut().poll(cx).map(Ok)
    }
}

impl fmt::Debug for HandlerFuture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HandlerFuture").finish_non_exhaustive()
    }
}

/// Puts a layer around a handler, once it has its state.
pub(super) fn layered<E, S, L>(handler: Registered<E, S>, layer: L) -> Registered<E, S>
where
    E: WebhookEvent,
    S: 'static,
    L: Layer<HandlerService<E>> + Send + Sync + 'static,
    L::Service: Service<Delivered<E>, Response = Handled> + Clone + Send + Sync + 'static,
    <L::Service as Service<Delivered<E>>>::Error: Into<BoxError>,
    <L::Service as Service<Delivered<E>>>::Future: Send,
{
    let Registered { name, bind, .. } = handler;
    let bind = Box::new(move |state| {
        let handler = bind(state);
        let needs = handler.needs();
        let service = layer.layer(HandlerService::new(handler));
        Arc::new(Layered { name, needs, service }) as Arc<dyn Run<E>>
    });
    Registered { bind, ..handler }
}

/// A handler with a layer around it.
pub(super) struct Layered<V> {
    pub(super) name: &'static str,
    pub(super) needs: Needs,
    pub(super) service: V,
}

impl<E, V> Run<E> for Layered<V>
where
    E: Send + 'static,
    V: Service<Delivered<E>, Response = Handled> + Clone + Send + Sync + 'static,
    V::Error: Into<BoxError>,
    V::Future: Send,
{
    fn name(&self) -> &'static str {
        self.name
    }

    fn needs(&self) -> Needs {
        self.needs.clone()
    }

    fn run(self: Arc<Self>, event: E, delivery: Delivery) -> BoxFuture<Handled> {
        let mut service = self.service.clone();
        Box::pin(async move {
            let ready = poll_fn(|cx| service.poll_ready(cx).map_err(Into::into)).await;
            let ready: Result<(), BoxError> = ready;
            if let Err(error) = ready {
                return Outcome::retry(error).into();
            }
            let called = service.call(Delivered { event, delivery }).await;
            called.unwrap_or_else(|error| Outcome::retry(error).into())
        })
    }
}

//! The service of a router.

use std::{
    convert::Infallible,
    fmt,
    sync::Arc,
    task::{Context, Poll},
};

use bytes::Bytes;
use http::{Request, Response};
use http_body::Body;
use http_body_util::Full;
use tower_service::Service;

use super::{
    Counts, EndpointFuture,
    answer::{self, Fate, Taken},
    dispatch::Dispatcher,
};
use crate::{BoxError, Reply, WebhookEvent, receive::Gate, secrets::Secrets};

/// The service that receives the events of one sender and runs their handlers.
/// [`EventRouter::with_state`](crate::EventRouter::with_state) makes it.
///
/// An endpoint is a tower service that never fails, and is cheap to clone: nest it in an axum
/// router, or give it to a hyper connection. It answers every path.
///
/// If the sender closes its connection, the running handler is dropped with the request.
///
/// ```
/// # #[cfg(feature = "macros")]
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use http_body_util::Full;
/// use hookport::{EventRouter, WebhookEvent, providers, testing::Signer};
/// use tower::ServiceExt;
///
/// #[derive(WebhookEvent)]
/// enum GitHub {
///     #[event("push")]
///     Pushed(serde_json::Value),
/// }
///
/// let endpoint = EventRouter::<GitHub>::new(providers::GITHUB.secret("made-up"))
///     .on(GitHub::PUSHED, async |push: serde_json::Value| println!("{push}"))
///     .with_state(());
///
/// let push = Signer::new(providers::GITHUB, "made-up").event("push").sign("{}")?;
/// assert_eq!(endpoint.clone().oneshot(push.map(Full::new)).await?.status(), 200);
///
/// let forged = Signer::new(providers::GITHUB, "guessed").event("push").sign("{}")?;
/// assert_eq!(endpoint.clone().oneshot(forged.map(Full::new)).await?.status(), 401);
///
/// assert_eq!((endpoint.counts().handled, endpoint.counts().refused), (1, 1));
/// # Ok(())
/// # }
/// # #[cfg(not(feature = "macros"))] fn main() {}
/// ```
pub struct Endpoint<E>(Arc<Inner<E>>);

pub(super) struct Inner<E> {
    pub(super) gate: Gate,
    pub(super) dispatcher: Dispatcher<E>,
}

impl<E> Inner<E> {
    /// Makes the answer to a proved request.
    pub(super) fn answer(
        &self,
        fate: &Fate,
        reply: Option<Reply>,
        taken: Taken,
    ) -> Response<Full<Bytes>> {
        answer::to(fate, reply, |reply| taken.answer(reply, &self.gate))
    }
}

impl<E> Endpoint<E> {
    pub(super) fn new(gate: Gate, dispatcher: Dispatcher<E>) -> Self {
        Self(Arc::new(Inner { gate, dispatcher }))
    }

    #[cfg(feature = "inbox")]
    pub(super) fn inner(&self) -> &Inner<E> {
        &self.0
    }

    /// Returns the gate, if there is no other clone.
    #[cfg(all(feature = "inbox", feature = "testing"))]
    pub(super) fn gate_mut(&mut self) -> Option<&mut Gate> {
        Arc::get_mut(&mut self.0).map(|inner| &mut inner.gate)
    }

    /// Returns the handle on the secrets, which all clones share. Those of
    /// [`Accounts`](crate::secrets::Accounts) are not in it.
    pub fn secrets(&self) -> Secrets {
        self.0.gate.secrets().clone()
    }

    /// Returns the counters, which all clones share.
    pub fn counts(&self) -> Counts {
        self.0.dispatcher.counters.snapshot()
    }
}

impl<E, B> Service<Request<B>> for Endpoint<E>
where
    E: WebhookEvent,
    B: Body,
    B::Error: Into<BoxError>,
{
    type Response = Response<Full<Bytes>>;
    type Error = Infallible;
    type Future = EndpointFuture<E, B>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<B>) -> EndpointFuture<E, B> {
        let span = self.0.gate.span(&request);
        EndpointFuture::new(Arc::clone(&self.0), self.0.gate.admit(request, None), span)
    }
}

impl<E> Clone for Endpoint<E> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<E: WebhookEvent> fmt::Debug for Endpoint<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Endpoint")
            .field("gate", &self.0.gate)
            .field("dispatcher", &self.0.dispatcher)
            .finish()
    }
}

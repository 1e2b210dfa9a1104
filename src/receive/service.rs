//! The decision, before an inner service.

use std::{
    fmt, mem,
    sync::Arc,
    task::{Context, Poll},
};

use bytes::Bytes;
use http::{Request, Response};
use http_body::Body;
use http_body_util::Full;
use tower_service::Service;

use super::{ResponseBody, ResponseFuture, gate::Gate};
use crate::BoxError;

/// Lets only proved deliveries through to the service inside. Made by
/// [`ReceiveLayer`](crate::ReceiveLayer).
/// Its name is needed where a service is kept in a field or returned by a function:
///
/// ```
/// use std::convert::Infallible;
/// use bytes::Bytes;
/// use http::{Request, Response};
/// use http_body_util::Full;
/// use hookport::{ReceiveLayer, Secret, Verified, providers, receive::Receive, testing::{Signer, deliver}};
/// use tower::{Layer, Service, ServiceExt, service_fn, util::BoxCloneService};
///
/// type App = BoxCloneService<Request<Full<Bytes>>, Response<Full<Bytes>>, Infallible>;
///
/// fn github(secret: Secret) -> Receive<App> {
///     let app = service_fn(async |request: Request<Full<Bytes>>| {
///         let proved = request.extensions().get().map(Verified::body).cloned();
///         Ok(Response::new(Full::from(proved.unwrap_or_default())))
///     });
///     ReceiveLayer::new(providers::GITHUB.secret(secret)).layer(app.boxed_clone())
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let service = github("made-up".into());
///
/// let sent = Signer::new(providers::GITHUB, "made-up").sign(r#"{"zen":"Keep it"}"#)?;
/// assert_eq!(deliver(&service, sent).await.body(), r#"{"zen":"Keep it"}"#);
///
/// let forged = Signer::new(providers::GITHUB, "guessed").sign("{}")?;
/// assert_eq!(deliver(&service, forged).await.status(), 401);
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Receive<S> {
    inner: S,
    gate: Arc<Gate>,
}

impl<S> Receive<S> {
    pub(super) const fn new(inner: S, gate: Arc<Gate>) -> Self {
        Self { inner, gate }
    }
}

impl<S, B, R> Service<Request<B>> for Receive<S>
where
    S: Service<Request<Full<Bytes>>, Response = Response<R>> + Clone,
    B: Body,
    B::Error: Into<BoxError>,
{
    type Response = Response<ResponseBody<R>>;
    type Error = S::Error;
    type Future = ResponseFuture<S, B>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(cx)
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        let clone = self.inner.clone();
        // The one that is ready goes along with the request.
        let ready = mem::replace(&mut self.inner, clone);
        let span = self.gate.span(&request);
        ResponseFuture::new(Arc::clone(&self.gate), self.gate.admit(request, None), ready, span)
    }
}

impl<S: fmt::Debug> fmt::Debug for Receive<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Receive")
            .field("provider", &self.gate.verifier().provider().name())
            .field("inner", &self.inner)
            .finish_non_exhaustive()
    }
}

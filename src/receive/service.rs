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

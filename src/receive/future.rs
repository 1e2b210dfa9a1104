//! The future of the layer's service.

use std::{
    fmt,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, ready},
};

use bytes::Bytes;
use http::{Request, Response, header::CONTENT_LENGTH};
use http_body::Body;
use http_body_util::{Either, Full};
use pin_project_lite::pin_project;
use tower_service::Service;

use super::{
    Received,
    gate::{Admission, Gate, Passage},
};
use crate::{BoxError, Verified, log::Span};

/// The body of an answer: that of a refusal or a handshake, or that of the service inside.
pub type ResponseBody<R> = Either<Full<Bytes>, R>;

pin_project! {
    /// The future of [`Receive`](super::Receive).
    /// A service around [`Receive`](super::Receive) names it, so that it need not box the future:
    ///
    /// ```
    /// use std::task::{Context, Poll};
    /// use bytes::Bytes;
    /// use http::{Request, Response};
    /// use http_body_util::Full;
    /// use hookport::receive::{Receive, ResponseBody, ResponseFuture};
    /// use tower::Service;
    ///
    /// /// Counts the requests in front of the proof.
    /// struct Counted<S> {
    ///     inner: Receive<S>,
    ///     requests: u64,
    /// }
    ///
    /// impl<S, R> Service<Request<Full<Bytes>>> for Counted<S>
    /// where
    ///     S: Service<Request<Full<Bytes>>, Response = Response<R>> + Clone,
    /// {
    ///     type Response = Response<ResponseBody<R>>;
    ///     type Error = S::Error;
    ///     type Future = ResponseFuture<S, Full<Bytes>>;
    ///
    ///     fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
    ///         Service::<Request<Full<Bytes>>>::poll_ready(&mut self.inner, cx)
    ///     }
    ///
    ///     fn call(&mut self, request: Request<Full<Bytes>>) -> Self::Future {
    ///         self.requests += 1;
    ///         self.inner.call(request)
    ///     }
    /// }
    /// ```
    pub struct ResponseFuture<S, B>
    where
        S: Service<Request<Full<Bytes>>>,
    {
        span: Span,
        #[pin]
        stage: Stage<S, S::Future, B>,
    }
}

pin_project! {
    #[project = StageProjection]
    enum Stage<S, F, B> {
        Admitting { gate: Arc<Gate>, #[pin] admission: Admission<B>, inner: S },
        Admitted { #[pin] response: F },
    }
}

impl<S, B> ResponseFuture<S, B>
where
    S: Service<Request<Full<Bytes>>>,
{
    pub(super) const fn new(
        gate: Arc<Gate>,
        admission: Admission<B>,
        inner: S,
        span: Span,
    ) -> Self {
        Self { span, stage: Stage::Admitting { gate, admission, inner } }
    }
}

impl<S, B, R> Future for ResponseFuture<S, B>
where
    S: Service<Request<Full<Bytes>>, Response = Response<R>>,
    B: Body,
    B::Error: Into<BoxError>,
{
    type Output = Result<Response<ResponseBody<R>>, S::Error>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.project();
        this.span.in_scope(|| this.stage.poll(cx))
    }
}

impl<S, B, R> Stage<S, S::Future, B>
where
    S: Service<Request<Full<Bytes>>, Response = Response<R>>,
    B: Body,
    B::Error: Into<BoxError>,
{
    fn poll(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Result<Response<ResponseBody<R>>, S::Error>> {
        loop {
            let response = match self.as_mut().project() {
                StageProjection::Admitting { gate, admission, inner } => {
                    match ready!(admission.poll(gate, cx)) {
                        Passage::Admitted(received, verified) => {
                            inner.call(request(received, verified))
                        }
                        Passage::Answered(response) | Passage::Refused(response, ..) => {
                            return Poll::Ready(Ok(response.map(Either::Left)));
                        }
                    }
                }
                StageProjection::Admitted { response } => {
                    return response.poll(cx).map_ok(|response| response.map(Either::Right));
                }
            };
            self.set(Stage::Admitted { response });
        }
    }
}

impl<S, B> fmt::Debug for ResponseFuture<S, B>
where
    S: Service<Request<Full<Bytes>>>,
{
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ResponseFuture").finish_non_exhaustive()
    }
}

/// The request that the service inside sees: the same, with its body read, and decrypted.
fn request(received: Box<Received>, verified: Verified) -> Request<Full<Bytes>> {
    let Received { mut parts, body: sent, .. } = *received;
    let body = verified.body().clone();
    if body.len() != sent.len() && parts.headers.contains_key(CONTENT_LENGTH) {
        parts.headers.insert(CONTENT_LENGTH, body.len().into());
    }
    let mut request = Request::from_parts(parts, Full::new(body));
    request.extensions_mut().insert(verified);
    request
}

//! The future of an endpoint.

use std::{
    convert::Infallible,
    fmt, mem,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, ready},
};

use bytes::Bytes;
use http::Response;
use http_body::Body;
use http_body_util::Full;
use pin_project_lite::pin_project;

use super::{
    answer::{Fate, Taken},
    batch::BatchRun,
    begin::Proved,
    counts::Counter,
    dispatch::{Dispatch, Undecoded},
    endpoint::Inner,
};
use crate::{
    BoxError, DeliveryParts, Reply, Verified, WebhookEvent,
    event::{self, DecodeError},
    log::Span,
    receive::{Admission, Passage, Received},
};

pin_project! {
    /// The future of [`Endpoint`](crate::Endpoint).
    /// A service around an endpoint names it, so that it need not box the future:
    ///
    /// ```
    /// # #[cfg(feature = "macros")] {
    /// use std::{convert::Infallible, task::{Context, Poll}};
    /// use bytes::Bytes;
    /// use http::{Request, Response};
    /// use http_body_util::Full;
    /// use hookport::{Endpoint, WebhookEvent, router::EndpointFuture};
    /// use tower::Service;
    ///
    /// #[derive(WebhookEvent)]
    /// enum Push {
    ///     #[event("push")]
    ///     Pushed(serde_json::Value),
    /// }
    ///
    /// /// Adds the path of the hook, which a gateway cut off.
    /// struct WithPath(Endpoint<Push>);
    ///
    /// impl Service<Request<Full<Bytes>>> for WithPath {
    ///     type Response = Response<Full<Bytes>>;
    ///     type Error = Infallible;
    ///     type Future = EndpointFuture<Push, Full<Bytes>>;
    ///
    ///     fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
    ///         Poll::Ready(Ok(()))
    ///     }
    ///
    ///     fn call(&mut self, mut request: Request<Full<Bytes>>) -> Self::Future {
    ///         *request.uri_mut() = http::Uri::from_static("/hooks/github");
    ///         self.0.call(request)
    ///     }
    /// }
    /// # }
    /// ```
    pub struct EndpointFuture<E, B> {
        endpoint: Arc<Inner<E>>,
        span: Span,
        #[pin]
        stage: Stage<B>,
    }
}

pin_project! {
    #[project = StageProjection]
    enum Stage<B> {
        Receiving { #[pin] admission: Admission<B> },
        // What the sender is told if no handler replies.
        Running { work: Work, taken: Taken },
    }
}

/// The handlers of a request that was proved.
enum Work {
    One(Dispatch),
    Batch(Box<BatchRun>),
}

impl<E, B> EndpointFuture<E, B> {
    pub(super) const fn new(endpoint: Arc<Inner<E>>, admission: Admission<B>, span: Span) -> Self {
        Self { endpoint, span, stage: Stage::Receiving { admission } }
    }
}

impl<E, B> Future for EndpointFuture<E, B>
where
    E: WebhookEvent,
    B: Body,
    B::Error: Into<BoxError>,
{
    type Output = Result<Response<Full<Bytes>>, Infallible>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.project();
        this.span.in_scope(|| this.stage.poll(this.endpoint, this.span, cx)).map(Ok)
    }
}

impl<B> Stage<B>
where
    B: Body,
    B::Error: Into<BoxError>,
{
    fn poll<E: WebhookEvent>(
        mut self: Pin<&mut Self>,
        endpoint: &Inner<E>,
        span: &Span,
        cx: &mut Context<'_>,
    ) -> Poll<Response<Full<Bytes>>> {
        let counters = &endpoint.dispatcher.counters;
        loop {
            let started = match self.as_mut().project() {
                StageProjection::Running { work, taken } => {
                    let (fate, reply) = ready!(work.poll(endpoint, cx));
                    return Poll::Ready(endpoint.answer(&fate, reply, mem::take(taken)));
                }
                StageProjection::Receiving { admission } => {
                    match ready!(admission.poll(&endpoint.gate, cx)) {
                        Passage::Admitted(received, verified) => {
                            let provider = endpoint.gate.verifier().provider();
                            let taken = Taken::new(provider, &received, &verified);
                            (start(endpoint, received, verified, span), taken)
                        }
                        Passage::Answered(response) => {
                            return counted(&counters.handshakes, response);
                        }
                        Passage::Refused(response, ..) => {
                            return counted(&counters.refused, response);
                        }
                    }
                }
            };
            match started {
                (Ok(work), taken) => self.set(Self::Running { work, taken }),
                (Err(fate), taken) => return Poll::Ready(endpoint.answer(&fate, None, taken)),
            }
        }
    }
}

impl Work {
    fn poll<E: WebhookEvent>(
        &mut self,
        endpoint: &Inner<E>,
        cx: &mut Context<'_>,
    ) -> Poll<(Fate, Option<Reply>)> {
        match self {
            Self::One(dispatch) => {
                let ended = ready!(dispatch.poll(&endpoint.dispatcher, cx));
                ended.0.count(&endpoint.dispatcher.counters);
                Poll::Ready(ended)
            }
            Self::Batch(batch) => {
                let provider = endpoint.gate.verifier().provider();
                batch.poll(&endpoint.dispatcher, provider, cx).map(|fate| (fate, None))
            }
        }
    }
}

fn counted(counter: &Counter, response: Response<Full<Bytes>>) -> Poll<Response<Full<Bytes>>> {
    counter.add_one();
    Poll::Ready(response)
}

/// Starts the handlers of a delivery, or of the items of a batch.
fn start<E: WebhookEvent>(
    endpoint: &Inner<E>,
    mut received: Box<Received>,
    verified: Verified,
    span: &Span,
) -> Result<Work, Fate> {
    let provider = endpoint.gate.verifier().provider();
    let extensions = mem::take(&mut received.parts.extensions);
    let parts = DeliveryParts::of(provider, received, &verified);
    let proved = Proved { provider, verified: &verified, span };
    let items = event::items(&parts.received(), provider);
    let started = match items {
        Ok(None) => endpoint.dispatcher.begin(&proved, parts, extensions).map(Work::One),
        Ok(Some(items)) => {
            Ok(Work::Batch(Box::new(BatchRun::new(parts, verified, extensions, items))))
        }
        Err(error) => {
            let cause = Undecoded::from(DecodeError::from(error));
            Err(endpoint.dispatcher.refuse(&cause, &proved, &parts, &extensions))
        }
    };
    started.inspect_err(|fate| fate.count(&endpoint.dispatcher.counters))
}

impl<E, B> fmt::Debug for EndpointFuture<E, B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EndpointFuture").finish_non_exhaustive()
    }
}

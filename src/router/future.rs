//! The future of the finished service.

use std::{
    convert::Infallible,
    fmt,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, ready},
    time::Duration,
};

use bytes::Bytes;
use http::{Response, StatusCode};
use http_body::Body;
use http_body_util::Full;
use pin_project_lite::pin_project;

use super::{
    answer::{Fate, try_again},
    counts::Counter,
    dispatch::{Dispatch, Undecoded},
    endpoint::Inner,
};
use crate::{
    BoxError, Delivery, Verified, WebhookEvent,
    error_text::chain,
    log::log,
    receive::{Admission, Passage, Received},
};

pin_project! {
    /// The future of [`Endpoint`](crate::Endpoint).
    pub struct EndpointFuture<E, B> {
        endpoint: Arc<Inner<E>>,
        #[pin]
        stage: Stage<E, B>,
    }
}

pin_project! {
    #[project = StageProjection]
    enum Stage<E, B> {
        Receiving { #[pin] admission: Admission<B> },
        Running { dispatch: Dispatch<E> },
    }
}

impl<E, B> EndpointFuture<E, B> {
    pub(super) const fn new(endpoint: Arc<Inner<E>>, admission: Admission<B>) -> Self {
        Self { endpoint, stage: Stage::Receiving { admission } }
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
        let mut this = self.project();
        let endpoint = &**this.endpoint;
        if let Some(why) = &endpoint.needs_inbox {
            log!(ERROR, "endpoint cannot handle deliveries", reason = why);
            return Poll::Ready(Ok(try_again(StatusCode::SERVICE_UNAVAILABLE, LONG)));
        }
        let counters = &endpoint.dispatcher.counters;
        loop {
            let started = match this.stage.as_mut().project() {
                StageProjection::Running { dispatch } => {
                    let (outcome, reply) = ready!(dispatch.poll(&endpoint.dispatcher, cx));
                    return Poll::Ready(Ok(endpoint.answer(Fate::Handled(outcome, reply))));
                }
                StageProjection::Receiving { admission } => {
                    match ready!(admission.poll(&endpoint.gate, cx)) {
                        Passage::Admitted(received, verified) => {
                            start(endpoint, received, &verified)
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
                Ok(dispatch) => this.stage.set(Stage::Running { dispatch }),
                Err(fate) => return Poll::Ready(Ok(endpoint.answer(fate))),
            }
        }
    }
}

fn counted(
    counter: &Counter,
    response: Response<Full<Bytes>>,
) -> Poll<Result<Response<Full<Bytes>>, Infallible>> {
    counter.add_one();
    Poll::Ready(Ok(response))
}

/// Decodes a delivery and makes its handlers ready.
fn start<E: WebhookEvent>(
    endpoint: &Inner<E>,
    received: Received,
    verified: &Verified,
) -> Result<Dispatch<E>, Fate> {
    let provider = endpoint.gate.verifier().provider();
    let decoded = endpoint.dispatcher.decode(&received.raw());
    let decoded = decoded.map_err(|cause| undecoded(endpoint, &cause))?;
    let (delivery, event) = Delivery::of(provider, received, verified, decoded);
    let event = event.ok_or(Fate::Unhandled)?;
    let fate = match E::VARIANTS.get(event.variant()) {
        Some(variant) if variant.other => Fate::Unhandled,
        _ => Fate::Ignored,
    };
    endpoint.dispatcher.dispatch(event, delivery).ok_or(fate)
}

fn undecoded<E: WebhookEvent>(endpoint: &Inner<E>, cause: &Undecoded) -> Fate {
    log!(
        WARN,
        "webhook undecodable",
        provider = endpoint.gate.verifier().provider().name(),
        error = chain(cause),
    );
    match cause {
        Undecoded::Refused(_) => Fate::Undecodable,
        Undecoded::Panicked(error) => {
            let (outcome, _) = endpoint.dispatcher.judge(Err(*error)).into_parts();
            Fate::Handled(outcome, None)
        }
    }
}

/// The wait that a sender is asked for until a program is mended.
const LONG: Duration = Duration::from_secs(60);

impl<E, B> fmt::Debug for EndpointFuture<E, B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EndpointFuture").finish_non_exhaustive()
    }
}

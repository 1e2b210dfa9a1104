//! The gate before every handler: the limits, then the proof.

use std::{
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, ready},
};

use bytes::Bytes;
use http::{Request, Response, header, request::Parts};
use http_body::Body;
use http_body_util::Full;
use pin_project_lite::pin_project;

use super::{
    ReceiveError, Received, Refusal, Settings, body::ReadBody, diagnoses::Diagnoses, refusal, route,
};
use crate::{BoxError, Verdict, Verified, Verifier, VerifyError, log::Span, telemetry};

/// A verifier and the limits around it.
#[derive(Debug)]
pub(crate) struct Gate {
    verifier: Arc<Verifier>,
    settings: Settings,
    diagnoses: Diagnoses,
}

/// The result of the gate.
#[cfg_attr(
    not(feature = "inbox"),
    expect(dead_code, reason = "the inbox counts and keeps refusals")
)]
pub(crate) enum Passage {
    /// The request is genuine.
    Admitted(Received, Verified),
    /// The request was a handshake.
    Answered(Response<Full<Bytes>>),
    /// The request was refused, for a reason that is one stable word. It is here if it came whole.
    Refused(Response<Full<Bytes>>, &'static str, Option<Received>),
}

impl Gate {
    pub(crate) const fn new(verifier: Arc<Verifier>, settings: Settings) -> Self {
        Self { verifier, settings, diagnoses: Diagnoses::new() }
    }

    pub(crate) fn verifier(&self) -> &Verifier {
        &self.verifier
    }

    /// Opens the span of a request that comes to no endpoint of an inbox.
    pub(crate) fn span<B>(&self, request: &Request<B>) -> Span {
        let endpoint = || route(request.extensions());
        telemetry::receive(self.verifier.provider().name(), endpoint, request.headers())
    }

    /// Starts to read a request; `endpoint` is the name of the endpoint in the inbox.
    pub(crate) fn admit<B: Body>(
        &self,
        request: Request<B>,
        endpoint: Option<Arc<str>>,
    ) -> Admission<B> {
        let (parts, body) = request.into_parts();
        Admission {
            endpoint,
            wrong: self.check_head(&parts, &body).err(),
            body: ReadBody::new(body, &self.settings),
            parts: Some(parts),
        }
    }

    /// Refuses what need not be read to be refused.
    fn check_head(&self, parts: &Parts, body: &impl Body) -> Result<(), ReceiveError> {
        let provider = self.verifier.provider();
        if !provider.uses(&parts.method) {
            let allowed = provider.delivery_methods();
            return Err(VerifyError::MethodNotAllowed { allowed }.into());
        }
        if !self.settings.accept_encoded_bodies && is_encoded(parts) {
            return Err(ReceiveError::Encoded);
        }
        let limit = self.settings.body_limit;
        usize::try_from(announced(parts, body))
            .is_ok_and(|announced| announced <= limit)
            .then_some(())
            .ok_or(ReceiveError::TooLarge { limit })
    }

    fn decide(&self, parts: Parts, body: Bytes, endpoint: Option<&str>) -> Passage {
        let received = Received::new(parts, body, self.settings.clock.now());
        match self.verifier.verify(&received.raw(), received.at) {
            Ok(Verdict::Delivery(verified)) => Passage::Admitted(received, verified),
            Ok(Verdict::Handshake(answer)) => Passage::Answered(refusal::answered(answer)),
            Err(error) => {
                let error = ReceiveError::from(error);
                let response = self.refuse(&Refusal {
                    verifier: &self.verifier,
                    error: &error,
                    endpoint,
                    head: &received.parts,
                    unproved: Some(&received),
                });
                Passage::Refused(response, error.reason(), Some(received))
            }
        }
    }

    /// Refuses a request that did not come whole.
    fn turn_away(&self, head: &Parts, error: &ReceiveError, endpoint: Option<&str>) -> Passage {
        let verifier = &self.verifier;
        let refusal = Refusal { verifier, error, endpoint, head, unproved: None };
        Passage::Refused(self.refuse(&refusal), error.reason(), None)
    }

    fn refuse(&self, refusal: &Refusal<'_>) -> Response<Full<Bytes>> {
        self.diagnoses.log(refusal, &self.verifier);
        if let Some(hook) = &self.settings.on_refusal {
            hook(refusal);
        }
        refusal.response()
    }
}

pin_project! {
    /// A request whose body is being read.
    pub(crate) struct Admission<B> {
        endpoint: Option<Arc<str>>,
        wrong: Option<ReceiveError>,
        // `None` once the gate has decided.
        parts: Option<Parts>,
        #[pin]
        body: ReadBody<B>,
    }
}

impl<B> Admission<B>
where
    B: Body,
    B::Error: Into<BoxError>,
{
    /// Reads the body to its end, then lets `gate` decide. It must not be polled after that.
    pub(crate) fn poll(self: Pin<&mut Self>, gate: &Gate, cx: &mut Context<'_>) -> Poll<Passage> {
        let this = self.project();
        let body = match this.wrong.take() {
            Some(wrong) => Err(wrong),
            None => ready!(this.body.poll(cx)),
        };
        let Some(parts) = this.parts.take() else {
            return Poll::Pending;
        };
        let endpoint = this.endpoint.as_deref();
        Poll::Ready(match body {
            Ok(body) => gate.decide(parts, body, endpoint),
            Err(error) => gate.turn_away(&parts, &error, endpoint),
        })
    }
}

fn is_encoded(parts: &Parts) -> bool {
    let mut encodings = parts.headers.get_all(header::CONTENT_ENCODING).iter();
    encodings.any(|encoding| !encoding.as_bytes().eq_ignore_ascii_case(b"identity"))
}

/// Returns the least length of the body. A body from a connection knows its `Content-Length`.
fn announced(parts: &Parts, body: &impl Body) -> u64 {
    let hint = body.size_hint();
    hint.exact().unwrap_or_else(|| hint.lower().max(content_length(parts)))
}

fn content_length(parts: &Parts) -> u64 {
    let length = parts.headers.get(header::CONTENT_LENGTH);
    length.and_then(|length| length.to_str().ok()?.parse().ok()).unwrap_or(0)
}

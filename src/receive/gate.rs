//! The gate before every handler: the limits, then the proof.

use std::{
    mem,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, ready},
};

use bytes::Bytes;
use http::{Request, Response, header, request::Parts};
use http_body::{Body, SizeHint};
use http_body_util::Full;
use pin_project_lite::pin_project;

use super::{
    ReceiveError, Received, Refusal, Settings,
    body::ReadBody,
    diagnoses::Diagnoses,
    long_proof::{LongProof, Proof},
    refusal, route,
};
use crate::{
    BoxError, Verdict, Verified, Verifier, VerifyError,
    log::{Background, Span},
    request::announced_length,
    telemetry,
    verify::Opened,
};

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

    /// Checks the head of a request; `endpoint` is the name of the endpoint in the inbox.
    ///
    /// The body of a request that the head refuses is read only if it is `wanted`, or if there is
    /// room to look for the cause.
    pub(crate) fn admit<B: Body>(
        &self,
        request: Request<B>,
        endpoint: Option<Arc<str>>,
        wanted: bool,
    ) -> Admission<B> {
        let (parts, body) = request.into_parts();
        let size = body.size_hint();
        let received = Received::new(parts, Bytes::new(), self.settings.clock.now());
        let head = match self.check_head(&received, &size) {
            Ok(opened) => Head::Opened(opened),
            Err(ReceiveError::Verify(error)) => self.refused_by_head(error, wanted, &size),
            Err(error) => Head::Refused(error),
        };
        let body = ReadBody::new(body, &self.settings);
        Admission { endpoint, head, body, received: Some(received), proof: None }
    }

    /// Refuses all that can be refused before the body is read.
    fn check_head(&self, received: &Received, size: &SizeHint) -> Result<Opened, ReceiveError> {
        let Received { parts, at, .. } = received;
        let provider = self.verifier.provider();
        if !provider.uses(&parts.method) {
            let allowed = provider.delivery_methods();
            return Err(VerifyError::MethodNotAllowed { allowed }.into());
        }
        if !self.settings.accept_encoded_bodies && is_encoded(parts) {
            return Err(ReceiveError::Encoded);
        }
        let limit = self.settings.body_limit;
        if !usize::try_from(announced(parts, size)).is_ok_and(|announced| announced <= limit) {
            return Err(ReceiveError::TooLarge { limit });
        }
        Ok(self.verifier.begin(&received.head(), *at)?)
    }

    fn refused_by_head(&self, error: VerifyError, wanted: bool, size: &SizeHint) -> Head {
        let has_cause = !matches!(error, VerifyError::MethodNotAllowed { .. });
        let is_heard = || self.settings.on_refusal.is_some() || Background::is_heard();
        let diagnosed = has_cause && is_heard() && self.diagnoses.reserve(size.exact());
        if wanted || diagnosed {
            return Head::Doomed { error, diagnosed };
        }
        Head::Refused(error.into())
    }

    fn decide(
        &self,
        received: Received,
        verdict: Result<Verdict, VerifyError>,
        endpoint: Option<&str>,
    ) -> Passage {
        match verdict {
            Ok(Verdict::Delivery(verified)) => Passage::Admitted(received, verified),
            Ok(Verdict::Handshake(answer)) => Passage::Answered(refusal::answered(answer)),
            Err(error) => self.refuse_whole(received, error, false, endpoint),
        }
    }

    /// Starts the proof on another thread, if it takes long.
    fn prove_apart(&self, opened: &mut Opened, received: &Received) -> Option<LongProof> {
        Proof::is_long(&self.verifier, opened, received).then(|| {
            let opened = mem::replace(opened, Opened::UNREAD);
            let (verifier, received) = (Arc::clone(&self.verifier), received.clone());
            Proof { verifier, opened, received }.start()
        })
    }

    /// Refuses a request that came whole. `diagnosed` says that its diagnosis was counted before.
    fn refuse_whole(
        &self,
        received: Received,
        error: VerifyError,
        diagnosed: bool,
        endpoint: Option<&str>,
    ) -> Passage {
        let error = ReceiveError::from(error);
        let refusal = Refusal {
            verifier: &self.verifier,
            error: &error,
            endpoint,
            head: &received.parts,
            unproved: Some(&received),
        };
        let response = self.refuse(&refusal, diagnosed);
        Passage::Refused(response, error.reason(), Some(received))
    }

    /// Refuses a request whose body was not read, or not to its end.
    fn turn_away(&self, head: &Parts, error: &ReceiveError, endpoint: Option<&str>) -> Passage {
        let verifier = &self.verifier;
        let refusal = Refusal { verifier, error, endpoint, head, unproved: None };
        Passage::Refused(self.refuse(&refusal, false), error.reason(), None)
    }

    fn refuse(&self, refusal: &Refusal<'_>, diagnosed: bool) -> Response<Full<Bytes>> {
        self.diagnoses.log(refusal, &self.verifier, diagnosed);
        if let Some(hook) = &self.settings.on_refusal {
            hook(refusal);
        }
        refusal.response()
    }
}

pin_project! {
    /// A request whose head was checked, and whose body is being read.
    pub(crate) struct Admission<B> {
        endpoint: Option<Arc<str>>,
        head: Head,
        // `None` once the gate has decided.
        received: Option<Received>,
        #[pin]
        body: ReadBody<B>,
        // `Some` while a long body is proved on another thread.
        proof: Option<LongProof>,
    }
}

/// The result of the head of a request.
enum Head {
    Opened(Opened),
    Refused(ReceiveError),
    /// The request is refused, and its body is read to tell the operator more.
    Doomed {
        error: VerifyError,
        /// The diagnosis is counted already.
        diagnosed: bool,
    },
}

impl<B> Admission<B> {
    /// Returns the head of a request whose body is to be read; `None` if it is decided already.
    #[cfg(feature = "inbox")]
    pub(crate) fn open_head(&self) -> Option<&Parts> {
        let received = self.received.as_ref().filter(|_| !matches!(self.head, Head::Refused(_)));
        received.map(|received| &received.parts)
    }
}

impl<B> Admission<B>
where
    B: Body,
    B::Error: Into<BoxError>,
{
    /// Reads the body to its end, then lets `gate` decide. It must not be polled after that.
    pub(crate) fn poll(
        mut self: Pin<&mut Self>,
        gate: &Gate,
        cx: &mut Context<'_>,
    ) -> Poll<Passage> {
        let this = self.as_mut().project();
        if this.proof.is_some() {
            return self.poll_proof(gate, cx);
        }
        let body = match this.head {
            Head::Refused(_) => Ok(Bytes::new()),
            Head::Opened(_) | Head::Doomed { .. } => ready!(this.body.poll(cx)),
        };
        let Some(received) = this.received.take() else {
            return Poll::Pending;
        };
        let endpoint = this.endpoint.as_deref();
        Poll::Ready(match (this.head, body) {
            (Head::Refused(error), _) => gate.turn_away(&received.parts, error, endpoint),
            (Head::Opened(opened), Ok(body)) => {
                let received = received.with_body(body);
                if let Some(proof) = gate.prove_apart(opened, &received) {
                    (*this.proof, *this.received) = (Some(proof), Some(received));
                    return self.poll_proof(gate, cx);
                }
                let verdict = gate.verifier.finish(opened, &received.raw(), received.at);
                gate.decide(received, verdict, endpoint)
            }
            (Head::Opened(_), Err(error)) => gate.turn_away(&received.parts, &error, endpoint),
            (Head::Doomed { error, diagnosed }, Ok(body)) => {
                let received = received.with_body(body);
                gate.refuse_whole(received, error.clone(), *diagnosed, endpoint)
            }
            (Head::Doomed { error, .. }, Err(_)) => {
                gate.turn_away(&received.parts, &error.clone().into(), endpoint)
            }
        })
    }

    fn poll_proof(self: Pin<&mut Self>, gate: &Gate, cx: &mut Context<'_>) -> Poll<Passage> {
        let this = self.project();
        let Some(proof) = this.proof else {
            return Poll::Pending;
        };
        let verdict = ready!(proof.as_mut().poll(cx));
        let endpoint = this.endpoint.as_deref();
        let received = this.received.take();
        received
            .map_or(Poll::Pending, |received| Poll::Ready(gate.decide(received, verdict, endpoint)))
    }
}

fn is_encoded(parts: &Parts) -> bool {
    let mut encodings = parts.headers.get_all(header::CONTENT_ENCODING).iter();
    encodings.any(|encoding| !encoding.as_bytes().eq_ignore_ascii_case(b"identity"))
}

/// Returns the least length of the body. A body from a connection knows its `Content-Length`.
fn announced(parts: &Parts, size: &SizeHint) -> u64 {
    size.exact().unwrap_or_else(|| size.lower().max(announced_length(&parts.headers)))
}

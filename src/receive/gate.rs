//! What stands before every handler: the limits, then the proof.

use std::{
    mem,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, ready},
    time::SystemTime,
};

use bytes::Bytes;
use http::{Request, Response, Uri, header, request::Parts};
use http_body::Body;
use http_body_util::Full;
use pin_project_lite::pin_project;

use super::{ReceiveError, Refusal, Settings, body::ReadBody, refusal};
use crate::{BoxError, RawRequest, Verdict, Verified, Verifier, VerifyError};

/// A verifier and the limits around it.
#[derive(Debug)]
pub(crate) struct Gate {
    verifier: Arc<Verifier>,
    settings: Settings,
}

/// What became of a request.
#[cfg_attr(
    not(feature = "inbox"),
    expect(dead_code, reason = "the inbox counts and keeps refusals")
)]
pub(crate) enum Passage {
    /// It is genuine, and was so at this time.
    Admitted(Verified, SystemTime),
    /// It was a handshake.
    Answered(Response<Full<Bytes>>),
    /// It was refused, for a reason that is one stable word.
    Refused(Response<Full<Bytes>>, &'static str, Option<Unproved>),
}

/// What came whole, and was not proved.
#[cfg_attr(
    not(feature = "inbox"),
    expect(dead_code, reason = "the inbox counts and keeps refusals")
)]
pub(crate) struct Unproved {
    pub(crate) body: Bytes,
    pub(crate) at: SystemTime,
}

impl Gate {
    pub(crate) const fn new(verifier: Arc<Verifier>, settings: Settings) -> Self {
        Self { verifier, settings }
    }

    pub(crate) fn verifier(&self) -> &Verifier {
        &self.verifier
    }

    /// Starts to read a request.
    pub(crate) fn admit<B: Body>(&self, request: Request<B>) -> Admission<B> {
        let (parts, body) = request.into_parts();
        Admission {
            wrong: self.check_head(&parts, &body).err(),
            body: ReadBody::new(body, &self.settings),
            parts,
        }
    }

    /// Refuses what need not be read to be refused.
    fn check_head(&self, parts: &Parts, body: &impl Body) -> Result<(), ReceiveError> {
        if !self.verifier.provider().uses(&parts.method) {
            return Err(VerifyError::MethodNotAllowed.into());
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

    fn decide(&self, parts: &Parts, body: &Bytes) -> Passage {
        let now = self.settings.clock.now();
        let received = received(parts, body);
        match self.verifier.verify(&received, now) {
            Ok(Verdict::Delivery(verified)) => Passage::Admitted(verified, now),
            Ok(Verdict::Handshake(answer)) => Passage::Answered(refusal::answered(answer)),
            Err(error) => {
                let unproved = Unproved { body: body.clone(), at: now };
                let reason = error.reason();
                let response = self.refuse(&error.into(), Some((received, now)));
                Passage::Refused(response, reason, Some(unproved))
            }
        }
    }

    fn refuse(
        &self,
        error: &ReceiveError,
        unproved: Option<(RawRequest<'_>, SystemTime)>,
    ) -> Response<Full<Bytes>> {
        let refusal = Refusal::new(&self.verifier, error, unproved);
        refusal.log();
        if let Some(hook) = &self.settings.on_refusal {
            hook(&refusal);
        }
        refusal.response()
    }
}

pin_project! {
    /// A request whose body is being read.
    pub(crate) struct Admission<B> {
        wrong: Option<ReceiveError>,
        parts: Parts,
        #[pin]
        body: ReadBody<B>,
    }
}

impl<B> Admission<B>
where
    B: Body,
    B::Error: Into<BoxError>,
{
    /// Reads the body to its end, then lets `gate` decide.
    pub(crate) fn poll(self: Pin<&mut Self>, gate: &Gate, cx: &mut Context<'_>) -> Poll<Passage> {
        let this = self.project();
        let body = match this.wrong.take() {
            Some(wrong) => Err(wrong),
            None => ready!(this.body.poll(cx)),
        };
        Poll::Ready(match body {
            Ok(body) => gate.decide(this.parts, &body),
            Err(wrong) => Passage::Refused(gate.refuse(&wrong, None), wrong.reason(), None),
        })
    }
}

impl<B> Admission<B> {
    /// Takes the request out, once it is admitted.
    pub(crate) fn take_parts(self: Pin<&mut Self>) -> Parts {
        let (nothing, ()) = Request::new(()).into_parts();
        mem::replace(self.project().parts, nothing)
    }
}

/// The request as its sender made it: a router may have cut a prefix off its path since.
pub(crate) fn received<'a>(parts: &'a Parts, body: &'a Bytes) -> RawRequest<'a> {
    RawRequest {
        method: &parts.method,
        uri: original_uri(parts).unwrap_or(&parts.uri),
        headers: &parts.headers,
        body,
    }
}

#[cfg(feature = "axum")]
fn original_uri(parts: &Parts) -> Option<&Uri> {
    parts.extensions.get::<axum::extract::OriginalUri>().map(|original| &original.0)
}

#[cfg(not(feature = "axum"))]
const fn original_uri(_: &Parts) -> Option<&Uri> {
    None
}

fn is_encoded(parts: &Parts) -> bool {
    let mut encodings = parts.headers.get_all(header::CONTENT_ENCODING).iter();
    encodings.any(|encoding| !encoding.as_bytes().eq_ignore_ascii_case(b"identity"))
}

/// How long the body will be at least. A body from a connection knows its `Content-Length`.
fn announced(parts: &Parts, body: &impl Body) -> u64 {
    let hint = body.size_hint();
    hint.exact().unwrap_or_else(|| hint.lower().max(content_length(parts)))
}

fn content_length(parts: &Parts) -> u64 {
    let length = parts.headers.get(header::CONTENT_LENGTH);
    length.and_then(|length| length.to_str().ok()?.parse().ok()).unwrap_or(0)
}

//! Refusals: the answer to the sender, and the report to the operator.

use std::{borrow::Cow, fmt};

use bytes::Bytes;
use http::{HeaderValue, Response, StatusCode, header, request::Parts};
use http_body_util::Full;

use super::{
    ReceiveError, Received,
    origin::{claimed_event, claimed_id, claimed_tenant, route},
};
use crate::{
    HandshakeResponse, Provider, RawRequest, Verifier, VerifyError, diagnosis::Diagnosis,
    error_text::chain, log::log, scheme::Guard, secrets::Accounts,
};

/// A refused request, as the operator sees it in an `on_refusal` hook.
///
/// It shows neither headers nor body in `Debug`, and no URL, whose path may hold a secret.
///
/// ```
/// use hookport::{ReceiveLayer, Secret, providers};
///
/// let layer = ReceiveLayer::new(providers::GITHUB.secret(Secret::new("made-up")))
///     .on_refusal(|refusal| eprintln!("{}: {}", refusal.provider().name(), refusal.reason()));
/// # drop(layer);
/// ```
#[derive(Clone, Copy)]
pub struct Refusal<'a> {
    pub(super) verifier: &'a Verifier,
    pub(super) error: &'a ReceiveError,
    /// The name of the endpoint in the inbox.
    pub(super) endpoint: Option<&'a str>,
    /// The accounts of the endpoint, if each has secrets of its own.
    pub(super) accounts: Option<&'a Accounts>,
    pub(super) head: &'a Parts,
    /// The whole request, if it came whole.
    pub(super) unproved: Option<&'a Received>,
}

impl<'a> Refusal<'a> {
    /// The provider whose delivery this claims to be.
    pub fn provider(&self) -> &'a Provider {
        self.verifier.provider()
    }

    /// The name of the endpoint in the inbox; without an inbox the pattern of the route that axum
    /// chose, as `/hooks/{tenant}`. `None` where neither is known.
    pub fn endpoint(&self) -> Option<&'a str> {
        self.endpoint.or_else(|| route(&self.head.extensions))
    }

    /// The delivery id that the headers of the request claim, up to 256 bytes. Nothing about it is
    /// proved. `None` for a sender that puts the id into the body.
    pub fn delivery_id(&self) -> Option<String> {
        claimed_id(self.provider(), self.head)
    }

    /// Returns the event name that the headers of the request claim, up to 256 bytes; of a name of
    /// two values the first one. Nothing about it is proved. `None` for a sender that puts the name
    /// into the body.
    pub fn event_name(&self) -> Option<String> {
        claimed_event(self.provider(), self.head)
    }

    /// Returns the tenant that the headers of the request claim, up to 256 bytes. Nothing about it is
    /// proved. `None` for a sender that puts the tenant into the body.
    pub fn tenant(&self) -> Option<String> {
        claimed_tenant(self.provider(), self.head)
    }

    /// Returns the account that the request names, up to 256 bytes, where each account has
    /// [secrets of its own](Accounts). Nothing about it is proved. `None` if it names none, and for a request that was
    /// not [read](Self::unproved) to its end.
    pub fn account(&self) -> Option<Cow<'a, str>> {
        let account = self.accounts?.account(&self.unproved?.raw())?;
        (!account.is_empty()).then_some(account)
    }

    /// Returns the status that the sender gets: that of the [error](ReceiveError::status), or the one that
    /// a [handshake](crate::scheme::Handshake::refused_with) with another verify token has.
    pub fn status(&self) -> StatusCode {
        let handshakes = self.provider().handshakes().iter();
        let refused = |at| handshakes.clone().find(|it| it.guard == Guard::VerifyToken(at));
        match self.verify_error() {
            Some(VerifyError::VerifyTokenMismatch { at }) => refused(*at),
            _ => None,
        }
        .map_or_else(|| self.error.status(), |handshake| handshake.refusal)
    }

    /// The reason as one stable word for logs, counters and scripts.
    pub fn reason(&self) -> &'static str {
        self.error.reason()
    }

    /// Returns the reason for the refusal.
    pub fn error(&self) -> &'a ReceiveError {
        self.error
    }

    /// Returns the error of the proof, if the proof failed.
    pub fn verify_error(&self) -> Option<&'a VerifyError> {
        match self.error {
            ReceiveError::Verify(error) => Some(error),
            _ => None,
        }
    }

    /// The request as it came, if it was read to its end. Nothing about it is proved.
    ///
    /// Of the requests that are refused by their head only a few a second are read: see
    /// [`receive`](crate::receive).
    pub fn unproved(&self) -> Option<RawRequest<'a>> {
        self.unproved.map(Received::raw)
    }

    /// Finds the most likely cause, if the proof failed and the request was
    /// [read](Self::unproved).
    ///
    /// This may hash the body several times over: see [`Verifier::diagnose`].
    pub fn diagnosis(&self) -> Option<Diagnosis> {
        let received = self.unproved?;
        Some(self.verifier.diagnose(&received.raw(), received.at, self.verify_error()?))
    }

    /// Logs the refusal, with the sentence of its diagnosis if one was made.
    pub(super) fn log(&self, diagnosis: Option<&Diagnosis>) {
        log!(
            WARN,
            "webhook refused",
            provider = self.provider().name(),
            endpoint = self.endpoint(),
            event = self.event_name(),
            delivery = self.delivery_id(),
            tenant = self.tenant(),
            account = self.account(),
            reason = self.reason(),
            error = chain(self.error),
            cause = diagnosis.map(Diagnosis::cause),
            diagnosis = diagnosis.map(Diagnosis::to_string),
            status = self.status().as_u16(),
        );
    }

    /// The answer: its status, and what HTTP wants beside that status. Never a body.
    pub(super) fn response(&self) -> Response<Full<Bytes>> {
        let mut response = Response::new(Full::default());
        *response.status_mut() = self.status();
        match self.status() {
            StatusCode::METHOD_NOT_ALLOWED => {
                // The name of a method is always the value of a header.
                let methods = HeaderValue::try_from(self.verifier.allowed_methods());
                let methods = methods.unwrap_or(HeaderValue::from_static("POST"));
                response.headers_mut().insert(header::ALLOW, methods);
            }
            StatusCode::UNSUPPORTED_MEDIA_TYPE => {
                let identity = HeaderValue::from_static("identity");
                response.headers_mut().insert(header::ACCEPT_ENCODING, identity);
            }
            StatusCode::SERVICE_UNAVAILABLE => {
                response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
            }
            _ => {}
        }
        response
    }
}

impl fmt::Debug for Refusal<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Refusal")
            .field("provider", &self.provider().name())
            .field("error", &self.error)
            .finish_non_exhaustive()
    }
}

/// The answer to a handshake.
pub(super) fn answered(answer: HandshakeResponse) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::new(answer.body));
    *response.status_mut() = answer.status;
    *response.headers_mut() = answer.headers;
    response
}

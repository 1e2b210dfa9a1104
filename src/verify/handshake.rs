//! Handshakes: requests by which a sender tests an endpoint, answered without any handler.
//!
//! A handshake must not become a signing oracle or a mirror: what is echoed or hashed is short and
//! of a plain alphabet, and whatever can be asked of a proved sender is.

use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, StatusCode, header};
use memchr::memmem;

use super::{VerifyError, fingerprint::Fingerprint, key::Key, lookup::Lookup};
use crate::{
    Field, Provider, RawRequest, request,
    scheme::{Guard, Handshake, HandshakeReply, When},
};

/// The answer to a handshake, ready to be sent.
/// A router and a layer send it themselves. With a [`Verifier`](crate::Verifier) alone it is yours to
/// send:
///
/// ```
/// use std::time::SystemTime;
/// use hookport::{RawRequest, Verdict, providers};
///
/// let meta = providers::META.secret("made-up").verify_token("made-up-token").verifier()?;
/// let question = http::Request::get(
///     "/meta?hub.mode=subscribe&hub.verify_token=made-up-token&hub.challenge=1158201444",
/// );
/// let question = question.body("".into())?;
/// let received = RawRequest::from(&question);
///
/// let Verdict::Handshake(handshake) = meta.verify(&received, SystemTime::now())? else {
///     panic!("a GET of Meta is no delivery");
/// };
/// let mut answer = http::Response::new(handshake.body);
/// *answer.status_mut() = handshake.status;
/// *answer.headers_mut() = handshake.headers;
///
/// assert_eq!(answer.body(), "1158201444");
/// assert_eq!(answer.headers()["x-content-type-options"], "nosniff");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct HandshakeResponse {
    /// The status.
    pub status: StatusCode,
    /// The headers: `Content-Type`, and `X-Content-Type-Options: nosniff`, so that no browser takes
    /// an echoed text for a page.
    pub headers: HeaderMap,
    /// The body.
    pub body: Bytes,
}

impl fmt::Debug for HandshakeResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HandshakeResponse").field("status", &self.status).finish_non_exhaustive()
    }
}

/// The proof of the one who asks.
pub(super) enum Proof<'a> {
    None,
    Verified(Option<&'a Key>),
}

pub(super) fn answer(
    provider: &Provider,
    received: &RawRequest<'_>,
    proof: &Proof<'_>,
    verify_token: Option<&Fingerprint>,
) -> Result<Option<HandshakeResponse>, VerifyError> {
    for handshake in provider.handshakes() {
        let admits = match (handshake.guard, proof) {
            (Guard::Verified, Proof::Verified(_)) => true,
            (Guard::VerifyToken(_) | Guard::Anyone, Proof::None) => {
                received.body.len() <= LONGEST_PROBE
            }
            _ => false,
        };
        if admits && handshake.is_asked(provider, received) {
            handshake.check_token(provider, received, verify_token)?;
            return handshake.reply.answer(provider, received, proof).map(Some);
        }
    }
    Ok(None)
}

/// Returns whether a request with this head may be a handshake whose sender proves nothing. Its body
/// may say that it is none.
///
/// # Errors
///
/// Fails if it is a handshake by its head alone, and shows another verify token.
pub(super) fn is_possible(
    provider: &Provider,
    head: &RawRequest<'_>,
    verify_token: Option<&Fingerprint>,
) -> Result<bool, VerifyError> {
    let may_be = |handshake: &&Handshake| handshake.may_be_asked(provider, head);
    let Some(handshake) = provider.handshakes().iter().find(may_be) else {
        return Ok(false);
    };
    if handshake.is_in_head() {
        handshake.check_token(provider, head, verify_token)?;
    }
    Ok(true)
}

impl Handshake {
    /// Returns whether a request with this head may be this handshake, and needs no proof.
    fn may_be_asked(&self, provider: &Provider, head: &RawRequest<'_>) -> bool {
        let admits = match self.guard {
            Guard::Verified => false,
            Guard::VerifyToken(_) => true,
            Guard::Anyone => request::announced_length(head.headers) <= LONGEST_PROBE as u64,
        };
        admits
            && self.has_method_of(provider, head)
            && self.when.iter().all(|when| when.may_hold(provider, head))
    }

    /// Returns whether the head of a request tells that it is this handshake.
    fn is_in_head(&self) -> bool {
        let shown = match self.guard {
            Guard::VerifyToken(at) => at.is_in_head(),
            Guard::Anyone | Guard::Verified => false,
        };
        shown && self.when.iter().all(When::is_in_head)
    }

    fn has_method_of(&self, provider: &Provider, received: &RawRequest<'_>) -> bool {
        match self.method() {
            Some(method) => received.method == method,
            None => provider.delivers_with(received.method),
        }
    }

    /// Returns `true` if the request is this handshake, whoever sent it.
    pub(crate) fn is_asked(&self, provider: &Provider, received: &RawRequest<'_>) -> bool {
        self.has_method_of(provider, received)
            && self.when.iter().all(|when| when.holds(provider, received))
    }

    fn check_token(
        &self,
        provider: &Provider,
        received: &RawRequest<'_>,
        configured: Option<&Fingerprint>,
    ) -> Result<(), VerifyError> {
        let Guard::VerifyToken(at) = self.guard else {
            return Ok(());
        };
        let shown = lookup(provider, received).required(&at.into())?;
        let token = configured.ok_or(VerifyError::NoVerifyToken { at })?;
        token
            .matches(&Fingerprint::of(shown.as_bytes()))
            .then_some(())
            .ok_or(VerifyError::VerifyTokenMismatch { at })
    }
}

impl When {
    /// Returns whether a request with this head may hold this.
    fn may_hold(self, provider: &Provider, head: &RawRequest<'_>) -> bool {
        match self {
            Self::OnlyFields(_) => request::is_form(head.headers, head.body),
            _ => !self.is_in_head() || self.holds(provider, head),
        }
    }

    const fn is_in_head(&self) -> bool {
        match self {
            Self::Is(at, _) | Self::Absent(at) => at.is_in_head(),
            Self::Method(_) => true,
            Self::OnlyFields(_) => false,
        }
    }

    fn holds(self, provider: &Provider, received: &RawRequest<'_>) -> bool {
        match self {
            // Most bodies do not hold the text at all: they need not be walked for it.
            Self::Is(Field::Json(_), text)
                if memmem::find(received.body, text.as_bytes()).is_none() =>
            {
                false
            }
            Self::Is(at, text) => provider.text(at, received).as_deref() == Some(text),
            Self::Absent(at) => provider.text(at, received).is_none(),
            Self::Method(method) => received.method == method,
            Self::OnlyFields(names) => has_only_fields(received, names),
        }
    }
}

impl HandshakeReply {
    fn answer(
        self,
        provider: &Provider,
        received: &RawRequest<'_>,
        proof: &Proof<'_>,
    ) -> Result<HandshakeResponse, VerifyError> {
        match self {
            Self::Echo(at) => {
                let challenge = challenge(at, provider, received)?;
                Ok(HandshakeResponse::new(
                    StatusCode::OK,
                    "text/plain; charset=utf-8",
                    challenge.into_bytes(),
                ))
            }
            Self::Fixed { status, content_type, body } => {
                let status = StatusCode::from_u16(status).unwrap_or(StatusCode::OK);
                Ok(HandshakeResponse::new(status, content_type, body))
            }
            Self::Hmac { challenge: at, echo, mac, hash, encoding } => {
                let challenge = challenge(at, provider, received)?;
                let Proof::Verified(Some(key)) = proof else {
                    return Err(VerifyError::SignatureMismatch);
                };
                let state = key.mac(hash).ok_or(VerifyError::SignatureMismatch)?;
                let feed = |sink: &mut dyn FnMut(&[u8])| {
                    sink(challenge.as_bytes());
                    Ok::<_, VerifyError>(())
                };
                let code = encoding.encode(state.code(feed)?.as_bytes());
                let body = format!(r#"{{"{echo}":"{challenge}","{mac}":"{code}"}}"#);
                Ok(HandshakeResponse::new(StatusCode::OK, "application/json", body))
            }
        }
    }
}

impl HandshakeResponse {
    fn new(status: StatusCode, content_type: &'static str, body: impl Into<Bytes>) -> Self {
        let mut headers = HeaderMap::with_capacity(2);
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
        headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
        Self { status, headers, body: body.into() }
    }
}

fn lookup<'a>(provider: &Provider, received: &'a RawRequest<'a>) -> Lookup<'a> {
    Lookup { received, json_form_field: provider.json_form_field() }
}

fn has_only_fields(received: &RawRequest<'_>, names: &[&str]) -> bool {
    request::is_form(received.headers, received.body)
        && form_urlencoded::parse(received.body).all(|(name, _)| names.contains(&&*name))
}

/// A challenge: 1 to 256 characters that mean nothing in HTML, in JSON or in a signed message.
fn challenge(
    at: Field,
    provider: &Provider,
    received: &RawRequest<'_>,
) -> Result<String, VerifyError> {
    let text = lookup(provider, received).required(&at.into())?;
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    (text.len() <= 256 && text.bytes().all(plain))
        .then(|| text.into_owned())
        .ok_or(VerifyError::Malformed { at, expected: "a plain challenge".into() })
}

/// Nobody can be made to read a longer body for a request that proves nothing.
const LONGEST_PROBE: usize = 1024;

//! Answers that a handler gives its sender.

mod error;
mod ready;

use std::fmt;

use bytes::Bytes;
use http::{
    HeaderMap, HeaderName, HeaderValue, Response, StatusCode,
    header::{
        CONNECTION, CONTENT_LENGTH, CONTENT_TYPE, PROXY_AUTHENTICATE, PROXY_AUTHORIZATION, TE,
        TRAILER, TRANSFER_ENCODING, UPGRADE,
    },
};
use http_body::Body;
use http_body_util::Full;
use serde::Serialize;

pub use error::ReplyError;

/// An answer that a handler gives its sender: a status, headers and a body.
///
/// A handler that returns one, or a `Result` or an `Option` of one, is done. The sender gets the
/// reply instead of the empty answer: a Slack command its text, a Discord interaction its message,
/// a Twilio call its TwiML. The status is 200 unless the reply says otherwise.
///
/// Of the handlers of one event at most one may reply: see [`router`](crate::router#replies). A
/// handler that runs from an inbox runs after the answer, so that it cannot reply: see
/// [`EventRouter::reply`](crate::EventRouter::reply).
///
/// ```
/// use hookport::Reply;
/// use serde_json::json;
///
/// #[derive(serde::Deserialize)]
/// struct Command {
///     text: String,
/// }
///
/// async fn on_deploy(command: Command) -> Reply {
///     Reply::json(&json!({"response_type": "ephemeral", "text": format!("deploying {}", command.text)}))
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// let reply = on_deploy(Command { text: "main".to_owned() }).await;
///
/// assert_eq!(reply.status(), 200);
/// assert_eq!(reply.headers()["content-type"], "application/json");
/// assert_eq!(reply.body(), r#"{"response_type":"ephemeral","text":"deploying main"}"#);
/// # }
/// ```
///
/// # Limits
///
/// A body has at most 1 MiB; the headers have at most 16 KiB in at most 64 lines; the status is
/// between 200 and 599. The headers that frame the answer or belong to the connection are written
/// by the server: `Connection`, `Content-Length`, `Keep-Alive`, `Proxy-Authenticate`,
/// `Proxy-Authorization`, `Proxy-Connection`, `TE`, `Trailer`, `Transfer-Encoding` and `Upgrade`.
/// [`with_header`](Self::with_header) refuses them, and [`from_response`](Self::from_response)
/// leaves them out.
///
/// A reply beyond these limits fails its handler with a [`ReplyError`].
#[derive(Clone, PartialEq, Eq)]
#[must_use]
pub struct Reply(Box<Inner>);

#[derive(Clone, PartialEq, Eq)]
struct Inner {
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
    /// The first thing that is wrong with the reply.
    wrong: Option<ReplyError>,
}

impl Reply {
    /// Makes a reply without a body.
    pub fn empty() -> Self {
        Self(Box::new(Inner {
            status: StatusCode::OK,
            headers: HeaderMap::new(),
            body: Bytes::new(),
            wrong: None,
        }))
    }

    /// Makes a reply of a value, written as JSON (`application/json`).
    pub fn json(value: &(impl Serialize + ?Sized)) -> Self {
        match serde_json::to_vec(value) {
            Ok(json) => Self::bytes("application/json", json),
            Err(error) => Self::empty().wrong(ReplyError::NotJson { message: error.to_string() }),
        }
    }

    /// Makes a reply of a text (`text/plain; charset=utf-8`).
    pub fn text(text: impl Into<String>) -> Self {
        Self::bytes("text/plain; charset=utf-8", text.into())
    }

    /// Makes a reply of an XML document (`text/xml; charset=utf-8`), as TwiML.
    ///
    /// The document is sent as it is: text that somebody else wrote must be escaped in it.
    pub fn xml(document: impl Into<String>) -> Self {
        Self::bytes("text/xml; charset=utf-8", document.into())
    }

    /// Makes a reply of these bytes, of the given media type.
    pub fn bytes(content_type: &'static str, body: impl Into<Bytes>) -> Self {
        let mut reply = Self::empty().with_header(CONTENT_TYPE, content_type);
        reply.0.body = body.into();
        reply
    }

    /// Turns a response of `http`, or one of axum, into a reply.
    ///
    /// Its body must be there at once: the reply is a failure if the body has to be waited for.
    ///
    /// ```
    /// use hookport::Reply;
    ///
    /// let response = http::Response::builder().status(202).body("accepted".to_owned())?;
    ///
    /// assert_eq!(Reply::from_response(response).body(), "accepted");
    /// # Ok::<(), http::Error>(())
    /// ```
    pub fn from_response<B: Body>(response: Response<B>) -> Self {
        let (parts, body) = response.into_parts();
        let mut reply = Self::empty().with_status(parts.status);
        reply.0.headers = parts.headers;
        for name in &SERVER_HEADERS {
            reply.0.headers.remove(name);
        }
        match ready::read(body) {
            Ok(body) => reply.0.body = body,
            Err(error) => reply = reply.wrong(error),
        }
        reply
    }

    /// Sets the status. The default is 200.
    pub fn with_status(mut self, status: StatusCode) -> Self {
        self.0.status = status;
        self
    }

    /// Sets a header, in place of any that has its name.
    pub fn with_header(
        mut self,
        name: impl TryInto<HeaderName>,
        value: impl TryInto<HeaderValue>,
    ) -> Self {
        let Ok(name) = name.try_into() else {
            return self.wrong(ReplyError::HeaderName);
        };
        if SERVER_HEADERS.contains(&name) {
            return self.wrong(ReplyError::ServerHeader { name });
        }
        let Ok(value) = value.try_into() else {
            return self.wrong(ReplyError::HeaderValue { name });
        };
        match self.0.headers.try_insert(name, value) {
            Ok(_) => self,
            Err(_) => self.wrong(ReplyError::HeadersTooLong { most: MAX_HEADERS }),
        }
    }

    /// Returns the status.
    pub fn status(&self) -> StatusCode {
        self.0.status
    }

    /// Returns the headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.0.headers
    }

    /// Returns the body.
    pub fn body(&self) -> &Bytes {
        &self.0.body
    }

    /// Checks that the reply can be sent.
    pub(crate) fn checked(self) -> Result<Self, ReplyError> {
        let Inner { status, headers, body, wrong } = &*self.0;
        if let Some(wrong) = wrong {
            return Err(wrong.clone());
        }
        if !(200..600).contains(&status.as_u16()) {
            return Err(ReplyError::Status { status: *status });
        }
        if WITHOUT_BODY.contains(status) && !body.is_empty() {
            return Err(ReplyError::BodyNotAllowed { status: *status });
        }
        if body.len() > MAX_BODY {
            return Err(ReplyError::BodyTooLong { most: MAX_BODY });
        }
        let bytes: usize =
            headers.iter().map(|(name, value)| name.as_str().len() + value.len()).sum();
        if headers.len() > MAX_HEADER_LINES || bytes > MAX_HEADERS {
            return Err(ReplyError::HeadersTooLong { most: MAX_HEADERS });
        }
        Ok(self)
    }

    /// Makes the response of a reply that was checked.
    pub(crate) fn into_response(self) -> Response<Full<Bytes>> {
        let Inner { status, headers, body, .. } = *self.0;
        let mut response = Response::new(Full::new(body));
        *response.status_mut() = status;
        *response.headers_mut() = headers;
        response
    }

    fn wrong(mut self, error: ReplyError) -> Self {
        self.0.wrong.get_or_insert(error);
        self
    }
}

/// The body may be meant for one person alone: only its length shows.
impl fmt::Debug for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Inner { status, headers, body, wrong } = &*self.0;
        f.debug_struct("Reply")
            .field("status", status)
            .field("headers", &headers.keys().map(HeaderName::as_str).collect::<Vec<_>>())
            .field("body", &format_args!("{} bytes", body.len()))
            .field("wrong", wrong)
            .finish()
    }
}

/// In bytes. An answer to a webhook is a message or a few instructions.
const MAX_BODY: usize = 1024 * 1024;

/// In bytes, names and values together. Many a client reads no more.
const MAX_HEADERS: usize = 16 * 1024;

const MAX_HEADER_LINES: usize = 64;

/// The answer to these ends with its head, whatever it announces (RFC 9110, sections 15.3.5 and
/// 15.4.5); 205 must not have a body either (15.3.6).
const WITHOUT_BODY: [StatusCode; 3] =
    [StatusCode::NO_CONTENT, StatusCode::RESET_CONTENT, StatusCode::NOT_MODIFIED];

/// The headers that frame an answer or belong to its connection (RFC 9110, section 7.6.1).
const SERVER_HEADERS: [HeaderName; 10] = [
    CONNECTION,
    CONTENT_LENGTH,
    HeaderName::from_static("keep-alive"),
    PROXY_AUTHENTICATE,
    PROXY_AUTHORIZATION,
    HeaderName::from_static("proxy-connection"),
    TE,
    TRAILER,
    TRANSFER_ENCODING,
    UPGRADE,
];

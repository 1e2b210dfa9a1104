//! Captured requests as tools show and keep them: reads each form into an
//! [`HttpFile`].
//!
//! `hookport verify` reads its file with this. The form is found out from the content, or set with
//! [`Reader::format`]. Notes, lines `# key: value`, may stand above any form.
//!
//! ```
//! use hookport::capture;
//!
//! let request = capture::read(br#"curl 'https://example.com/hooks' -H 'X-Token: made-up' -d '{}'"#)?;
//!
//! assert_eq!(request.headers["x-token"], "made-up");
//! assert_eq!(request.body, "{}");
//! # Ok::<_, capture::CaptureError>(())
//! ```
//!
//! # Forms
//!
//! | [`Format`] | what it is | what gets lost |
//! |---|---|---|
//! | [`Http`](Format::Http) | a [`.http` file](crate::http_file), also with HTTP/2 in its request line or with pseudo-headers | nothing |
//! | [`CurlVerbose`](Format::CurlVerbose) | the output of `curl -v`, and the body below its `> ` lines | the body: curl does not show it, it has to be added |
//! | [`CurlTrace`](Format::CurlTrace) | the output of `curl --trace` or `--trace-ascii` | with `--trace-ascii` all that is not plain ASCII, also single line feeds |
//! | [`CurlCommand`](Format::CurlCommand) | "Copy as cURL (bash)" of a browser | nothing |
//! | [`Lambda`](Format::Lambda) | an event of a REST API, an HTTP API, a function URL or a load balancer | of a REST API, how the query was encoded |
//! | [`Har`](Format::Har) | an HTTP archive; the first `POST`, or [another entry](Reader::entry) | nothing |
//! | [`Ngrok`](Format::Ngrok) | `http://127.0.0.1:4040/api/requests/http` | long bodies are cut |
//! | [`WebhookSite`](Format::WebhookSite) | `https://webhook.site/token/<id>/requests` | the bytes of a form |
//!
//! ## `curl -v`
//!
//! Lines that begin with `> ` are the head; `* `, `< ` and curl's progress are left out. Add the
//! body below the blank `>`:
//!
//! ```
//! let request = hookport::capture::read(
//!     b"* Connected to localhost (127.0.0.1) port 3000\n\
//!       > POST /hooks HTTP/1.1\n\
//!       > X-Token: made-up\n\
//!       > Content-Length: 2\n\
//!       >\n\
//!       {}\n\
//!       < HTTP/1.1 401 Unauthorized\n\
//!       <\n",
//! )?;
//! assert_eq!(request.body, "{}");
//! # Ok::<_, hookport::capture::CaptureError>(())
//! ```
//!
//! The body may follow the blank line that ends the head, as it does where curl was given it from
//! the terminal. `curl --trace FILE` needs no such help: it shows the body too.
//!
//! ## `curl --trace`
//!
//! Each part that was sent is dumped: in hex, or by `--trace-ascii` as text. Parts that were
//! received are left out.
//!
//! ```
//! let request = hookport::capture::read(
//!     b"=> Send header, 36 bytes (0x24)\n\
//!       0000: POST /hooks HTTP/1.1\n\
//!       0016: X-Token: a\n\
//!       0022: \n\
//!       => Send data, 2 bytes (0x2)\n\
//!       0000: {}\n",
//! )?;
//! assert_eq!(request.headers["x-token"], "a");
//! assert_eq!(request.body, "{}");
//! # Ok::<_, hookport::capture::CaptureError>(())
//! ```
//!
//! ## A command line of curl
//!
//! The command is read by the rules of bash for quotation marks, `$'…'` and line ends with `\`.
//! Options that say nothing about the request are left out. Unknown ones are refused, and so is a
//! body that lies in a file.
//!
//! ```
//! let copied = r#"curl 'https://example.com/hooks' \
//!   -H 'X-Token: made-up' \
//!   --data-raw $'{"name":"O\'Neill"}' \
//!   --compressed"#;
//! let request = hookport::capture::read(copied.as_bytes())?;
//!
//! assert_eq!(request.method, "POST");
//! assert_eq!(request.body, r#"{"name":"O'Neill"}"#);
//! # Ok::<_, hookport::capture::CaptureError>(())
//! ```
//!
//! ## AWS Lambda
//!
//! The target is a whole URL where the event holds the domain of its gateway, so that senders which
//! sign their URL can be verified without `--url`. A body in base64 is decoded.
//!
//! ```
//! let request = hookport::capture::read(br#"{
//!     "version": "2.0",
//!     "rawPath": "/hooks",
//!     "rawQueryString": "shop=1",
//!     "headers": { "x-token": "made-up" },
//!     "requestContext": { "domainName": "example.com", "http": { "method": "POST" } },
//!     "body": "e30=",
//!     "isBase64Encoded": true
//! }"#)?;
//! assert_eq!(request.uri, "https://example.com/hooks?shop=1");
//! assert_eq!(request.body, "{}");
//! # Ok::<_, hookport::capture::CaptureError>(())
//! ```
//!
//! ## HTTP archives
//!
//! ```
//! use hookport::capture::Reader;
//!
//! let archive = br#"{ "log": { "entries": [
//!     { "request": { "method": "GET", "url": "https://example.com/", "headers": [] } },
//!     { "request": { "method": "POST", "url": "https://example.com/hooks", "headers": [
//!         { "name": "X-Token", "value": "made-up" }
//!     ], "postData": { "mimeType": "application/json", "text": "{}" } } }
//! ] } }"#;
//! assert_eq!(Reader::new().read(archive)?.uri.path(), "/hooks");
//! assert_eq!(Reader::new().entry(1).read(archive)?.uri.path(), "/");
//! # Ok::<_, hookport::capture::CaptureError>(())
//! ```
//!
//! ## ngrok and webhook.site
//!
//! Both hold several requests, the newest first. The first `POST` is read, or the one that
//! [`Reader::entry`] says. webhook.site shows the fields of a form and not its bytes: such a
//! request is refused, since its signature could not be checked.
//!
//! ```
//! let kept = br#"{ "data": [ {
//!     "method": "POST",
//!     "url": "https://webhook.site/made-up?",
//!     "headers": { "x-token": ["made-up"] },
//!     "content": "{}",
//!     "token_id": "made-up"
//! } ] }"#;
//! let request = hookport::capture::read(kept)?;
//!
//! assert_eq!(request.uri, "https://webhook.site/made-up");
//! assert_eq!(request.body, "{}");
//! # Ok::<_, hookport::capture::CaptureError>(())
//! ```
//!
//! # Verification of a capture
//!
//! A capture becomes an [`HttpFile`], whose [`received`](HttpFile::received) a
//! [`Verifier`](crate::Verifier) takes. Give it the time at which the request was signed, as a note
//! if the capture is kept:
//!
//! ```
//! use std::time::{Duration, UNIX_EPOCH};
//! use hookport::{Verdict, Verifier, capture, providers};
//!
//! let captured = b"# now: 1700000000\n> POST /hooks HTTP/1.1\n> X-Gitlab-Token: made-up\n>\n{}";
//! let request = capture::read(captured)?;
//!
//! let now = request.note("now").ok_or("no time")?.parse()?;
//! let verifier = Verifier::new(providers::GITLAB.secret("made-up"))?;
//! let verdict = verifier.verify(&request.received(), UNIX_EPOCH + Duration::from_secs(now))?;
//! assert!(matches!(verdict, Verdict::Delivery(_)));
//! # Ok::<_, Box<dyn std::error::Error>>(())
//! ```

mod command;
mod entry;
mod error;
mod format;
mod har;
mod json;
mod lambda;
mod ngrok;
mod reader;
mod trace;
mod verbose;
mod webhook_site;

use bytes::Bytes;

pub use error::CaptureError;
pub use format::{Format, UnknownFormat};
pub use reader::Reader;

use crate::http_file::{Head, HttpFile};

/// Reads a capture. Its form is found out from the content.
///
/// ```
/// let request = hookport::capture::read(b"> POST /hooks HTTP/2\n> x-token: made-up\n>\n{}")?;
///
/// assert_eq!(request.headers["x-token"], "made-up");
/// # Ok::<_, hookport::capture::CaptureError>(())
/// ```
///
/// # Errors
///
/// See [`Reader::read`].
pub fn read(capture: &[u8]) -> Result<HttpFile, CaptureError> {
    Reader::new().read(capture)
}

/// A request without the notes above it.
struct Captured {
    head: Head,
    body: Bytes,
}

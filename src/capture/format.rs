//! The forms that tools write, and how to tell them apart.

use std::{fmt, str::FromStr};

use crate::http_file::{Lines, request_line};

/// A form in which tools show or keep a request: see the [module](super) for each.
///
/// ```
/// use hookport::capture::Format;
///
/// assert_eq!("har".parse(), Ok(Format::Har));
/// assert_eq!(Format::CurlVerbose.to_string(), "curl-verbose");
/// assert_eq!(Format::of(b"curl https://example.com/hooks -d '{}'"), Format::CurlCommand);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Format {
    /// A request as HTTP/1.1 writes it: [`http_file`](crate::http_file).
    Http,
    /// The output of `curl -v`.
    CurlVerbose,
    /// The output of `curl --trace` or `curl --trace-ascii`.
    CurlTrace,
    /// A command line of curl, as browsers copy it.
    CurlCommand,
    /// The event that AWS Lambda gets from API Gateway, a function URL or a load balancer.
    Lambda,
    /// An HTTP archive, as browsers and proxies export it.
    Har,
    /// The answer of ngrok's agent at `/api/requests/http`.
    Ngrok,
    /// The answer of webhook.site at `/token/<id>/requests`.
    WebhookSite,
}

impl Format {
    /// All forms, for the help text of a tool.
    pub const ALL: [Self; 8] = [
        Self::Http,
        Self::CurlVerbose,
        Self::CurlTrace,
        Self::CurlCommand,
        Self::Lambda,
        Self::Har,
        Self::Ngrok,
        Self::WebhookSite,
    ];

    /// Returns true if a capture of this form may hold several requests.
    pub(super) const fn may_hold_several(self) -> bool {
        matches!(self, Self::Har | Self::Ngrok | Self::WebhookSite)
    }

    /// Returns the name of the form, in kebab-case: the word that `hookport verify --format` takes,
    /// and that [`from_str`](Self::from_str) reads.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Http => "http",
            Self::CurlVerbose => "curl-verbose",
            Self::CurlTrace => "curl-trace",
            Self::CurlCommand => "curl-command",
            Self::Lambda => "lambda",
            Self::Har => "har",
            Self::Ngrok => "ngrok",
            Self::WebhookSite => "webhook-site",
        }
    }

    /// Returns the form that a capture seems to have. What looks like no other form is
    /// [`Http`](Self::Http).
    ///
    /// JSON is told apart by a member that documents of one form alone have, and is
    /// [`Lambda`](Self::Lambda) if it has none of them. Notes have to be taken off before.
    ///
    /// ```
    /// use hookport::capture::Format;
    ///
    /// assert_eq!(Format::of(b"POST /hooks HTTP/1.1\n\n{}"), Format::Http);
    /// assert_eq!(Format::of(br#"{"rawPath":"/hooks"}"#), Format::Lambda);
    /// assert_eq!(Format::of(b"* Connected\n> POST /hooks HTTP/1.1\n"), Format::CurlVerbose);
    /// assert_eq!(Format::of(b"nothing of the kind"), Format::Http);
    /// ```
    pub fn of(capture: &[u8]) -> Self {
        let first = Lines::new(capture).next().unwrap_or_default();
        if request_line(first).is_ok() || first.starts_with(b":") {
            Self::Http
        } else if capture.trim_ascii_start().starts_with(b"{") {
            Self::of_json(capture)
        } else if has_line(capture, |line| {
            line.strip_prefix(b"> ").is_some_and(|line| request_line(line).is_ok())
        }) {
            Self::CurlVerbose
        } else if has_line(capture, |line| line.starts_with(b"=> Send header")) {
            Self::CurlTrace
        } else if is_command(capture) {
            Self::CurlCommand
        } else {
            Self::Http
        }
    }

    /// Looks for the member that only documents of one form have. A body that holds the same text
    /// has its quotation marks escaped.
    fn of_json(capture: &[u8]) -> Self {
        let has = |member: &str| {
            let quoted = format!("\"{member}\"");
            memchr::memmem::find(capture, quoted.as_bytes()).is_some()
        };
        if has("entries") && has("log") {
            Self::Har
        } else if has("httpMethod") || has("rawPath") {
            Self::Lambda
        } else if has("token_id") && has("content") {
            Self::WebhookSite
        } else if has("tunnel_name") || has("raw") {
            Self::Ngrok
        } else {
            Self::Lambda
        }
    }
}

fn has_line(capture: &[u8], is_it: impl Fn(&[u8]) -> bool) -> bool {
    let mut lines = Lines::new(capture);
    std::iter::from_fn(|| lines.next()).any(is_it)
}

fn is_command(capture: &[u8]) -> bool {
    let start = capture.trim_ascii_start();
    let start = start.strip_prefix(b"$ ").unwrap_or(start);
    start.starts_with(b"curl ") || start.starts_with(b"curl\t")
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Format {
    type Err = UnknownFormat;

    fn from_str(name: &str) -> Result<Self, UnknownFormat> {
        Self::ALL.into_iter().find(|format| format.name() == name).ok_or(UnknownFormat)
    }
}

/// The error of reading a [`Format`] from a text that is none of their names.
///
/// ```
/// use hookport::capture::{Format, UnknownFormat};
///
/// assert_eq!("pcap".parse::<Format>(), Err(UnknownFormat));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("unknown format: expected the name of one that can be read")]
pub struct UnknownFormat;

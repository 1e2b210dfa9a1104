//! Delivery over HTTP.

use std::{
    io::{self, Read},
    time::{Duration, Instant},
};

use bytes::Bytes;
use http::{Request, Response, StatusCode, Uri};
#[cfg(feature = "cli")]
use ureq::tls::{RootCerts, TlsConfig};
use ureq::{Agent, Body};

/// A client that keeps connections open from one delivery to the next.
pub(crate) struct Client(Agent);

impl Client {
    /// Makes a client that waits up to `timeout` for each answer, of servers whose certificates lead to
    /// `roots`.
    pub(crate) fn new(timeout: Duration, #[cfg(feature = "cli")] roots: RootCerts) -> Self {
        let config = Agent::config_builder();
        #[cfg(feature = "cli")]
        let config = config.tls_config(TlsConfig::builder().root_certs(roots).build());
        let config = config
            .timeout_global(Some(timeout))
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .max_idle_connections(MOST_IDLE)
            .max_idle_connections_per_host(MOST_IDLE)
            // Only what was signed is sent.
            .user_agent("")
            .accept("")
            .accept_encoding("")
            .build();
        Self(config.into())
    }

    /// Sends `request`, and returns the status of the answer. The latency ends with its head. The
    /// error is a reason in words.
    pub(crate) fn send(&self, request: Request<Bytes>) -> Result<(StatusCode, Duration), String> {
        let started = Instant::now();
        let answer = self.run(request)?;
        let latency = started.elapsed();
        let status = answer.status();
        drain(answer.into_body());
        Ok((status, latency))
    }

    /// Sends `request`, and returns the answer with its body, as long as that is not very long.
    #[cfg(feature = "cli")]
    pub(crate) fn exchange(&self, request: Request<Bytes>) -> Result<Response<Bytes>, String> {
        let (head, body) = self.run(request)?.into_parts();
        let mut read = Vec::new();
        let body = body.into_reader().take(LONGEST_BODY + 1).read_to_end(&mut read);
        body.map_err(|error| io_reason(&error))?;
        if read.len() as u64 > LONGEST_BODY {
            return Err("the answer is too long".to_owned());
        }
        Ok(Response::from_parts(head, read.into()))
    }

    fn run(&self, request: Request<Bytes>) -> Result<Response<Body>, String> {
        let (parts, body) = request.into_parts();
        let server = server_of(&parts.uri);
        let answer = self.0.run(Request::from_parts(parts, &body[..]));
        answer.map_err(|error| format!("{server}: {}", reason(&error)))
    }
}

/// Reads the rest of an answer up to a limit, so that the connection can be used again.
fn drain(body: Body) {
    // The status counts, even if the rest of the answer breaks off.
    let _ = io::copy(&mut body.into_reader().take(LONGEST_ANSWER), &mut io::sink());
}

/// Returns the host and the port of a URL, without what could be a credential.
pub(crate) fn server_of(url: &Uri) -> String {
    let host = url.host().unwrap_or_default();
    url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
}

/// Returns the reason of a failure. It never holds the URL, because a token may lie in it.
fn reason(error: &ureq::Error) -> String {
    match error {
        ureq::Error::Timeout(_) => "timed out".to_owned(),
        ureq::Error::HostNotFound => "host not found".to_owned(),
        ureq::Error::ConnectionFailed => "connection failed".to_owned(),
        ureq::Error::Io(error) => io_reason(error),
        #[cfg(feature = "cli")]
        ureq::Error::Rustls(error) => format!("TLS failed: {error}"),
        ureq::Error::TlsRequired => "`https` needs a hookport with the feature `cli`".to_owned(),
        ureq::Error::Protocol(_) => "the answer is not HTTP".to_owned(),
        _ => "request failed".to_owned(),
    }
}

/// Returns the short words of the system, or the text of any other error: a name that is not found,
/// or a certificate that rustls refuses.
fn io_reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::InvalidData => format!("TLS failed: {error}"),
        kind if error.raw_os_error().is_some() => kind.to_string(),
        _ => error.to_string(),
    }
}

/// The number of connections that can be in use at once.
const MOST_IDLE: usize = 512;

/// The longest body of an answer that is passed on.
#[cfg(feature = "cli")]
const LONGEST_BODY: u64 = 16 * 1024 * 1024;

/// The longest rest of an answer that is read. A connection with a longer one is closed.
const LONGEST_ANSWER: u64 = 64 * 1024;

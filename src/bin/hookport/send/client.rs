//! One delivery over HTTP.

use std::{
    io::{self, Read},
    time::{Duration, Instant},
};

use bytes::Bytes;
use http::Request;
use ureq::{Agent, Body};

use super::tally::Outcome;

/// Keeps connections open from one delivery to the next.
pub(super) struct Client(Agent);

impl Client {
    /// A client that waits as long as `timeout` for each answer.
    pub(super) fn new(timeout: Duration) -> Self {
        let config = Agent::config_builder()
            .timeout_global(Some(timeout))
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .max_idle_connections(MOST_IDLE)
            .max_idle_connections_per_host(MOST_IDLE)
            // Nothing but what was signed is sent.
            .user_agent("")
            .accept("")
            .accept_encoding("")
            .build();
        Self(config.into())
    }

    /// Sends `request`. The latency ends with the head of the answer.
    pub(super) fn send(&self, request: Request<Bytes>) -> Outcome {
        let (parts, body) = request.into_parts();
        let started = Instant::now();
        match self.0.run(Request::from_parts(parts, &body[..])) {
            Ok(answer) => {
                let latency = started.elapsed();
                let status = answer.status();
                drain(answer.into_body());
                Outcome::Answered { status, latency }
            }
            Err(error) => Outcome::Failed(reason(&error)),
        }
    }
}

/// Reads the rest of an answer, so that the connection can be used again; not without end.
fn drain(body: Body) {
    // The answer has been given, whatever becomes of the rest of it.
    let _ = io::copy(&mut body.into_reader().take(LONGEST_ANSWER), &mut io::sink());
}

/// Why there was no answer. Never the URL: a token may lie in it.
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

/// What the system says in few words; the text of everything else, as of a name that is not found.
/// rustls hides its refusal of a certificate here.
fn io_reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::InvalidData => format!("TLS failed: {error}"),
        kind if error.raw_os_error().is_some() => kind.to_string(),
        _ => error.to_string(),
    }
}

/// As many as can be under way at once.
const MOST_IDLE: usize = 512;

/// Beyond this a connection is given up instead.
const LONGEST_ANSWER: u64 = 64 * 1024;

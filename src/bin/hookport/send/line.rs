//! A delivery as one JSON object.

use bytes::Bytes;
use hookport::{Provider, console::data};
use http::Request;
use serde::Serialize;

use super::tally::Outcome;
use crate::client::server_of;

/// A delivery that was sent, without its credentials.
#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Line {
    number: u64,
    method: Option<String>,
    server: Option<String>,
    target: Option<String>,
    size: Option<usize>,
    status: Option<u16>,
    took_ms: Option<u64>,
    error: Option<String>,
}

impl Line {
    /// Begins with the request; `None` if it cannot be signed. `nth` counts from 0.
    pub(super) fn of(
        nth: u64,
        request: Option<&Request<Bytes>>,
        provider: Option<&Provider>,
    ) -> Self {
        let number = nth + 1;
        let Some(request) = request else { return Self { number, ..Self::default() } };
        Self {
            number,
            method: Some(request.method().to_string()),
            server: Some(server_of(request.uri())),
            target: Some(data::target(request.uri(), provider)),
            size: Some(request.body().len()),
            ..Self::default()
        }
    }

    /// Adds the answer.
    pub(super) fn ended(self, outcome: &Outcome) -> Self {
        match outcome {
            Outcome::Answered { status, latency } => Self {
                status: Some(status.as_u16()),
                took_ms: Some(u64::try_from(latency.as_millis()).unwrap_or(u64::MAX)),
                ..self
            },
            Outcome::Failed(reason) => Self { error: Some(reason.clone()), ..self },
        }
    }
}

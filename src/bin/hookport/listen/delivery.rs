//! A request that came, and what became of it.

use std::time::SystemTime;

use bytes::Bytes;
use hookport::{console::data, http_file::HttpFile};
use http::{Response, StatusCode};

use super::endpoint::Endpoint;
use crate::verify::{Judgement, Question};

/// A request that came whole.
pub(super) struct Delivery {
    /// Its number, counted from 1.
    pub(super) number: u64,
    /// The time of its arrival.
    pub(super) at: SystemTime,
    /// The request.
    pub(super) request: HttpFile,
}

/// All that is to be told of a request.
pub(super) struct Told<'a> {
    /// The request.
    pub(super) delivery: &'a Delivery,
    /// The endpoint, and what is judged by it; `None` if no endpoint has the path.
    pub(super) judged: Option<(&'a Endpoint, Question<'a>, Judgement)>,
    /// The answer.
    pub(super) answer: Response<Bytes>,
    /// The name of the file that it was recorded in.
    pub(super) file: Option<String>,
    /// The failed part: the app, or the recording.
    pub(super) error: Option<String>,
}

impl Delivery {
    /// Holds the request against the secrets of an endpoint.
    pub(super) fn question<'a>(&'a self, endpoint: &'a Endpoint) -> Question<'a> {
        Question {
            source: endpoint.source.clone(),
            secret_count: endpoint.secret_count,
            received: self.request.received(),
            now: self.at,
        }
    }
}

impl Told<'_> {
    /// Returns path and query, without credentials.
    pub(super) fn target(&self) -> String {
        let provider = self.judged.as_ref().map(|(endpoint, ..)| endpoint.source.provider());
        data::target(&self.delivery.request.uri, provider)
    }

    /// Returns the status of the answer.
    pub(super) fn status(&self) -> StatusCode {
        self.answer.status()
    }
}

//! Answers to proved deliveries.

use std::{mem, time::Duration};

use bytes::Bytes;
use http::{HeaderValue, Response, StatusCode, header::RETRY_AFTER};
use http_body_util::Full;

use super::counts::Counters;
use crate::{Outcome, Provider, RawRequest, Reply};

/// The end of a proved delivery.
pub(super) enum Fate {
    Undecodable,
    Unhandled,
    Ignored,
    /// The worst outcome of its handlers.
    Handled(Outcome),
}

impl Fate {
    /// Adds the outcome of one more handler.
    pub(super) fn worsen(&mut self, outcome: Outcome) {
        if let Self::Handled(worst) = self {
            *worst = mem::take(worst).or_worse(outcome);
        }
    }

    /// Returns the fate of a request with items of both fates: the sender tries again if one asks
    /// for it, and hears of one that cannot be decoded otherwise.
    pub(super) fn or_worse(self, other: Self) -> Self {
        match (self, other) {
            (Self::Handled(outcome), Self::Handled(other)) => {
                Self::Handled(outcome.or_worse(other))
            }
            (retry @ Self::Handled(Outcome::Retry { .. }), _)
            | (_, retry @ Self::Handled(Outcome::Retry { .. })) => retry,
            (Self::Undecodable, _) | (_, Self::Undecodable) => Self::Undecodable,
            (handled @ Self::Handled(_), _) | (_, handled) => handled,
        }
    }

    /// Takes the fate out of a place that is not read again.
    pub(super) fn take(&mut self) -> Self {
        mem::replace(self, Self::Unhandled)
    }

    pub(super) fn count(&self, counters: &Counters) {
        let counter = match self {
            Self::Undecodable => &counters.undecodable,
            Self::Unhandled => &counters.unhandled,
            Self::Ignored => &counters.ignored,
            Self::Handled(Outcome::Done) => &counters.handled,
            Self::Handled(Outcome::Retry { .. }) => &counters.retried,
            Self::Handled(Outcome::DeadLetter { .. }) => &counters.dead_letter,
        };
        counter.add_one();
    }
}

/// Answers a delivery; `taken` makes the answer that the sender expects when it need not send again,
/// and there is no reply.
pub(super) fn to(
    fate: &Fate,
    reply: Option<Reply>,
    taken: impl FnOnce() -> Response<Full<Bytes>>,
) -> Response<Full<Bytes>> {
    match fate {
        Fate::Undecodable => empty(StatusCode::UNPROCESSABLE_ENTITY),
        Fate::Handled(Outcome::Retry { after, .. }) => {
            try_again(StatusCode::SERVICE_UNAVAILABLE, after.unwrap_or(DEFAULT_WAIT))
        }
        // A retry of the sender would have the same content, so it gets the same status for a dead
        // letter.
        Fate::Unhandled | Fate::Ignored | Fate::Handled(_) => {
            reply.map_or_else(taken, Reply::into_response)
        }
    }
}

/// The answer that a sender expects to a delivery that was taken, made before its handlers run; `None` if
/// it is a status only.
pub(crate) type Taken = Option<Box<Response<Full<Bytes>>>>;

/// Makes the answer that the sender of a delivery expects, if it is more than a status.
pub(crate) fn taken(provider: &Provider, received: &RawRequest<'_>) -> Taken {
    let is_empty = provider.expected_answer().is_empty();
    (!is_empty).then(|| Box::new(provider.answer_to(received).map(Full::new)))
}

/// Makes an answer with a status only.
pub(crate) fn empty(status: StatusCode) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::default());
    *response.status_mut() = status;
    response
}

/// Makes an answer that asks the sender to retry after a while.
pub(crate) fn try_again(status: StatusCode, wait: Duration) -> Response<Full<Bytes>> {
    let mut response = empty(status);
    let wait = wait.min(LONGEST_WAIT);
    let seconds = wait.as_secs() + u64::from(wait.subsec_nanos() > 0);
    response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
    response
}

/// The wait of a sender until its retry, if no handler asks for another one.
const DEFAULT_WAIT: Duration = Duration::from_secs(10);

/// The longest wait that a handler can ask for: ten years. Every store can hold the time after it,
/// and every sender can read the number of its seconds.
pub(crate) const LONGEST_WAIT: Duration = Duration::from_secs(10 * 365 * 24 * 60 * 60);

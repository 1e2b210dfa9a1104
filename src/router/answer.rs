//! What the sender hears.

use std::time::Duration;

use bytes::Bytes;
use http::{HeaderValue, Response, StatusCode, header::RETRY_AFTER};
use http_body_util::Full;

use super::counts::Counters;
use crate::Outcome;

/// What became of a proved delivery.
pub(super) enum Fate {
    Undecodable,
    Unhandled,
    Ignored,
    Handled(Outcome),
}

impl Fate {
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

/// The answer; `taken` is what the sender expects to hear when there is nothing to be sent again.
pub(super) fn to(fate: &Fate, taken: StatusCode) -> Response<Full<Bytes>> {
    match fate {
        Fate::Undecodable => empty(StatusCode::UNPROCESSABLE_ENTITY),
        Fate::Handled(Outcome::Retry { after, .. }) => {
            try_again(StatusCode::SERVICE_UNAVAILABLE, after.unwrap_or(DEFAULT_WAIT))
        }
        // A sender that is asked again would send the same: what is set aside is taken too.
        Fate::Unhandled | Fate::Ignored | Fate::Handled(_) => empty(taken),
    }
}

/// An answer that says nothing but its status.
pub(crate) fn empty(status: StatusCode) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::default());
    *response.status_mut() = status;
    response
}

/// An answer that asks the sender to come again after a while.
pub(crate) fn try_again(status: StatusCode, wait: Duration) -> Response<Full<Bytes>> {
    let mut response = empty(status);
    let seconds = wait.as_secs().saturating_add(u64::from(wait.subsec_nanos() > 0));
    response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
    response
}

/// How long a sender is asked to wait where no handler says it.
const DEFAULT_WAIT: Duration = Duration::from_secs(10);

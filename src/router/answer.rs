//! Answers to proved deliveries.

use std::{mem, time::Duration};

use bytes::Bytes;
use http::{HeaderValue, Response, StatusCode, header::RETRY_AFTER};
use http_body_util::Full;

use super::counts::Counters;
use crate::{
    Outcome, Provider, Reply, Verified,
    log::log,
    receive::{Gate, Received},
    verify::ReplySigner,
};

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

/// Answers a delivery; `taken` makes the answer to a sender that need not send again.
pub(super) fn to(
    fate: &Fate,
    reply: Option<Reply>,
    taken: impl FnOnce(Option<Reply>) -> Response<Full<Bytes>>,
) -> Response<Full<Bytes>> {
    match fate {
        Fate::Undecodable => empty(StatusCode::UNPROCESSABLE_ENTITY),
        Fate::Handled(Outcome::Retry { after, .. }) => {
            try_again(StatusCode::SERVICE_UNAVAILABLE, after.unwrap_or(DEFAULT_WAIT))
        }
        // A retry of the sender would have the same content, so it gets the same status for a dead
        // letter.
        Fate::Unhandled | Fate::Ignored | Fate::Handled(_) => taken(reply),
    }
}

/// The answer to a delivery that was taken, as far as it is made before its handlers run.
#[derive(Default)]
pub(crate) struct Taken {
    /// `None` if it is a status only.
    expected: Option<Box<Response<Full<Bytes>>>>,
    /// The key of the signature of a reply, if the sender wants one.
    signer: Option<ReplySigner>,
}

impl Taken {
    /// Makes the answer that the sender of a delivery expects, if it is more than a status.
    pub(crate) fn new(provider: &Provider, received: &Received, verified: &Verified) -> Self {
        let is_empty = provider.expected_answer().is_empty();
        let answer = || provider.answer_to(&received.proved(verified)).map(Full::new);
        let expected = (!is_empty).then(|| Box::new(answer()));
        Self { expected, signer: verified.reply_signer().cloned() }
    }

    /// Makes the answer of a reply, or else the one that the sender expects.
    pub(crate) fn answer(self, reply: Option<Reply>, gate: &Gate) -> Response<Full<Bytes>> {
        match (reply, self.signer, self.expected) {
            (Some(reply), Some(signer), _) => signed(reply, &signer, gate),
            (Some(reply), None, _) => reply.into_response(),
            (None, _, Some(expected)) => *expected,
            (None, _, None) => empty(gate.verifier().provider().expected_status()),
        }
    }
}

/// Signs a reply. The sender would not believe one that cannot be signed.
fn signed(reply: Reply, signer: &ReplySigner, gate: &Gate) -> Response<Full<Bytes>> {
    let Some(body) = signer.sign(reply.body(), gate.now()) else {
        log!(
            ERROR,
            "reply cannot be signed, sender gets 500",
            provider = gate.verifier().provider().name(),
        );
        return empty(StatusCode::INTERNAL_SERVER_ERROR);
    };
    let mut response = reply.into_response();
    *response.body_mut() = Full::new(body.into());
    response
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

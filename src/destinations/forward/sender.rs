//! The destination that forwards.

use std::{fmt, sync::Arc, time::Duration};

use reqwest::{Client, Response};

use super::{
    answer::{self, asks_for_a_pause, read_to_end},
    circuit::{Begun, Circuit},
    pace::Pace,
    request::Target,
    retry_after::retry_after,
    shown_url::shown,
    statuses::Statuses,
};
use crate::{
    Clock, Delivery, Outcome,
    destinations::{DeliveryAttempt, Destination, DestinationFuture, Meaning},
    error_text::chain,
    log::log,
};

/// A server to which deliveries are forwarded over HTTP. [`ForwardTo`](crate::destinations::ForwardTo) makes it.
///
/// # The request
///
/// It is a `POST`, or has the method of the sender, with the exact bytes of the body and its `Content-Type`,
/// and with these headers:
///
/// | header | value |
/// |---|---|
/// | `hookport-event` | the event's name, if it has one |
/// | `hookport-endpoint` | the name of the endpoint |
/// | `hookport-provider` | the name of the sender |
/// | `hookport-delivery`, `hookport-tenant` | the id and the tenant, if the sender names them |
/// | `hookport-attempt` | the number of the attempt, from 1. Numbers can be left out |
/// | `hookport-trust` | the strength of the sender's proof: `signed`, `token`, … |
/// | `hookport-key` | the same text for each attempt and each replay of the delivery |
/// | `webhook-id` | with [secrets](crate::destinations::ForwardTo::signed_with): the same as `hookport-key` |
/// | `webhook-timestamp`, `webhook-signature` | with secrets: the time of the attempt, and `v1,…` for each secret |
///
/// In a value, `%` and bytes that are no visible ASCII are `%XX`. A receiver with
/// [`STANDARD_WEBHOOKS`](crate::providers::STANDARD_WEBHOOKS) accepts the signature.
///
/// # The answer
///
/// | answer | the delivery |
/// |---|---|
/// | 2xx | is done, also if the body breaks off |
/// | 408, 409, 425, 429, 5xx | is tried again |
/// | no connection, no answer in time | is tried again |
/// | 3xx | is a dead letter: no redirect is followed, so the URL is to be corrected |
/// | 410 and every other 4xx | is a dead letter |
///
/// [`ForwardTo::status`](crate::destinations::ForwardTo::status) changes that. The wait before a retry is that of the
/// [policy](crate::router::RetryPolicy), or what `Retry-After` asks for if it is longer. The error in the log
/// holds the status and the first 300 bytes of the answer, so a server should not repeat secrets there.
///
/// # A server that fails
///
/// After five failures in a row the destination pauses, and with a `Retry-After` of 429 or 503 at once. Its
/// runs wait in the inbox meanwhile and use up no attempt. After the pause one delivery is sent as a probe. If
/// it succeeds, all go on; if it fails, the next pause is twice as long. Pauses have a random part. Each process
/// has its own. A receiver that is reloaded with a new destination has no pause, and the SIGHUP of `hookport serve`
/// ends a pause: the next delivery is the probe.
pub struct Forward {
    pub(super) client: Client,
    pub(super) target: Target,
    pub(super) statuses: Statuses,
    pub(super) longest_retry_after: Duration,
    pub(super) pace: Option<Pace>,
    pub(super) circuit: Circuit,
    pub(super) timeout: Duration,
    pub(super) clock: Arc<dyn Clock>,
}

impl Forward {
    /// Ends a pause: the next delivery is the probe. Returns false if it does not pause.
    #[cfg(feature = "serve")]
    pub(crate) fn end_pause(&self) -> bool {
        self.circuit.end_pause()
    }

    async fn send(&self, delivery: &Delivery, attempt: &DeliveryAttempt) -> Outcome {
        let Some(url) = self.target.url(delivery, attempt) else {
            return Outcome::dead_letter("path of the delivery cannot be appended to the URL");
        };
        let _turn = match &self.pace {
            Some(pace) => Some(pace.turn().await),
            None => None,
        };
        let begun = self.circuit.begin();
        let request = self
            .client
            .request(self.target.method(delivery), url)
            .headers(self.target.headers(delivery, attempt, self.clock.now()))
            .body(delivery.body().clone());
        match request.send().await {
            Ok(response) => self.judge(response, begun, attempt).await,
            Err(error) => {
                self.failed(begun, None, attempt);
                // The URL may hold a secret.
                Outcome::retry(chain(&error.without_url()))
            }
        }
    }

    async fn judge(&self, response: Response, begun: Begun, attempt: &DeliveryAttempt) -> Outcome {
        let status = response.status();
        match self.statuses.meaning(status) {
            Meaning::Done => {
                self.succeeded(begun, attempt);
                read_to_end(response).await;
                Outcome::Done
            }
            Meaning::DeadLetter => {
                self.succeeded(begun, attempt);
                Outcome::dead_letter(answer::text(response, &self.target.fixed).await)
            }
            Meaning::Retry => {
                let (now, longest) = (self.clock.now(), self.longest_retry_after);
                let after = retry_after(response.headers(), now, longest);
                let pause = after.filter(|wait| asks_for_a_pause(status) && !wait.is_zero());
                self.failed(begun, pause, attempt);
                Outcome::Retry {
                    after,
                    error: Some(answer::text(response, &self.target.fixed).await.into()),
                }
            }
        }
    }

    fn succeeded(&self, begun: Begun, attempt: &DeliveryAttempt) {
        if self.circuit.succeeded(begun) {
            log!(
                INFO,
                "destination goes on after a pause",
                endpoint = attempt.endpoint(),
                destination = attempt.destination(),
            );
        }
    }

    fn failed(&self, begun: Begun, asked: Option<Duration>, attempt: &DeliveryAttempt) {
        if let Some(pause) = self.circuit.failed(begun, asked, fastrand::f64()) {
            log!(
                WARN,
                "destination pauses, its deliveries wait; a reload ends the pause",
                endpoint = attempt.endpoint(),
                destination = attempt.destination(),
                seconds = pause.as_secs_f64(),
                asked_for = asked.is_some(),
            );
        }
    }
}

impl Destination for Forward {
    fn deliver<'a>(
        &'a self,
        delivery: &'a Delivery,
        attempt: &'a DeliveryAttempt,
    ) -> DestinationFuture<'a> {
        Box::pin(self.send(delivery, attempt))
    }

    fn takes_now(&self) -> usize {
        let of_pace = self.pace.as_ref().map_or(usize::MAX, Pace::takes_now);
        of_pace.min(self.circuit.takes_now())
    }

    fn rest_of_pause(&self) -> Option<Duration> {
        self.circuit.rest_of_pause()
    }

    fn goes_to(&self) -> Option<String> {
        Some(format!("forward {}", shown(&self.target.url)))
    }

    /// The timeout of the client ends an attempt before, and a turn at a rate limit comes within some seconds.
    fn time_limit(&self) -> Duration {
        self.timeout.saturating_add(Duration::from_secs(30))
    }
}

impl fmt::Debug for Forward {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Forward").field("circuit", &self.circuit).finish_non_exhaustive()
    }
}

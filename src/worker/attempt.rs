//! One claim: from the delivery to its settlement.

use std::{future::poll_fn, time::Duration};

use tokio::time::Instant;

use super::{
    call::Call,
    log,
    running::{Stop, Stopped},
    settle::{Fate, settle},
    workshop::Place,
};
use crate::{
    inbox::{Claimed, Ended, Settlement},
    log::{Instrument, span},
    panic::{caught, poll_caught},
    telemetry,
};

/// Runs the handler of a claim, and tells the store what came of it.
pub(super) async fn attempt(claimed: Claimed, place: Place, stopped: Stopped) -> Fate {
    let span = span!(
        "hookport.attempt",
        endpoint = &*claimed.endpoint,
        handler = &*claimed.lease.handler,
        entry = claimed.lease.entry.get(),
        event = claimed.delivery.event_name.as_deref(),
        attempt = claimed.attempt,
        traceparent = telemetry::traceparent(&claimed.delivery.headers),
    );
    watched(claimed, place, stopped).instrument(span).await
}

/// Counts the attempt and how long it took.
async fn watched(claimed: Claimed, place: Place, stopped: Stopped) -> Fate {
    let (endpoint, handler) = (claimed.endpoint.clone(), claimed.lease.handler.clone());
    if claimed.attempt == 1 {
        let waited = place.workshop.now().duration_since(claimed.delivery.received_at);
        telemetry::started(&endpoint, &handler, waited.unwrap_or(Duration::ZERO));
    }
    let started = Instant::now();
    let (fate, result) = to_its_end(claimed, place, stopped).await;
    telemetry::attempted(&endpoint, &handler, result, started.elapsed());
    fate
}

/// Also tells the result, as one word.
async fn to_its_end(claimed: Claimed, place: Place, stopped: Stopped) -> (Fate, &'static str) {
    let context = claimed.context.clone();
    let call = Call::new(claimed, &place);
    let ended = match run(&call, &place, stopped).await {
        Ok(ended) => ended,
        Err(Stop::GiveBack) => Ended::GivenBack,
        Err(Stop::Lost) => return left(&call, &place),
    };
    let (lease, at) = (place.lease().clone(), place.workshop.now());
    match settle(Settlement { lease, ended, at, context }, &call, &place).await {
        (Fate::Left, _) => left(&call, &place),
        (fate, ended) => {
            log::ended(&ended, &call, &place);
            (fate, word(&ended))
        }
    }
}

/// Runs the handler to its end, or until it is stopped.
async fn run(call: &Call, place: &Place, stopped: Stopped) -> Result<Ended, Stop> {
    let mut running = Box::pin(call.end(place));
    let ended = tokio::select! {
        // What has ended in the same moment is not thrown away.
        biased;
        ended = poll_fn(|cx| poll_caught(running.as_mut(), cx)) => Ok(ended),
        stop = stopped.wait() => Err(stop),
    };
    // Values of the user are dropped in the middle, and their `Drop` may panic.
    let _ = caught(|| drop(running));
    Ok(ended?.unwrap_or_else(|panicked| call.judge(Err(panicked.into()), place)))
}

fn left(call: &Call, place: &Place) -> (Fate, &'static str) {
    log::left(call, place);
    (Fate::Left, "lost")
}

const fn word(ended: &Ended) -> &'static str {
    match ended {
        Ended::Done | Ended::Routed(_) => "done",
        Ended::Stale => "stale",
        Ended::Retry { .. } => "retry",
        Ended::Dead { .. } => "dead",
        Ended::GivenBack => "given_back",
    }
}

//! The loop of a worker: wait, poll the store, start what was claimed.

use std::{
    mem,
    pin::{Pin, pin},
    sync::Arc,
    time::{Duration, SystemTime},
};

use tokio::{
    task::JoinSet,
    time::{Instant, Sleep, sleep, timeout},
};

use super::{
    Drained,
    attempt::{Fate, attempt, span_of},
    backoff::Backoff,
    lease, log,
    settings::SHORTEST_PAUSE,
    shared::Shared,
    task::Task,
};
use crate::{
    inbox::{Claimed, Claims},
    log::Instrument,
};

/// Claims runs, starts their attempts, and counts how these end.
pub(super) struct ClaimLoop {
    shared: Arc<Shared>,
    attempts: JoinSet<Fate>,
    turn: usize,
    backoff: Backoff,
    store_fails: bool,
    /// The number of polls in a row that found nothing.
    empty_polls: u32,
    /// The time of the last poll, by both clocks.
    polled_at: (SystemTime, Instant),
}

/// The wait before the next poll.
struct Wait {
    /// The longest pause.
    pause: Duration,
    /// True if news from the store ends the pause earlier.
    for_news: bool,
    /// True if the end of an attempt ends the pause earlier.
    for_capacity: bool,
}

impl Wait {
    const fn none() -> Self {
        Self { pause: Duration::ZERO, for_news: false, for_capacity: false }
    }
}

impl ClaimLoop {
    pub(super) fn new(shared: Arc<Shared>) -> Self {
        let polled_at = (shared.now(), Instant::now());
        Self {
            shared,
            polled_at,
            attempts: JoinSet::new(),
            turn: 0,
            backoff: Backoff::default(),
            store_fails: false,
            empty_polls: 0,
        }
    }

    /// Runs until `shutdown` ends, then lets the attempts end within `drain`.
    pub(super) async fn run(
        mut self,
        shutdown: impl Future<Output = ()>,
        drain: Duration,
    ) -> Drained {
        let shared = Arc::clone(&self.shared);
        let mut shutdown = pin!(shutdown);
        let mut wait = Wait::none();
        let mut news = shared.store.wait();
        loop {
            tokio::select! {
                biased;
                () = &mut shutdown => return self.drain(Box::pin(sleep(drain))).await,
                () = self.wait(&wait, news.as_mut()) => {}
            }
            // Before the poll, so that news that comes in between is not missed.
            news = shared.store.wait();
            wait = match self.poll_until(shutdown.as_mut(), drain).await {
                Ok(wait) => wait,
                Err(limit) => return self.drain(limit).await,
            };
        }
    }

    async fn wait(&mut self, wait: &Wait, news: Pin<&mut (dyn Future<Output = ()> + Send)>) {
        if self.empty_polls > PATIENCE {
            sleep(SHORTEST_PAUSE).await;
        }
        if wait.pause.is_zero() {
            return;
        }
        tokio::select! {
            () = news, if wait.for_news => {}
            Some(_) = self.attempts.join_next(), if wait.for_capacity => {}
            () = sleep(wait.pause) => {}
        }
    }

    /// Polls the store. If `shutdown` ends meanwhile, the claim that is on its way still comes to
    /// its end, and the time limit of the drain is returned, which has begun.
    async fn poll_until(
        &mut self,
        shutdown: Pin<&mut impl Future<Output = ()>>,
        drain: Duration,
    ) -> Result<Wait, Pin<Box<Sleep>>> {
        let mut poll = pin!(self.poll());
        tokio::select! {
            biased;
            wait = &mut poll => return Ok(wait),
            () = shutdown => {}
        }
        let mut limit = Box::pin(sleep(drain));
        tokio::select! {
            _ = poll => {}
            () = &mut limit => {}
        }
        Err(limit)
    }

    /// Claims as many runs as there is capacity for, and starts them.
    async fn poll(&mut self) -> Wait {
        while self.attempts.try_join_next().is_some() {}
        self.shared.running.stop_expired(Instant::now());
        if self.clock_has_jumped() {
            // Else this worker would claim its own runs again. The loop of renewals logs errors.
            let _ = lease::renew(&self.shared).await;
        }
        let settings = self.shared.settings;
        let capacity = self.shared.capacity(self.turn);
        let is_short = capacity.is_short;
        let Some(request) = capacity.request(self.shared.now(), settings.lease) else {
            return Wait { pause: settings.poll_interval, for_news: false, for_capacity: true };
        };
        self.turn = self.turn.wrapping_add(1);
        let (at_most, lease_ends) = (request.at_most, Instant::now().checked_add(settings.lease));
        let claims = self.shared.store.claim(request).await;
        log::streak("claim", &mut self.store_fails, claims.as_ref().err());
        match claims {
            Ok(claims) if claims.claimed.len() >= at_most => {
                self.start_all(claims, lease_ends, is_short);
                Wait::none()
            }
            Ok(claims) => self.start_all(claims, lease_ends, is_short),
            Err(_) => {
                Wait { pause: self.backoff.next_pause(), for_news: false, for_capacity: false }
            }
        }
    }

    fn start_all(&mut self, claims: Claims, lease_ends: Option<Instant>, is_short: bool) -> Wait {
        let Claims { claimed, next_due } = claims;
        let found = !claimed.is_empty();
        self.backoff.reset();
        self.empty_polls = if found { 0 } else { self.empty_polls.saturating_add(1) };
        for claimed in claimed {
            self.start(claimed, lease_ends);
        }
        let now = self.shared.now();
        let longest = self.shared.settings.poll_interval;
        let shortest = if found { Duration::ZERO } else { SHORTEST_PAUSE };
        let due = next_due.map(|due| due.duration_since(now).unwrap_or_default());
        let pause = due.unwrap_or(longest).clamp(shortest, longest);
        Wait { pause, for_news: true, for_capacity: is_short || found }
    }

    /// Returns true if the clock has moved much more than the time since the last poll, as it
    /// does when it is set, and when the machine was asleep.
    fn clock_has_jumped(&mut self) -> bool {
        let seen = (self.shared.now(), Instant::now());
        let (at, by) = mem::replace(&mut self.polled_at, seen);
        let passed = by.elapsed() + self.shared.settings.lease / 3;
        seen.0.duration_since(at).is_ok_and(|moved| moved > passed)
    }

    fn start(&mut self, claimed: Claimed, lease_ends: Option<Instant>) {
        if let Some((slot, stopped)) = self.shared.slot(&claimed, lease_ends) {
            let span = span_of(&claimed);
            self.attempts.spawn(attempt(Task::new(claimed, slot), stopped).instrument(span));
        }
    }

    /// Lets attempts end until `limit`, and releases the rest.
    async fn drain(mut self, mut limit: Pin<Box<Sleep>>) -> Drained {
        while self.attempts.try_join_next().is_some() {}
        let mut drained = Drained::default();
        tokio::select! {
            biased;
            () = self.collect(&mut drained) => {}
            () = &mut limit => {}
        }
        self.shared.running.release_all();
        // Runs that were not released in time count as `left`.
        let _ = timeout(LONGEST_RELEASE, self.collect(&mut drained)).await;
        drained.left += self.attempts.len();
        drained
    }

    async fn collect(&mut self, drained: &mut Drained) {
        while let Some(fate) = self.attempts.join_next().await {
            match fate {
                Ok(Fate::Ended) => drained.finished += 1,
                Ok(Fate::Released) => drained.released += 1,
                Ok(Fate::Left) | Err(_) => drained.left += 1,
            }
        }
    }
}

/// The number of polls in a row that may find nothing before the next one is put off a little: a
/// store may wake without reason.
const PATIENCE: u32 = 8;
const LONGEST_RELEASE: Duration = Duration::from_secs(5);

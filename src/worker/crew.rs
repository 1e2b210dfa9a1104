//! The loop of a worker: rest, look for work, start it.

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
    Drained, attempt::attempt, backoff::Backoff, lease, log, settings::SHORTEST_PAUSE,
    settle::Fate, workshop::Workshop,
};
use crate::inbox::{Claimed, Claims};

/// The runs that a worker has in hand, and how it comes to more.
pub(super) struct Crew {
    workshop: Arc<Workshop>,
    attempts: JoinSet<Fate>,
    turn: usize,
    backoff: Backoff,
    store_fails: bool,
    /// How many looks in a row found nothing.
    in_vain: u32,
    /// The time of the last look, by both clocks.
    looked_at: (SystemTime, Instant),
}

/// What a worker waits for before it looks again.
struct Rest {
    /// At the latest for this long.
    pause: Duration,
    /// Less, if there is news from the store.
    news: bool,
    /// Less, if a run ends.
    room: bool,
}

impl Rest {
    const fn none() -> Self {
        Self { pause: Duration::ZERO, news: false, room: false }
    }
}

impl Crew {
    pub(super) fn new(workshop: Arc<Workshop>) -> Self {
        let looked_at = (workshop.now(), Instant::now());
        Self {
            workshop,
            looked_at,
            attempts: JoinSet::new(),
            turn: 0,
            backoff: Backoff::default(),
            store_fails: false,
            in_vain: 0,
        }
    }

    /// Works until `shutdown` ends, then brings what runs to an end.
    pub(super) async fn work(
        mut self,
        shutdown: impl Future<Output = ()>,
        drain: Duration,
    ) -> Drained {
        let workshop = Arc::clone(&self.workshop);
        let mut shutdown = pin!(shutdown);
        let mut rest = Rest::none();
        let mut news = workshop.store.wait();
        loop {
            tokio::select! {
                biased;
                () = &mut shutdown => return self.drain(Box::pin(sleep(drain))).await,
                () = self.rest(&rest, news.as_mut()) => {}
            }
            // Before the look, so that what comes in between is not missed.
            news = workshop.store.wait();
            rest = match self.look_until(shutdown.as_mut(), drain).await {
                Ok(rest) => rest,
                Err(limit) => return self.drain(limit).await,
            };
        }
    }

    async fn rest(&mut self, rest: &Rest, news: Pin<&mut (dyn Future<Output = ()> + Send)>) {
        if self.in_vain > PATIENCE {
            sleep(SHORTEST_PAUSE).await;
        }
        if rest.pause.is_zero() {
            return;
        }
        tokio::select! {
            () = news, if rest.news => {}
            Some(_) = self.attempts.join_next(), if rest.room => {}
            () = sleep(rest.pause) => {}
        }
    }

    /// Looks for work. If `shutdown` ends meanwhile, the claim that is on its way is still brought
    /// to its end, and the limit of the drain that has begun is handed back.
    async fn look_until(
        &mut self,
        shutdown: Pin<&mut impl Future<Output = ()>>,
        drain: Duration,
    ) -> Result<Rest, Pin<Box<Sleep>>> {
        let mut look = pin!(self.look());
        tokio::select! {
            biased;
            rest = &mut look => return Ok(rest),
            () = shutdown => {}
        }
        let mut limit = Box::pin(sleep(drain));
        tokio::select! {
            _ = look => {}
            () = &mut limit => {}
        }
        Err(limit)
    }

    /// Claims what there is room for, and starts it.
    async fn look(&mut self) -> Rest {
        while self.attempts.try_join_next().is_some() {}
        self.workshop.running.stop_expired(Instant::now());
        if self.clock_has_jumped() {
            // Else this worker would take its own runs over. The loop of renewals tells errors.
            let _ = lease::renew(&self.workshop).await;
        }
        let settings = self.workshop.settings;
        let room = self.workshop.room(self.turn);
        let is_short = room.is_short;
        let Some(request) = room.request(self.workshop.now(), settings.lease) else {
            return Rest { pause: settings.poll_interval, news: false, room: true };
        };
        self.turn = self.turn.wrapping_add(1);
        let (at_most, lease_ends) = (request.at_most, Instant::now().checked_add(settings.lease));
        let claims = self.workshop.store.claim(request).await;
        log::streak("claim", &mut self.store_fails, claims.as_ref().err());
        match claims {
            Ok(claims) if claims.claimed.len() >= at_most => {
                self.take(claims, lease_ends, is_short);
                Rest::none()
            }
            Ok(claims) => self.take(claims, lease_ends, is_short),
            Err(_) => Rest { pause: self.backoff.next_pause(), news: false, room: false },
        }
    }

    fn take(&mut self, claims: Claims, lease_ends: Option<Instant>, is_short: bool) -> Rest {
        let Claims { claimed, next_due } = claims;
        let found = !claimed.is_empty();
        self.backoff.reset();
        self.in_vain = if found { 0 } else { self.in_vain.saturating_add(1) };
        for claimed in claimed {
            self.start(claimed, lease_ends);
        }
        let now = self.workshop.now();
        let longest = self.workshop.settings.poll_interval;
        let shortest = if found { Duration::ZERO } else { SHORTEST_PAUSE };
        let due = next_due.map(|due| due.duration_since(now).unwrap_or_default());
        let pause = due.unwrap_or(longest).clamp(shortest, longest);
        Rest { pause, news: true, room: is_short || found }
    }

    /// Whether the clock went on by much more than what has passed since the last look, as it does
    /// when it is set, and when the machine was asleep.
    fn clock_has_jumped(&mut self) -> bool {
        let seen = (self.workshop.now(), Instant::now());
        let (at, by) = mem::replace(&mut self.looked_at, seen);
        let passed = by.elapsed() + self.workshop.settings.lease / 3;
        seen.0.duration_since(at).is_ok_and(|went_on| went_on > passed)
    }

    fn start(&mut self, claimed: Claimed, lease_ends: Option<Instant>) {
        if let Some((place, stopped)) = self.workshop.place(&claimed, lease_ends) {
            self.attempts.spawn(attempt(claimed, place, stopped));
        }
    }

    /// Lets what runs end until `limit`, and gives back the rest.
    async fn drain(mut self, mut limit: Pin<Box<Sleep>>) -> Drained {
        while self.attempts.try_join_next().is_some() {}
        let mut drained = Drained::default();
        tokio::select! {
            biased;
            () = self.collect(&mut drained) => {}
            () = &mut limit => {}
        }
        self.workshop.running.give_back_all();
        // What cannot be given back by then is counted with what is left.
        let _ = timeout(LONGEST_GIVING_BACK, self.collect(&mut drained)).await;
        drained.left += self.attempts.len();
        drained
    }

    async fn collect(&mut self, drained: &mut Drained) {
        while let Some(fate) = self.attempts.join_next().await {
            match fate {
                Ok(Fate::Ended) => drained.finished += 1,
                Ok(Fate::GivenBack) => drained.given_back += 1,
                Ok(Fate::Left) | Err(_) => drained.left += 1,
            }
        }
    }
}

/// How many looks in a row may find nothing before the next one is put off a little: a store may
/// wake without reason.
const PATIENCE: u32 = 8;
const LONGEST_GIVING_BACK: Duration = Duration::from_secs(5);

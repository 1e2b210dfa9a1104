//! The loop of a worker: look into the store, start what was claimed.

use std::{
    future::pending,
    mem,
    pin::{Pin, pin},
    sync::Arc,
    time::{Duration, SystemTime},
};

use tokio::{
    runtime::Handle,
    sync::mpsc,
    task::JoinSet,
    time::{Instant, sleep_until, timeout},
};

use super::{
    Drained,
    attempt::{Fate, attempt, give_back, span_of},
    claimed_runs::Stopped,
    lease, log,
    offered::HandedOver,
    room::Room,
    schedule::Schedule,
    shared::Shared,
    task::Task,
    waiting::{Waiting, WaitingRun},
};
use crate::{
    inbox::{ClaimRequest, Claimed, Claims, StoreError},
    log::Instrument,
};

/// Claims runs, starts their attempts, and counts how these end.
pub(super) struct ClaimLoop {
    shared: Arc<Shared>,
    /// The runtime on which handlers are called.
    runtime: Handle,
    attempts: JoinSet<Fate>,
    waiting: Waiting,
    schedule: Schedule,
    /// True if the store may have more than it had at the last look.
    has_news: bool,
    /// The room that was left after the last look. Where none was left, the store may have more.
    left: Room,
    turn: usize,
    store_fails: bool,
    /// The time of the last look, by both clocks.
    looked_at: (SystemTime, Instant),
}

/// A look into the store that is on its way.
type Look<'a> = Pin<Box<dyn Future<Output = Looked> + Send + 'a>>;

/// The answer to a look into the store.
struct Looked {
    /// The room that was asked for.
    room: Room,
    /// The time until which the handlers may run, if the leases are not renewed.
    held_until: Option<Instant>,
    claims: Result<Claims, StoreError>,
}

impl ClaimLoop {
    pub(super) fn new(shared: Arc<Shared>, runtime: Handle) -> Self {
        Self {
            runtime,
            attempts: JoinSet::new(),
            waiting: Waiting::default(),
            schedule: Schedule::new(shared.settings.poll_interval),
            has_news: true,
            left: Room::default(),
            turn: 0,
            store_fails: false,
            looked_at: (shared.now(), Instant::now()),
            shared,
        }
    }

    /// Runs until `shutdown` ends, then lets the attempts end until `limit` does.
    pub(super) async fn run(
        mut self,
        shutdown: impl Future<Output = ()>,
        limit: impl Future<Output = ()>,
    ) -> Drained {
        let shared = Arc::clone(&self.shared);
        let mut shutdown = pin!(shutdown);
        let mut news = shared.store.wait();
        let mut look: Option<Look<'_>> = None;
        let (answers, mut handed_over) = mpsc::unbounded_channel();
        loop {
            self.start_waiting();
            if look.is_none() {
                let room = shared.room_to_claim();
                if self.schedule.may_look() && self.has_reason_to_look(&room) {
                    let (asked, rest) = room.parted(&self.left);
                    if let Some(request) = self.request(&asked) {
                        // Before the look, so that news that comes in between is not missed.
                        news = shared.store.wait();
                        look = Some(self.look(&shared, request, asked));
                    }
                    self.offer(rest, &answers);
                } else {
                    self.offer(room.where_some_was_left(&self.left), &answers);
                }
            }
            let wakes_at = self.wakes_at(look.is_some());
            tokio::select! {
                biased;
                () = &mut shutdown => break,
                looked = answer(&mut look) => self.take(looked),
                () = shared.claimed.freed() => {}
                () = news.as_mut(), if !self.has_news => self.has_news = true,
                () = sleep_until(wakes_at) => self.wake(),
                Some(handed_over) = handed_over.recv() => self.take_over(handed_over),
            }
            while let Ok(handed_over) = handed_over.try_recv() {
                self.take_over(handed_over);
            }
        }
        drop(answers);
        self.drain(look, handed_over, limit).await
    }

    /// Starts the handlers of runs that wait, as far as there are slots.
    fn start_waiting(&mut self) {
        while self.attempts.try_join_next().is_some() {}
        let mut slots = self.shared.slots();
        while let Some(waiting) = self.waiting.next(&mut slots) {
            match waiting.slot.start() {
                Some(stopped) => self.start(waiting, stopped),
                None => self.give_back(waiting),
            }
        }
        while let Some(overdue) = self.waiting.next_overdue() {
            self.give_back(overdue);
        }
    }

    fn start(&mut self, WaitingRun { claimed, slot, .. }: WaitingRun, stopped: Stopped) {
        let span = span_of(&claimed);
        let attempt = attempt(Task::new(claimed, slot), stopped).instrument(span);
        self.attempts.spawn_on(attempt, &self.runtime);
    }

    /// Returns what to ask the store for; `None` if there is no room.
    fn request(&self, room: &Room) -> Option<ClaimRequest> {
        let Shared { endpoints, settings, .. } = &*self.shared;
        room.request(endpoints, self.turn, self.shared.now(), settings.lease)
    }

    /// Offers room to what comes in.
    fn offer(&self, room: Room, answers: &mpsc::UnboundedSender<HandedOver>) {
        self.shared.offered.offer(room, (self.shared.now(), Instant::now()), answers);
    }

    /// Takes what was claimed by an accept.
    fn take_over(&mut self, HandedOver { held_until, claims }: HandedOver) {
        match claims {
            Some(claims) => self.add(claims.claimed, held_until),
            // It may have been kept all the same.
            None => self.has_news = true,
        }
    }

    /// Lets claimed runs wait for their slots.
    fn add(&mut self, claimed: Vec<Claimed>, held_until: Option<Instant>) {
        for claimed in claimed {
            if let Some(slot) = self.shared.slot(&claimed, held_until) {
                self.waiting.add(claimed, slot);
            }
        }
    }

    /// Returns true if the store may have runs for which there is room.
    fn has_reason_to_look(&self, room: &Room) -> bool {
        self.has_news || room.has_some_where_none_was_left(&self.left)
    }

    /// Claims runs.
    fn look<'a>(&mut self, shared: &'a Shared, mut request: ClaimRequest, room: Room) -> Look<'a> {
        self.has_news = false;
        self.turn = self.turn.wrapping_add(1);
        let has_jumped = self.clock_has_jumped();
        Box::pin(async move {
            if has_jumped {
                // Else this worker would claim its own runs again. The loop of renewals logs errors.
                let _ = lease::renew(shared).await;
            }
            let held_until = shared.date(&mut request);
            Looked { room, held_until, claims: shared.store.claim(request).await }
        })
    }

    /// Takes what was claimed, and plans the next look.
    fn take(&mut self, Looked { mut room, held_until, claims }: Looked) {
        log::streak("claim", &mut self.store_fails, claims.as_ref().err());
        let Ok(Claims { claimed, next_due }) = claims else {
            self.has_news = true;
            return self.schedule.failed();
        };
        let now = self.shared.now();
        let due = next_due.map(|due| due.duration_since(now).unwrap_or_default());
        if claimed.is_empty() {
            self.schedule.found_nothing(due);
        } else {
            self.schedule.found(due);
        }
        for claimed in claimed {
            if let Some(slot) = self.shared.slot(&claimed, held_until) {
                room.take(slot.position());
                self.waiting.add(claimed, slot);
            }
        }
        self.left = room;
    }

    /// Returns the next time at which something is to be done, if nothing happens before.
    fn wakes_at(&self, is_looking: bool) -> Instant {
        let pause = (!is_looking && !self.schedule.may_look()).then(|| self.schedule.not_before());
        let times = [Some(self.schedule.next()), pause, self.waiting.overdue_at()];
        times.into_iter().flatten().min().unwrap_or_else(Instant::now)
    }

    /// Looks for what other processes put into the store, and for what is due.
    fn wake(&mut self) {
        if self.schedule.is_due() {
            self.has_news = true;
        }
    }

    /// Returns true if the clock has jumped since the last look.
    fn clock_has_jumped(&mut self) -> bool {
        let seen = (self.shared.now(), Instant::now());
        self.shared.clock_has_jumped_since(mem::replace(&mut self.looked_at, seen))
    }

    /// Lets a look come to its end, gives back the runs that wait, lets attempts end until `limit`,
    /// and releases the rest.
    async fn drain(
        mut self,
        mut look: Option<Look<'_>>,
        mut handed_over: mpsc::UnboundedReceiver<HandedOver>,
        limit: impl Future<Output = ()>,
    ) -> Drained {
        let mut limit = pin!(limit);
        self.shared.offered.withdraw();
        let claimed = async {
            if look.is_some() {
                let looked = answer(&mut look).await;
                self.take(looked);
            }
            // It ends with the last accept that had a place.
            while let Some(handed_over) = handed_over.recv().await {
                self.take_over(handed_over);
            }
        };
        let mut is_over = false;
        tokio::select! {
            biased;
            () = claimed => {}
            () = &mut limit => is_over = true,
        }
        while self.attempts.try_join_next().is_some() {}
        for waiting in self.waiting.take_all() {
            self.give_back(waiting);
        }
        let mut drained = Drained::default();
        if !is_over {
            tokio::select! {
                biased;
                () = self.collect(&mut drained) => {}
                () = &mut limit => {}
            }
        }
        self.shared.claimed.release_all();
        // Runs that were not released in time count as `left`.
        let _ = timeout(LONGEST_RELEASE, self.collect(&mut drained)).await;
        drained.left += self.attempts.len();
        drained
    }

    /// Releases a run that was not started, unless its lease is lost.
    fn give_back(&mut self, waiting: WaitingRun) {
        let WaitingRun { claimed, slot, .. } = waiting;
        if slot.settle() {
            self.attempts.spawn(give_back(Task::new(claimed, slot)));
        }
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

impl Drop for ClaimLoop {
    fn drop(&mut self) {
        self.shared.offered.withdraw();
    }
}

/// Waits for the answer to a look, if there is one, and takes the look away.
async fn answer(look: &mut Option<Look<'_>>) -> Looked {
    let looked = match look {
        Some(look) => look.await,
        None => pending().await,
    };
    *look = None;
    looked
}

const LONGEST_RELEASE: Duration = Duration::from_secs(5);

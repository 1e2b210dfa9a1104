//! The loop of a worker: look into the store, start what was claimed.

use std::{
    future::pending,
    pin::{Pin, pin},
    sync::Arc,
    time::{Duration, SystemTime},
};

use tokio::{
    runtime::Handle,
    sync::mpsc,
    task::{JoinError, JoinSet},
    time::{Instant, sleep_until, timeout},
};

use super::{
    Drained,
    attempt::{Fate, attempt, give_back, span_of},
    claimed_runs::Stopped,
    lease, log,
    offered::HandedOver,
    room::{Position, Room},
    schedule::Schedule,
    shared::Shared,
    task::Task,
    waiting::{Waiting, WaitingRun},
};
use crate::{
    inbox::{ClaimRequest, Claimed, Claims, StoreError},
    log::Instrument,
};

/// The loop that claims runs, starts their attempts, and counts how these end.
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
    /// The time of the last look that was answered, by both clocks.
    looked_at: (SystemTime, Instant),
}

/// A look into the store that is on its way.
type Look<'a> = Pin<Box<dyn Future<Output = Looked> + Send + 'a>>;

/// A look that has begun, and the news that comes after its begin.
struct Begun<'a> {
    news: Pin<Box<dyn Future<Output = ()> + Send + 'a>>,
    look: Look<'a>,
}

/// The answer to a look into the store.
struct Looked {
    /// The time of the look, by both clocks.
    at: (SystemTime, Instant),
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
            if look.is_none()
                && let Some(begun) = self.look_or_offer(&shared, &answers)
            {
                news = begun.news;
                look = Some(begun.look);
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
        shared.offered.withdraw();
        drop(answers);
        self.drain(look, handed_over, limit).await
    }

    /// Begins a look into the store if there is a reason for it, and offers the rest of the room to what comes in.
    fn look_or_offer<'a>(
        &mut self,
        shared: &'a Shared,
        answers: &mpsc::UnboundedSender<HandedOver>,
    ) -> Option<Begun<'a>> {
        let room = shared.room_to_claim();
        let mut offers = shared.offered.lock();
        let room = room.without(offers.taken());
        let may_look = self.schedule.may_look() && self.has_reason_to_look(&room);
        let (asked, rest) = if may_look {
            room.parted(&self.left)
        } else {
            (Room::default(), room.where_some_was_left(&self.left))
        };
        offers.offer(rest, self.looked_at, answers);
        drop(offers);
        let request = self.request(&asked)?;
        // Before the look, so that news that comes in between is not missed.
        let news = shared.store.wait();
        Some(Begun { news, look: self.look(shared, request, asked) })
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

    /// Takes what was claimed by an accept, and frees its places after that.
    fn take_over(&mut self, HandedOver { held_until, claims, places }: HandedOver) {
        // What has failed may have been kept all the same.
        self.has_news |= claims.is_none();
        for claimed in claims.unwrap_or_default().claimed {
            self.add(claimed, held_until);
        }
        drop(places);
    }

    /// Lets a claimed run wait for its slot, and returns its position; `None` if no handler here could run it.
    fn add(&mut self, claimed: Claimed, held_until: Option<Instant>) -> Option<Position> {
        let slot = self.shared.slot(&claimed, held_until)?;
        let position = slot.position();
        self.waiting.add(claimed, slot);
        Some(position)
    }

    /// Returns true if the store may have runs for which there is room.
    fn has_reason_to_look(&self, room: &Room) -> bool {
        self.has_news || room.has_some_where_none_was_left(&self.left)
    }

    /// Claims runs.
    fn look<'a>(&mut self, shared: &'a Shared, request: ClaimRequest, room: Room) -> Look<'a> {
        self.has_news = false;
        self.turn = self.turn.wrapping_add(1);
        let has_jumped = shared.clock_has_jumped_since(self.looked_at);
        Box::pin(async move {
            let at = (shared.now(), Instant::now());
            let (held_until, claims) = claim(shared, request, has_jumped).await;
            Looked { at, room, held_until, claims }
        })
    }

    /// Takes what was claimed, and plans the next look.
    fn take(&mut self, Looked { at, mut room, held_until, claims }: Looked) {
        log::streak("claim", &mut self.store_fails, claims.as_ref().err());
        let Ok(Claims { claimed, next_due }) = claims else {
            self.has_news = true;
            return self.schedule.failed();
        };
        self.looked_at = at;
        let now = self.shared.now();
        let due = next_due.map(|due| due.duration_since(now).unwrap_or_default());
        if claimed.is_empty() {
            self.schedule.found_nothing(due);
        } else {
            self.schedule.found(due);
        }
        for claimed in claimed {
            if let Some(position) = self.add(claimed, held_until) {
                room.take(position);
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

    /// Lets attempts end until `limit` does, and then stops them. Gives back what was not started, and what is
    /// claimed still.
    async fn drain(
        mut self,
        mut look: Option<Look<'_>>,
        mut handed_over: mpsc::UnboundedReceiver<HandedOver>,
        limit: impl Future<Output = ()>,
    ) -> Drained {
        while self.attempts.try_join_next().is_some() {}
        self.give_back_waiting();
        let (shared, mut drained) = (Arc::clone(&self.shared), Drained::default());
        let mut end = Box::pin(async {
            self.give_back_last(&mut look, &mut handed_over).await;
            self.collect(&mut drained).await;
        });
        tokio::select! {
            biased;
            () = &mut end => {}
            () = limit => {
                shared.claimed.release_all();
                // Runs that were not released in time count as `left`.
                let _ = timeout(LONGEST_RELEASE, &mut end).await;
            }
        }
        drop(end);
        while let Some(fate) = self.attempts.try_join_next() {
            drained.count(&fate);
        }
        drained.left += self.attempts.len();
        drained
    }

    /// Gives back what is claimed by a look and by accepts that are on their way.
    async fn give_back_last(
        &mut self,
        look: &mut Option<Look<'_>>,
        handed_over: &mut mpsc::UnboundedReceiver<HandedOver>,
    ) {
        let mut all_came = false;
        while look.is_some() || !all_came {
            tokio::select! {
                looked = answer(look) => self.take(looked),
                handed_over = handed_over.recv(), if !all_came => match handed_over {
                    Some(handed_over) => self.take_over(handed_over),
                    None => all_came = true,
                },
            }
            self.give_back_waiting();
        }
    }

    fn give_back_waiting(&mut self) {
        for waiting in self.waiting.take_all() {
            self.give_back(waiting);
        }
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
            drained.count(&fate);
        }
    }
}

impl Drained {
    fn count(&mut self, fate: &Result<Fate, JoinError>) {
        match fate {
            Ok(Fate::Ended) => self.finished += 1,
            Ok(Fate::Released) => self.released += 1,
            Ok(Fate::Left) | Err(_) => self.left += 1,
        }
    }
}

impl Drop for ClaimLoop {
    fn drop(&mut self) {
        self.shared.offered.withdraw();
    }
}

/// Claims runs, and returns the time until which their handlers may run. After a jump of the clock, the leases of
/// the runs that are held are renewed first: else this worker would claim them again.
async fn claim(
    shared: &Shared,
    mut request: ClaimRequest,
    has_jumped: bool,
) -> (Option<Instant>, Result<Claims, StoreError>) {
    if has_jumped && let Err(error) = lease::renew(shared).await {
        return (None, Err(error));
    }
    let held_until = shared.date(&mut request);
    (held_until, shared.store.claim(request).await)
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

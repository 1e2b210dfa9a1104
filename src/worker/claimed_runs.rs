//! The runs that a worker has claimed.

use std::{
    collections::HashMap,
    future::pending,
    mem,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use tokio::{
    sync::{Notify, oneshot},
    time::Instant,
};

use super::{
    ended::Ended,
    room::{Loads, Position},
};
use crate::inbox::Lease;

/// The runs that a worker has claimed, by their leases.
///
/// A run waits for a slot, then its handler runs in it, then its result is settled. The leases of
/// all three are renewed.
pub(super) struct ClaimedRuns {
    runs: Mutex<Runs>,
    freed: Arc<Notify>,
    earlier_stop: Notify,
}

struct Runs {
    by_lease: HashMap<Lease, ClaimedRun>,
    waiting: Loads,
    running: Loads,
    settling: usize,
    ended: Ended,
    /// The time at which the next run is stopped, as far as it is known.
    next_stop: Option<Instant>,
    /// Tells the worker that has taken the place of this one, which claims and starts no more then.
    successor: Option<Arc<Notify>>,
}

struct ClaimedRun {
    position: Position,
    /// The time until which its handler may run, unless the lease is renewed; `None` is for ever.
    held_until: Option<Instant>,
    stage: Stage,
}

enum Stage {
    /// It waits for a slot.
    Waiting,
    /// Its handler runs, and can be told once to stop.
    Running(Option<oneshot::Sender<Stop>>),
    /// Its handler has ended.
    Settling,
}

/// The reason to drop a handler that runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stop {
    /// The lease is lost.
    LeaseLost,
    /// The worker shuts down, and releases the run.
    Release,
}

/// Tells a run when it is to be stopped.
pub(super) struct Stopped(oneshot::Receiver<Stop>);

impl ClaimedRuns {
    pub(super) fn new() -> Self {
        let runs = Runs {
            by_lease: HashMap::new(),
            waiting: Loads::default(),
            running: Loads::default(),
            settling: 0,
            ended: Ended::new(),
            next_stop: None,
            successor: None,
        };
        Self { runs: Mutex::new(runs), freed: Arc::default(), earlier_stop: Notify::new() }
    }

    /// Adds a run that waits for a slot.
    pub(super) fn add(&self, lease: Lease, position: Position, held_until: Option<Instant>) {
        let mut runs = self.lock();
        runs.by_lease.insert(lease, ClaimedRun { position, held_until, stage: Stage::Waiting });
        runs.waiting.add(position);
        if held_until.is_some_and(|at| runs.next_stop.is_none_or(|next| at < next)) {
            self.earlier_stop.notify_one();
        }
    }

    /// Gives a slot to a run that waits; `None` if its lease is lost or about to end, or if another worker
    /// has taken the place of this one.
    pub(super) fn start(&self, lease: &Lease) -> Option<Stopped> {
        let mut runs = self.lock();
        if runs.successor.is_some() || !runs.holds(lease, Instant::now()) {
            return None;
        }
        let (stop, stopped) = oneshot::channel();
        runs.enter(lease, Stage::Running(Some(stop))).then_some(Stopped(stopped))
    }

    /// Frees the slot of a run, if it has one, before its result is settled. Returns false if a run
    /// that waits has lost its lease.
    pub(super) fn settle(&self, lease: &Lease) -> bool {
        let mut runs = self.lock();
        let is_there = runs.enter(lease, Stage::Settling);
        self.tell_freed(&runs);
        is_there
    }

    pub(super) fn remove(&self, lease: &Lease) {
        let mut runs = self.lock();
        let could_start = runs.settling < MOST_SETTLING;
        if runs.remove(lease) || !could_start {
            self.tell_freed(&runs);
        }
    }

    /// Takes the place of that worker, which claims and starts no more. Ends [`freed`](Self::freed) also
    /// when a slot of that one gets free.
    pub(super) fn succeed(&self, before: &Self) {
        before.lock().successor = Some(Arc::clone(&self.freed));
    }

    /// Waits until more handlers can be started than before.
    pub(super) async fn freed(&self) {
        self.freed.notified().await;
    }

    fn tell_freed(&self, runs: &Runs) {
        self.freed.notify_one();
        if let Some(successor) = &runs.successor {
            successor.notify_one();
        }
    }

    /// Returns the handlers that run; `None` if so many results are being settled that no handler
    /// is to be started.
    pub(super) fn running(&self) -> Option<Loads> {
        let runs = self.lock();
        (runs.settling < MOST_SETTLING).then(|| runs.running.clone())
    }

    /// Returns the handlers that run.
    pub(super) fn all_running(&self) -> Loads {
        self.lock().running.clone()
    }

    /// Returns the runs that have slots or wait for them, and the handlers that have ended lately;
    /// `None` if another worker has taken the place of this one.
    pub(super) fn claimed_and_ended(&self) -> Option<(Loads, Loads)> {
        let mut runs = self.lock();
        runs.successor.is_none().then(|| (runs.running.plus(&runs.waiting), runs.ended.lately()))
    }

    pub(super) fn leases(&self) -> Vec<Lease> {
        self.lock().by_lease.keys().cloned().collect()
    }

    /// Returns true if the handler of this run may run at this moment.
    pub(super) fn holds(&self, lease: &Lease) -> bool {
        self.lock().holds(lease, Instant::now())
    }

    /// Notes that these leases were renewed, so that their handlers may run until that time.
    pub(super) fn renewed(&self, leases: &[Lease], held_until: Option<Instant>) {
        let mut runs = self.lock();
        for lease in leases {
            if let Some(run) = runs.by_lease.get_mut(lease) {
                run.held_until = held_until;
            }
        }
    }

    /// Stops the runs of these leases, which are lost.
    pub(super) fn stop_lost(&self, lost: &[Lease]) {
        self.lock().lose(lost);
    }

    /// Stops the runs whose handlers may no longer run, and returns when the next one is to be stopped.
    pub(super) fn stop_due(&self, now: Instant) -> Option<Instant> {
        let mut runs = self.lock();
        let due = runs.by_lease.iter().filter(|(_, run)| !run.is_held(now));
        let due: Vec<_> = due.map(|(lease, _)| lease.clone()).collect();
        runs.lose(&due);
        runs.next_stop = runs.by_lease.values().filter_map(ClaimedRun::stops_at).min();
        runs.next_stop
    }

    /// Waits until a run was added that is to be stopped before all others.
    pub(super) async fn earlier_stop(&self) {
        self.earlier_stop.notified().await;
    }

    /// Stops all handlers, and has their runs released.
    pub(super) fn release_all(&self) {
        self.lock().by_lease.values_mut().for_each(|run| run.stage.stop(Stop::Release));
    }

    fn lock(&self) -> MutexGuard<'_, Runs> {
        self.runs.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Runs {
    fn holds(&self, lease: &Lease, now: Instant) -> bool {
        self.by_lease.get(lease).is_some_and(|run| run.is_held(now))
    }

    /// Brings a run into its next stage; returns false if the worker does not have it any more.
    fn enter(&mut self, lease: &Lease, stage: Stage) -> bool {
        let Some(run) = self.by_lease.get_mut(lease) else { return false };
        let position = run.position;
        match &stage {
            Stage::Waiting => self.waiting.add(position),
            Stage::Running(_) => self.running.add(position),
            Stage::Settling => self.settling += 1,
        }
        let left = mem::replace(&mut run.stage, stage);
        self.leave(position, &left);
        true
    }

    /// Forgets a run; returns true if it had a slot.
    fn remove(&mut self, lease: &Lease) -> bool {
        let Some(run) = self.by_lease.remove(lease) else { return false };
        self.leave(run.position, &run.stage);
        matches!(run.stage, Stage::Running(_))
    }

    fn leave(&mut self, position: Position, stage: &Stage) {
        match stage {
            Stage::Waiting => self.waiting.subtract(position),
            Stage::Running(_) => {
                self.running.subtract(position);
                self.ended.add(position);
            }
            Stage::Settling => self.settling -= 1,
        }
    }

    /// Stops the runs of these leases, which are lost. Those that wait are gone, and not started.
    fn lose(&mut self, leases: &[Lease]) {
        for lease in leases {
            match self.by_lease.get_mut(lease) {
                Some(ClaimedRun { stage: Stage::Waiting, .. }) => {
                    self.remove(lease);
                }
                Some(run) => run.stage.stop(Stop::LeaseLost),
                None => {}
            }
        }
    }
}

impl ClaimedRun {
    fn is_held(&self, now: Instant) -> bool {
        self.held_until.is_none_or(|until| now < until)
    }

    /// Returns when it is to be stopped, unless that was done.
    fn stops_at(&self) -> Option<Instant> {
        match self.stage {
            Stage::Waiting | Stage::Running(Some(_)) => self.held_until,
            Stage::Running(None) | Stage::Settling => None,
        }
    }
}

impl Stage {
    fn stop(&mut self, reason: Stop) {
        if let Self::Running(stop) = self
            && let Some(stop) = stop.take()
        {
            // A run that has just ended no longer receives it.
            let _ = stop.send(reason);
        }
    }
}

impl Stopped {
    pub(super) async fn wait(self) -> Stop {
        match self.0.await {
            Ok(stop) => stop,
            Err(_) => pending().await,
        }
    }
}

/// The number of results on their way to the store with which no further handler is started.
const MOST_SETTLING: usize = 256;

//! The calls of a store, as transactions of the database.

use std::{
    sync::{Arc, atomic::AtomicUsize},
    time::SystemTime,
};

use sqlx::{PgPool, Postgres, Transaction};
use tokio::sync::Notify;

use super::{
    accept::accept,
    again::again,
    change,
    dictionary::Dictionary,
    error::Unfit,
    finish::{finish, finish_ordered},
    held::Held,
    new::New,
    patience::Patience,
    prune, rename,
    rows::row_of,
    run_counts::RunCounts,
    settle,
    shift::{Measured, Shift},
    sql::Schema,
    tokens::Tokens,
    unheld::Unheld,
    work::{Place, Work},
    writer::Group,
};
use crate::{
    Clock,
    inbox::{Change, Ended, NewEntry, Settled, Settlement, StoreError, StoreFuture},
};

/// An inbox in a database.
pub(super) struct Database {
    pub(super) pool: PgPool,
    pub(super) schema: Schema,
    /// Of the connection by which others wake this process.
    pub(super) listening: PgPool,
    pub(super) patience: Patience,
    pub(super) dictionary: Dictionary,
    /// For the claims of accepts.
    pub(super) tokens: Tokens,
    pub(super) unheld: Unheld,
    clock: Arc<dyn Clock>,
    measured: Measured,
    /// The number of runs that were claimed since the queue was vacuumed.
    pub(super) claimed: AtomicUsize,
    /// The name of this process among those that share the inbox.
    pub(super) name: String,
    pub(super) run_counts: RunCounts,
    pub(super) woken: Notify,
    /// Notified when other processes are to be told.
    pub(super) changed: Notify,
}

impl Database {
    pub(super) fn new(
        [pool, listening]: [PgPool; 2],
        schema: Schema,
        clock: Arc<dyn Clock>,
        patience: Patience,
    ) -> Self {
        Self {
            pool,
            listening,
            schema,
            patience,
            dictionary: Dictionary::new(schema),
            tokens: Tokens::default(),
            unheld: Unheld::default(),
            clock,
            measured: Measured::default(),
            claimed: AtomicUsize::new(0),
            name: format!("{:016x}", fastrand::u64(..)),
            run_counts: RunCounts::default(),
            woken: Notify::new(),
            changed: Notify::new(),
        }
    }

    pub(super) fn shift(&self) -> Shift {
        self.measured.get()
    }

    /// Compares the clock of this process with that of the database.
    pub(super) async fn measure_shift(&self) -> Result<(), StoreError> {
        self.patience.wait_for(self.measured.measure(&self.pool, self.schema, &*self.clock)).await
    }

    pub(super) fn now(&self) -> SystemTime {
        self.clock.now()
    }

    /// Returns the shift by which times are kept. It is measured anew if the clock of this process was set.
    pub(super) async fn shift_now(&self) -> Result<Shift, StoreError> {
        if self.measured.is_outdated(&*self.clock) {
            self.measure_shift().await?;
        }
        Ok(self.shift())
    }

    pub(super) async fn place(&self) -> Result<Place, StoreError> {
        Ok(Place { schema: self.schema, shift: self.shift_now().await? })
    }

    /// A connection for statements that need no transaction.
    pub(super) async fn hold(&self) -> Result<Held, StoreError> {
        Ok(Held::of(&self.pool, self.schema).await?)
    }

    pub(super) async fn begin(&self) -> Result<Work<'_>, StoreError> {
        Work::begin(&self.pool, self.place().await?, &self.dictionary).await
    }

    /// Begins a transaction that takes the handlers as they were named when they were looked up last.
    pub(super) async fn begin_unchecked(&self) -> Result<Work<'_>, StoreError> {
        Work::begin_unchecked(&self.pool, self.place().await?, &self.dictionary).await
    }

    /// Wakes who waits, here and in other processes.
    pub(super) fn wake(&self) {
        self.woken.notify_waiters();
        self.changed.notify_one();
    }

    /// Commits, and wakes who waits.
    pub(super) async fn commit(&self, work: Work<'_>) -> Result<(), StoreError> {
        if work.commit().await? {
            self.wake();
        }
        Ok(())
    }

    pub(super) async fn numbered<'a>(
        &self,
        entries: &[&'a NewEntry],
        shift: Shift,
    ) -> Result<Vec<New<'a>>, StoreError> {
        let numbers = self.dictionary.of_entries(&self.pool, entries).await?;
        let all = entries.iter().zip(numbers).map(|(entry, numbers)| New {
            entry,
            numbers,
            received_at: shift.to_database(entry.delivery.received_at()),
        });
        Ok(all.collect())
    }

    /// Ends claims that are done, of runs that are alone in their entries. `None` are the others.
    async fn finish(
        &self,
        settlements: &[&Settlement],
    ) -> Result<Vec<Option<Settled>>, StoreError> {
        let finished = finish(&self.pool, self.place().await?, settlements).await?;
        Ok(finished.into_iter().map(|is_finished| is_finished.then_some(Settled::Kept)).collect())
    }

    /// Ends claims in up to two transactions: the second takes what the first one could not.
    pub(super) async fn settle_ordered(
        &self,
        settlements: &[&Settlement],
    ) -> Result<Vec<Settled>, StoreError> {
        let finished = again(|| self.finish_ordered(settlements)).await?;
        let rest = left(settlements, &finished);
        let of_rest = match &rest[..] {
            [] => Vec::new(),
            rest => again(|| self.settle_rest(rest)).await?,
        };
        together(finished, of_rest)
    }

    async fn finish_ordered(&self, settlements: &[&Settlement]) -> Result<Vec<bool>, StoreError> {
        let mut work = self.begin_unchecked().await?;
        let finished = finish_ordered(&mut work, settlements).await?;
        self.commit(work).await?;
        Ok(finished)
    }

    async fn settle_rest(&self, settlements: &[&Settlement]) -> Result<Vec<Settled>, StoreError> {
        for settlement in settlements {
            self.name_routed(settlement).await?;
        }
        let mut work = self.begin().await?;
        let settled = settle::settle(&mut work, settlements).await?;
        self.commit(work).await?;
        Ok(settled)
    }

    /// Ends a claim in the transaction of its handler, and commits both.
    pub(super) async fn settle_within(
        &self,
        transaction: Transaction<'static, Postgres>,
        settlement: &Settlement,
    ) -> Result<Settled, StoreError> {
        let place = self.place().await?;
        let mut work = Work::of_handler(transaction, place, &self.dictionary).await?;
        let settled = settle::settle(&mut work, &[settlement]).await?;
        if settled != [Settled::Kept] {
            return Ok(Settled::LeaseLost);
        }
        self.commit(work).await?;
        Ok(Settled::Kept)
    }

    /// Gives the handlers that were found numbers.
    async fn name_routed(&self, settlement: &Settlement) -> Result<(), StoreError> {
        let Ended::Routed(runs) = &settlement.ended else { return Ok(()) };
        if runs.is_empty() {
            return Ok(());
        }
        let find = self.schema.scalar(ENDPOINT_OF).bind(row_of(settlement.lease.entry));
        let endpoint: Option<i32> = find.fetch_optional(&mut *self.hold().await?).await?;
        let Some(endpoint) = endpoint else { return Ok(()) };
        for run in runs {
            self.dictionary.name_handler(&self.pool, endpoint, &run.handler).await?;
        }
        Ok(())
    }

    pub(super) async fn change(&self, change: &Change) -> Result<u64, StoreError> {
        match change {
            Change::NameHandlers { endpoint, handlers, at } => {
                let endpoint = self.dictionary.endpoint(&self.pool, endpoint).await?;
                for handler in handlers {
                    self.dictionary.name_handler(&self.pool, endpoint, &handler.name).await?;
                    for former in &handler.formerly {
                        self.dictionary.name_handler(&self.pool, endpoint, former).await?;
                    }
                }
                let mut work = self.begin().await?;
                if rename::are_named(&mut work, endpoint, handlers).await? {
                    return Ok(0);
                }
                drop(work);
                let place = self.place().await?;
                let mut work = Work::begin_alone(&self.pool, place, &self.dictionary).await?;
                let taken = rename::name_handlers(&mut work, endpoint, handlers, *at).await?;
                self.commit(work).await?;
                Ok(taken)
            }
            Change::LeaveQuarantine { number, entries } => self.release(*number, entries).await,
            Change::Pause { endpoint } | Change::Resume { endpoint } => {
                let endpoint = self.dictionary.endpoint(&self.pool, endpoint).await?;
                let mut work = self.begin().await?;
                let changed = work.pause(endpoint, matches!(change, Change::Pause { .. })).await?;
                self.commit(work).await?;
                Ok(changed)
            }
            Change::Count { day, endpoint, tally } => {
                let endpoint = self.dictionary.endpoint(&self.pool, endpoint).await?;
                let mut work = self.begin().await?;
                work.counts.add(*day, endpoint, "".into(), *tally);
                self.commit(work).await?;
                Ok(0)
            }
            Change::Quarantine { unproved, at_most } => {
                let endpoint = self.dictionary.endpoint(&self.pool, &unproved.endpoint).await?;
                let mut work = self.begin().await?;
                let kept = work.quarantine(endpoint, unproved, *at_most).await?;
                self.commit(work).await?;
                Ok(kept)
            }
            change => self.change_rows(change).await,
        }
    }

    async fn change_rows(&self, change: &Change) -> Result<u64, StoreError> {
        let mut work = self.begin().await?;
        let changed = match change {
            Change::Prune(prune) => prune::prune(&mut work, prune).await?,
            Change::Probe => work.probe().await?,
            change => change::change_runs(&mut work, change).await?.unwrap_or_default(),
        };
        self.commit(work).await?;
        Ok(changed)
    }

    async fn release(&self, number: u64, entries: &[NewEntry]) -> Result<u64, StoreError> {
        let entries: Vec<_> = entries.iter().collect();
        let all = self.numbered(&entries, self.shift_now().await?).await?;
        let mut work = self.begin().await?;
        let released = work.leave_quarantine(number).await?;
        if released > 0 {
            accept(&mut work, &all).await?;
        }
        self.commit(work).await?;
        Ok(released)
    }
}

/// The settlements that are not finished.
fn left<'a>(settlements: &[&'a Settlement], finished: &[bool]) -> Vec<&'a Settlement> {
    let all = settlements.iter().zip(finished);
    all.filter(|(_, finished)| !**finished).map(|(settlement, _)| *settlement).collect()
}

/// Both together, in the order of all.
fn together(finished: Vec<bool>, of_rest: Vec<Settled>) -> Result<Vec<Settled>, StoreError> {
    let mut of_rest = of_rest.into_iter();
    let settled = finished
        .into_iter()
        .map(|is_finished| if is_finished { Some(Settled::Kept) } else { of_rest.next() });
    settled.collect::<Option<_>>().ok_or_else(|| Unfit::NoAnswer.into())
}

const ENDPOINT_OF: &str = "SELECT endpoint FROM hookport.deliveries WHERE id = $1";

/// The writer of groups of settlements.
pub(super) struct Settlements(pub(super) Arc<Database>);

impl Group for Settlements {
    type Input = Settlement;
    type Output = Settled;

    fn write_plain<'a>(
        &'a self,
        inputs: &'a [Settlement],
    ) -> StoreFuture<'a, Vec<Option<Settled>>> {
        Box::pin(async move {
            let all: Vec<_> = inputs.iter().collect();
            self.0.patience.wait_for(again(|| self.0.finish(&all))).await
        })
    }

    fn write<'a>(&'a self, inputs: &'a [Settlement]) -> StoreFuture<'a, Vec<Settled>> {
        Box::pin(async move {
            let all: Vec<_> = inputs.iter().collect();
            self.0.patience.wait_for(self.0.settle_ordered(&all)).await
        })
    }

    fn weight(_: &Settlement) -> usize {
        1024
    }
}

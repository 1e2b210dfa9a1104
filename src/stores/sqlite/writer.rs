//! The one thread that writes: what waits for it goes into one commit.

use std::{io, sync::Arc, thread, time::Duration};

use rusqlite::{Connection, Transaction, TransactionBehavior};
use tokio::sync::{Notify, mpsc, oneshot};

use super::{
    error::{GroupError, Unfit},
    file::{DatabaseFile, Identity},
    guest::Guard,
    job::{Job, Step},
    names::Names,
    schema,
    work::Work,
};
use crate::{inbox::StoreError, panic::caught};

/// A message to the writer thread.
pub(super) enum Message {
    /// Do this.
    Do(Box<dyn Job>),
    /// Do what was told before, close the file, and say so.
    Close(oneshot::Sender<()>),
}

/// The one that writes.
pub(super) struct Writer {
    open: Open,
    file: DatabaseFile,
    patience: Duration,
    messages: mpsc::Receiver<Message>,
    woken: Arc<Notify>,
}

/// A connection, and the file that it was opened on.
struct Open {
    db: Connection,
    guard: Guard,
    names: Names,
    identity: Identity,
}

impl Writer {
    /// Opens the file, and makes it if there is none.
    pub(super) fn open(
        file: DatabaseFile,
        patience: Duration,
        messages: mpsc::Receiver<Message>,
        woken: Arc<Notify>,
    ) -> Result<Self, StoreError> {
        let open = Open::new(&file, true, patience)?;
        Ok(Self { open, file, patience, messages, woken })
    }

    /// Writes on a thread of its own until nobody can tell it anything any more.
    pub(super) fn start(self) -> io::Result<()> {
        thread::Builder::new().name("hookport-sqlite".to_owned()).spawn(|| self.run())?;
        Ok(())
    }

    fn run(mut self) {
        let mut messages = Vec::new();
        let mut closing = Vec::new();
        while self.messages.blocking_recv_many(&mut messages, LARGEST_GROUP) > 0 {
            let mut group = Vec::new();
            for message in messages.drain(..) {
                match message {
                    Message::Do(job) => group.push(job),
                    Message::Close(closed) => {
                        self.messages.close();
                        closing.push(closed);
                    }
                }
            }
            self.commit(group);
        }
        drop(self.open);
        for closed in closing {
            _ = closed.send(());
        }
    }

    /// Does all jobs of a group in one transaction, and answers each after the commit.
    fn commit(&mut self, mut group: Vec<Box<dyn Job>>) {
        if group.is_empty() {
            return;
        }
        let written = self.write(&mut group);
        if matches!(written, Ok(Written { wakes: true })) {
            self.woken.notify_waiters();
        }
        for job in group {
            job.answer(written.clone().map(drop));
        }
    }

    /// Begins anew without what failed half-way, as long as little does.
    fn write(&mut self, group: &mut [Box<dyn Job>]) -> Result<Written, GroupError> {
        self.reopen_if_replaced()?;
        for _ in 0..FAILURES {
            match self.open.write(group) {
                Err(Failure::OfOne) => {}
                Err(Failure::OfAll(error)) => return Err(error),
                Ok(written) => return Ok(written),
            }
        }
        Err(GroupError::new(Unfit::RolledBack))
    }

    /// A write to a removed file is lost: the file is never written to again, and never
    /// made anew. A backup that was put in its place is opened.
    fn reopen_if_replaced(&mut self) -> Result<(), GroupError> {
        if self.file.identity()? == self.open.identity {
            return Ok(());
        }
        self.open = Open::new(&self.file, false, self.patience).map_err(GroupError::new)?;
        Ok(())
    }
}

/// A group that was written.
#[derive(Clone, Copy)]
struct Written {
    /// True if a run may be claimable now.
    wakes: bool,
}

/// The reason why a group was not written.
enum Failure {
    /// One job left a half of itself, or lost the transaction. It has failed, and is left out when
    /// the others are done again.
    OfOne,
    OfAll(GroupError),
}

impl From<rusqlite::Error> for Failure {
    fn from(error: rusqlite::Error) -> Self {
        Self::OfAll(error.into())
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Self::OfAll(error.into())
    }
}

impl Open {
    fn new(file: &DatabaseFile, create: bool, patience: Duration) -> Result<Self, StoreError> {
        let mut db = schema::writer(file.path(), create, patience)?;
        let guard = Guard::new(&mut db)?;
        let names = Names::default();
        Ok(Self { db, guard, names, identity: file.identity()? })
    }

    /// Nothing is written unless all is: what is dropped on the way rolls back.
    fn write(&self, group: &mut [Box<dyn Job>]) -> Result<Written, Failure> {
        let written = self.write_all(group);
        if written.is_err() {
            self.names.forget();
        }
        written
    }

    fn write_all(&self, group: &mut [Box<dyn Job>]) -> Result<Written, Failure> {
        let transaction = Transaction::new_unchecked(&self.db, TransactionBehavior::Immediate)?;
        let mut work = Work::new(&transaction, &self.guard, &self.names);
        work.check_names()?;
        for job in group {
            let step = caught(|| job.run(&mut work)).unwrap_or_else(|_| {
                job.panicked();
                Step::Half
            });
            if step == Step::Half || self.db.is_autocommit() {
                return Err(Failure::OfOne);
            }
        }
        let written = Written { wakes: work.wakes() };
        work.write_counts()?;
        transaction.commit()?;
        Ok(written)
    }
}

/// The most jobs of a group that may fail half-way before all fail.
const FAILURES: usize = 4;

/// The most jobs in one commit.
const LARGEST_GROUP: usize = 256;

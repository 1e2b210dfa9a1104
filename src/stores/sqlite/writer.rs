//! The one thread that writes: what waits for it goes into one commit.

use std::{
    io,
    sync::Arc,
    thread,
    time::{Duration, Instant},
};

use rusqlite::{Connection, Transaction, TransactionBehavior};
use tokio::sync::{Notify, mpsc, oneshot};

use super::{
    error::{GroupError, Unfit},
    file::{Change, DatabaseFile, Found},
    guest::Guard,
    job::{Job, Step},
    known_requests::KnownRequests,
    names::Names,
    own_bytes::{Doubt, OwnBytes},
    own_wal, reading, schema,
    work::Work,
};
use crate::{error_text::chain, inbox::StoreError, log::log, panic::caught};

/// A message to the writer thread.
pub(super) enum Message {
    /// Do this.
    Do(Box<dyn Job>),
    /// Do what was told before, close the file, and say so.
    Close(oneshot::Sender<()>),
}

/// The one that writes.
pub(super) struct Writer {
    state: State,
    file: DatabaseFile,
    patience: Duration,
    /// True if another process held the lock for too long, and may still hold it.
    is_locked: bool,
    messages: mpsc::Receiver<Message>,
    woken: Arc<Notify>,
}

enum State {
    Open(Open),
    /// Another file was put in the place of the one that was open. It is opened, unless it was
    /// refused a moment ago.
    Replaced(Option<Refused>),
    /// Only a restart can tell what is there.
    Ended(GroupError),
}

/// Files that were not opened, and why.
struct Refused {
    found: Found,
    at: Instant,
    error: GroupError,
}

/// A connection to the file, and what was prepared for it.
struct Open {
    db: Connection,
    guard: Guard,
    names: Names,
    requests: KnownRequests,
    bytes: OwnBytes,
    /// The longest wait for the lock of another process.
    patience: Duration,
}

impl Writer {
    /// Opens the file, and makes it if there is none and `create` says so.
    pub(super) fn open(
        file: DatabaseFile,
        create: bool,
        patience: Duration,
        messages: mpsc::Receiver<Message>,
        woken: Arc<Notify>,
    ) -> Result<Self, StoreError> {
        let open = Open::new(&file, create, patience)?;
        let state = State::Open(open);
        Ok(Self { state, file, patience, is_locked: false, messages, woken })
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
        self.close();
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
        // A group that only looked took no lock, and cannot tell.
        if !matches!(written, Ok(Written::Nothing)) {
            self.set_locked(matches!(&written, Err(error) if error.is_locked()));
        }
        if matches!(written, Ok(Written::All { wakes: true })) {
            self.woken.notify_waiters();
        }
        for job in group {
            job.answer(written.clone().map(drop));
        }
    }

    /// Waits for a lock once. After that each group looks whether it is still held, and its senders
    /// get their answers at once.
    fn set_locked(&mut self, is_locked: bool) {
        if is_locked == self.is_locked {
            return;
        }
        self.is_locked = is_locked;
        let patience = if is_locked { self.patience.min(WHILE_LOCKED) } else { self.patience };
        if let State::Open(open) = &mut self.state {
            open.patience = patience;
        }
    }

    /// Begins anew without what failed half-way, as long as little does.
    fn write(&mut self, group: &mut [Box<dyn Job>]) -> Result<Written, GroupError> {
        let file = self.file.clone();
        let open = self.open_file()?;
        for _ in 0..FAILURES {
            match open.write(group, &file) {
                Err(Failure::One) => {}
                Err(Failure::All(error)) => return Err(error),
                Err(Failure::File(change)) => return Err(self.leave(change)),
                Ok(written) => return Ok(written),
            }
        }
        Err(GroupError::new(Unfit::RolledBack))
    }

    /// Returns what is open, if that is what lies at the path. Another file that was put there is
    /// opened, as at a start.
    fn open_file(&mut self) -> Result<&Open, GroupError> {
        if matches!(self.state, State::Open(_))
            && let Err(change) = self.file.check()
        {
            let is_another_file = matches!(change, Change::File);
            let error = self.leave(change);
            if !is_another_file {
                return Err(error);
            }
        }
        if let State::Replaced(refused) = &self.state {
            let found = self.file.find().map_err(GroupError::new)?;
            let is_known = refused.as_ref().is_some_and(|refused| refused.found == found);
            if let Some(refused) = refused
                && is_known
                && refused.at.elapsed() < BETWEEN_OPENINGS
            {
                return Err(refused.error.clone());
            }
            self.reopen(found, is_known)?;
        }
        match &self.state {
            State::Open(open) => Ok(open),
            State::Replaced(_) => Err(GroupError::new(Unfit::Replaced)),
            State::Ended(error) => Err(error.clone()),
        }
    }

    fn reopen(&mut self, found: Found, is_logged: bool) -> Result<(), GroupError> {
        match Open::new(&self.file, false, self.patience).map_err(GroupError::new) {
            Ok(open) => {
                log!(WARN, "the file of the inbox was replaced, and the new one was opened");
                self.state = State::Open(open);
                Ok(())
            }
            Err(error) => {
                if !is_logged {
                    log!(ERROR, "the inbox cannot be opened again", error = chain(&error));
                }
                self.file.closed(error.clone());
                let refused = Refused { found, at: Instant::now(), error: error.clone() };
                self.state = State::Replaced(Some(refused));
                Err(error)
            }
        }
    }

    /// Lets go of what is open, as far as what lies at the path is not that any more.
    ///
    /// The commits in a `-wal` that was removed are moved into the file, which is still the
    /// right one: it would be lost at the end of the process. Beside another `-wal` nothing is
    /// written: it may be that of another process, which shares the locks.
    fn leave(&mut self, change: Change) -> GroupError {
        let State::Open(open) = &self.state else {
            return change.into();
        };
        let change = match change {
            Change::NoWal if open.check_bytes(&self.file).is_err() => Change::Bytes,
            change => change,
        };
        let is_another_file = match &change {
            Change::Gone | Change::NotOpen(_) | Change::Unknown(_) => return change.into(),
            Change::NoWal if !open.empty_the_wal() => return change.into(),
            Change::File => true,
            Change::NoWal | Change::Wal | Change::Shm | Change::Bytes => false,
        };
        let error = GroupError::from(change);
        log!(ERROR, "the inbox is not written to any more", error = chain(&error));
        self.file.closed(error.clone());
        open.leave_the_wal();
        self.state =
            if is_another_file { State::Replaced(None) } else { State::Ended(error.clone()) };
        error
    }

    /// Closes the file. If no other process has it open, SQLite moves the `-wal` into it, and
    /// removes what lies at the path of the `-wal`.
    fn close(self) {
        if let State::Open(open) = &self.state
            && !(matches!(self.file.check(), Ok(_) | Err(Change::NoWal))
                && open.check_bytes(&self.file).is_ok())
        {
            open.leave_the_wal();
        }
    }
}

/// The part of a group that was written.
#[derive(Clone, Copy)]
enum Written {
    /// No job had anything to do, and no lock was taken.
    Nothing,
    All {
        /// True if a run may be claimable now.
        wakes: bool,
    },
}

/// The reason why a group was not written.
enum Failure {
    /// One job left a half of itself, or lost the transaction. It has failed, and is left out when
    /// the others are done again.
    One,
    All(GroupError),
    /// The file at the path is not the one that is open.
    File(Change),
}

impl From<rusqlite::Error> for Failure {
    fn from(error: rusqlite::Error) -> Self {
        Self::All(error.into())
    }
}

impl From<Change> for Failure {
    fn from(change: Change) -> Self {
        Self::File(change)
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Self::All(error.into())
    }
}

impl Open {
    fn new(file: &DatabaseFile, create: bool, patience: Duration) -> Result<Self, StoreError> {
        let mut db = schema::writer(file.path(), create, patience)?;
        let guard = Guard::new(&mut db)?;
        file.opened()?;
        db.busy_timeout(BETWEEN_LOOKS)?;
        Ok(Self {
            db,
            guard,
            names: Names::default(),
            requests: KnownRequests::default(),
            bytes: OwnBytes::default(),
            patience,
        })
    }

    /// Moves all of the `-wal` into the file. It fails while another process reads an older state.
    fn empty_the_wal(&self) -> bool {
        let busy = self.db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0));
        busy == Ok(false)
    }

    /// SQLite would move the `-wal` into the file, and remove it by its path, which may be that of
    /// another file now.
    fn leave_the_wal(&self) {
        if let Err(error) = reading::leave_the_wal(&self.db) {
            log!(WARN, "a setting of the inbox was not changed", error = chain(&error));
        }
    }

    /// Checks that the file has its own bytes; see [`OwnBytes::check`].
    fn check_bytes(&self, file: &DatabaseFile) -> Result<Option<i64>, Failure> {
        self.bytes.check(&self.db, file.path()).map_err(|doubt| match doubt {
            // Another file at the path has other bytes, too.
            Doubt::Foreign => Failure::File(file.check().err().unwrap_or(Change::Bytes)),
            Doubt::Unread(error) => error.into(),
            Doubt::Unfound(error) => Failure::File(Change::Unknown(error)),
        })
    }

    /// Returns the generation that the file alone has, if it is the newest, and synced.
    ///
    /// Another process may write and move its `-wal` between two looks, so that they do not fit together.
    /// Only the check with the lock decides whether the bytes are foreign.
    fn caught_up(&self, file: &DatabaseFile) -> Result<Option<i64>, Failure> {
        let Ok(Some(generation)) = self.check_bytes(file) else { return Ok(None) };
        file.check()?;
        Ok(own_wal::move_wal(&self.db)?.then_some(generation))
    }

    /// Begins to write. The lock of another process is waited for.
    ///
    /// SQLite looks for it ever more seldom, ten times a second at last: beside a process that writes
    /// without a pause it might never find it free.
    fn begin(&self) -> rusqlite::Result<Transaction<'_>> {
        let until = Instant::now() + self.patience;
        loop {
            match Transaction::new_unchecked(&self.db, TransactionBehavior::Immediate) {
                Err(error) if schema::is_busy(&error) && Instant::now() < until => {
                    thread::sleep(BETWEEN_LOOKS);
                }
                begun => return begun,
            }
        }
    }

    /// Nothing is written unless all is: what is dropped on the way rolls back.
    fn write(&self, group: &mut [Box<dyn Job>], file: &DatabaseFile) -> Result<Written, Failure> {
        if self.have_nothing_to_do(group)? {
            return Ok(Written::Nothing);
        }
        let written = self.write_all(group, file);
        if written.is_err() {
            self.names.forget();
            self.requests.forget();
        }
        written
    }

    /// Returns true if no job of a group has anything to do. That takes no lock, and writes nothing.
    fn have_nothing_to_do(&self, group: &mut [Box<dyn Job>]) -> Result<bool, Failure> {
        if !group.iter().all(|job| job.can_look()) {
            return Ok(false);
        }
        let state = Transaction::new_unchecked(&self.db, TransactionBehavior::Deferred)?;
        let work = Work::new(&state, &self.guard, &self.names, &self.requests);
        work.check_names()?;
        Ok(group.iter_mut().all(|job| job.look(&work)))
    }

    /// Looks at the path with the lock held: so nobody else has opened another `-wal` and written to
    /// it. And once more at the end: who gets 2xx has a delivery in a file that is there.
    fn write_all(
        &self,
        group: &mut [Box<dyn Job>],
        file: &DatabaseFile,
    ) -> Result<Written, Failure> {
        let caught_up = self.caught_up(file)?;
        let transaction = self.begin()?;
        file.check()?;
        self.check_bytes(file)?;
        if let Some(generation) = caught_up {
            own_wal::raise_generation(&transaction, generation)?;
        }
        schema::check_version(&transaction).map_err(Failure::All)?;
        let mut work = Work::new(&transaction, &self.guard, &self.names, &self.requests);
        work.check_names()?;
        for job in group {
            let step = caught(|| job.run(&mut work)).unwrap_or_else(|_| {
                job.panicked();
                Step::Half
            });
            if step == Step::Half || self.db.is_autocommit() {
                return Err(Failure::One);
            }
        }
        let written = Written::All { wakes: work.wakes() };
        work.finish()?;
        transaction.commit()?;
        file.check()?;
        Ok(written)
    }
}

/// The most jobs of a group that may fail half-way before all fail.
const FAILURES: usize = 4;

/// The wait for a lock that is known to be held. Another process that only writes a lot lets go in
/// between.
const WHILE_LOCKED: Duration = Duration::from_millis(25);

/// The pause after which a file that was refused is looked at again, if it still lies there.
const BETWEEN_OPENINGS: Duration = Duration::from_secs(1);

/// The pause after which the lock of another process is looked for again.
const BETWEEN_LOOKS: Duration = Duration::from_millis(1);

/// The most jobs in one commit.
const LARGEST_GROUP: usize = 256;

//! Connections that only read, beside the one that writes.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use rusqlite::Connection;
use tokio::{sync::Semaphore, task};

use super::{
    error::Unfit,
    file::{DatabaseFile, Files},
    guest::Guard,
    reading,
};
use crate::inbox::StoreError;

/// Connections that only read. No more are busy at a time than there are permits.
#[derive(Clone)]
pub(super) struct Readers(Arc<Inner>);

struct Inner {
    file: DatabaseFile,
    patience: Duration,
    permits: Arc<Semaphore>,
    /// The number of permits.
    at_most: u32,
    idle: Mutex<Vec<Reader>>,
}

/// A connection, and the files that it was opened on.
struct Reader {
    db: Connection,
    guard: Guard,
    files: Arc<Files>,
}

impl Readers {
    pub(super) fn new(file: DatabaseFile, at_most: usize, patience: Duration) -> Self {
        // Semaphores of 32 bits hold less than `u32::MAX`.
        let at_most = u32::try_from(at_most.min(Semaphore::MAX_PERMITS)).unwrap_or(u32::MAX);
        Self(Arc::new(Inner {
            file,
            patience,
            permits: Arc::new(Semaphore::new(at_most as usize)),
            at_most,
            idle: Mutex::default(),
        }))
    }

    /// Looks at one state of the file, on a thread that may block.
    pub(super) async fn look<T: Send + 'static>(
        &self,
        look: impl FnOnce(&Connection) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        self.work(move |reader| reader.look(look)).await
    }

    /// As [`look`](Self::look), for a closure of the user's.
    pub(super) async fn look_as_guest<T: Send + 'static>(
        &self,
        look: impl FnOnce(&Connection) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let watched = move |reader: &Reader| reader.look(|db| reader.guard.watch(|| look(db)));
        self.work(watched).await
    }

    /// Waits until all that reads has ended, lets nobody read any more, and closes what is open.
    pub(super) async fn close(&self) {
        // It fails if another call was faster. Who asks later is behind it.
        let all = self.0.permits.acquire_many(self.0.at_most).await;
        self.0.permits.close();
        drop(all);
        self.0.idle.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    async fn work<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Reader) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let inner = Arc::clone(&self.0);
        let with_reader = move |_: &DatabaseFile| {
            let reader = inner.take()?;
            let found = work(&reader);
            inner.put_back(reader);
            found
        };
        self.with_file(with_reader).await
    }

    /// Works with the file, on a thread that may block, as one of those that read.
    pub(super) async fn with_file<T: Send + 'static>(
        &self,
        work: impl FnOnce(&DatabaseFile) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let permits = Arc::clone(&self.0.permits);
        let permit = permits.acquire_owned().await.map_err(|_| Unfit::Closed)?;
        let inner = Arc::clone(&self.0);
        let worked = task::spawn_blocking(move || {
            let done = work(&inner.file);
            drop(permit);
            done
        });
        worked.await.map_err(|_| Unfit::Panicked)?
    }
}

impl Inner {
    /// A connection to the file that is open, if that is still the one at its path.
    fn take(&self) -> Result<Reader, StoreError> {
        let files = self.file.check()?;
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        idle.retain(|reader| Arc::ptr_eq(&reader.files, &files));
        let reader = idle.pop();
        drop(idle);
        reader.map_or_else(|| Reader::open(&self.file, files, self.patience), Ok)
    }

    fn put_back(&self, reader: Reader) {
        if reader.db.is_autocommit() && !self.permits.is_closed() {
            self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(reader);
        }
    }
}

impl Reader {
    fn open(
        file: &DatabaseFile,
        files: Arc<Files>,
        patience: Duration,
    ) -> Result<Self, StoreError> {
        let mut db = reading::open(file.path(), patience)?;
        let guard = Guard::new(&mut db)?;
        Ok(Self { db, guard, files })
    }

    /// Looks at one state of the file: what is written meanwhile does not show.
    fn look<T>(
        &self,
        look: impl FnOnce(&Connection) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let snapshot = self.db.unchecked_transaction()?;
        look(&snapshot)
    }
}

use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::Notify;

use super::soon;

pub(crate) type Log = Notes<String>;

/// The ids of the orders that handlers were called for.
pub(crate) type Calls = Notes<u64>;

/// The notes of handlers, in order, and the orders that they are to fail at.
#[derive(Debug, Clone)]
pub(crate) struct Notes<T>(Arc<Inner<T>>);

#[derive(Debug)]
struct Inner<T> {
    notes: Mutex<Vec<T>>,
    changed: Notify,
    failing: Mutex<Vec<u64>>,
}

impl<T: Clone + PartialEq> Notes<T> {
    /// Writes something down, and returns how often it was there before.
    pub(crate) fn note(&self, note: impl Into<T>) -> usize {
        let note = note.into();
        let mut notes = self.0.notes.lock().unwrap_or_else(PoisonError::into_inner);
        let before = notes.iter().filter(|there| **there == note).count();
        notes.push(note);
        self.0.changed.notify_waiters();
        before
    }

    pub(crate) fn notes(&self) -> Vec<T> {
        self.0.notes.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Returns the notes, and forgets them.
    pub(crate) fn taken(&self) -> Vec<T> {
        std::mem::take(&mut *self.0.notes.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Waits until there are so many notes.
    pub(crate) async fn has(&self, count: usize) -> Vec<T> {
        soon(async {
            loop {
                let changed = self.0.changed.notified();
                if self.notes().len() >= count {
                    return self.notes();
                }
                changed.await;
            }
        })
        .await
    }

    pub(crate) fn fail(&self, orders: impl IntoIterator<Item = u64>) {
        *self.0.failing.lock().unwrap() = orders.into_iter().collect();
    }

    pub(crate) fn fails(&self, order: u64) -> bool {
        self.0.failing.lock().unwrap().contains(&order)
    }
}

impl<T> Default for Notes<T> {
    fn default() -> Self {
        Self(Arc::new(Inner {
            notes: Mutex::default(),
            changed: Notify::new(),
            failing: Mutex::default(),
        }))
    }
}

//! The numbers of endpoints, handlers and kinds, so that they need not be looked up each time.

use std::{
    cell::{Cell, RefCell},
    collections::HashMap,
    sync::Arc,
};

/// Numbers that were looked up before. Names come from the program, never from a sender. A name
/// keeps its number until handlers are renamed.
#[derive(Debug, Default)]
pub(super) struct Names {
    numbers: RefCell<HashMap<i64, HashMap<Arc<str>, i64>>>,
    kinds: RefCell<HashMap<Box<[u8]>, i64>>,
    /// By the number of the kind.
    counted_as: RefCell<HashMap<i64, Arc<str>>>,
    /// The count of renamings at the time of the look-up.
    renamings: Cell<i64>,
}

impl Names {
    /// The number of a name that is one of this owner's.
    pub(super) fn find(&self, owner: i64, name: &str) -> Option<i64> {
        self.numbers.borrow().get(&owner)?.get(name).copied()
    }

    /// Remembers a number.
    pub(super) fn learn(&self, owner: i64, name: &str, number: i64) {
        self.numbers.borrow_mut().entry(owner).or_default().insert(name.into(), number);
    }

    /// The number of a kind that was looked up before, by all that it says.
    pub(super) fn find_kind(&self, description: &[u8]) -> Option<i64> {
        self.kinds.borrow().get(description).copied()
    }

    /// Remembers the number of a kind.
    pub(super) fn learn_kind(&self, description: &[u8], number: i64) {
        self.kinds.borrow_mut().insert(description.into(), number);
    }

    /// The event that deliveries of a kind are counted as, if it was looked up before.
    pub(super) fn counted_as(&self, kind: i64) -> Option<Arc<str>> {
        self.counted_as.borrow().get(&kind).cloned()
    }

    /// Remembers what deliveries of a kind are counted as.
    pub(super) fn learn_counted_as(&self, kind: i64, event: &Arc<str>) {
        self.counted_as.borrow_mut().insert(kind, Arc::clone(event));
    }

    /// Forgets all if handlers were renamed since, by whatever process.
    pub(super) fn hold_since(&self, renamings: i64) {
        if self.renamings.replace(renamings) != renamings {
            self.forget();
        }
    }

    /// Forgets all, as when the transaction in which some of it was written is undone.
    pub(super) fn forget(&self) {
        self.numbers.borrow_mut().clear();
        self.kinds.borrow_mut().clear();
        self.counted_as.borrow_mut().clear();
    }
}

/// The owner of the endpoints; handlers belong to the number of their endpoint, which is higher.
pub(super) const ENDPOINTS: i64 = 0;

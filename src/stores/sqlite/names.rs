//! The numbers of endpoints and handlers, so that they need not be looked up each time.

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

    /// Forgets all if handlers were renamed since, by whatever process.
    pub(super) fn hold_since(&self, renamings: i64) {
        if self.renamings.replace(renamings) != renamings {
            self.forget();
        }
    }

    /// Forgets all, as when the transaction in which some of it was written is undone.
    pub(super) fn forget(&self) {
        self.numbers.borrow_mut().clear();
    }
}

/// The owner of the endpoints; handlers belong to the number of their endpoint, which is higher.
pub(super) const ENDPOINTS: i64 = 0;

//! The numbers of endpoints and handlers, so that they need not be looked up each time.

use std::{cell::RefCell, collections::HashMap, sync::Arc};

/// Numbers that were looked up before. Names come from the program, never from a sender, and a
/// name keeps its number for good.
#[derive(Debug, Default)]
pub(super) struct Names(RefCell<HashMap<i64, HashMap<Arc<str>, i64>>>);

impl Names {
    /// The number of a name that is one of this owner's.
    pub(super) fn find(&self, owner: i64, name: &str) -> Option<i64> {
        self.0.borrow().get(&owner)?.get(name).copied()
    }

    /// Remembers a number.
    pub(super) fn learn(&self, owner: i64, name: &str, number: i64) {
        self.0.borrow_mut().entry(owner).or_default().insert(name.into(), number);
    }

    /// Forgets all, as the transaction in which some of it was written is undone.
    pub(super) fn forget(&self) {
        self.0.borrow_mut().clear();
    }
}

/// The owner of the endpoints; handlers belong to the number of their endpoint, which is higher.
pub(super) const ENDPOINTS: i64 = 0;

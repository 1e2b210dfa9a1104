//! A receiver that is made of a configuration file: checked before its store is opened.

use std::sync::Arc;

use super::{Problem, Receiver, check};
use crate::inbox::{Duty, Store};

impl Receiver {
    /// Returns all that is wrong with the receiver.
    pub(crate) fn problems(&self) -> Vec<Problem> {
        check::problems(self)
    }

    /// Replaces the store.
    pub(crate) fn on(self, store: Arc<dyn Store>) -> Self {
        Self { store, ..self }
    }

    /// Adds parts of the work that neither the role nor an endpoint tells.
    pub(crate) fn with_duties(mut self, duties: impl IntoIterator<Item = Duty>) -> Self {
        self.duties.extend(duties);
        self
    }
}

//! From a configuration to a receiver, with all mistakes that a single table does not show.

mod console;
mod destinations;
mod endpoint;
mod not_opened;
mod provider;
mod receiver;
mod source;
mod tls;
mod top;

use super::{
    config::{Config, KeyPath, Mistake},
    secrets::Values,
};

pub(super) use receiver::{Built, built};

/// What is opened while a receiver is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Opening {
    /// The files of destinations.
    Files,
    /// Nothing: the configuration is only checked.
    Nothing,
}

/// A configuration that is being made into a receiver.
struct Building<'a> {
    config: &'a Config,
    values: &'a Values,
    opening: Opening,
    mistakes: Vec<Mistake>,
    warnings: Vec<Mistake>,
}

impl Building<'_> {
    fn mistake(&mut self, at: KeyPath, problem: impl Into<String>) {
        self.mistakes.push(Mistake::new(at, problem));
    }

    fn warn(&mut self, at: KeyPath, problem: impl Into<String>) {
        self.warnings.push(Mistake::new(at, problem));
    }
}

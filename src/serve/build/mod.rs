//! From a configuration to a receiver, with all mistakes that a single table does not show.

mod accounts;
mod console;
mod destinations;
mod endpoint;
mod inbox;
mod metrics;
#[cfg(feature = "otlp")]
mod otlp;
mod passed_on;
mod provider;
mod receiver;
mod source;
mod tls;
mod top;
mod unused;

#[cfg(feature = "otlp")]
use super::problem::Problems;
use super::{
    config::{Config, KeyPath, Mistake},
    secrets::Values,
};
#[cfg(feature = "otlp")]
use crate::telemetry::Otlp;

pub(super) use accounts::with_accounts_in_inbox;
pub(super) use inbox::inbox_url;
pub(super) use metrics::Measured;
pub(super) use passed_on::PassedOn;
pub(super) use receiver::{Built, built};

/// The things to open while a receiver is made.
#[derive(Debug, Clone, Copy)]
pub(super) enum Opening<'a> {
    /// The files of destinations, and the pages of what is measured. It goes on with what the receiver before had.
    All { measured: &'a Measured, before: &'a PassedOn },
    /// Nothing: the configuration is only checked.
    Nothing,
}

/// A configuration that is being made into a receiver.
struct Building<'a> {
    config: &'a Config,
    values: &'a Values,
    opening: Opening<'a>,
    mistakes: Vec<Mistake>,
    warnings: Vec<Mistake>,
    passed_on: PassedOn,
}

/// Makes the export of traces and metrics.
#[cfg(feature = "otlp")]
pub(super) fn otlp(config: &Config, values: &Values) -> Result<Option<Otlp>, Problems> {
    let mut building = Building::new(config, values, Opening::Nothing);
    let otlp = building.otlp();
    config.document().refuse(building.mistakes)?;
    Ok(otlp)
}

impl<'a> Building<'a> {
    fn new(config: &'a Config, values: &'a Values, opening: Opening<'a>) -> Self {
        let (mistakes, warnings) = (Vec::new(), Vec::new());
        Self { config, values, opening, mistakes, warnings, passed_on: PassedOn::default() }
    }

    fn mistake(&mut self, at: KeyPath, problem: impl Into<String>) {
        self.mistakes.push(Mistake::new(at, problem));
    }

    /// Returns whether there is a mistake at a key already.
    fn is_mistaken(&self, at: &KeyPath) -> bool {
        self.mistakes.iter().any(|mistake| mistake.at.to_string() == at.to_string())
    }

    fn warn(&mut self, at: KeyPath, problem: impl Into<String>) {
        self.warnings.push(Mistake::new(at, problem));
    }
}

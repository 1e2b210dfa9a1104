//! From a configuration to a receiver, with all mistakes that a single table does not show.

mod console;
mod destinations;
mod endpoint;
mod metrics;
#[cfg(feature = "otlp")]
mod otlp;
mod provider;
mod receiver;
mod source;
mod tls;
mod top;

#[cfg(feature = "otlp")]
use super::problem::Problems;
use super::{
    config::{Config, KeyPath, Mistake},
    secrets::Values,
};
#[cfg(feature = "otlp")]
use crate::telemetry::Otlp;

pub(super) use metrics::Measured;
pub(super) use receiver::{Built, built};

/// The things to open while a receiver is made.
#[derive(Debug, Clone, Copy)]
pub(super) enum Opening<'a> {
    /// The files of destinations, and the pages of what is measured.
    All(&'a Measured),
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
        Self { config, values, opening, mistakes: Vec::new(), warnings: Vec::new() }
    }

    fn mistake(&mut self, at: KeyPath, problem: impl Into<String>) {
        self.mistakes.push(Mistake::new(at, problem));
    }

    fn warn(&mut self, at: KeyPath, problem: impl Into<String>) {
        self.warnings.push(Mistake::new(at, problem));
    }
}

//! A configuration that is read again while the receiver runs.

use std::{convert::Infallible, sync::Arc};

use super::{Options, announce, hangup::Hangup};
use crate::{
    error_text::chain,
    inbox::Store,
    log::log,
    receiver::Reloads,
    serve::{
        build::{self, Built, Measured, Opening, PassedOn},
        check::{Programs, values},
        config::Config,
        problem::Problems,
    },
};

/// Reads a configuration again at each signal.
pub(super) struct Reloading {
    pub(super) options: Options,
    pub(super) store: Arc<dyn Store>,
    /// The configuration of the start, of which some keys stay.
    pub(super) started: Config,
    pub(super) hangup: Hangup,
    pub(super) reloads: Reloads,
    pub(super) measured: Measured,
    /// The parts of the receiver that serves that go on in the next one.
    pub(super) passed_on: PassedOn,
}

impl Reloading {
    /// Replaces the receiver at each signal, if the configuration is right.
    pub(super) async fn run(mut self) -> Infallible {
        loop {
            self.hangup.next().await;
            match self.reload().await {
                Ok(()) => log!(INFO, "configuration reloaded"),
                Err(problems) => refused(&problems),
            }
        }
    }

    /// Replaces the receiver by one of the configuration as it is now, or returns the problems.
    async fn reload(&mut self) -> Result<(), Vec<String>> {
        let config = self.options.read().map_err(|problems| lines(&problems))?;
        let values = values(&config, Programs::Run).await;
        let opening = Opening::All { measured: &self.measured, before: &self.passed_on };
        let built = build::built(&config, &values, opening);
        let Built { receiver, endpoints, warnings, passed_on } =
            built.map_err(|problems| lines(&problems))?;
        let replaced = self.reloads.replace(receiver.on(Arc::clone(&self.store))).await;
        replaced.map_err(|error| vec![chain(&error)])?;
        passed_on.end_pauses();
        self.passed_on = passed_on;
        for key in config.top().needing_restart(self.started.top()) {
            log!(WARN, "key is used at the next start only", key = key);
        }
        announce::endpoints_and(&endpoints, &warnings);
        Ok(())
    }
}

fn refused(problems: &[String]) {
    for problem in problems {
        log!(ERROR, "configuration not reloaded: the old one stays", problem = &**problem);
    }
}

fn lines(problems: &Problems) -> Vec<String> {
    problems.all().iter().map(ToString::to_string).collect()
}

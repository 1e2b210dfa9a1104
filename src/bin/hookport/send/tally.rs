//! What became of the deliveries, in memory that does not grow with their number.

use std::{collections::BTreeMap, time::Duration};

use hookport::testing::SignError;
use http::StatusCode;

use super::latency::Latencies;

/// What became of one delivery.
pub(super) enum Outcome {
    /// It was answered.
    Answered {
        /// With this status.
        status: StatusCode,
        /// After this time.
        latency: Duration,
    },
    /// It was not, for this reason.
    Failed(String),
}

impl From<SignError> for Outcome {
    fn from(error: SignError) -> Self {
        Self::Failed(error.to_string())
    }
}

/// What became of all of them.
#[derive(Debug, Default)]
pub(super) struct Tally {
    /// How many were answered with each status.
    pub(super) statuses: BTreeMap<StatusCode, u64>,
    /// How many failed, by reason.
    pub(super) failures: BTreeMap<String, u64>,
    /// How long the answers took.
    pub(super) latencies: Latencies,
}

impl Tally {
    /// Counts one more.
    pub(super) fn add(&mut self, outcome: Outcome) {
        match outcome {
            Outcome::Answered { status, latency } => {
                *self.statuses.entry(status).or_default() += 1;
                self.latencies.add(latency);
            }
            Outcome::Failed(reason) => *self.failures.entry(reason).or_default() += 1,
        }
    }

    /// Counts those of another thread.
    pub(super) fn merge(&mut self, other: Self) {
        for (status, count) in other.statuses {
            *self.statuses.entry(status).or_default() += count;
        }
        for (reason, count) in other.failures {
            *self.failures.entry(reason).or_default() += count;
        }
        self.latencies.merge(&other.latencies);
    }

    /// How many were answered with 2xx.
    pub(super) fn accepted(&self) -> u64 {
        let accepted = self.statuses.iter().filter(|(status, _)| status.is_success());
        accepted.map(|(_, count)| count).sum()
    }

    /// How many there were.
    pub(super) fn total(&self) -> u64 {
        self.statuses.values().chain(self.failures.values()).sum()
    }
}

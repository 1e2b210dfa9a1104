//! The results of deliveries, counted in memory that does not grow with their number.

use std::{collections::BTreeMap, time::Duration};

use hookport::testing::SignError;
use http::StatusCode;

use super::latency::Latencies;

/// The result of one delivery.
pub(super) enum Outcome {
    /// The delivery was answered.
    Answered {
        /// The status.
        status: StatusCode,
        /// The time until the answer.
        latency: Duration,
    },
    /// The delivery was not answered, for this reason.
    Failed(String),
}

impl From<Result<(StatusCode, Duration), String>> for Outcome {
    fn from(sent: Result<(StatusCode, Duration), String>) -> Self {
        match sent {
            Ok((status, latency)) => Self::Answered { status, latency },
            Err(reason) => Self::Failed(reason),
        }
    }
}

impl From<SignError> for Outcome {
    fn from(error: SignError) -> Self {
        Self::Failed(error.to_string())
    }
}

/// The results of all deliveries.
#[derive(Debug, Default)]
pub(super) struct Tally {
    /// The number of answers with each status.
    pub(super) statuses: BTreeMap<StatusCode, u64>,
    /// The number of failures with each reason.
    pub(super) failures: BTreeMap<String, u64>,
    /// The times until the answers.
    pub(super) latencies: Latencies,
}

impl Tally {
    /// Counts a delivery.
    pub(super) fn add(&mut self, outcome: Outcome) {
        match outcome {
            Outcome::Answered { status, latency } => {
                *self.statuses.entry(status).or_default() += 1;
                self.latencies.add(latency);
            }
            Outcome::Failed(reason) => *self.failures.entry(reason).or_default() += 1,
        }
    }

    /// Adds the results of another thread.
    pub(super) fn merge(&mut self, other: Self) {
        for (status, count) in other.statuses {
            *self.statuses.entry(status).or_default() += count;
        }
        for (reason, count) in other.failures {
            *self.failures.entry(reason).or_default() += count;
        }
        self.latencies.merge(&other.latencies);
    }

    /// Returns the number of answers with 2xx.
    pub(super) fn accepted(&self) -> u64 {
        let accepted = self.statuses.iter().filter(|(status, _)| status.is_success());
        accepted.map(|(_, count)| count).sum()
    }

    /// Returns the number of deliveries.
    pub(super) fn total(&self) -> u64 {
        self.statuses.values().chain(self.failures.values()).sum()
    }
}

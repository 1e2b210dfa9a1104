//! The next retry of a sender, by what it publishes.

use std::time::SystemTime;

use serde::Serialize;

use super::Time;
use crate::{Provider, SenderRetries};

/// The retries of a sender for a request that got no 2xx.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SenderRetry {
    /// The schedule that the sender publishes, in words.
    pub schedule: String,
    /// The time of the next retry, if the schedule tells it and this was the first attempt; `None` if
    /// the sender has given up by then, or if nobody knows.
    pub next_at: Option<Time>,
    /// True if the sender has given up by its schedule.
    pub has_given_up: bool,
}

impl SenderRetry {
    /// Tells what follows a request that was refused at this time.
    pub(super) fn after(provider: &Provider, refused: SystemTime, now: SystemTime) -> Self {
        let retries = provider.retries();
        let schedule = retries.to_string();
        match retries {
            SenderRetries::Never => Self { schedule, next_at: None, has_given_up: true },
            SenderRetries::After(waits) => {
                let ends = waits.iter().scan(refused, |at, wait| {
                    *at = at.checked_add(*wait)?;
                    Some(*at)
                });
                let next_at = ends.into_iter().find(|at| *at > now).map(Time::from);
                Self { schedule, next_at, has_given_up: next_at.is_none() }
            }
            _ => Self { schedule, next_at: None, has_given_up: false },
        }
    }
}

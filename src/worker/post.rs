//! What there is to do for an endpoint.

use std::{
    sync::Arc,
    time::{Duration, SystemTime},
};

use super::Served;
use crate::{
    inbox::{Ended, ROUTE},
    router::{HandlerPolicy, Hosted, RetryPolicy},
};

/// An endpoint, and the handlers that are run for it.
pub(super) struct Post {
    pub(super) name: Arc<str>,
    pub(super) hosted: Arc<dyn Hosted>,
    pub(super) concurrency: usize,
    pub(super) runs_stale: bool,
    pub(super) duties: Vec<Duty>,
}

/// A handler, and how it is run.
pub(super) struct Duty {
    pub(super) handler: Arc<str>,
    pub(super) concurrency: usize,
    retries: RetryPolicy,
}

impl Post {
    pub(super) fn new(served: Served) -> Self {
        let Served { name, hosted, retries, concurrency, runs_stale } = served;
        // A handler whose name is taken was refused when the endpoint was made durable.
        let handlers = hosted.handlers().unwrap_or_default();
        let mut duties: Vec<_> =
            handlers.iter().map(|policy| Duty::new(policy, retries, concurrency)).collect();
        duties.push(Duty { handler: Arc::from(ROUTE), concurrency, retries });
        Self { name, hosted, concurrency, runs_stale, duties }
    }
}

impl Duty {
    fn new(policy: &HandlerPolicy, retries: RetryPolicy, concurrency: usize) -> Self {
        Self {
            handler: Arc::from(policy.name().unwrap_or_default()),
            concurrency: policy.own_concurrency().unwrap_or(concurrency),
            retries: policy.own_retries().copied().unwrap_or(retries),
        }
    }

    /// How many attempts there are.
    pub(super) fn attempts(&self) -> u32 {
        self.retries.attempts()
    }

    /// What becomes of a run that has failed `tried` times; it waits for `after` at least.
    pub(super) fn failed(
        &self,
        tried: u32,
        after: Option<Duration>,
        error: String,
        now: SystemTime,
    ) -> Ended {
        match self.retries.wait(tried, fastrand::f64()) {
            Some(wait) => {
                let wait = wait.max(after.unwrap_or_default()).min(LONGEST_WAIT);
                Ended::Retry { due: now.checked_add(wait).unwrap_or(now), error }
            }
            None => Ended::Dead { error },
        }
    }
}

/// A time that every store can hold: ten years.
const LONGEST_WAIT: Duration = Duration::from_secs(10 * 365 * 24 * 60 * 60);

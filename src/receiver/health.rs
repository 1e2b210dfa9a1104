//! Health pages: the process is alive, and it can take deliveries.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering::SeqCst},
    },
    time::{Duration, SystemTime},
};

use axum::{Router, routing::get};
use http::StatusCode;
use tokio::{
    sync::Mutex,
    time::{Instant, timeout},
};

use super::Role;
use crate::{
    error_text::chain,
    inbox::{
        Change, Duty, FirstDue, Inbox, MissingRights, OrphanedRuns, Overview, PoolLoad, StoppedKeys,
    },
    log::log,
};

/// The state behind the health pages.
pub(super) struct Health {
    inbox: Inbox,
    role: Role,
    duties: Vec<Duty>,
    drains: AtomicBool,
    /// The time of the last probe of the store, and its answer.
    last: Mutex<Option<(Instant, Answer)>>,
    /// The time of the last count, and what waits for a person.
    waiting: Mutex<Option<(Instant, String)>>,
}

/// The answer of a store that was asked whether a process can do its part of the work.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Answer {
    Yes,
    /// It cannot be written, for this reason.
    Unavailable(String),
    Lacks(MissingRights),
}

impl Answer {
    /// Logs what is new since the last answer.
    fn log_after(&self, last: Option<&Self>) {
        match (self, last) {
            (Self::Lacks(missing), last) if last != Some(self) => {
                log!(ERROR, "store gives too few rights", error = missing.to_string());
            }
            (Self::Unavailable(_), Some(Self::Unavailable(_))) => {}
            (Self::Unavailable(cause), _) => {
                log!(ERROR, "store cannot be written", error = &**cause);
            }
            (Self::Yes, Some(Self::Unavailable(_))) => log!(INFO, "store can be written again"),
            _ => {}
        }
    }
}

impl Health {
    pub(super) fn new(inbox: Inbox, role: Role, duties: Vec<Duty>) -> Self {
        Self {
            inbox,
            role,
            duties,
            drains: AtomicBool::new(false),
            last: Mutex::new(None),
            waiting: Mutex::new(None),
        }
    }

    /// The pages.
    pub(super) fn pages(self: &Arc<Self>) -> Router {
        let health = Arc::clone(self);
        let ready = move || {
            let health = Arc::clone(&health);
            async move { health.ready().await }
        };
        Router::new().route(LIVE, get(async || "live\n")).route(READY, get(ready))
    }

    /// Says that no more deliveries are taken.
    pub(super) fn drain(&self) {
        self.drains.store(true, SeqCst);
    }

    async fn ready(&self) -> (StatusCode, String) {
        if self.drains.load(SeqCst) {
            return (StatusCode::SERVICE_UNAVAILABLE, "shutting down\n".to_owned());
        }
        match self.asked().await {
            Answer::Yes => (StatusCode::OK, format!("ready\n{}", self.waiting().await)),
            Answer::Unavailable(_) => {
                (StatusCode::SERVICE_UNAVAILABLE, "store is unavailable\n".to_owned())
            }
            Answer::Lacks(missing) => {
                let lacks =
                    format!("rights are missing in the store: {}\n", missing.rights.join("; "));
                (StatusCode::SERVICE_UNAVAILABLE, lacks)
            }
        }
    }

    /// Returns a line for each handler that is gone and has runs, for each endpoint at which dead
    /// letters stop ordering keys, for the oldest run that is due, and for the connections of the
    /// store. They do not keep a receiver from being ready: it takes deliveries, and whoever mends
    /// this starts it again.
    async fn waiting(&self) -> String {
        let mut last = self.waiting.lock().await;
        if let Some((asked_at, lines)) = &*last
            && asked_at.elapsed() < COUNT_EVERY
        {
            return lines.clone();
        }
        let lines = timeout(ANSWERS_WITHIN, self.counted()).await.unwrap_or_default();
        *last = Some((Instant::now(), lines.clone()));
        lines
    }

    /// Reads the lines; none of what the store does not tell.
    async fn counted(&self) -> String {
        let mut lines = String::new();
        if let Ok(overview) = self.inbox.overview().await {
            lines += &lines_of(&overview, self.role);
            lines.extend(oldest_due(&overview, self.inbox.now()));
        }
        if let Ok(load) = self.inbox.store().load().await {
            lines.extend(load.pools.iter().map(pool));
            lines.extend(load.dead_rows.map(dead_rows));
        }
        lines
    }

    /// Asks the store, but no more than once a second, however many ask here.
    async fn asked(&self) -> Answer {
        let mut last = self.last.lock().await;
        if let Some((asked_at, answer)) = &*last
            && asked_at.elapsed() < ASK_EVERY
        {
            return answer.clone();
        }
        let answer = self.ask().await;
        answer.log_after(last.as_ref().map(|(_, last)| last));
        *last = Some((Instant::now(), answer.clone()));
        answer
    }

    /// Asks for a write and for the rights at a time, since each may take as long as a store is waited for.
    async fn ask(&self) -> Answer {
        let rights = timeout(ANSWERS_WITHIN, self.inbox.store().missing_rights(&self.duties));
        match tokio::join!(write(&self.inbox), rights) {
            (_, Ok(Ok(Some(missing)))) => Answer::Lacks(missing),
            (Ok(()), _) => Answer::Yes,
            (Err(cause), _) => Answer::Unavailable(cause),
        }
    }
}

/// Asks the store of an inbox to write something. The error says why it cannot.
pub(super) async fn write(inbox: &Inbox) -> Result<(), String> {
    match timeout(ANSWERS_WITHIN, inbox.store().change(Change::Probe)).await {
        Ok(Ok(_)) => Ok(()),
        Ok(Err(error)) => Err(chain(&error)),
        Err(_) => Err(format!("it has not answered within {ANSWERS_WITHIN:?}")),
    }
}

/// A process that runs no handlers need not have them.
fn lines_of(overview: &Overview, role: Role) -> String {
    let orphaned = overview.orphaned.iter().filter(|_| role.works()).map(orphaned);
    orphaned.chain(overview.stopped.iter().map(stopped)).collect()
}

/// The keys themselves are not told: they come from senders, and anybody may ask here.
fn stopped(keys: &StoppedKeys) -> String {
    let StoppedKeys { endpoint, keys, first } = keys;
    let keys =
        if *keys == 1 { "1 ordering key is".into() } else { format!("{keys} ordering keys are") };
    format!("endpoint `{endpoint}`: {keys} stopped, first by dead letter {first}\n")
}

fn orphaned(runs: &OrphanedRuns) -> String {
    let OrphanedRuns { endpoint, handler, count } = runs;
    format!(
        "endpoint `{endpoint}`: {count} runs wait for handler `{handler}`, which is not there\n"
    )
}

/// Tells of the run that has been due for the longest time, once that is longer than a count is old.
fn oldest_due(overview: &Overview, now: SystemTime) -> Option<String> {
    let FirstDue { endpoint, handler, at, .. } =
        overview.first_due.iter().min_by_key(|due| due.at)?;
    let due_for = now.duration_since(*at).ok().filter(|due_for| *due_for >= COUNT_EVERY)?;
    let seconds = due_for.as_secs();
    Some(format!("endpoint `{endpoint}`: a run of handler `{handler}` is due for {seconds} s\n"))
}

fn pool(pool: &PoolLoad) -> String {
    let PoolLoad { name, at_most, in_use, .. } = pool;
    let wait = pool.wait.map(|wait| format!(", {} ms to get one", wait.as_millis()));
    let wait = wait.unwrap_or_default();
    format!("connections for {name}: {in_use} of {at_most} in use{wait}\n")
}

fn dead_rows(rows: u64) -> String {
    format!("queue: {rows} dead rows\n")
}

pub(super) const LIVE: &str = "/livez";
pub(super) const READY: &str = "/readyz";

const ASK_EVERY: Duration = Duration::from_secs(1);

/// Counting goes through all that is open.
const COUNT_EVERY: Duration = Duration::from_secs(10);

/// A store that has not answered by then is not there.
pub(super) const ANSWERS_WITHIN: Duration = Duration::from_secs(5);

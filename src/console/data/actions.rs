//! Actions on an inbox, with what they changed.

use std::time::{Duration, Instant};

use serde::Serialize;

use super::DataError;
use crate::{
    inbox::{Inbox, Page, Replay, Selection},
    words::words,
};

words! {
    /// An action of an operator.
    ///
    /// ```
    /// use hookport::console::data::Action;
    ///
    /// assert_eq!(Action::from_word("resume-keys"), Some(Action::ResumeKeys));
    /// ```
    pub enum Action {
        /// Runs handlers again, and at once those that wait for their next attempt.
        Replay = "replay",
        /// Calls off what is still to be run.
        Cancel = "cancel",
        /// Lets ordering keys go on that dead letters stop.
        ResumeKeys = "resume-keys",
        /// Keeps the deliveries of an endpoint, and runs none of them.
        Pause = "pause",
        /// Runs the deliveries of an endpoint again.
        Resume = "resume",
        /// Proves the unproved requests of an endpoint by the secrets of today.
        Reverify = "reverify",
        /// Removes an unproved request.
        Discard = "discard",
    }
}

/// The changes that an action made, or would make.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ActionResult {
    /// The action.
    pub action: Action,
    /// True if nothing was changed: the deliveries were only counted.
    pub is_dry: bool,
    /// The number of deliveries that the action is about; `None` if it is about none.
    pub deliveries: Option<u64>,
    /// False if there are more deliveries than were counted.
    pub is_exact: bool,
    /// The number of runs, endpoints or requests that were changed.
    pub changed: u64,
    /// The number of requests that are left in the quarantine, after a re-verification.
    pub left: Option<u64>,
}

/// The reach of an action on deliveries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Extent {
    /// Changes nothing and counts the deliveries, up to 10 000.
    Dry,
    /// Changes what was chosen, unless there are more deliveries than that: those that a
    /// [dry](Self::Dry) action has counted.
    AtMost(u64),
    /// Changes all that was chosen.
    All,
}

/// Replays, cancels or resumes deliveries: what [`Inbox::replay`], [`Inbox::cancel`] and
/// [`Inbox::resume_keys`] do.
///
/// `runs` tells a replay which runs it is about.
///
/// # Errors
///
/// [`DataError::NotFound`] if one of the entries is not there; [`DataError::TooMany`] if there are more
/// than the extent allows, and then nothing was changed; [`DataError::Unprocessable`] if the action is none on deliveries;
/// [`DataError::Store`].
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use std::sync::Arc;
/// use hookport::console::data::{self, Action, Extent};
/// use hookport::{inbox::{EntryState, Filter, Inbox, Replay}, stores::MemoryStore};
///
/// let inbox = Inbox::new(Arc::new(MemoryStore::new()));
/// let dead = Filter::new().states([EntryState::Dead]);
///
/// let (action, failed) = (Action::Replay, Replay::Failed);
/// let counted = data::act(&inbox, action, dead.clone().into(), failed, Extent::Dry).await?;
/// let agreed = Extent::AtMost(counted.deliveries.unwrap_or(0));
/// assert_eq!(data::act(&inbox, action, dead.into(), failed, agreed).await?.changed, 0);
/// # Ok(())
/// # }
/// ```
pub async fn act(
    inbox: &Inbox,
    action: Action,
    chosen: Selection,
    runs: Replay,
    extent: Extent,
) -> Result<ActionResult, DataError> {
    let (deliveries, is_exact) = count(inbox, &chosen, extent).await?;
    if let Extent::AtMost(at_most) = extent
        && deliveries > at_most
    {
        return Err(DataError::TooMany { found: deliveries, at_most });
    }
    let changed = match (extent, action) {
        (Extent::Dry, _) => 0,
        (_, Action::Replay) => inbox.replay(chosen, runs).await?,
        (_, Action::Cancel) => inbox.cancel(chosen).await?,
        (_, Action::ResumeKeys) => inbox.resume_keys(chosen).await?,
        _ => {
            return Err(DataError::Unprocessable {
                what: format!("{action} is not about deliveries"),
            });
        }
    };
    let is_dry = extent == Extent::Dry;
    Ok(ActionResult {
        is_dry,
        is_exact,
        deliveries: Some(deliveries),
        ..ActionResult::of(action, changed)
    })
}

/// Pauses, resumes or re-verifies an endpoint: what [`Inbox::pause`], [`Inbox::resume`] and
/// [`Inbox::reverify`] do.
///
/// # Errors
///
/// [`DataError::NotFound`] if there is no such endpoint; [`DataError::Unprocessable`] if the action is
/// none on an endpoint; [`DataError::Store`].
pub async fn act_on_endpoint(
    inbox: &Inbox,
    action: Action,
    endpoint: &str,
) -> Result<ActionResult, DataError> {
    match action {
        Action::Pause => inbox.pause(endpoint).await?,
        Action::Resume => inbox.resume(endpoint).await?,
        Action::Reverify => {
            let done = inbox.reverify(endpoint).await?;
            return Ok(ActionResult {
                left: Some(done.left),
                ..ActionResult::of(action, done.proved)
            });
        }
        _ => {
            return Err(DataError::Unprocessable {
                what: format!("{action} is not about an endpoint"),
            });
        }
    }
    Ok(ActionResult::of(action, 1))
}

/// Removes an unproved request.
///
/// # Errors
///
/// [`DataError::NotFound`] if there is none of this number; [`DataError::Store`].
pub async fn discard(inbox: &Inbox, number: u64) -> Result<ActionResult, DataError> {
    inbox.discard(number).await?;
    Ok(ActionResult::of(Action::Discard, 1))
}

/// Counts deliveries, and tells whether these are all: as far as the extent needs it.
async fn count(
    inbox: &Inbox,
    chosen: &Selection,
    extent: Extent,
) -> Result<(u64, bool), DataError> {
    let filter = match chosen {
        Selection::Entries(entries) => {
            if extent == Extent::Dry {
                inbox.check_entries(entries).await?;
            }
            return Ok((entries.len() as u64, true));
        }
        Selection::Present(entries) => {
            return Ok((inbox.present(entries).await?.len() as u64, true));
        }
        Selection::Matching(filter) => filter,
    };
    // What was agreed to is a promise, however long the count takes.
    let (most, patience) = match extent {
        Extent::AtMost(at_most) => (at_most.saturating_add(1), Duration::MAX),
        Extent::Dry | Extent::All => (COUNTED, PATIENCE),
    };
    let started = Instant::now();
    let (mut counted, mut page) = (0, Page::first(PAGE));
    loop {
        let listing = inbox.log(filter.clone(), page).await?;
        counted += listing.entries.len() as u64;
        let Some(next) = listing.next else { return Ok((counted, true)) };
        if counted >= most || started.elapsed() > patience {
            return Ok((counted, false));
        }
        page = Page::first(PAGE).after(next);
    }
}

impl ActionResult {
    const fn of(action: Action, changed: u64) -> Self {
        Self { action, is_dry: false, deliveries: None, is_exact: true, changed, left: None }
    }
}

impl Serialize for Action {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

const PAGE: usize = 500;

/// The number of deliveries beyond which no more are counted.
const COUNTED: u64 = 10_000;

/// The time after which no more are counted.
const PATIENCE: Duration = Duration::from_secs(2);

//! The open runs of one handler with one ordering key.

use std::{collections::BTreeSet, sync::Arc, time::SystemTime};

use super::run::Phase;
use crate::inbox::EntryId;

/// Runs of one handler with one ordering key.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct LineName {
    pub(super) endpoint: Arc<str>,
    pub(super) handler: Arc<str>,
    pub(super) key: String,
}

/// The open runs of a line: the one whose turn it is, and those behind it.
#[derive(Debug, Clone, Default)]
pub(super) struct Line {
    pub(super) head: Option<EntryId>,
    untried: BTreeSet<EntryId>,
    /// Failed runs that let others pass, by their due time.
    failed: BTreeSet<(SystemTime, EntryId)>,
}

impl Line {
    pub(super) fn add(&mut self, id: EntryId, phase: Phase) {
        match phase {
            Phase::Held(None) => _ = self.untried.insert(id),
            Phase::Held(Some(due)) => _ = self.failed.insert((due, id)),
            Phase::Received | Phase::Running { .. } | Phase::Retry(_) => self.head = Some(id),
            Phase::Ended { .. } => {}
        }
    }

    pub(super) fn remove(&mut self, id: EntryId, phase: Phase) {
        match phase {
            Phase::Held(None) => _ = self.untried.remove(&id),
            Phase::Held(Some(due)) => _ = self.failed.remove(&(due, id)),
            Phase::Received | Phase::Running { .. } | Phase::Retry(_) => {
                self.head.take_if(|head| *head == id);
            }
            Phase::Ended { .. } => {}
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.head.is_none() && self.untried.is_empty() && self.failed.is_empty()
    }

    /// Returns the next run of the line and its new phase. Without a time no retry is due.
    pub(super) fn next(&self, now: Option<SystemTime>) -> Option<(EntryId, Phase)> {
        let due = self.failed.iter().take_while(|(due, _)| now.is_some_and(|now| *due <= now));
        let due = due.map(|(due, id)| (*id, Phase::Retry(*due))).min_by_key(|(id, _)| *id);
        let untried = self.untried.first().map(|id| (*id, Phase::Received));
        let ready = due.into_iter().chain(untried).min_by_key(|(id, _)| *id);
        ready.or_else(|| self.failed.first().map(|(due, id)| (*id, Phase::Retry(*due))))
    }
}

//! A delivery that is kept, and its runs.

use std::{collections::BTreeMap, sync::Arc, time::SystemTime};

use http::Extensions;

use super::{line::LineName, run::Run, time::whole};
use crate::{
    Delivery,
    inbox::{EntryId, EntryState, Key, NewEntry, Order, Summary},
};

/// A delivery that is kept, and its runs.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub(super) endpoint: Arc<str>,
    pub(super) key: Key,
    pub(super) counted_as: Arc<str>,
    pub(super) order: Option<Order>,
    pub(super) delivery: Delivery,
    pub(super) runs: BTreeMap<Arc<str>, Run>,
    /// The last token that was given for one of them.
    pub(super) last_token: u64,
}

impl Entry {
    /// Takes what is to be kept, without its runs.
    pub(super) fn new(entry: NewEntry) -> Self {
        let mut parts = entry.delivery.parts().clone();
        parts.received_at = whole(parts.received_at);
        parts.sent_at = parts.sent_at.map(whole);
        Self {
            endpoint: entry.endpoint,
            key: entry.key,
            counted_as: entry.counted_as,
            order: entry.order,
            delivery: Delivery::from_parts(parts, Extensions::new()),
            runs: BTreeMap::new(),
            last_token: 0,
        }
    }

    pub(super) fn state(&self) -> EntryState {
        EntryState::of(self.runs.values().map(Run::state))
    }

    /// Returns when the last run ended, or when the entry arrived if it has none. `None` while a
    /// run is open, or stops the line.
    pub(super) fn ended_at(&self) -> Option<SystemTime> {
        let came = self.delivery.received_at();
        let mut ends = self.runs.values().map(Run::ended_at);
        let first = ends.next().unwrap_or(Some(came));
        ends.fold(first, |last, end| Some(last?.max(end?)))
    }

    /// The line that it stands in.
    pub(super) fn line(&self) -> Option<LineName> {
        self.order
            .as_ref()
            .map(|order| LineName { endpoint: Arc::clone(&self.endpoint), key: order.key.clone() })
    }

    /// Its runs for which others may have to wait.
    pub(super) fn in_line(&self) -> impl Iterator<Item = (&Arc<str>, &Run)> {
        self.runs.iter().filter(|(_, run)| run.is_in_line())
    }

    /// Returns when the first of its runs in the line is due, if others may pass it until then.
    pub(super) fn lets_pass_until(&self, now: SystemTime) -> Option<SystemTime> {
        self.order.as_ref().filter(|order| order.lets_pass)?;
        let waits = self.in_line().map(|(_, run)| run.wait().filter(|wait| !wait.is_over(now)));
        waits.map(|wait| wait.map(|wait| wait.end)).min()?
    }

    /// Returns true if a dead run of it stops its line.
    pub(super) fn stops_at_dead_letter(&self) -> bool {
        self.order.as_ref().is_some_and(|order| order.stops_at_dead_letter)
    }

    pub(super) fn summary(&self, id: EntryId) -> Summary {
        Summary {
            id,
            endpoint: Arc::clone(&self.endpoint),
            state: self.state(),
            provider: self.delivery.provider().to_owned(),
            event: self.delivery.event_name().map(str::to_owned),
            sender_id: self.delivery.id().map(str::to_owned),
            tenant: self.delivery.tenant().map(str::to_owned),
            trust: self.delivery.trust(),
            received_at: self.delivery.received_at(),
            size: self.delivery.body().len(),
        }
    }
}

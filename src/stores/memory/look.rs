//! Log, overview, usage and single entries.

use std::{collections::BTreeMap, sync::Arc};

use super::{entry::Entry, ledger::Ledger, run::Phase, time::whole};
use crate::inbox::{
    Cursor, EntryId, Filter, FirstDue, Listing, Overview, Page, Record, Run, RunCount, RunState,
    StoppedKeys,
};

impl Ledger {
    /// The entries for which everything in the filter is true, the newest first.
    pub(super) fn list(&self, filter: &Filter, page: &Page) -> Listing {
        let end = EntryId::new(page.after.map_or(u64::MAX, Cursor::number));
        let mut left = self.entries.range(..end).rev();
        let mut listing = Listing { entries: Vec::new(), next: page.after };
        for (id, entry) in left.by_ref().take(LOOKED_THROUGH) {
            if listing.entries.len() == page.first {
                return listing;
            }
            if is_wanted(entry, filter) {
                listing.entries.push(entry.summary(*id));
            }
            listing.next = Some(Cursor::behind(id.get()));
        }
        listing.next.take_if(|_| left.next().is_none());
        listing
    }

    pub(super) fn read(&self, id: EntryId) -> Option<Record> {
        let entry = self.entries.get(&id)?;
        let runs = entry.runs.iter().map(|(handler, run)| Run {
            handler: Arc::clone(handler),
            state: run.state(),
            due: run.due(),
            stops_key: matches!(run.phase, Phase::Stops(_)),
            attempts: run.attempts.clone(),
        });
        Some(Record {
            summary: entry.summary(id),
            delivery: entry.delivery.clone(),
            runs: runs.collect(),
        })
    }

    pub(super) fn overview(&self) -> Overview {
        Overview {
            runs: self.run_counts(),
            paused: self.paused.iter().cloned().collect(),
            stopped: self.stopped(),
            quarantined: counted(self.unproved.values().map(|one| Arc::clone(&one.endpoint))),
            former_names: self.listed_former_names(),
            first_due: self.first_due(),
            orphaned: Vec::new(),
        }
    }

    fn stopped(&self) -> Vec<StoppedKeys> {
        let mut stopped: BTreeMap<_, BTreeMap<_, _>> = BTreeMap::new();
        for (id, entry) in self.entries.iter().rev() {
            let Some(line) = entry.line() else { continue };
            if entry.runs.values().any(|run| matches!(run.phase, Phase::Stops(_))) {
                stopped.entry(line.endpoint).or_default().insert(line.key, *id);
            }
        }
        let stopped = stopped.into_iter().filter_map(|(endpoint, keys)| {
            Some(StoppedKeys::new(endpoint, keys.len() as u64, *keys.values().min()?))
        });
        stopped.collect()
    }

    fn first_due(&self) -> Vec<FirstDue> {
        let mut first = BTreeMap::new();
        for entry in self.entries.values() {
            for (handler, run) in &entry.runs {
                let key = (&entry.endpoint, handler);
                match run.phase {
                    // The one with the lowest id comes first.
                    Phase::Received => {
                        let received = first.entry(key).or_insert((None, None));
                        received.0.get_or_insert(entry.delivery.received_at());
                    }
                    Phase::Retry(timer) => {
                        let retried = &mut first.entry(key).or_insert((None, None)).1;
                        *retried = Some(retried.map_or(timer.end, |end| timer.end.min(end)));
                    }
                    _ => {}
                }
            }
        }
        let first = first.into_iter().filter_map(|((endpoint, handler), (received, retried))| {
            let at = received.into_iter().chain(retried).min()?;
            Some(FirstDue::new(Arc::clone(endpoint), Arc::clone(handler), at))
        });
        first.collect()
    }

    fn run_counts(&self) -> Vec<RunCount> {
        let runs = self.entries.values().flat_map(|entry| {
            entry.runs.iter().map(|(handler, run)| (&entry.endpoint, handler, run.state()))
        });
        let counted =
            counted(runs.filter(|(.., state)| state.is_open() || *state == RunState::Dead));
        counted
            .into_iter()
            .map(|((endpoint, handler, state), count)| RunCount {
                endpoint: Arc::clone(endpoint),
                handler: Arc::clone(handler),
                state,
                count,
            })
            .collect()
    }
}

fn is_wanted(entry: &Entry, filter: &Filter) -> bool {
    let delivery = &entry.delivery;
    let at = delivery.received_at();
    filter.endpoint.as_deref().is_none_or(|endpoint| *entry.endpoint == *endpoint)
        && filter.event.as_deref().is_none_or(|event| delivery.event_name() == Some(event))
        && (filter.states.is_empty() || filter.states.contains(&entry.state()))
        && filter.trust.is_none_or(|trust| delivery.trust() == trust)
        && filter.from.is_none_or(|from| at >= whole(from))
        && filter.until.is_none_or(|until| at < whole(until))
        && filter.sender_id.as_deref().is_none_or(|id| delivery.id() == Some(id))
        && filter.tenant.as_deref().is_none_or(|tenant| delivery.tenant() == Some(tenant))
        && filter.text.as_deref().is_none_or(|text| holds(delivery.body(), text))
}

fn holds(body: &[u8], text: &str) -> bool {
    memchr::memmem::find(body, text.as_bytes()).is_some()
}

/// Counts equal items, sorted.
fn counted<T: Ord>(all: impl Iterator<Item = T>) -> Vec<(T, u64)> {
    let mut counts = BTreeMap::new();
    all.for_each(|one| *counts.entry(one).or_default() += 1);
    counts.into_iter().collect()
}

/// The most entries that are read for one page.
const LOOKED_THROUGH: usize = 10_000;

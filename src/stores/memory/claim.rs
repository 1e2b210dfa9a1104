//! Claiming runs, and keeping the claims.

use std::{
    sync::Arc,
    time::{Duration, SystemTime},
};

use http::Extensions;

use super::{
    ledger::Ledger,
    run::{Phase, Timer},
    time::{lease_end, whole},
};
use crate::inbox::{AttemptResult, ClaimRequest, Claimed, Claims, EntryId, Lease, Quota};

impl Ledger {
    pub(super) fn claim(&mut self, request: &ClaimRequest) -> Claims {
        let mut claimed = Vec::new();
        for quota in &request.quotas {
            let room = quota.at_most.min(request.at_most - claimed.len());
            self.claim_of(quota, room, request, &mut claimed);
        }
        let next_due = self.next_due(&request.quotas, whole(request.now));
        Claims { claimed, next_due }
    }

    /// Keeps leases, and returns those that are lost.
    pub(super) fn renew(
        &mut self,
        leases: Vec<Lease>,
        now: SystemTime,
        lease: Duration,
    ) -> Vec<Lease> {
        let renewal = timer(now, lease);
        leases.into_iter().filter(|lease| !self.extend(lease.clone(), renewal)).collect()
    }

    /// Returns when the run of this lease was claimed, and its end, if the lease still holds.
    pub(super) fn claimed_with(&self, lease: &Lease) -> Option<(SystemTime, Timer)> {
        let lease = self.with_present_name(lease.clone());
        self.entries.get(&lease.entry)?.runs.get(&lease.handler)?.claimed_with(lease.token)
    }

    fn claim_of(
        &mut self,
        quota: &Quota,
        room: usize,
        request: &ClaimRequest,
        claimed: &mut Vec<Claimed>,
    ) {
        if self.paused.contains(&quota.endpoint) {
            return;
        }
        let end = claimed.len() + room;
        let now = whole(request.now);
        let lease = timer(now, request.lease);
        for (handler, at_most) in &quota.handlers {
            let room = (*at_most).min(end - claimed.len());
            let present = self.present_name(&quota.endpoint, handler);
            let queue = self.queues.get(&(Arc::clone(&quota.endpoint), Arc::clone(&present)));
            let ids = queue.map_or_else(Vec::new, |queue| queue.claimable(now, room));
            for mut one in ids.into_iter().filter_map(|id| self.take(id, &present, lease)) {
                one.lease.handler = Arc::clone(handler);
                claimed.push(one);
            }
        }
    }

    /// Claims one run.
    fn take(&mut self, id: EntryId, handler: &Arc<str>, lease: Timer) -> Option<Claimed> {
        let now = lease.set;
        let stale = self.is_stale(id, handler);
        let entry = self.entries.get_mut(&id)?;
        let run = entry.runs.get_mut(handler)?;
        if let Phase::Running { since, .. } = run.phase {
            run.record(since, now, AttemptResult::Lost, None);
        }
        entry.last_token += 1;
        run.token = entry.last_token;
        run.claims += 1;
        run.tried += 1;
        let claimed = Claimed {
            lease: Lease { entry: id, handler: Arc::clone(handler), token: run.token },
            endpoint: Arc::clone(&entry.endpoint),
            attempt: run.claims,
            tried: run.tried,
            stale,
            delivery: entry.delivery.parts().clone(),
            context: Extensions::new(),
        };
        self.put(id, handler, Phase::Running { since: now, lease });
        Some(claimed)
    }

    /// Returns true if the handler is done with a higher version of the same ordering key.
    fn is_stale(&self, id: EntryId, handler: &Arc<str>) -> bool {
        let Some(entry) = self.entries.get(&id) else { return false };
        let version = entry.order.as_ref().and_then(|order| order.version);
        let line = entry.line().map(|line| (line, Arc::clone(handler)));
        let done = line.and_then(|line| self.versions.get(&line));
        version.zip(done).is_some_and(|(version, (done, _))| version < *done)
    }

    fn extend(&mut self, lease: Lease, renewal: Timer) -> bool {
        let Some((since, before)) = self.claimed_with(&lease) else { return false };
        let lease = self.with_present_name(lease);
        let phase = Phase::Running { since, lease: before.renewed(renewal) };
        self.put(lease.entry, &lease.handler, phase);
        true
    }

    fn next_due(&self, quotas: &[Quota], now: SystemTime) -> Option<SystemTime> {
        let running = quotas.iter().filter(|quota| !self.paused.contains(&quota.endpoint));
        let asked = running.flat_map(|quota| {
            let names = quota.handlers.iter();
            let names = names.map(|(handler, _)| self.present_name(&quota.endpoint, handler));
            names.map(|handler| (Arc::clone(&quota.endpoint), handler))
        });
        asked.filter_map(|name| self.queues.get(&name)?.next_due(now)).min()
    }
}

/// A lease that begins now.
fn timer(now: SystemTime, lease: Duration) -> Timer {
    Timer { end: lease_end(now, lease), set: whole(now) }
}

//! The claims of a worker.

use std::sync::{Arc, Mutex, PoisonError, atomic::Ordering};

use super::{
    again::again, claim, database::Database, settle, time::lease_end, tokens::draw, unheld::Handler,
};
use crate::inbox::{ClaimRequest, Claims, Quota, Settlement, StoreError};

impl Database {
    /// Claims runs. What was claimed without an answer is released.
    pub(super) async fn claim(
        self: &Arc<Self>,
        request: &ClaimRequest,
    ) -> Result<Claims, StoreError> {
        let unheld = Mutex::default();
        let claims = again(|| self.claim_once(request, &unheld));
        let claims = self.patience.wait_for(claims).await;
        let unheld = unheld.into_inner().unwrap_or_else(PoisonError::into_inner);
        if !unheld.is_empty() {
            self.release_later(request.quotas.iter().flat_map(handlers), unheld);
        }
        claims
    }

    /// Claims runs. `unheld` are the tokens of claims that may have been made, and that are not returned.
    async fn claim_once(
        &self,
        request: &ClaimRequest,
        unheld: &Mutex<Vec<i64>>,
    ) -> Result<Claims, StoreError> {
        let place = self.place().await?;
        let mut db = self.hold().await?;
        let found = claim::look(&mut db, place, request).await?;
        if found.finds_nothing() || request.at_most == 0 {
            let next_due = found.next_due.map(|due| place.shift.to_here(due));
            return Ok(Claims::new(Vec::new(), next_due));
        }
        let tokens = draw(&mut db, self.schema, request.at_most.min(MOST)).await?;
        let unheld = || unheld.lock().unwrap_or_else(PoisonError::into_inner);
        unheld().extend(&tokens);
        let taken = claim::claim(&mut db, place, request, &found, &tokens).await?;
        db.keep().await?;
        self.claimed.fetch_add(taken.claimed.len(), Ordering::Relaxed);
        let now = place.shift.to_database(request.now);
        let next_due = if found.finds_new_only() && taken.unreadable.is_empty() {
            let end = (!taken.claimed.is_empty()).then(|| lease_end(now, request.lease));
            found.next_due.into_iter().chain(end).min()
        } else {
            // What was claimed stays so, whatever comes after it: the worker looks again soon.
            self.next_due(request, &taken.unreadable).await.unwrap_or(Some(now))
        };
        let known = taken.known(&tokens);
        unheld().retain(|token| !known.contains(token));
        Ok(Claims::new(taken.claimed, next_due.map(|due| place.shift.to_here(due))))
    }

    /// Ends what cannot be read, and looks for the time of the next claim.
    async fn next_due(
        &self,
        request: &ClaimRequest,
        unreadable: &[Settlement],
    ) -> Result<Option<i64>, StoreError> {
        self.bury(unreadable).await?;
        let place = self.place().await?;
        let mut db = self.hold().await?;
        Ok(claim::look(&mut db, place, request).await?.next_due)
    }

    /// Ends runs whose deliveries make no sense.
    async fn bury(&self, unreadable: &[Settlement]) -> Result<(), StoreError> {
        if unreadable.is_empty() {
            return Ok(());
        }
        let mut work = self.begin().await?;
        settle::settle(&mut work, &unreadable.iter().collect::<Vec<_>>()).await?;
        self.commit(work).await
    }
}

fn handlers(quota: &Quota) -> impl Iterator<Item = Handler> {
    let of = |(name, _): &(Arc<str>, usize)| (Arc::clone(&quota.endpoint), Arc::clone(name));
    quota.handlers.iter().map(of)
}

/// The most runs that one call claims.
const MOST: usize = 1024;

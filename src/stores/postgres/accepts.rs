//! Groups of deliveries that are to be kept.

use std::sync::{Arc, atomic::Ordering};

use super::{
    accept::accept,
    again::again,
    database::Database,
    error::is_unclear,
    first_claims::{MaybeClaimed, find},
    new::{New, NewLease},
    plain::{Kept, is_plain, keep},
    shift::Shift,
    time::lease_end,
    writer::Group,
};
use crate::{
    inbox::{Accepted, ClaimRequest, Claimed, NewEntry, StoreError, StoreFuture},
    stores::first_claim::first_claim,
};

/// Deliveries of one request, with the claim that is to be made of them.
pub(super) struct Coming {
    pub(super) entries: Vec<NewEntry>,
    pub(super) claim: Option<ClaimRequest>,
}

/// The answer to [`Coming`].
pub(super) struct Taken {
    pub(super) accepted: Vec<Accepted>,
    pub(super) claimed: Option<Claimed>,
}

/// Keeps deliveries, those of each request together.
pub(super) struct Accepts(pub(super) Arc<Database>);

impl Group for Accepts {
    type Input = Coming;
    type Output = Taken;

    fn write_plain<'a>(&'a self, inputs: &'a [Coming]) -> StoreFuture<'a, Vec<Option<Taken>>> {
        Box::pin(self.accept_plain(inputs))
    }

    fn write<'a>(&'a self, inputs: &'a [Coming]) -> StoreFuture<'a, Vec<Taken>> {
        Box::pin(async move {
            let all: Vec<_> = inputs.iter().flat_map(|input| &input.entries).collect();
            let accepted = again(|| self.0.accept_all(&all));
            let mut accepted = self.0.patience.wait_for(accepted).await?.into_iter();
            let taken = inputs.iter().map(|input| Taken {
                accepted: accepted.by_ref().take(input.entries.len()).collect(),
                claimed: None,
            });
            Ok(taken.collect())
        })
    }

    fn take_back(&self, taken: Vec<Taken>) -> StoreFuture<'_, ()> {
        Box::pin(async move {
            let claimed = taken.into_iter().filter_map(|taken| taken.claimed);
            self.0.release_claims(claimed.map(|claimed| claimed.lease).collect()).await
        })
    }

    fn weight(input: &Coming) -> usize {
        input.entries.iter().map(|entry| entry.delivery.body().len() + 1024).sum()
    }
}

impl Accepts {
    /// Keeps those deliveries that come alone and are plain and new. `None` are the others.
    async fn accept_plain(&self, inputs: &[Coming]) -> Result<Vec<Option<Taken>>, StoreError> {
        let database = &self.0;
        let asking = inputs.iter().filter(|input| input.claim.is_some()).count();
        let draw = again(|| database.tokens.take(&database.pool, database.schema, asking));
        let mut tokens = database.patience.wait_for(draw).await?.into_iter();
        let shift = database.shift();
        let places = inputs.iter().enumerate();
        let (places, plain): (Vec<_>, Vec<_>) = places
            .filter_map(|(place, input)| Some((place, input.plain(shift, &mut tokens)?)))
            .unzip();
        let mut taken: Vec<_> = inputs.iter().map(|_| None).collect();
        for (place, kept) in places.into_iter().zip(self.keep_all(&plain, shift).await?) {
            taken[place] = kept;
        }
        Ok(taken)
    }

    /// Keeps plain deliveries. What they have claimed is released if it is not known.
    async fn keep_all(
        &self,
        plain: &[Plain<'_>],
        shift: Shift,
    ) -> Result<Vec<Option<Taken>>, StoreError> {
        let mut attempts = 0;
        let kept = again(|| {
            attempts += 1;
            self.0.keep_plain(plain, shift, attempts > 1)
        });
        let kept = self.0.patience.wait_for(kept).await;
        if kept.as_ref().is_err_and(|error| attempts > 1 || is_unclear(error)) {
            let runs = plain.iter().filter_map(Plain::maybe_claimed).collect();
            let lease = plain.iter().filter_map(|plain| plain.lease).map(NewLease::lasts).max();
            let database = Arc::clone(&self.0);
            tokio::spawn(async move {
                database.release_found(runs, lease.unwrap_or_default()).await;
            });
        }
        kept
    }
}

impl Database {
    async fn keep_plain(
        &self,
        plain: &[Plain<'_>],
        shift: Shift,
        is_repeated: bool,
    ) -> Result<Vec<Option<Taken>>, StoreError> {
        let entries: Vec<_> = plain.iter().map(|plain| plain.entry).collect();
        let all = self.numbered(&entries, shift).await?;
        let Some(names) = self.dictionary.known_names().filter(|_| !all.is_empty()) else {
            return Ok(all.iter().map(|_| None).collect());
        };
        let leases: Vec<_> = plain.iter().map(|plain| plain.lease).collect();
        let mut kept = keep(&self.pool, self.schema, &names, &all, &leases).await?;
        if is_repeated {
            self.find_kept(plain, &mut kept).await?;
        }
        let claimed = kept.iter().flatten().filter(|kept| kept.token.is_some()).count();
        self.claimed.fetch_add(claimed, Ordering::Relaxed);
        if kept.iter().flatten().any(|kept| kept.token.is_none()) {
            self.wake();
        }
        let taken = all.iter().zip(kept);
        Ok(taken.map(|(new, kept)| Some(Taken::of(new, kept?, shift))).collect())
    }

    /// Finds what an earlier attempt has kept and claimed.
    async fn find_kept(
        &self,
        plain: &[Plain<'_>],
        kept: &mut [Option<Kept>],
    ) -> Result<(), StoreError> {
        let runs = plain.iter().zip(kept);
        let runs = runs.filter_map(|(plain, kept)| Some((kept, plain.maybe_claimed()?)));
        let (kept, runs): (Vec<_>, Vec<_>) = runs.unzip();
        let found = find(&self.pool, self.schema, &runs).await?;
        for ((kept, run), id) in kept.into_iter().zip(runs).zip(found) {
            *kept = kept.or(id.map(|id| Kept { id, token: Some(run.token) }));
        }
        Ok(())
    }

    async fn accept_all(&self, entries: &[&NewEntry]) -> Result<Vec<Accepted>, StoreError> {
        if entries.is_empty() {
            return Ok(Vec::new());
        }
        let all = self.numbered(entries, self.shift()).await?;
        let mut work = self.begin_unchecked().await?;
        let accepted = accept(&mut work, &all).await?;
        self.commit(work).await?;
        Ok(accepted)
    }
}

/// A delivery that comes alone and is plain, with the lease under which its run is to be claimed.
struct Plain<'a> {
    entry: &'a NewEntry,
    lease: Option<NewLease>,
}

impl Plain<'_> {
    fn maybe_claimed(&self) -> Option<MaybeClaimed> {
        let (lease, run) = (self.lease?, self.entry.handlers.first()?);
        let (endpoint, handler) = (Arc::clone(&self.entry.endpoint), Arc::clone(&run.handler));
        Some(MaybeClaimed { endpoint, key: self.entry.key, handler, token: lease.token })
    }
}

impl Coming {
    fn plain(&self, shift: Shift, tokens: &mut impl Iterator<Item = i64>) -> Option<Plain<'_>> {
        let [entry] = &self.entries[..] else { return None };
        is_plain(entry).then(|| Plain { entry, lease: self.lease(entry, shift, tokens) })
    }

    fn lease(
        &self,
        entry: &NewEntry,
        shift: Shift,
        tokens: &mut impl Iterator<Item = i64>,
    ) -> Option<NewLease> {
        let (request, run) = (self.claim.as_ref()?, entry.handlers.first()?);
        if !request.asks_for(&entry.endpoint, &run.handler, 0) {
            return None;
        }
        let start = shift.to_database(request.now);
        Some(NewLease { token: tokens.next()?, start, end: lease_end(start, request.lease) })
    }
}

impl Taken {
    fn of(new: &New<'_>, Kept { id, token }: Kept, shift: Shift) -> Self {
        let received_at = shift.to_here(new.received_at);
        let claimed = token
            .zip(new.entry.handlers.first())
            .map(|(token, run)| first_claim(new.entry, run, id, token.unsigned_abs(), received_at));
        Self { accepted: vec![Accepted::New(id)], claimed }
    }
}

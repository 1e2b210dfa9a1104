//! Groups of deliveries that are to be kept.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use super::{
    accept::accept,
    again::again,
    database::Database,
    new::{New, NewLease},
    plain::{Kept, is_plain, keep},
    release::find,
    rows::number,
    shift::Shift,
    time::lease_end,
    unheld::Handler,
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
pub(super) struct Answer {
    pub(super) accepted: Vec<Accepted>,
    pub(super) claimed: Option<Claimed>,
}

/// The writer of groups of deliveries, those of each request together.
pub(super) struct Accepts(pub(super) Arc<Database>);

impl Group for Accepts {
    type Input = Coming;
    type Output = Answer;

    fn write_plain<'a>(&'a self, inputs: &'a [Coming]) -> StoreFuture<'a, Vec<Option<Answer>>> {
        Box::pin(self.accept_plain(inputs))
    }

    fn write<'a>(&'a self, inputs: &'a [Coming]) -> StoreFuture<'a, Vec<Answer>> {
        Box::pin(async move {
            let all: Vec<_> = inputs.iter().flat_map(|input| &input.entries).collect();
            let accepted = again(|| self.0.accept_all(&all));
            let mut accepted = self.0.patience.wait_for(accepted).await?.into_iter();
            let taken = inputs.iter().map(|input| Answer {
                accepted: accepted.by_ref().take(input.entries.len()).collect(),
                claimed: None,
            });
            Ok(taken.collect())
        })
    }

    fn forgo(input: &mut Coming) {
        input.claim = None;
    }

    fn take_back(&self, answers: Vec<Answer>) {
        let claimed = answers.into_iter().filter_map(|answer| answer.claimed);
        let (handlers, tokens): (Vec<_>, Vec<_>) = claimed
            .map(|Claimed { endpoint, lease, .. }| ((endpoint, lease.handler), number(lease.token)))
            .unzip();
        self.0.release_later(handlers, tokens);
    }

    fn weight(input: &Coming) -> usize {
        input.entries.iter().map(|entry| entry.delivery.body().len() + 1024).sum()
    }
}

impl Accepts {
    /// Keeps those deliveries that come alone and are plain and new. `None` are the others.
    async fn accept_plain(&self, inputs: &[Coming]) -> Result<Vec<Option<Answer>>, StoreError> {
        let database = &self.0;
        let asking = inputs.iter().filter(|input| input.asks_plainly()).count();
        let draw = again(|| database.tokens.take(&database.pool, database.schema, asking));
        let mut tokens = database.patience.wait_for(draw).await?.into_iter();
        let shift = database.shift_now().await?;
        let places = inputs.iter().enumerate();
        let (places, plain): (Vec<_>, Vec<_>) = places
            .filter_map(|(place, input)| Some((place, input.plain(shift, &mut tokens)?)))
            .unzip();
        let mut answers: Vec<_> = inputs.iter().map(|_| None).collect();
        for (place, kept) in places.into_iter().zip(self.keep_all(&plain, shift).await?) {
            answers[place] = kept;
        }
        Ok(answers)
    }

    /// Keeps plain deliveries. What was claimed without an answer is released.
    async fn keep_all(
        &self,
        plain: &[Plain<'_>],
        shift: Shift,
    ) -> Result<Vec<Option<Answer>>, StoreError> {
        let was_sent = AtomicBool::new(false);
        let kept = again(|| self.0.keep_plain(plain, shift, &was_sent));
        let kept = self.0.patience.wait_for(kept).await;
        if kept.is_err() && was_sent.into_inner() {
            let handlers = plain.iter().filter_map(Plain::claimed_for);
            self.0.release_later(handlers, plain.iter().filter_map(Plain::token));
        }
        kept
    }
}

impl Database {
    /// Keeps plain deliveries. `was_sent` is true if an earlier attempt may have kept them.
    async fn keep_plain(
        &self,
        plain: &[Plain<'_>],
        shift: Shift,
        was_sent: &AtomicBool,
    ) -> Result<Vec<Option<Answer>>, StoreError> {
        let entries: Vec<_> = plain.iter().map(|plain| plain.entry).collect();
        let all = self.numbered(&entries, shift).await?;
        let Some(names) = self.dictionary.known_names().filter(|_| !all.is_empty()) else {
            return Ok(all.iter().map(|_| None).collect());
        };
        let leases: Vec<_> = plain.iter().map(|plain| plain.lease).collect();
        let db = self.hold().await?;
        let is_repeated = was_sent.swap(true, Ordering::Relaxed);
        let mut kept = keep(db, self.schema, &names, &all, &leases).await?;
        if is_repeated {
            self.find_kept(plain, &mut kept).await?;
        }
        let claimed = kept.iter().flatten().filter(|kept| kept.token.is_some()).count();
        self.claimed.fetch_add(claimed, Ordering::Relaxed);
        if kept.iter().flatten().any(|kept| kept.token.is_none()) {
            self.wake();
        }
        let answers = all.iter().zip(kept);
        Ok(answers.map(|(new, kept)| Some(Answer::of(new, kept?, shift))).collect())
    }

    /// Finds what an earlier attempt has kept and claimed.
    async fn find_kept(
        &self,
        plain: &[Plain<'_>],
        kept: &mut [Option<Kept>],
    ) -> Result<(), StoreError> {
        let handlers: Vec<_> = plain.iter().filter_map(Plain::claimed_for).collect();
        let tokens: Vec<_> = plain.iter().filter_map(Plain::token).collect();
        let leases = find(&self.pool, self.schema, &handlers, &tokens).await?;
        for (plain, kept) in plain.iter().zip(kept).filter(|(_, kept)| kept.is_none()) {
            let Some(token) = plain.token() else { continue };
            let lease = leases.iter().find(|lease| number(lease.token) == token);
            *kept = lease.map(|lease| Kept { id: lease.entry, token: Some(token) });
        }
        Ok(())
    }

    async fn accept_all(&self, entries: &[&NewEntry]) -> Result<Vec<Accepted>, StoreError> {
        if entries.is_empty() {
            return Ok(Vec::new());
        }
        let all = self.numbered(entries, self.shift_now().await?).await?;
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
    /// Returns the token of its claim, if it is to be claimed.
    fn token(&self) -> Option<i64> {
        self.lease.map(|lease| lease.token)
    }

    /// Returns the handler that it is to be claimed for.
    fn claimed_for(&self) -> Option<Handler> {
        let run = self.entry.handlers.first().filter(|_| self.lease.is_some())?;
        Some((Arc::clone(&self.entry.endpoint), Arc::clone(&run.handler)))
    }
}

impl Coming {
    /// Returns its entry if it comes alone and is plain.
    fn plain_entry(&self) -> Option<&NewEntry> {
        let [entry] = &self.entries[..] else { return None };
        Some(entry).filter(|entry| is_plain(entry))
    }

    /// Returns true if it is plain, and a claim of its run is asked for.
    fn asks_plainly(&self) -> bool {
        self.claim.is_some() && self.plain_entry().is_some()
    }

    fn plain(&self, shift: Shift, tokens: &mut impl Iterator<Item = i64>) -> Option<Plain<'_>> {
        let entry = self.plain_entry()?;
        Some(Plain { entry, lease: self.lease(entry, shift, tokens) })
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

impl Answer {
    fn of(new: &New<'_>, Kept { id, token }: Kept, shift: Shift) -> Self {
        let received_at = shift.to_here(new.received_at);
        let claimed = token
            .zip(new.entry.handlers.first())
            .map(|(token, run)| first_claim(new.entry, run, id, token.unsigned_abs(), received_at));
        Self { accepted: vec![Accepted::New(id)], claimed }
    }
}

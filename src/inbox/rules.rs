//! From a proved request to the entry that is kept of it.

use std::{fmt, sync::Arc};

use http::{HeaderMap, Request};

use super::{
    EndpointFacts, IdempotencyKey, NewEntry, NewRun, OrderingKey, Quarantined, ROUTE,
    finder::KeyContext,
    keys::Sent,
    names::EventNames,
    siblings::{Sibling, siblings},
    target::ProofPlaces,
};
use crate::{
    DeliveryParts, Field, Verdict, Verified,
    event::{self, DecodeError},
    log::Span,
    receive::{Gate, ReceiveError, Received},
    router::{Hosted, Routed, RoutedTo},
    telemetry::context_of,
};

/// An endpoint's name, and what it says about the entries that are made at it.
pub(crate) struct EntryRules {
    name: Arc<str>,
    hosted: Arc<dyn Hosted>,
    idempotency: IdempotencyKey,
    ordering: Option<OrderingKey>,
    version: Option<Field>,
    /// True if a worker finds the handlers of a delivery.
    is_routed_by_workers: bool,
    names: EventNames,
    proof: ProofPlaces,
    #[cfg_attr(not(feature = "console"), allow(dead_code, reason = "the console tells them"))]
    facts: EndpointFacts,
}

/// The reason why a batch that was kept as one delivery is not split.
pub(crate) enum NotSplit {
    /// It never is: its list is not found, or no secret proves it.
    Never(DecodeError),
    /// It may be later: a secret or a key cannot be had now.
    NotNow(ReceiveError),
}

/// The entries of a request that was proved.
pub(crate) enum Entries {
    /// The request is one delivery.
    One(Box<Made>),
    /// The request is a batch: an entry of each item.
    Batch(Vec<Made>),
}

/// The proof of a delivery, and what tells it apart from others.
struct Proved<'a> {
    verified: &'a Verified,
    /// The account that it is of, if the endpoint has several.
    account: Option<&'a str>,
    /// The hash of the message that was signed, if the borders of its values can be moved.
    signed_run: Option<[u8; 32]>,
    /// For an event of a batch.
    sibling: Option<Sibling>,
}

/// An entry that is to be kept.
pub(crate) struct Made {
    pub(crate) entry: NewEntry,
    /// The event as metrics name it: as the enum declares it, or else as it is counted.
    pub(crate) metered_as: Arc<str>,
    /// The variant, if a function makes replies for it.
    pub(crate) reply_to: Option<usize>,
}

impl EntryRules {
    pub(crate) fn new(
        name: Arc<str>,
        hosted: Arc<dyn Hosted>,
        idempotency: IdempotencyKey,
        ordering: Option<OrderingKey>,
        version: Option<Field>,
    ) -> Self {
        let proof = ProofPlaces::of(hosted.gate().verifier().provider());
        let names = EventNames::default();
        let facts = EndpointFacts::default();
        let is_routed_by_workers = false;
        Self {
            name,
            hosted,
            idempotency,
            ordering,
            version,
            is_routed_by_workers,
            names,
            proof,
            facts,
        }
    }

    pub(crate) fn routed_by_workers(self, is_routed_by_workers: bool) -> Self {
        Self { is_routed_by_workers, ..self }
    }

    pub(crate) fn described_by(self, facts: EndpointFacts) -> Self {
        Self { facts, ..self }
    }

    #[cfg(feature = "console")]
    pub(crate) const fn facts(&self) -> &EndpointFacts {
        &self.facts
    }

    pub(crate) fn name(&self) -> &Arc<str> {
        &self.name
    }

    pub(crate) fn hosted(&self) -> &dyn Hosted {
        &*self.hosted
    }

    pub(crate) fn gate(&self) -> &Gate {
        self.hosted.gate()
    }

    /// Makes the entries of a request that has just come and was proved, as [`routed`](Self::routed).
    pub(crate) async fn entries(
        &self,
        received: Box<Received>,
        verified: &Verified,
        span: &Span,
    ) -> Entries {
        let mut entries = self.routed(received, verified, span).await;
        match &mut entries {
            Entries::One(made) => self.leave_to_workers(&mut made.entry),
            Entries::Batch(made) => {
                for made in made {
                    self.leave_to_workers(&mut made.entry);
                }
            }
        }
        entries
    }

    /// Leaves it to a worker to find the handlers.
    fn leave_to_workers(&self, entry: &mut NewEntry) {
        if self.is_routed_by_workers {
            entry.handlers = vec![ROUTE.into()];
        }
    }

    /// Makes the entries of a request that was proved, with their handlers. `span` gets the names of a delivery that is
    /// alone. A batch that cannot be split is one entry, whose routing fails.
    ///
    /// The items of a long batch are made some at a time: other tasks have their turn in between.
    async fn routed(&self, received: Box<Received>, verified: &Verified, span: &Span) -> Entries {
        let gate = self.gate();
        let provider = gate.verifier().provider();
        let signed_run = gate.verifier().signed_run(&received.raw(), verified);
        let account = gate.account(&received);
        let account = account.as_deref();
        let request = DeliveryParts {
            trace: context_of(span),
            ..DeliveryParts::of(provider, received, verified)
        };
        if let Ok(Some(items)) = event::items(&request.received(), provider) {
            let siblings = siblings(&items);
            let mut made = Vec::with_capacity(items.len());
            for (item, sibling) in items.into_iter().zip(siblings) {
                let proved = Proved { verified, account, signed_run: None, sibling: Some(sibling) };
                made.push(self.entry(request.of_item(item), &proved, &Span::none()));
                if made.len() % AT_ONCE == 0 {
                    tokio::task::yield_now().await;
                }
            }
            return Entries::Batch(made);
        }
        let proved = Proved { verified, account, signed_run, sibling: None };
        Entries::One(Box::new(self.entry(request, &proved, span)))
    }

    fn entry(&self, parts: DeliveryParts, proved: &Proved<'_>, span: &Span) -> Made {
        let gate = self.gate();
        let Routed { delivery, handlers, declared_name, reply_to } =
            self.hosted.route(parts, proved.verified, &self.name, span);
        let runs = handlers.map(|handlers| handlers.into_iter().map(NewRun::from).collect());
        let ordering = self.ordering.as_ref();
        let provider = gate.verifier().provider();
        let sent = Sent {
            delivery: &delivery,
            provider,
            proof: &self.proof,
            key_is_signed: provider.idempotency_key().iter().all(|at| proved.verified.covers(*at)),
            signed_run: proved.signed_run,
            sibling: proved.sibling,
        };
        let key = self.idempotency.key(&sent, self.key_context("idempotency key"));
        let counted_as = self.names.of(&delivery, declared_name);
        let metered_as = metered_as(declared_name, &counted_as);
        let entry = NewEntry {
            endpoint: Arc::clone(&self.name),
            key: proved.account.map_or(key, |account| key.at_account(account)),
            duplicate_within: self.idempotency.time_of(&sent),
            counted_as,
            order: ordering.and_then(|ordering| {
                let context = self.key_context("ordering key");
                ordering.order(self.version, &delivery, proved.account, context)
            }),
            handlers: runs.unwrap_or_else(|| vec![ROUTE.into()]),
            delivery,
        };
        Made { entry, metered_as, reply_to }
    }

    /// Returns the entries of a request that was not proved when it came; `None` if it is not proved
    /// now either.
    pub(super) async fn entries_of(&self, unproved: Quarantined) -> Option<Vec<NewEntry>> {
        let Quarantined { received_at, method, uri, headers, body, .. } = unproved;
        let (mut parts, ()) = Request::new(()).into_parts();
        (parts.method, parts.uri, parts.headers) = (method, uri, headers);
        let proved = self.prove_again(Received::new(parts, body, received_at)).await;
        let mut entries = proved.ok().flatten()?;
        for entry in &mut entries {
            self.leave_to_workers(entry);
        }
        Some(entries)
    }

    /// Returns the entries of the items of a batch that was kept as one delivery: before its provider
    /// said that it sends batches, or where its list was not found. `None` if the delivery is no batch.
    ///
    /// # Errors
    ///
    /// Fails if the list is not found, if no secret of today proves the batch, or if they cannot be had.
    pub(crate) async fn split(
        &self,
        kept: &DeliveryParts,
    ) -> Result<Option<Vec<NewEntry>>, NotSplit> {
        let provider = self.gate().verifier().provider();
        if kept.item.is_some() {
            return Ok(None);
        }
        let items = event::items(&kept.received(), provider);
        if items.map_err(|error| NotSplit::Never(error.into()))?.is_none() {
            return Ok(None);
        }
        let (mut parts, ()) = Request::new(()).into_parts();
        (parts.method, parts.uri) = (kept.method.clone(), kept.uri.clone());
        parts.headers = HeaderMap::clone(&kept.headers);
        let received = Received::new(parts, kept.body.clone(), kept.received_at);
        match self.prove_again(received).await {
            Ok(Some(entries)) => Ok(Some(entries)),
            Err(error) if error.status().is_server_error() => Err(NotSplit::NotNow(error)),
            Ok(None) | Err(_) => Err(NotSplit::Never(DecodeError::Unsplit)),
        }
    }

    /// Returns the entries of a request that came before; `None` if it is a handshake.
    async fn prove_again(&self, received: Received) -> Result<Option<Vec<NewEntry>>, ReceiveError> {
        let Verdict::Delivery(verified) = self.gate().prove(&received).await? else {
            return Ok(None);
        };
        let entries = self.routed(Box::new(received), &verified, &Span::none()).await;
        Ok(Some(match entries {
            Entries::One(made) => vec![made.entry],
            Entries::Batch(made) => made.into_iter().map(|made| made.entry).collect(),
        }))
    }

    fn key_context(&self, wanted: &'static str) -> KeyContext<'_> {
        KeyContext { endpoint: &self.name, wanted }
    }
}

/// Returns the name of an event in metrics, which the sender cannot choose where a variant declares one.
fn metered_as(declared: &'static str, counted_as: &Arc<str>) -> Arc<str> {
    if declared.is_empty() || *declared == **counted_as {
        return Arc::clone(counted_as);
    }
    Arc::from(declared)
}

impl From<RoutedTo> for NewRun {
    fn from(handler: RoutedTo) -> Self {
        let run = Self::of(handler.name);
        if handler.is_out_of_order { run.out_of_order() } else { run }
    }
}

impl fmt::Debug for EntryRules {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EntryRules")
            .field("name", &self.name)
            .field("idempotency", &self.idempotency)
            .field("ordering", &self.ordering)
            .field("version", &self.version)
            .finish_non_exhaustive()
    }
}

/// The most items of a batch that are made before other tasks have their turn.
const AT_ONCE: usize = 64;

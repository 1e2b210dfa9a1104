//! From a proved request to the entry that is kept of it.

use std::{fmt, sync::Arc};

use http::Request;

use super::{
    IdempotencyKey, NewEntry, NewRun, OrderingKey, Quarantined, ROUTE, finder::KeyContext,
    keys::Sent, names::EventNames, target::ProofPlaces,
};
use crate::{
    Field, Verdict, Verified,
    log::Span,
    receive::{Gate, Received},
    router::{Hosted, Routed, RoutedTo},
};

/// An endpoint's name, and what it says about the entries that are made at it.
pub(crate) struct EntryRules {
    name: Arc<str>,
    hosted: Arc<dyn Hosted>,
    idempotency: IdempotencyKey,
    ordering: Option<OrderingKey>,
    version: Option<Field>,
    names: EventNames,
    proof: ProofPlaces,
}

/// An entry that is to be kept.
pub(crate) struct Made {
    pub(crate) entry: NewEntry,
    /// The event name as the enum declares it, which the sender cannot choose.
    pub(crate) declared_name: &'static str,
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
        Self { name, hosted, idempotency, ordering, version, names, proof }
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

    /// Makes the entry of a request that was proved. `span` gets the names of the delivery.
    pub(crate) fn entry(&self, received: Box<Received>, verified: &Verified, span: &Span) -> Made {
        let gate = self.gate();
        let signed_run = gate.verifier().signed_run(&received.raw(), verified);
        let Routed { delivery, handlers, declared_name, reply_to } =
            self.hosted.route(received, verified, &self.name, span);
        let runs = handlers.map(|handlers| handlers.into_iter().map(NewRun::from).collect());
        let ordering = self.ordering.as_ref();
        let entry = NewEntry {
            endpoint: Arc::clone(&self.name),
            key: self.idempotency.key(
                &Sent {
                    delivery: &delivery,
                    provider: gate.verifier().provider(),
                    proof: &self.proof,
                    signed_run,
                },
                self.key_context("idempotency key"),
            ),
            duplicate_within: self.idempotency.time_of(&delivery),
            counted_as: self.names.of(&delivery, declared_name),
            order: ordering.and_then(|ordering| {
                ordering.order(self.version, &delivery, self.key_context("ordering key"))
            }),
            handlers: runs.unwrap_or_else(|| vec![ROUTE.into()]),
            delivery,
        };
        Made { entry, declared_name, reply_to }
    }

    /// The entry of a request that was not proved when it came, if it is proved now.
    pub(super) fn entry_of(&self, unproved: Quarantined) -> Option<NewEntry> {
        let Quarantined { received_at, method, uri, headers, body, .. } = unproved;
        let (mut parts, ()) = Request::new(()).into_parts();
        (parts.method, parts.uri, parts.headers) = (method, uri, headers);
        let received = Box::new(Received::new(parts, body, received_at));
        match self.gate().verifier().verify(&received.raw(), received_at) {
            Ok(Verdict::Delivery(verified)) => {
                Some(self.entry(received, &verified, &Span::none()).entry)
            }
            Ok(Verdict::Handshake(_)) | Err(_) => None,
        }
    }

    fn key_context(&self, wanted: &'static str) -> KeyContext<'_> {
        KeyContext { endpoint: &self.name, wanted }
    }
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

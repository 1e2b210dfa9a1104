//! The keys of an endpoint and of its destinations that have no effect beside others, or at its sender: each is a mistake.

use std::fmt;

use super::Building;
use crate::{
    Provider,
    scheme::{Guard, Scheme},
    serve::config::{Destination, Endpoint, KeyPath, Ndjson},
    verify::hashes_token,
};

impl Building<'_> {
    /// Notes what has no effect beside the other keys of an endpoint.
    pub(super) fn check_used(&mut self, endpoint: &Endpoint, at: &KeyPath) {
        self.check_proof_used(endpoint, at);
        self.check_order_used(endpoint, at);
        if endpoint.store_only {
            self.check_runs_used(endpoint, at);
        }
    }

    /// Notes what has no effect on the proof.
    fn check_proof_used(&mut self, endpoint: &Endpoint, at: &KeyPath) {
        let Endpoint { unauthenticated, .. } = *endpoint;
        let has_secrets = !endpoint.secrets.is_empty();
        let has_accounts = endpoint.accounts.is_some();
        let has_roots = !endpoint.trusted_roots.is_empty();
        let has_documents = !endpoint.documents.is_empty();
        let has_keys = !endpoint.decryption_keys.is_empty();
        let keeps_unproved = endpoint.quarantine.is_some_and(|most| most > 0);
        let beside = "beside `unauthenticated`: remove one";
        let beside_secrets = "beside `secrets`: remove one";
        let beside_accounts = "beside `accounts`: remove one";
        let into_accounts = "beside `accounts`: write them into `accounts.secrets`";
        self.refuse_unused(
            at,
            [
                ("unauthenticated", unauthenticated && has_secrets, beside_secrets),
                ("unauthenticated", unauthenticated && has_accounts, beside_accounts),
                ("tolerance", unauthenticated && endpoint.tolerance.is_some(), beside),
                ("documents", unauthenticated && has_documents, beside),
                ("trusted-roots", unauthenticated && has_roots, beside),
                ("decryption-keys", unauthenticated && has_keys, beside),
                ("quarantine", unauthenticated && keeps_unproved, beside),
                ("secrets", has_accounts && has_secrets, into_accounts),
            ],
        );
    }

    /// Notes what has no effect on the order of deliveries.
    fn check_order_used(&mut self, endpoint: &Endpoint, at: &KeyPath) {
        let Endpoint { lets_pass, stops_at_dead_letter, .. } = *endpoint;
        let Some(place) = no_order(endpoint) else { return };
        self.refuse_unused(
            at,
            [
                ("lets-pass", lets_pass, place),
                ("stops-at-dead-letter", stops_at_dead_letter, place),
            ],
        );
    }

    /// Notes what has no effect where nothing runs.
    fn check_runs_used(&mut self, endpoint: &Endpoint, at: &KeyPath) {
        let has_destinations = !endpoint.destinations.is_empty();
        self.refuse_unused(
            at,
            [
                ("store-only", has_destinations, "beside destinations: remove it"),
                ("version", endpoint.version.is_some(), NO_RUNS),
                ("run-stale", endpoint.run_stale, NO_RUNS),
                ("retries", endpoint.retries.is_some(), NO_RUNS),
                ("concurrency", endpoint.concurrency.is_some(), NO_RUNS),
            ],
        );
    }

    /// Notes what the sender of an endpoint has no use for.
    pub(super) fn check_used_by_sender(
        &mut self,
        endpoint: &Endpoint,
        at: &KeyPath,
        provider: &Provider,
    ) {
        let has_tolerance = endpoint.tolerance.is_some();
        let has_roots = !endpoint.trusted_roots.is_empty();
        let names_no_tenant = provider.tenant().is_empty() && endpoint.accounts.is_none();
        let is_limited = endpoint.rate_limit_of_tenant.is_some();
        let has_url = endpoint.public_url.is_some();
        let has_secrets = !endpoint.secrets.is_empty() || endpoint.accounts.is_some();
        let sender = provider.name();
        let at_sender = |reason| format!("at `{sender}`, which {reason}");
        self.refuse_unused(
            at,
            [
                ("tolerance", has_tolerance && !signs_time(provider), at_sender("signs no time")),
                (
                    "verify-token",
                    endpoint.verify_token.is_some() && !shows_token(provider),
                    at_sender("shows no verify token"),
                ),
                (
                    "public-url",
                    has_url && !signs_url(provider, endpoint.unauthenticated),
                    at_sender("signs no URL"),
                ),
                (
                    "trusted-roots",
                    has_roots && !publishes_certificate(provider),
                    at_sender("publishes no certificate with a chain"),
                ),
                (
                    "trusted-roots",
                    has_roots && has_secrets,
                    "beside the secrets of the sender: remove one".to_owned(),
                ),
                (
                    "rate-limit-of-tenant",
                    is_limited && names_no_tenant,
                    at_sender("names no tenant"),
                ),
            ],
        );
    }

    /// Notes a destination without an order to leave.
    pub(super) fn check_order(
        &mut self,
        destination: &Destination,
        endpoint: &Endpoint,
        at: &KeyPath,
    ) {
        let is_unused = destination.out_of_order && endpoint.ordered_by.is_none();
        let place = "without `ordered-by` of its endpoint";
        self.refuse_unused(at, [("out-of-order", is_unused, place)]);
    }

    /// Notes a number of files that are kept, where there is never a second one.
    pub(super) fn check_rotation(&mut self, ndjson: &Ndjson, at: &KeyPath) {
        let is_rotated = ndjson.rotated_at.is_some() || ndjson.daily;
        let is_unused = ndjson.keeping.is_some() && !is_rotated;
        self.refuse_unused(at, [("keeping", is_unused, "without `rotated-at` or `daily`")]);
    }

    /// Notes each key that is unused, with the first place where it has no effect.
    fn refuse_unused<P: fmt::Display>(
        &mut self,
        at: &KeyPath,
        keys: impl IntoIterator<Item = (&'static str, bool, P)>,
    ) {
        for (key, is_unused, place) in keys {
            let at = at.and(key);
            if is_unused && !self.is_mistaken(&at) {
                self.mistake(at, format!("has no effect {place}"));
            }
        }
    }
}

/// Returns the place where no delivery waits for another one.
fn no_order(endpoint: &Endpoint) -> Option<&'static str> {
    if endpoint.ordered_by.is_none() {
        return Some("without `ordered-by`");
    }
    let is_unordered = endpoint.destinations.iter().all(|destination| destination.out_of_order);
    if endpoint.store_only {
        return Some(NO_RUNS);
    }
    is_unordered.then_some("where all destinations are `out-of-order`")
}

/// Returns whether a proof may say when it was made.
fn signs_time(provider: &Provider) -> bool {
    provider.schemes().iter().any(|scheme| match scheme {
        Scheme::Signature(signature) => signature.timestamp().is_some(),
        Scheme::HttpSignature(_) | Scheme::Jwt(_) => true,
        Scheme::Token(_) => false,
    })
}

/// Returns whether a proof covers the URL, or the hash by which a handshake is answered.
fn signs_url(provider: &Provider, is_unauthenticated: bool) -> bool {
    let is_signed = !is_unauthenticated && provider.schemes().iter().any(Scheme::signs_url);
    is_signed || hashes_token(provider)
}

/// Returns whether a handshake shows a verify token, or is answered with a hash of one.
fn shows_token(provider: &Provider) -> bool {
    let mut handshakes = provider.handshakes().iter();
    hashes_token(provider)
        || handshakes.any(|handshake| matches!(handshake.guard, Guard::VerifyToken(_)))
}

/// Returns whether a sender publishes a certificate whose chain has to lead to a root.
fn publishes_certificate(provider: &Provider) -> bool {
    let mut published = provider.schemes().iter().filter_map(Scheme::published_keys);
    published.any(|(location, _)| location.needs_roots())
}

const NO_RUNS: &str = "beside `store-only`: remove one";

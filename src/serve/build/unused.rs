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
        let Endpoint { store_only, unauthenticated, .. } = *endpoint;
        let is_unordered = endpoint.ordered_by.is_none();
        let (has_secrets, has_accounts) =
            (!endpoint.secrets.is_empty(), endpoint.accounts.is_some());
        let of_runs = "beside `store-only`: remove one";
        let of_proof = "beside `unauthenticated`: remove one";
        self.refuse_unused(
            at,
            [
                ("lets-pass", endpoint.lets_pass && is_unordered, NO_ORDER),
                ("stops-at-dead-letter", endpoint.stops_at_dead_letter && is_unordered, NO_ORDER),
                (
                    "store-only",
                    store_only && !endpoint.destinations.is_empty(),
                    "beside destinations: remove it",
                ),
                ("retries", store_only && endpoint.retries.is_some(), of_runs),
                ("concurrency", store_only && endpoint.concurrency.is_some(), of_runs),
                ("unauthenticated", unauthenticated && has_secrets, "beside `secrets`: remove one"),
                (
                    "unauthenticated",
                    unauthenticated && has_accounts,
                    "beside `accounts`: remove one",
                ),
                ("tolerance", unauthenticated && endpoint.tolerance.is_some(), of_proof),
                ("documents", unauthenticated && !endpoint.documents.is_empty(), of_proof),
                ("trusted-roots", unauthenticated && !endpoint.trusted_roots.is_empty(), of_proof),
                (
                    "decryption-keys",
                    unauthenticated && !endpoint.decryption_keys.is_empty(),
                    of_proof,
                ),
                ("quarantine", unauthenticated && endpoint.quarantine.is_some(), of_proof),
                (
                    "secrets",
                    has_accounts && has_secrets,
                    "beside `accounts`: write them into `accounts.secrets`",
                ),
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
        let is_proved = !endpoint.unauthenticated;
        let has_tolerance = is_proved && endpoint.tolerance.is_some();
        let has_roots = is_proved && !endpoint.trusted_roots.is_empty();
        let names_no_tenant = provider.tenant().is_empty() && endpoint.accounts.is_none();
        let is_limited = endpoint.rate_limit_of_tenant.is_some();
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
                    "trusted-roots",
                    has_roots && !publishes_keys(provider),
                    at_sender("publishes no certificate"),
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

    /// Notes each key that is unused, with the place where it has no effect.
    fn refuse_unused<P: fmt::Display>(
        &mut self,
        at: &KeyPath,
        keys: impl IntoIterator<Item = (&'static str, bool, P)>,
    ) {
        for (key, is_unused, place) in keys {
            if is_unused {
                self.mistake(at.and(key), format!("has no effect {place}"));
            }
        }
    }
}

/// Returns whether a proof may say when it was made.
fn signs_time(provider: &Provider) -> bool {
    provider.schemes().iter().any(|scheme| match scheme {
        Scheme::Signature(signature) => signature.timestamp().is_some(),
        Scheme::HttpSignature(_) | Scheme::Jwt(_) => true,
        Scheme::Token(_) => false,
    })
}

/// Returns whether a handshake shows a verify token, or is answered with a hash of one.
fn shows_token(provider: &Provider) -> bool {
    let mut handshakes = provider.handshakes().iter();
    hashes_token(provider)
        || handshakes.any(|handshake| matches!(handshake.guard, Guard::VerifyToken(_)))
}

fn publishes_keys(provider: &Provider) -> bool {
    provider.schemes().iter().any(|scheme| scheme.published_keys().is_some())
}

const NO_ORDER: &str = "without `ordered-by`";

//! Deliveries that are kept before they are answered: a whole receiver, with the memory store.

mod accepting;
mod addresses;
mod batches;
mod blocking;
mod configuration;
mod connections;
mod early_answers;
mod failures;
mod framing;
mod health;
#[cfg(feature = "http2")]
mod http2;
mod kept_as_one;
mod keys;
mod kit;
mod limits;
mod needs;
mod ordering;
pub(crate) mod over_tcp;
mod pausing;
mod people;
mod poison;
mod quarantine;
mod reloading;
mod renaming;
mod replies;
mod resting;
mod roles;
mod serving;
mod tenants;
#[cfg(feature = "tls")]
pub(crate) mod tls;
pub(crate) mod watched;

//! Keys that a sender publishes, and documents that were fetched.

mod by_hand;
mod certificates;
#[cfg(feature = "fetched-keys")]
mod confirmations;
#[cfg(feature = "fetched-keys")]
mod key_server;
mod keys;
#[cfg(feature = "fetched-keys")]
mod other_hosts;
#[cfg(feature = "fetched-keys")]
mod over_the_network;
#[cfg(all(feature = "fetched-keys", feature = "inbox", feature = "macros"))]
mod quarantine;

//! The shapes of attacks on a receiver's connections: a real receiver with the default limits, in a
//! process of its own, and genuine deliveries beside the attack. A binary of its own: it starts itself
//! as the receiver, and as the attacker, who needs more files than a process has by default.
//!
//! Each prints its figures: `docs/security.md` has them.
#![cfg(all(feature = "sqlite", feature = "macros", feature = "testing"))]
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "../it/kit/acme.rs"]
mod acme;
mod costly;
mod dripping;
mod genuine;
#[path = "../it/kit/http1.rs"]
mod http1;
mod locked;
mod process;
mod stalled;
mod unread;

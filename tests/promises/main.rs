//! The promises of the inbox, each kept by a whole receiver on SQLite: HTTP in, handlers run, rows on
//! disk. `src/inbox/promises.md` lists them.
#![cfg(all(feature = "sqlite", feature = "macros", feature = "testing"))]
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod keeping;
mod kit;
mod looking;
mod ordering;
mod running;

//! The code that the benchmarks of hookport share: a harness that compares, deliveries that look real, and
//! rivals written by hand. `docs/benchmarks.md` says how to read the figures.

pub mod bench;
pub mod bodies;
pub mod delivery;
pub mod endpoint;
pub mod events;
pub mod frames;
pub mod hand;
pub mod http;
pub mod options;
pub mod payloads;

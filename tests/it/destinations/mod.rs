//! Kept deliveries that go to destinations, with private servers on loopback.

mod filters;
mod kit;
mod ndjson;
mod templates;

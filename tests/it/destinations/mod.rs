//! Kept deliveries that go to destinations, with private servers on loopback.

#[cfg(unix)]
mod commands;
mod filters;
mod forwarding;
mod kit;
mod mails;
mod ndjson;
mod over_tls;
mod templates;
mod under_fault;
mod upstream;

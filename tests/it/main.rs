//! The tests of the library, one module a topic; [`kit`] holds what several of them share.
//!
//! They are one binary, so that the library is linked once. Apart are only the tests that need a
//! process, a feature or a compiler of their own; each of them says so in its first lines.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod attacks;
#[cfg(all(feature = "axum", feature = "macros", feature = "testing"))]
mod beside_axum;
mod capture;
#[cfg(all(feature = "console", feature = "macros", feature = "testing"))]
mod console;
#[cfg(all(feature = "destinations", feature = "macros", feature = "testing"))]
mod destinations;
#[cfg(feature = "testing")]
mod diagnosis;
#[cfg(all(
    feature = "axum",
    feature = "encrypted-bodies",
    feature = "macros",
    feature = "testing"
))]
mod encrypted;
#[cfg(all(feature = "inbox", feature = "macros", feature = "testing"))]
mod envelope;
#[cfg(feature = "macros")]
mod event;
#[cfg(feature = "macros")]
mod event_types;
#[cfg(all(feature = "macros", feature = "testing"))]
mod extract;
#[cfg(all(feature = "public-keys", feature = "testing"))]
mod fetched;
#[cfg(all(feature = "axum", feature = "testing"))]
mod heads;
mod http_file;
#[cfg(all(feature = "public-keys", feature = "testing"))]
mod http_signatures;
#[cfg(feature = "axum")]
#[cfg_attr(
    not(feature = "sqlite"),
    allow(dead_code, unused_imports, reason = "the tests of the inbox use it all")
)]
mod kit;
#[cfg(all(feature = "axum", feature = "macros", feature = "testing"))]
mod limits_of_zero;
mod long_bodies;
#[cfg(all(feature = "sqlite", feature = "macros", feature = "testing"))]
mod promises;
mod properties;
#[cfg(feature = "provider-file")]
mod provider_file;
#[cfg(all(feature = "axum", feature = "ed25519", feature = "macros"))]
mod readme;
#[cfg(all(feature = "axum", feature = "testing"))]
mod receive;
#[cfg(all(feature = "inbox", feature = "macros", feature = "testing"))]
mod receiver;
#[cfg(all(feature = "axum", feature = "macros", feature = "testing"))]
mod router;
#[cfg(all(feature = "axum", feature = "testing"))]
mod secrets;
#[cfg(all(feature = "inbox", feature = "macros", feature = "testing"))]
mod sender_events;
#[cfg(all(feature = "axum", feature = "macros", feature = "testing"))]
mod signed_replies;
mod signing;
#[cfg(feature = "inbox")]
mod stores;
#[cfg(all(feature = "inbox", feature = "macros", feature = "testing"))]
mod test_kit;
mod vectors;
#[cfg(all(feature = "inbox", feature = "macros", feature = "testing", feature = "xml"))]
mod xml_documents;

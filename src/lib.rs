//! hookport receives webhooks: it proves who sent a delivery, decodes it into your own enum, and
//! runs your function for it, at once or from a durable inbox.
//!
//! # The path of one delivery
//!
//! | stage | turns | into | or stops with |
//! |---|---|---|---|
//! | [`receive`] | an HTTP request | a bounded raw body | 405, 415, 413, 408, 400; 503, if there is no room |
//! | [`verify`] | headers, body, secrets, time | [`Verified`], or a handshake's [`HandshakeResponse`] | 401 |
//! | [`event`] | a verified request | the variant of your enum | 422 |
//! | [`router`] | the event | calls of your handlers | 503, if one asks for a retry |
//!
//! With the feature `inbox`, a [`Receiver`] keeps a proved delivery in one of the [`stores`] before
//! it answers, and a [`worker`] runs the handlers after that, with retries: see [`inbox`].
//!
//! # Example
//!
//! ```
//! use hookport::{EventRouter, Secret, Unknown, WebhookEvent, providers};
//!
//! #[derive(Debug, serde::Deserialize)]
//! struct PaymentIntent {
//!     id: String,
//! }
//!
//! #[derive(Debug, WebhookEvent)]
//! #[event(payload = "/data/object")]
//! enum StripeEvent {
//!     #[event("payment_intent.succeeded")]
//!     Paid(PaymentIntent),
//!     #[event(other)]
//!     Other(Unknown),
//! }
//!
//! async fn on_paid(intent: PaymentIntent) {
//!     println!("{} was paid", intent.id);
//! }
//!
//! let stripe = EventRouter::new(providers::STRIPE.secret(Secret::new("whsec_made_up")))
//!     .on(StripeEvent::PAID, on_paid)
//!     .with_state(());
//! let app: axum::Router = axum::Router::new().route_service("/stripe", stripe);
//! ```
//!
//! # Features
//!
//! | feature | default | adds |
//! |---|---|---|
//! | `receive` | yes, by `axum` | the tower layer and the router; without it [`verify`], [`providers`] and [`event`] alone |
//! | `axum` | yes | [`Verified`] as an axum extractor; the URL that was asked for survives `nest_service` |
//! | `macros` | yes | `#[derive(WebhookEvent)]` and the ready [`event_types`] |
//! | `ed25519` | yes | Ed25519 signatures (Discord, `v1a` of Standard Webhooks) |
//! | `public-keys` | | RSA and ECDSA signatures; compiles C |
//! | `p521` | | ECDSA signatures on the curve P-521 (TrueLayer) |
//! | `encrypted-bodies` | | deliveries that the sender encrypts: [`scheme::Encryption`] |
//! | `tracing` | yes | one event for every refused, undecodable or failed delivery; spans of the inbox |
//! | `fetched-keys` | | [`KeySource`]: public keys are fetched from their senders |
//! | `inbox` | | deliveries are kept first: [`Receiver`], [`worker`], a store in memory, the contract of a store |
//! | `destinations` | | the module `destinations`: kept deliveries go to a server, a command, a file of JSON lines, a mailbox |
//! | `sqlite` | | the store in one SQLite file, and [`Tx`] |
//! | `postgres` | | the store in a Postgres database, for many receivers and workers, and a `Tx` of its own |
//! | `console` | | the module `console`: pages and a JSON API that show an inbox |
//! | `provider-file` | | [`Provider::from_toml`] and [`Provider::to_toml`]: senders of your own in files |
//! | `xml` | | XML documents, read as JSON: [`XmlDocument`] |
//! | `unicode-secrets` | | secrets that are no ASCII, of senders that sign with a normal form of Unicode (EasyPost) |
//! | `metrics` | | counters and histograms of the inbox, by the `metrics` facade |
//! | `otlp` | | traces and metrics go to a collector by OTLP: the module [`telemetry`] |
//! | `tls` | | [`Receiver`] speaks TLS, by certificate files that are read again when they change |
//! | `serve` | | the module `serve`: a receiver out of a configuration file |
//! | `testing` | | the module [`testing`]: sign as any provider would, deliver without a socket |
//! | `cli` | | the binary `hookport`; `cli-http` is the same without https and public keys |
//!
//! # Public dependencies
//!
//! Types of these crates are part of the API, so that an incompatible version of one of them makes
//! one of hookport: `axum`, `bytes`, `http`, `http-body`, `http-body-util`, `ipnet`, `serde`,
//! `serde_json`, `tokio`, `tower-layer` and `tower-service`. Of `rusqlite` and `sqlx` a range of versions is
//! accepted.
//!
#![cfg_attr(
    not(feature = "inbox"),
    doc = "[`inbox`]: https://docs.rs/hookport/latest/hookport/inbox/\n\
           [`Receiver`]: https://docs.rs/hookport/latest/hookport/struct.Receiver.html\n\
           [`stores`]: https://docs.rs/hookport/latest/hookport/stores/\n\
           [`worker`]: https://docs.rs/hookport/latest/hookport/worker/"
)]
#![cfg_attr(
    not(feature = "provider-file"),
    doc = "[`Provider::from_toml`]: https://docs.rs/hookport/latest/hookport/struct.Provider.html#method.from_toml\n\
           [`Provider::to_toml`]: https://docs.rs/hookport/latest/hookport/struct.Provider.html#method.to_toml"
)]
#![cfg_attr(
    not(feature = "fetched-keys"),
    doc = "[`KeySource`]: https://docs.rs/hookport/latest/hookport/struct.KeySource.html"
)]
#![cfg_attr(
    not(feature = "sqlite"),
    doc = "[`Tx`]: https://docs.rs/hookport/latest/hookport/stores/sqlite/struct.Tx.html"
)]
#![cfg_attr(feature = "sqlite", doc = "[`Tx`]: stores::sqlite::Tx")]
#![cfg_attr(
    not(feature = "testing"),
    doc = "[`testing`]: https://docs.rs/hookport/latest/hookport/testing/"
)]
#![cfg_attr(docsrs, feature(doc_cfg))]
#![warn(clippy::expect_used)]

// The derive writes `::hookport`, also where it is used in this crate.
#[cfg(feature = "macros")]
extern crate self as hookport;

mod request;
mod secret;
#[cfg(feature = "provider-file")]
mod toml_forms;
mod words;

#[cfg(feature = "receive")]
mod clock;
#[cfg(feature = "receive")]
mod delivery;
#[cfg(feature = "receive")]
mod error_text;
#[cfg(feature = "receive")]
mod generations;
#[cfg(feature = "receive")]
mod log;
#[cfg(feature = "receive")]
mod own_file;
#[cfg(any(feature = "destinations", feature = "fetched-keys"))]
mod public_address;
#[cfg(feature = "receive")]
mod reply;
#[cfg(any(feature = "destinations", feature = "fetched-keys", feature = "otlp"))]
mod tls_client;

#[cfg(feature = "receive")]
mod outcome;
#[cfg(feature = "receive")]
mod panic;
#[cfg(feature = "receive")]
mod trace;

#[cfg(feature = "receive")]
pub mod telemetry;

#[cfg(feature = "fetched-keys")]
pub mod key_source;

#[cfg(feature = "receive")]
pub mod secrets;

#[cfg(feature = "receive")]
pub mod receive;

pub mod scheme;

mod provider;

pub mod verify;

#[cfg(feature = "provider-file")]
pub mod provider_file;

pub mod providers;

pub mod diagnosis;

pub mod event;

#[cfg(feature = "receive")]
pub mod router;

#[cfg(feature = "receive")]
pub mod extract;

#[cfg(feature = "inbox")]
pub mod inbox;

#[cfg(feature = "inbox")]
pub mod stores;

#[cfg(feature = "inbox")]
pub mod worker;

#[cfg(feature = "inbox")]
pub mod receiver;

#[cfg(feature = "destinations")]
pub mod destinations;

pub mod http_file;

#[cfg(feature = "console")]
pub mod console;

#[cfg(feature = "serve")]
pub mod serve;

#[cfg(feature = "macros")]
pub mod event_types;

#[cfg(all(
    any(doc, doctest),
    feature = "macros",
    feature = "postgres",
    feature = "sqlite",
    feature = "testing"
))]
pub mod cookbook;

pub mod capture;

#[cfg(feature = "testing")]
pub mod testing;

#[cfg(feature = "receive")]
pub use clock::{Clock, SystemClock};
#[cfg(feature = "receive")]
pub use delivery::{Delivery, DeliveryParts};
pub use event::{
    key::EventKey, number::ExactNumber, unknown::Unknown, webhook_event::WebhookEvent,
};
#[cfg(feature = "macros")]
#[doc = include_str!("event/derive.md")]
pub use hookport_macros::WebhookEvent;
#[cfg(all(feature = "macros", feature = "receive"))]
#[doc = include_str!("router/handler/attribute.md")]
pub use hookport_macros::handler;
#[cfg(feature = "fetched-keys")]
pub use key_source::source::KeySource;
#[cfg(feature = "receive")]
pub use outcome::{Classify, ErrorClass, Failure, Handled, IntoOutcome, Outcome};
pub use provider::{Fact, FactState, Provider, SenderRetries};
#[cfg(feature = "receive")]
pub use receive::{layer::ReceiveLayer, refusal::Refusal};
#[cfg(feature = "inbox")]
pub use receiver::{builder::Receiver, endpoint::InboxEndpoint};
#[cfg(feature = "receive")]
pub use reply::{Reply, ReplyError};
pub use request::{
    Batch, DocumentIn, Field, FieldError, Item, Items, RawHead, RawRequest, XmlDocument,
};
#[cfg(feature = "receive")]
pub use router::{builder::EventRouter, counts::Counts, endpoint::Endpoint};
pub use secret::{Secret, SecretError};
pub use verify::{
    config_error::ConfigError,
    error::VerifyError,
    response::HandshakeResponse,
    source::Source,
    verified::{Trust, Verdict, Verified},
    verifier::Verifier,
};

/// An error of any kind, as handlers and bodies give them.
#[cfg(feature = "receive")]
pub type BoxError = Box<dyn std::error::Error + Send + Sync>;

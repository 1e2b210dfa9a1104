//! Endpoints, inbox and worker in one: a delivery is kept, then its sender gets 2xx, then its
//! handlers run.
//!
//! ```
//! # #[cfg(feature = "macros")]
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use hookport::{EventRouter, Secret, WebhookEvent, providers, Receiver};
//!
//! #[derive(serde::Deserialize)]
//! struct PaymentIntent {
//!     id: String,
//! }
//!
//! #[derive(WebhookEvent)]
//! #[event(payload = "/data/object")]
//! enum StripeEvent {
//!     #[event("payment_intent.succeeded")]
//!     Paid(PaymentIntent),
//! }
//!
//! async fn on_paid(intent: PaymentIntent) {
//!     println!("{} was paid", intent.id);
//! }
//!
//! let stripe = EventRouter::new(providers::STRIPE.secret(Secret::new("whsec_made_up")))
//!     .on(StripeEvent::PAID, on_paid)
//!     .with_state(());
//!
//! let receiver = Receiver::open("memory:").await?.endpoint("/stripe", stripe);
//! # let stop = std::future::ready(());
//! // `serve` waits for SIGTERM or ctrl-c instead.
//! receiver.serve_until("127.0.0.1:0", stop).await?;
//! # Ok(())
//! # }
//! # #[cfg(not(feature = "macros"))] fn main() {}
//! ```
//!
//! # What the sender gets
//!
//! | what became of the request | answer |
//! |---|---|
//! | it is kept, or was before, and a function [replies](crate::EventRouter::reply) in time | the reply |
//! | it is kept, or was before, without a reply | what the provider expects: 200, or 204 |
//! | it is genuine, and which event it is cannot be told | the same: it is kept, and dead |
//! | the store did not take it | 503 with `Retry-After` |
//! | too many requests are being answered | 503 with `Retry-After` |
//! | its body was waited for, and others [needed the room](Receiver::unproved_limit) | 503 with `Retry-After` |
//! | the endpoint is paused, and [refuses](InboxEndpoint::refuse_while_paused) | 503 with `Retry-After` |
//! | it is beyond the rate limit of the [endpoint](InboxEndpoint::rate_limit) or of its [tenant](InboxEndpoint::rate_limit_of_tenant) | 429 with `Retry-After` |
//! | its client has [no address that the endpoint allows](InboxEndpoint::allow_from) | 403 |
//! | it was refused at the [door](crate::receive) | 401, 405, 408, 413, 415 or 400 |
//! | its length is given in two ways, or its end is unclear: `Content-Length` beside `Transfer-Encoding`, `chunked` twice, a bare line feed in its head; where the receiver serves it itself | 400, and the connection is closed |
//! | it has no `Host`, or two of them, in HTTP/1.1; where the receiver serves it itself | 400, and the connection is closed |
//! | its head is longer than 64 KiB, where the receiver serves it itself | 431 |
//!
//! `Retry-After` is one second where too much happens at the moment, ten where the store has
//! failed, sixty during a pause, and the time until the next delivery is taken beyond a rate limit.
//!
//! An answer that is given before the body has come carries `Connection: close`, where the receiver
//! serves it itself. The rest of the body is read and dropped, up to 32 MiB within two seconds, so that
//! a sender that writes all before it reads gets the answer too.
//!
//! An endpoint answers below its path too, since some senders put a token or the event's name
//! there.
//!
//! # HTTP/2
//!
//! With the feature `http2` a receiver that serves itself speaks HTTP/2 without TLS too, on the same
//! port, to clients that know that beforehand: load balancers, for instance. A connection has at most
//! 32 requests at a time, and heads of 16 KiB.
//!
//! # TLS
//!
//! With the feature `tls` a receiver that serves itself speaks TLS, by certificate files that are read again when
//! they change: `Receiver::tls`. It speaks HTTP/2 then to clients that ask for it in the handshake.
//!
//! # Health
//!
//! `GET /livez` answers 200 while the process can answer at all. `GET /readyz` answers 200 when the
//! store has taken a write within the last second, and 503 when it has not, or when the receiver is
//! shutting down. The write is as long as a long delivery, 128 KiB with SQLite, so that a full disk is
//! noticed that still has room for short ones.
//!
//! Runs that wait for a handler which an endpoint does not have any more, as after a function was
//! [renamed](crate::router::HandlerPolicy::formerly), are logged at start-up, counted in
//! [`Overview::orphaned`](crate::inbox::Overview::orphaned), and told by `/readyz`, a line for each
//! handler after `ready`. So are ordering keys that dead letters stop, by their number at each endpoint. They
//! do not make the receiver less ready. Further lines tell for how long the oldest run is due, if that is ten
//! seconds or more, and which connections to its database the store uses, how long it waited for one, and how
//! many dead rows its queue has. These lines are up to ten seconds old.
//!
//! Whoever reaches the port can read `/readyz`, and with it the names of endpoints and handlers.
//!
//! # Several processes
//!
//! Processes that share a store share its work. Each does all of it, or is a receiver or a worker only:
//! see [`Role`]. A receiver is ready while its store takes writes; it does not tell of runs that wait for a
//! handler, since it runs none.
//!
//! # Reloading
//!
//! [`Receiver::serve_reloading`] serves until another receiver takes its place, without a request that is
//! refused or a delivery that is handled twice: see [`reloads`].
//!
//! # Beside your own app
//!
//! [`Receiver::merge`] adds pages to a receiver, and [`Receiver::merge_with`] pages that use the inbox. If it is the other way round,
//! [`Receiver::into_parts`] gives the parts to be put into an axum app.

mod accept;
mod address;
mod app;
pub(crate) mod builder;
mod check;
mod connection;
mod connection_settings;
mod door;
pub(crate) mod endpoint;
mod error;
mod fleet;
mod for_inbox;
#[cfg(feature = "serve")]
mod for_serve;
#[cfg(feature = "metrics")]
mod gauges;
mod generation;
mod health;
#[cfg(feature = "metrics")]
mod intervals;
mod limits;
#[cfg(feature = "serve")]
mod metrics_page;
mod open;
mod open_requests;
#[cfg(feature = "tls")]
mod over_tls;
mod own_runtime;
mod parts;
mod places;
mod quarantine;
mod reload;
mod rights;
mod role;
mod serve;
mod site;
mod tally;
#[cfg(feature = "testing")]
mod test_clock;
#[cfg(feature = "tls")]
mod tls;

pub use address::{AddressUnknown, ClientAddress};
pub(crate) use builder::Receiver;
#[cfg(feature = "serve")]
pub(crate) use check::default_name;
pub(crate) use endpoint::InboxEndpoint;
pub use error::{Problem, ReceiverError};
#[cfg(feature = "metrics")]
pub use gauges::Gauges;
#[cfg(feature = "destinations")]
pub(crate) use limits::Bucket;
pub use limits::RateLimit;
#[cfg(feature = "serve")]
pub use metrics_page::MetricsPage;
#[cfg(feature = "serve")]
pub(crate) use open::store as open;
#[cfg(feature = "tls")]
pub(crate) use over_tls::OverTls;
pub use parts::ReceiverParts;
pub use reload::{Reloads, Replacements, reloads};
pub use role::Role;
pub use serve::stop_signal;
#[cfg(feature = "tls")]
pub use tls::{Tls, TlsError};

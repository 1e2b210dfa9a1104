//! Destinations: a kept delivery goes to a file, a server, a command or a mailbox.
//!
//! [`Destinations`] makes the endpoint of an inbox out of a [`Source`](crate::Source) and of any number of
//! destinations, each with a name and a [`Filter`]. There is no event enum: every delivery is taken, also one
//! without an event name and one whose body is no JSON.
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use hookport::destinations::{Destinations, Filter, Ndjson};
//! use hookport::{Receiver, providers, testing::{Signer, deliver}};
//!
//! # let folder = tempfile::tempdir()?;
//! let orders = Ndjson::open(folder.path().join("orders.ndjson"))?;
//! let everything = Ndjson::open(folder.path().join("all.ndjson"))?;
//! let shop = Destinations::new(providers::SHOPIFY.secret("made-up"))
//!     .to("orders", Filter::all().events(["orders/*"])?, orders)
//!     .to("archive", Filter::all(), everything)
//!     .for_inbox();
//!
//! let parts = Receiver::open("memory:").await?.endpoint("/shop", shop).into_parts();
//! let request = Signer::new(providers::SHOPIFY, "made-up").event("orders/paid").url("http://localhost/shop");
//! assert_eq!(deliver(&parts.app, request.sign(r#"{"id":1}"#)?).await.status(), 200);
//! # Ok(())
//! # }
//! ```
//!
//! # A run of its own
//!
//! A destination is a handler of the inbox: each delivery has a run for each destination that takes it.
//! Attempts, retries, dead letters, replays and the order of a key are those of the
//! [inbox](crate::inbox), and the log shows them under the name of the destination. An endpoint without
//! destinations only keeps its deliveries.
//!
//! # The filter decides before a run exists
//!
//! | the filter | the delivery |
//! |---|---|
//! | takes it | has a run for the destination |
//! | does not take it | has none. If no destination takes it, the log shows it as `unhandled` |
//! | cannot decide, since a place that it looks at cannot be read | has a run, which is dead at its first attempt and says why |
//!
//! So a delivery that cannot be read is never left out in silence, and can be replayed once the filter was
//! corrected. A changed filter holds for new deliveries; a run that waits and is not taken any more is dead.

mod any_event;
mod authority;
mod builder;
mod command;
mod condition;
mod destination;
mod filter;
mod forward;
mod hosted;
mod mail;
mod meaning;
mod ndjson;
mod reply;
mod shown;
mod template;
mod wildcard;

pub use builder::Destinations;
pub use command::{Command, CommandError, RunCommand};
pub use condition::Condition;
pub use destination::{DeliveryAttempt, Destination, DestinationFuture};
pub use filter::{Filter, FilterError};
pub use forward::{Forward, ForwardError, ForwardTo};
pub use mail::{Mail, MailError, MailServer, MailTo};
pub use meaning::Meaning;
pub use ndjson::{Ndjson, NdjsonError, NdjsonFile};
pub use reply::ReplyTemplate;
pub use template::{TextTemplate, TextTemplateError};

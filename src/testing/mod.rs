//! Tools to test an endpoint: a signer for every provider, delivery without a socket, a clock that is
//! moved by hand, and an inbox that runs until it is idle (`TestReceiver`, with the feature `inbox`).
//!
//! ```
//! use hookport::{EventRouter, Secret, WebhookEvent, providers};
//! use hookport::testing::{HandClock, Signer, deliver};
//! use std::time::Duration;
//!
//! #[derive(WebhookEvent)]
//! #[event(payload = "/data/object")]
//! enum StripeEvent {
//!     #[event("invoice.paid")]
//!     Paid(serde_json::Value),
//! }
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let clock = HandClock::new(1_700_000_000);
//! let endpoint = EventRouter::new(providers::STRIPE.secret(Secret::new("whsec_made_up")))
//!     .on(StripeEvent::PAID, async |_: serde_json::Value| {})
//!     .clock(clock.clone())
//!     .with_state(());
//! let request = Signer::new(providers::STRIPE, "whsec_made_up")
//!     .at(clock.time())
//!     .sign(r#"{"id":"evt_1","type":"invoice.paid","data":{"object":{}}}"#)?;
//!
//! assert_eq!(deliver(&endpoint, request.clone()).await.status(), 200);
//!
//! clock.advance(Duration::from_secs(301));
//! assert_eq!(deliver(&endpoint, request).await.status(), 401);
//! # Ok(())
//! # }
//! ```

mod clock;
mod deliver;
#[cfg(feature = "inbox")]
mod inbox;

pub use crate::verify::sign::{SignError, Signer};
pub use clock::HandClock;
pub use deliver::deliver;
#[cfg(feature = "inbox")]
pub use inbox::{Idle, KeptDelivery, TestReceiver};

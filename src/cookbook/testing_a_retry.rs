//! A test of "the first attempt fails, the second one succeeds", without sleeping.
//!
//! The inbox lives in memory, its clock is moved by hand, and the test waits for the store to change.
//!
//! ```
//! use std::{sync::{Arc, atomic::{AtomicU32, Ordering}}, time::Duration};
//! use axum::extract::State;
//! use hookport::{
//!     EventRouter, InboxEndpoint, Receiver, WebhookEvent,
//!     inbox::{EntryId, EntryState, Record, RunState, Store},
//!     providers,
//!     router::RetryPolicy,
//!     stores::MemoryStore,
//!     testing::{HandClock, Signer, deliver},
//! };
//!
//! #[derive(WebhookEvent)]
//! #[event(payload = "/data/object")]
//! enum StripeEvent {
//!     #[event("invoice.paid")]
//!     Paid(serde_json::Value),
//! }
//!
//! /// Fails the first time it is called.
//! async fn on_paid(_: serde_json::Value, State(calls): State<Arc<AtomicU32>>) -> Result<(), &'static str> {
//!     match calls.fetch_add(1, Ordering::Relaxed) {
//!         0 => Err("the database is down"),
//!         _ => Ok(()),
//!     }
//! }
//!
//! /// Waits until an entry is as the test wants it, in any store.
//! async fn when(store: &dyn Store, wanted: impl Fn(&Record) -> bool) -> Record {
//!     loop {
//!         let changed = store.wait();
//!         if let Ok(Some(record)) = store.read(EntryId::new(1)).await
//!             && wanted(&record)
//!         {
//!             return record;
//!         }
//!         changed.await;
//!     }
//! }
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let (clock, calls) = (HandClock::new(1_700_000_000), Arc::new(AtomicU32::new(0)));
//! let store = Arc::new(MemoryStore::default());
//! let stripe = EventRouter::new(providers::STRIPE.secret("whsec_made_up"))
//!     .on(StripeEvent::PAID, on_paid)
//!     .clock(clock.clone())
//!     .with_state(Arc::clone(&calls));
//! let retries = RetryPolicy::exponential().starting_at(Duration::from_secs(60));
//! let parts = Receiver::new(store.clone())
//!     .endpoint("/stripe", InboxEndpoint::new(stripe).retries(retries))
//!     .poll_interval(Duration::from_millis(10))
//!     .clock(clock.clone())
//!     .into_parts();
//! tokio::spawn(parts.worker.run(std::future::pending(), Duration::ZERO));
//!
//! let paid = Signer::new(providers::STRIPE, "whsec_made_up")
//!     .url("http://localhost/stripe")
//!     .at(clock.time())
//!     .sign(r#"{"id":"evt_1","type":"invoice.paid","data":{"object":{}}}"#)?;
//! assert_eq!(deliver(&parts.app, paid).await.status(), 200); // kept, not handled yet
//!
//! let failed = when(&*store, |entry| entry.runs[0].state == RunState::Retry).await;
//! assert_eq!(failed.runs[0].attempts[0].error.as_deref(), Some("the database is down"));
//!
//! clock.advance(Duration::from_secs(60)); // the longest wait before the second attempt
//! let done = when(&*store, |entry| entry.summary.state == EntryState::Done).await;
//! assert_eq!(done.runs[0].attempts.len(), 2);
//! # Ok(())
//! # }
//! ```
//!
//! A handler is a plain async function: most of your tests need no delivery at all, and call it.

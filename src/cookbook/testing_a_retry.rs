//! A test of "the first attempt fails, the second one succeeds", without sleeping.
//!
//! [`TestReceiver`](crate::testing::TestReceiver) takes the receiver that your program serves. Its
//! handlers run when the test says so, and its clock is moved by hand, also that of the endpoints.
//!
//! ```
//! use std::{sync::Arc, time::Duration};
//! use axum::extract::State;
//! use hookport::{
//!     EventRouter, InboxEndpoint, Receiver, WebhookEvent, providers,
//!     inbox::Store,
//!     router::RetryPolicy,
//!     stores::MemoryStore,
//!     testing::{HandClock, Signer, TestReceiver},
//! };
//! # use std::sync::atomic::{AtomicBool, Ordering};
//!
//! #[derive(WebhookEvent)]
//! #[event(payload = "/data/object")]
//! enum StripeEvent {
//!     #[event("invoice.paid")]
//!     Paid(serde_json::Value),
//! }
//!
//! /// A database that is down until a test says that it is up.
//! #[derive(Clone, Default)]
//! struct Database(Arc<AtomicBool>);
//! # impl Database {
//! #     fn book(&self, _: serde_json::Value) -> Result<(), &'static str> {
//! #         if self.0.load(Ordering::Relaxed) { Ok(()) } else { Err("the database is down") }
//! #     }
//! #     fn comes_up(&self) {
//! #         self.0.store(true, Ordering::Relaxed);
//! #     }
//! # }
//!
//! async fn on_paid(invoice: serde_json::Value, State(database): State<Database>) -> Result<(), &'static str> {
//!     database.book(invoice)
//! }
//!
//! /// What your program serves.
//! fn receiver(store: Arc<dyn Store>, database: Database) -> Receiver {
//!     let stripe = EventRouter::new(providers::STRIPE.secret("whsec_made_up"))
//!         .on(StripeEvent::PAID, on_paid)
//!         .with_state(database);
//!     let retries = RetryPolicy::exponential().starting_at(Duration::from_secs(60)).at_most(3);
//!     Receiver::new(store).endpoint("/stripe", InboxEndpoint::new(stripe).retries(retries))
//! }
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! // The test: `#[tokio::test] async fn an_invoice_is_booked_when_the_database_is_up_again()`.
//! let database = Database::default();
//! let receiver = receiver(Arc::new(MemoryStore::new()), database.clone());
//! let mut test = TestReceiver::new(receiver, HandClock::new(1_700_000_000));
//!
//! let paid = Signer::new(providers::STRIPE, "whsec_made_up")
//!     .url("http://localhost/stripe")
//!     .at(test.now())
//!     .sign(r#"{"id":"evt_1","type":"invoice.paid","data":{"object":{}}}"#)?;
//! assert_eq!(test.deliver(paid).await.status(), 200); // kept, not handled yet
//!
//! test.run_until_idle().await;
//! test.delivery("evt_1").await.assert_waits_for_retry("the database is down");
//!
//! database.comes_up();
//! let wait = test.advance_to_next_retry().await; // random, and a minute at most
//! assert!(wait <= Duration::from_secs(60));
//! test.run_until_idle().await;
//! let invoice = test.delivery("evt_1").await;
//! invoice.assert_done();
//! assert_eq!(invoice.run("on_paid").attempts.len(), 2);
//! # Ok(())
//! # }
//! ```
//!
//! * `test.run_to_the_end()` goes through all retries: what is not done then is in
//!   `test.dead_letters()`.
//! * `test.inbox()` is the handle that a person uses: replay the dead letter, pause the endpoint.
//! * The store may be a `SqliteStore` in a folder of the test; then read what a `Tx` wrote with
//!   `store.query(…)`.
//! * A handler that hangs is ended by its time limit, which goes by the clock of the machine: under
//!   `#[tokio::test(start_paused = true)]` no test waits for it.
//!
//! A handler is a plain async function: most of your tests need no delivery at all, and call it.

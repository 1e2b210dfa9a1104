//! An error that trying again cannot correct: the order that does not exist, the amount that is no
//! number.
//!
//! Every error is tried again, because most errors pass: a database restarts, a lock is released. An
//! error that does not pass costs the sender's whole schedule of retries, or 24 attempts in the inbox,
//! and a person learns of it hours later. Say that it is permanent, and it is a dead letter after the
//! first attempt.
//!
//! # What becomes of a delivery
//!
//! | class of the error | endpoint without an inbox | inbox |
//! |---|---|---|
//! | [`Retry`](crate::ErrorClass::Retry), the default | 503, `Retry-After: 10`; the sender tries again, or stops by its own rules | the run waits for its next attempt, by the handler's [`RetryPolicy`](crate::router::RetryPolicy); after the last one it is dead |
//! | [`RetryAfter`](crate::ErrorClass::RetryAfter) | 503 with this wait in whole seconds, rounded up | the next attempt is after this wait, or after that of the policy if that is longer |
//! | [`DeadLetter`](crate::ErrorClass::DeadLetter) | the status of a handled delivery (200 or 204), counted as [`dead_letter`](crate::Counts::dead_letter), and logged | the run is dead at once; its error is kept, and a person can replay it |
//!
//! In the inbox the sender got its 2xx before the handler ran, so no class changes what it gets.
//! Without an inbox a dead letter is lost: hookport keeps nothing of it but the log line. Write down
//! what you need of it yourself.
//!
//! A panic and a timeout are retried too. `classify_errors` is asked about them, as
//! [`HandlerError`](crate::router::HandlerError).
//!
//! # One enum for all errors
//!
//! The classes are a method beside the enum, and the router calls that method. No handler mentions
//! them: each uses `?` as anywhere else.
//!
//! **Give each variant a text of its own.** A variant with `#[error(transparent)]` hides the error that
//! it holds: a function of `classify_errors` sees the enum and the causes of that error, but never the
//! error itself.
//!
//! ```
//! use std::time::Duration;
//! use hookport::{ErrorClass, EventRouter, WebhookEvent, providers, testing::{Signer, deliver}};
//!
//! #[derive(Debug, thiserror::Error)]
//! enum AppError {
//!     #[error("no order {0}")]
//!     NoSuchOrder(String),
//!     #[error("bank is closed")]
//!     BankClosed,
//!     #[error("database failed")]
//!     Database(#[from] std::io::Error),
//! }
//!
//! impl AppError {
//!     /// A `match` over all variants: a new one does not compile until somebody has chosen.
//!     fn class(&self) -> Option<ErrorClass> {
//!         match self {
//!             Self::NoSuchOrder(_) => Some(ErrorClass::DeadLetter),
//!             Self::BankClosed => Some(ErrorClass::RetryAfter(Duration::from_secs(3600))),
//!             Self::Database(_) => None, // its cause is asked next
//!         }
//!     }
//! }
//!
//! #[derive(WebhookEvent)]
//! #[event(payload = "/data/object")]
//! enum StripeEvent {
//!     #[event("charge.refunded")]
//!     Refunded(Charge),
//! }
//!
//! #[derive(serde::Deserialize)]
//! struct Charge {
//!     id: String,
//! }
//!
//! async fn on_refunded(charge: Charge) -> Result<(), AppError> {
//!     match charge.id.as_str() {
//!         "ch_closed" => Err(AppError::BankClosed),
//!         "ch_denied" => Err(std::io::Error::from(std::io::ErrorKind::PermissionDenied))?,
//!         "ch_timeout" => Err(std::io::Error::from(std::io::ErrorKind::TimedOut))?,
//!         _ => Err(AppError::NoSuchOrder(charge.id)),
//!     }
//! }
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let stripe = EventRouter::new(providers::STRIPE.secret("whsec_made_up"))
//!     .on(StripeEvent::REFUNDED, on_refunded)
//!     .classify_errors(|error| error.downcast_ref::<AppError>()?.class())
//!     .classify_errors(|error| {
//!         // Errors of other crates, wherever they are the cause.
//!         match error.downcast_ref::<std::io::Error>()?.kind() {
//!             std::io::ErrorKind::PermissionDenied => Some(ErrorClass::DeadLetter),
//!             _ => None,
//!         }
//!     })
//!     .with_state(());
//!
//! let signer = Signer::new(providers::STRIPE, "whsec_made_up");
//! for (charge, status, wait) in [
//!     ("ch_1", 200, None), // a dead letter: Stripe need not send it again
//!     ("ch_closed", 503, Some("3600")),
//!     ("ch_denied", 200, None), // by its cause
//!     ("ch_timeout", 503, Some("10")),
//! ] {
//!     let body = format!(
//!         r#"{{"id":"evt_1","type":"charge.refunded","data":{{"object":{{"id":"{charge}"}}}}}}"#
//!     );
//!     let answer = deliver(&stripe, signer.sign(body)?).await;
//!     assert_eq!(answer.status(), status, "{charge}");
//!     assert_eq!(answer.headers().get("retry-after").map(|it| it.as_bytes()), wait.map(str::as_bytes));
//! }
//! assert_eq!(stripe.counts().dead_letter, 2);
//! # Ok(())
//! # }
//! ```
//!
//! A function of [`classify_errors`](crate::EventRouter::classify_errors) gets the error that the
//! handler returned, then each of its causes, until one has a class. An `anyhow::Error` without a
//! context hides the type that it holds, as `#[error(transparent)]` does. Use the next way for both.
//!
//! # Where the error occurs
//!
//! Often the place knows it, and not the type: that a text is no number is permanent if a sender wrote
//! the text, and passes if it came from your cache. [`Classify`](crate::Classify) adds two methods to
//! each `Result` whose error a handler may return.
//!
//! ```
//! use std::time::Duration;
//! use hookport::{BoxError, Classify, IntoOutcome, Outcome};
//!
//! fn book(quantity: &str) -> Result<(), BoxError> {
//!     let quantity: u32 = quantity.parse().or_dead_letter()?;
//!     reserve(quantity).or_retry_after(Duration::from_secs(60))?;
//!     Ok(())
//! }
//!
//! fn reserve(quantity: u32) -> Result<(), &'static str> {
//!     if quantity > 100 { Err("the store room is being counted") } else { Ok(()) }
//! }
//!
//! let Outcome::DeadLetter { reason } = book("seven").into_outcome() else { panic!() };
//! assert_eq!(reason, "invalid digit found in string");
//!
//! let Outcome::Retry { after, .. } = book("200").into_outcome() else { panic!() };
//! assert_eq!(after, Some(Duration::from_secs(60)));
//!
//! assert!(matches!(book("7").into_outcome(), Outcome::Done));
//! ```
//!
//! # In the error type
//!
//! Both methods make a [`Failure`](crate::Failure): an error with a class. A variant with
//! `#[from] Failure` takes it, so that `?` works in functions that return your own enum. The class is
//! found below every error that has the failure as its source, `#[error(transparent)]` included.
//!
//! ```
//! use hookport::{Classify, Failure, IntoOutcome, Outcome};
//!
//! #[derive(Debug, thiserror::Error)]
//! enum AppError {
//!     #[error("cannot book the order")]
//!     Booking(#[from] Failure),
//!     #[error("database failed")]
//!     Database(#[from] std::io::Error),
//! }
//!
//! fn book(quantity: &str) -> Result<(), AppError> {
//!     let _quantity: u32 = quantity.parse().or_dead_letter()?;
//!     Err(std::io::Error::from(std::io::ErrorKind::TimedOut).into())
//! }
//!
//! let Outcome::DeadLetter { reason } = book("seven").into_outcome() else { panic!() };
//! assert_eq!(reason, "cannot book the order: invalid digit found in string");
//! assert!(matches!(book("7").into_outcome(), Outcome::Retry { .. }));
//! ```
//!
//! `impl From<AppError> for Outcome` does not compile for such a type (E0119): hookport has that `impl`
//! for every [`Error`](std::error::Error). Use `Failure` or `classify_errors` for it. Only a type that
//! is no `Error` says all of it in one `impl`:
//!
//! ```
//! use hookport::{IntoOutcome, Outcome};
//!
//! enum Failed {
//!     Hopeless(String),
//!     Busy,
//! }
//!
//! impl From<Failed> for Outcome {
//!     fn from(failed: Failed) -> Self {
//!         match failed {
//!             Failed::Hopeless(reason) => Self::dead_letter(reason),
//!             Failed::Busy => Self::retry("the bank is busy"),
//!         }
//!     }
//! }
//!
//! let hopeless: Result<(), Failed> = Err(Failed::Hopeless("no such order".into()));
//! assert!(matches!(hopeless.into_outcome(), Outcome::DeadLetter { .. }));
//!
//! let busy: Result<(), Failed> = Err(Failed::Busy);
//! assert!(matches!(busy.into_outcome(), Outcome::Retry { .. }));
//! ```
//!
//! # Which one counts
//!
//! 1. A dead letter or a wait that the handler returned: an [`Outcome`](crate::Outcome), or a
//!    `Failure`. Of a `Failure` within a `Failure` the outer one counts.
//! 2. The first function of `classify_errors` that knows the error; then the same for its cause, and
//!    for the cause of that.
//! 3. Otherwise the error is retried.
//!
//! If several handlers of one event fail on an endpoint without an inbox, a retry is worse than a dead
//! letter: the sender gets 503, and all of them run again. In the inbox each handler has a run of its
//! own, and one dead letter stops no other handler.
//!
//! # A dead letter in the inbox
//!
//! It is kept, with the error of each attempt, unless
//! [`Retention::keep_dead`](crate::worker::Retention::keep_dead) sets a time. After the cause was
//! corrected, replay it.
//!
//! ```
//! use std::sync::Arc;
//! use hookport::{
//!     Classify, EventRouter, Failure, Receiver, WebhookEvent,
//!     inbox::{EntryState, Filter, Page, Replay, Store}, providers, stores::MemoryStore,
//!     testing::{Signer, deliver},
//! };
//!
//! #[derive(WebhookEvent)]
//! #[event(payload = "/data/object")]
//! enum StripeEvent {
//!     #[event("invoice.paid")]
//!     Paid(Invoice),
//! }
//!
//! #[derive(serde::Deserialize)]
//! struct Invoice {
//!     order: String,
//! }
//!
//! async fn on_paid(invoice: Invoice) -> Result<(), Failure> {
//!     let _order: u64 = invoice.order.parse().or_dead_letter()?;
//!     Ok(())
//! }
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let store = Arc::new(MemoryStore::default());
//! let stripe = EventRouter::new(providers::STRIPE.secret("whsec_made_up"))
//!     .on(StripeEvent::PAID, on_paid)
//!     .with_state(());
//! let parts = Receiver::new(store.clone()).endpoint("/stripe", stripe).into_parts();
//! # tokio::spawn(parts.worker.run(std::future::pending(), std::time::Duration::ZERO));
//!
//! let paid = Signer::new(providers::STRIPE, "whsec_made_up")
//!     .url("http://localhost/stripe")
//!     .sign(r#"{"id":"evt_1","type":"invoice.paid","data":{"object":{"order":"seven"}}}"#)?;
//! assert_eq!(deliver(&parts.app, paid).await.status(), 200); // kept: Stripe is done with it
//!
//! let dead = Filter::new().states([EntryState::Dead]);
//! let entry = loop {
//!     let changed = store.wait();
//!     if let Some(entry) = parts.inbox.log(dead.clone(), Page::first(1)).await?.entries.pop() {
//!         break entry;
//!     }
//!     changed.await;
//! };
//! let record = parts.inbox.read(entry.id).await?.ok_or("just listed")?;
//! assert_eq!(record.runs[0].attempts.len(), 1, "no second attempt");
//! assert_eq!(record.runs[0].attempts[0].error.as_deref(), Some("invalid digit found in string"));
//!
//! // After the handler was corrected and deployed, this one by its id, to see that it works now.
//! // With `dead` in place of the id: all of them.
//! assert_eq!(parts.inbox.replay(entry.id, Replay::Failed).await?, 1);
//! # Ok(())
//! # }
//! ```

//! Routing: an event runs its handlers, and the sender gets an answer.
//!
//! An [`EventRouter`] starts from a [`Source`](crate::Source), gets a function
//! for each variant of your event enum, and becomes an [`Endpoint`]: a tower service.
//!
//! ```
//! # #[cfg(all(feature = "axum", feature = "macros"))] {
//! use hookport::{Delivery, EventRouter, Secret, Unknown, WebhookEvent, extract::State, providers};
//! # #[derive(Clone)] struct Db;
//! # impl Db { async fn mark_paid(&self, _: &str) -> Result<(), std::io::Error> { Ok(()) } }
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
//!     #[event("customer.subscription.*")]
//!     Subscription(serde_json::Value),
//!     #[event(other)]
//!     Other(Unknown),
//! }
//!
//! async fn on_paid(
//!     intent: PaymentIntent,
//!     State(db): State<Db>,
//!     delivery: Delivery,
//! ) -> Result<(), std::io::Error> {
//!     println!("paid, says the delivery {:?}", delivery.id());
//!     db.mark_paid(&intent.id).await
//! }
//!
//! # let db = Db;
//! let stripe = EventRouter::<StripeEvent, _>::new(providers::STRIPE.secret(Secret::new("whsec_made_up")))
//!     .on(StripeEvent::PAID, on_paid)
//!     .ignore(StripeEvent::SUBSCRIPTION)
//!     .with_state(db);
//!
//! let app = axum::Router::new().route_service("/stripe", stripe);
//! # let _: axum::Router = app;
//! # }
//! ```
//!
//! # The answer
//!
//! | delivery | answer to the sender |
//! |---|---|
//! | all handlers are done, and one function [replies](#replies) | the reply |
//! | all handlers are done, without a reply | the status that the provider expects: 200 or 204 |
//! | its variant is ignored, or no variant takes its name | the same |
//! | a handler made it a dead letter, since a retry would not help | the same, or the reply of another handler |
//! | a handler failed, panicked, or took too long | 503 with `Retry-After` |
//! | a handler [needs](crate::extract::Needs) an inbox, and there is none | the same for every delivery; no handler runs |
//! | it cannot be decoded, or has no event name and no handler takes the variant `other` | 422 |
//! | it was [refused](crate::receive) | 401, 405, 408, 413, 415 or 400 |
//! | its body had to be waited for, and there was [no more room](crate::EventRouter::unproved_limit) | 503 with `Retry-After` |
//!
//! `Retry-After` is the longest wait that a handler asks for, in whole seconds; the default is ten.
//! Each of several handlers runs, and the worst outcome is the answer: all of them run again when
//! the sender retries. Answers have no body, except to a handshake, or by a reply.
//!
//! # Batches
//!
//! A request of a provider that [holds many events](crate::Provider::holds_items_at) is routed event by
//! event, in the order of its list. Each has a fate of its own, and the worst one is the answer: 503 if
//! a handler asks for a retry, else 422 if an event cannot be decoded, else 2xx. A retry of the sender
//! brings all events again, those that were done included. No function may reply to such a sender.
//!
//! # Replies
//!
//! A handler that returns a [`Reply`](crate::Reply), or something that holds one (see
//! [`IntoOutcome`](crate::IntoOutcome)), answers its sender: a Slack command, a Discord
//! interaction. A function of [`EventRouter::reply`](crate::EventRouter::reply) only makes the
//! reply, once the handlers are done. Of all functions of one event at most one may reply,
//! [`any`](crate::EventRouter::any) included: others are refused at start-up.
//!
//! | the handler that replies | beside it | the sender gets |
//! |---|---|---|
//! | replies | all are done, or give up | the reply |
//! | replies | a handler failed, panicked, or took too long | 503 with `Retry-After`; the reply is dropped |
//! | returns no reply (`None`), or gives up | all are done, or give up | the status that the provider expects |
//! | failed, panicked, or took too long | | 503 with `Retry-After` |
//!
//! | the function that only replies | beside it | the sender gets |
//! |---|---|---|
//! | replies | all handlers are done, or give up, or there are none | the reply |
//! | does not run | a handler failed, panicked, or took too long | 503 with `Retry-After` |
//! | returns no reply, fails, panics, or takes too long | all handlers are done, or give up, or there are none | the status that the provider expects |
//!
//! The status of a reply is the handler's choice. The delivery is counted as handled with every
//! status; most senders send again after one of 500 or above.
//!
//! With an inbox the handlers run after the answer: one that replies is refused at start-up, and a
//! function that only replies runs after the commit.
//!
//! If the sender closes its connection, the running handler is dropped, as in axum. Work that must
//! not be cut short belongs into a task of its own, or into an inbox.
//!
//! [`Endpoint::counts`] counts each of these cases.

mod answer;
mod attempt;
mod batch;
mod begin;
pub(crate) mod builder;
mod calls;
mod check;
mod classifier;
mod classify;
pub(crate) mod counts;
mod dispatch;
pub(crate) mod endpoint;
mod future;
mod handler;
#[doc(hidden)]
pub mod handler_check;
#[cfg(feature = "inbox")]
mod hosted;
mod ignore_rest;
mod layered;
mod policy;
mod replies;
mod retry_policy;
mod routes;
mod run;
mod trace;
mod unhandled;

#[cfg(feature = "inbox")]
pub(crate) use answer::{LONGEST_WAIT, Taken, try_again};
#[cfg(feature = "destinations")]
pub(crate) use attempt::Attempt;
pub use attempt::HandlerError;
pub(crate) use builder::EventRouter;
pub use check::RoutesError;
pub(crate) use counts::Counts;
#[cfg(feature = "inbox")]
pub(crate) use dispatch::Undecoded;
pub(crate) use endpoint::Endpoint;
pub use future::EndpointFuture;
pub use handler::Handler;
#[cfg(all(feature = "console", feature = "destinations"))]
pub(crate) use hosted::HostedEvent;
#[cfg(feature = "inbox")]
pub(crate) use hosted::{Hosted, Routed, RoutedTo};
pub use layered::{Delivered, HandlerFuture, HandlerService};
pub use policy::HandlerPolicy;
pub use retry_policy::RetryPolicy;
pub(crate) use routes::Routes;

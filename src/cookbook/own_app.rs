//! The inbox beside your own axum app, with your own shutdown.
//!
//! [`Receiver::serve`](crate::Receiver::serve) listens, answers signals and drains. If your program does
//! that already, take the receiver's parts and put each where it belongs:
//!
//! | part | where it goes |
//! |---|---|
//! | [`app`](crate::receiver::ReceiverParts::app) | merge it into your router: the endpoints, `/livez` and `/readyz` |
//! | [`worker`](crate::receiver::ReceiverParts::worker) | spawn it: it runs the handlers |
//! | [`inbox`](crate::receiver::ReceiverParts::inbox) | keep it in your state: log, replay, pause |
//!
//! At shutdown, one signal stops the server and the worker; the store is closed when both have ended. A
//! delivery that is accepted while the worker drains is not lost; the next process runs it. A store that
//! was closed is whole: the file of a `SqliteStore` can be copied.
//!
//! ```
//! use std::{future::IntoFuture, time::Duration};
//! use axum::{Router, extract::State, routing::get};
//! use hookport::{EventRouter, Receiver, WebhookEvent, inbox::Inbox, providers};
//! use tokio::{net::TcpListener, sync::watch, time::timeout};
//!
//! #[derive(WebhookEvent)]
//! #[event(payload = "/data/object")]
//! enum StripeEvent {
//!     #[event("invoice.paid")]
//!     Paid(serde_json::Value),
//! }
//!
//! /// A page of your own: how many entries are in which state.
//! async fn status(State(inbox): State<Inbox>) -> String {
//!     match inbox.overview().await {
//!         Ok(overview) => format!("{overview:?}"),
//!         Err(error) => error.to_string(),
//!     }
//! }
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let stripe = EventRouter::new(providers::STRIPE.secret("whsec_made_up"))
//!     .on(StripeEvent::PAID, async |_: serde_json::Value| {})
//!     .with_state(());
//! // "sqlite:hookport.db" in production.
//! let parts = Receiver::open("memory:").await?.endpoint("/stripe", stripe).into_parts();
//!
//! let (stop, stopped) = watch::channel(false);
//! let wait = |mut stopped: watch::Receiver<bool>| async move {
//!     // A dropped sender means "stop" too.
//!     let _ = stopped.wait_for(|stop| *stop).await;
//! };
//! let worker = tokio::spawn(parts.worker.run(wait(stopped.clone()), Duration::from_secs(25)));
//!
//! let status = Router::new().route("/status", get(status)).with_state(parts.inbox.clone());
//! let app = status.merge(parts.app);
//! let listener = TcpListener::bind("127.0.0.1:0").await?;
//! let server = axum::serve(listener, app).with_graceful_shutdown(wait(stopped));
//! # stop.send(true)?;
//! // 1. no more requests. axum waits as long as a client takes.
//! if let Ok(served) = timeout(Duration::from_secs(10), server.into_future()).await {
//!     served?;
//! }
//! let drained = worker.await?; // 2. running handlers end, or are released
//! parts.inbox.close().await; // 3. the store is whole
//! println!("{} runs finished, {} released", drained.finished, drained.released);
//! # Ok(())
//! # }
//! ```
//!
//! [`Receiver::serve`](crate::Receiver::serve) answers requests and renews leases on threads of its own.
//! Here all runs on your runtime: a handler that blocks its thread, as with a long computation or a
//! blocking client, holds up requests on that thread, and the worker if there is no other. Put such work
//! into `tokio::task::spawn_blocking`.
//!
//! Nor has axum a limit on the time for the head of a request or for an answer: put a proxy that has one
//! in front of it.
//!
//! In a program, `stop.send(true)` is called by your signal handler. Nest `parts.app` under a path only
//! with `Router::nest`: hookport sees the URL that was asked for, also where the sender signs it.

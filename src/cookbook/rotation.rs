//! A signing secret is replaced while deliveries arrive.
//!
//! # With a restart
//!
//! 1. Create the new secret at the sender. Most senders sign with both for a while (Stripe: up to 24
//!    hours), some with the new one at once.
//! 2. Start your receiver with both, the newest first.
//!
//! ```
//! use hookport::{Secret, providers};
//!
//! let stripe = providers::STRIPE
//!     .secret(Secret::new("whsec_made_up_new"))
//!     .secret(Secret::new("whsec_made_up_old"));
//! assert!(stripe.verifier().is_ok());
//! ```
//!
//! 3. Watch which secret matches: [`Delivery::secret_index`](crate::Delivery::secret_index) is 0 for the
//!    newest one. Log it, or count it.
//! 4. When the old one has not matched for longer than the sender's longest retry
//!    ([`Provider::retries`](crate::Provider::retries)), remove it.
//!
//! # Without a restart
//!
//! An [`Endpoint`](crate::Endpoint) is a value: put it behind a lock and replace it. A request that has
//! begun is finished by the endpoint that it began with.
//!
//! ```
//! use std::sync::{Arc, RwLock};
//! use axum::{Router, body::Body, extract::State, http::Request, response::IntoResponse, routing::any};
//! use hookport::{Endpoint, EventRouter, WebhookEvent, providers, testing::{Signer, deliver}};
//! use tower::ServiceExt;
//!
//! #[derive(WebhookEvent)]
//! enum Push {
//!     #[event("push")]
//!     Pushed(serde_json::Value),
//! }
//!
//! type Current = Arc<RwLock<Endpoint<Push>>>;
//!
//! fn endpoint(secrets: &[&str]) -> Endpoint<Push> {
//!     let secrets = secrets.iter().map(|text| hookport::Secret::new(*text));
//!     EventRouter::new(providers::GITHUB.secrets(secrets))
//!         .on(Push::PUSHED, async |_: serde_json::Value| {})
//!         .with_state(())
//! }
//!
//! async fn receive(State(current): State<Current>, request: Request<Body>) -> impl IntoResponse {
//!     let endpoint = current.read().expect("no panic under the lock").clone();
//!     endpoint.oneshot(request).await
//! }
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let current: Current = Arc::new(RwLock::new(endpoint(&["made-up-old"])));
//! let app = Router::new().route("/github", any(receive)).with_state(Arc::clone(&current));
//!
//! let signed = |secret| {
//!     Signer::new(providers::GITHUB, secret).event("push").url("http://localhost/github").sign("{}")
//! };
//! assert_eq!(deliver(&app, signed("made-up-new")?).await.status(), 401);
//!
//! *current.write().expect("no panic under the lock") = endpoint(&["made-up-new", "made-up-old"]);
//! assert_eq!(deliver(&app, signed("made-up-new")?).await.status(), 200);
//! assert_eq!(deliver(&app, signed("made-up-old")?).await.status(), 200);
//! # Ok(())
//! # }
//! ```
//!
//! # What was refused in between
//!
//! With an inbox, let the endpoint keep what it cannot prove
//! ([`InboxEndpoint::quarantine_at_most`](crate::InboxEndpoint::quarantine_at_most)). After the right
//! secret is in place, [`Inbox::reverify`](crate::inbox::Inbox::reverify) proves the quarantined
//! requests again, against the time at which they came, and runs their handlers.

//! A signing secret is replaced while deliveries arrive.
//!
//! # Without a restart
//!
//! [`Secrets`](crate::secrets::Secrets) is the handle on the secrets of an endpoint, and a `Secret` may have a
//! name. Keep the handle where your admin page, or the task that watches your vault, can reach it.
//!
//! 1. Create the new secret at the sender. Most senders sign with both for a while (Stripe: up to 24
//!    hours), some with the new one at once.
//! 2. Add it by the handle, and put it where your program reads its secrets at the next start.
//! 3. When the old one can go, retire it: [`retirable`](crate::secrets::Secrets::retirable) names the
//!    secrets that have proved nothing for a time, while a newer one did. Take a time longer than the
//!    sender's longest retry ([`Provider::retries`](crate::Provider::retries)).
//!
//! ```
//! use std::time::{Duration, SystemTime};
//! use axum::Router;
//! use hookport::{EventRouter, Secret, WebhookEvent, providers, testing::{Signer, deliver}};
//!
//! #[derive(WebhookEvent)]
//! enum Push {
//!     #[event("push")]
//!     Pushed(serde_json::Value),
//! }
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let endpoint = EventRouter::new(providers::GITHUB.secret(Secret::new("made-up-old").named("spring")))
//!     .on(Push::PUSHED, async |_: serde_json::Value| {})
//!     .with_state(());
//! let secrets = endpoint.secrets();
//! let app: Router = Router::new().route_service("/github", endpoint);
//!
//! let signed = |secret| {
//!     Signer::new(providers::GITHUB, secret).event("push").url("http://localhost/github").sign("{}")
//! };
//! assert_eq!(deliver(&app, signed("made-up-new")?).await.status(), 401);
//!
//! secrets.add(Secret::new("made-up-new").named("autumn"))?;
//! assert_eq!(deliver(&app, signed("made-up-new")?).await.status(), 200);
//! assert_eq!(deliver(&app, signed("made-up-old")?).await.status(), 200);
//!
//! let (later, quiet) = (SystemTime::now() + Duration::from_secs(60), Duration::from_secs(3600));
//! assert!(secrets.retirable(later, quiet).is_empty(), "the old one was used within the hour");
//!
//! assert!(secrets.retire("spring")?);
//! assert_eq!(deliver(&app, signed("made-up-old")?).await.status(), 401);
//! # Ok(())
//! # }
//! ```
//!
//! A request that has begun is decided with the secrets that there were when its head came. The handle
//! changes one process: with several instances, tell each of them, or let them find the secrets in
//! a database ([`tenants`](super::tenants)).
//!
//! # On a page of your own
//!
//! [`usage`](crate::secrets::Secrets::usage) tells of each secret how many deliveries it has proved, and when
//! the last one. The counts are those of this process, which has
//! [watched](crate::secrets::SecretUsage::watched_since) the secret since its first delivery: after a
//! restart nothing can go before it has watched for long enough.
//!
//! ```
//! use std::time::{Duration, SystemTime};
//! use axum::{Json, Router, extract::State, routing::get};
//! use hookport::{EventRouter, Secret, WebhookEvent, providers, secrets::Secrets, testing::{Signer, deliver}};
//! use serde_json::{Value, json};
//!
//! #[derive(WebhookEvent)]
//! enum Push {
//!     #[event("push")]
//!     Pushed(Value),
//! }
//!
//! async fn usage(State(secrets): State<Secrets>) -> Json<Value> {
//!     let three_days = Duration::from_secs(3 * 24 * 60 * 60);
//!     let can_go = secrets.retirable(SystemTime::now(), three_days);
//!     let rows = secrets.usage().into_iter().map(|secret| {
//!         json!({
//!             "name": &*secret.label(),
//!             "deliveries": secret.deliveries,
//!             "was_used": secret.last_used.is_some(),
//!             "can_go": can_go.iter().any(|it| it.index == secret.index),
//!         })
//!     });
//!     Json(rows.collect())
//! }
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let endpoint = EventRouter::new(providers::GITHUB.secret(Secret::new("made-up").named("autumn")))
//!     .on(Push::PUSHED, async |_: Value| {})
//!     .with_state(());
//! let admin = Router::new().route("/admin/secrets", get(usage)).with_state(endpoint.secrets());
//! let app = admin.route_service("/github", endpoint);
//!
//! let push = Signer::new(providers::GITHUB, "made-up").event("push").url("http://localhost/github");
//! assert_eq!(deliver(&app, push.sign("{}")?).await.status(), 200);
//!
//! let page = deliver(&app, http::Request::get("/admin/secrets").body(Default::default())?).await;
//! let rows: Value = serde_json::from_slice(page.body())?;
//! let expected = json!([{"name": "autumn", "deliveries": 1, "was_used": true, "can_go": false}]);
//! assert_eq!(rows, expected);
//! # Ok(())
//! # }
//! ```
//!
//! An inbox has the same for each endpoint: [`Inbox::secrets`](crate::inbox::Inbox::secrets), and
//! [`Inbox::accounts`](crate::inbox::Inbox::accounts) for tenants with secrets of their own.
//!
//! # With a restart
//!
//! Start your receiver with both secrets, the newest first.
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
//! [`Verified::secret_index`](crate::Verified::secret_index) is 0 for the newest one, and the metric
//! `hookport_secret_used_total` (feature `metrics`) counts the deliveries of a layer, a router or a receiver
//! by the secret that matched. When the old one is not counted any more, remove it.
//!
//! # What was refused in between
//!
//! With an inbox, let the endpoint keep what it cannot prove
//! ([`InboxEndpoint::quarantine_at_most`](crate::InboxEndpoint::quarantine_at_most)). After the right
//! secret is in place, [`Inbox::reverify`](crate::inbox::Inbox::reverify) proves the quarantined
//! requests again, against the time at which they came, and runs their handlers.

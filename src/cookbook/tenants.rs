//! Each customer (tenant) has a path and a signing secret of its own: `/stripe/acme`, `/stripe/globex`.
//!
//! # One endpoint for each tenant, found by the path
//!
//! An [`Endpoint`](crate::Endpoint) is cheap to clone, so a map of endpoints behind a lock is enough.
//! Tenants can be added, and their secrets changed, while the server runs. A tenant's secret opens the
//! path of that tenant only. `oneshot` is from the crate `tower`, feature `util`.
//!
//! ```
//! use std::{collections::HashMap, sync::{Arc, RwLock}};
//! use axum::{Router, body::Body, extract::{Path, State}, http::{Request, StatusCode}, response::{IntoResponse, Response}, routing::any};
//! use hookport::{Endpoint, EventRouter, WebhookEvent, providers, testing::{Signer, deliver}};
//! use tower::ServiceExt;
//!
//! #[derive(WebhookEvent)]
//! #[event(payload = "/data/object")]
//! enum StripeEvent {
//!     #[event("invoice.paid")]
//!     Paid(serde_json::Value),
//! }
//!
//! /// The endpoints, each with the name of its tenant as its state.
//! #[derive(Clone, Default)]
//! struct Tenants(Arc<RwLock<HashMap<String, Endpoint<StripeEvent>>>>);
//!
//! async fn on_paid(_: serde_json::Value, State(tenant): State<String>) {
//!     println!("an invoice of {tenant} is paid");
//! }
//!
//! impl Tenants {
//!     /// Adds a tenant, or replaces its secret.
//!     fn set(&self, tenant: &str, secret: &str) {
//!         let endpoint = EventRouter::new(providers::STRIPE.secret(secret))
//!             .on(StripeEvent::PAID, on_paid)
//!             .with_state(tenant.to_owned());
//!         self.0.write().expect("no panic under the lock").insert(tenant.to_owned(), endpoint);
//!     }
//!
//!     fn get(&self, tenant: &str) -> Option<Endpoint<StripeEvent>> {
//!         self.0.read().expect("no panic under the lock").get(tenant).cloned()
//!     }
//! }
//!
//! async fn receive(
//!     State(tenants): State<Tenants>,
//!     Path(tenant): Path<String>,
//!     request: Request<Body>,
//! ) -> Response {
//!     match tenants.get(&tenant) {
//!         Some(endpoint) => endpoint.oneshot(request).await.into_response(),
//!         // The same answer as for a wrong signature: nobody learns which tenants there are.
//!         None => StatusCode::UNAUTHORIZED.into_response(),
//!     }
//! }
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let tenants = Tenants::default();
//! tenants.set("acme", "whsec_made_up_acme");
//! tenants.set("globex", "whsec_made_up_globex");
//! let app = Router::new().route("/stripe/{tenant}", any(receive)).with_state(tenants);
//!
//! let signed = |tenant: &str, secret| {
//!     Signer::new(providers::STRIPE, secret)
//!         .url(format!("http://localhost/stripe/{tenant}"))
//!         .sign(r#"{"id":"evt_1","type":"invoice.paid","data":{"object":{}}}"#)
//! };
//! assert_eq!(deliver(&app, signed("acme", "whsec_made_up_acme")?).await.status(), 200);
//! assert_eq!(deliver(&app, signed("acme", "whsec_made_up_globex")?).await.status(), 401);
//! assert_eq!(deliver(&app, signed("initech", "whsec_made_up_acme")?).await.status(), 401);
//! # Ok(())
//! # }
//! ```
//!
//! # In the inbox
//!
//! A [`Receiver`](crate::Receiver) takes its endpoints when it is built: add one
//! [`endpoint`](crate::Receiver::endpoint) for each tenant, with a name that stays.
//! To add a tenant while the process runs, build a second receiver on the same store
//! ([`into_parts`](crate::Receiver::into_parts)), replace the app, and stop the first worker; see the
//! recipe [`own_app`](crate::cookbook::own_app). Both workers may run at the same time: a run is claimed by one
//! of them.
//!
//! # Tenants that the sender names
//!
//! An app is installed by many shops, a chain has many stores: the sender has one secret for all of
//! them, and each delivery names its own. It is [`Delivery::tenant`](crate::Delivery::tenant) where the
//! provider [knows its place](crate::Provider::names_tenant_in), the field `tenant` of log lines, and a
//! column of the inbox. A tenant in a header, as that of Shopify, is not signed.
//!
//! ```
//! # #[cfg(feature = "inbox")] {
//! use hookport::{extract::Tenant, inbox::Filter};
//!
//! async fn on_paid(_: serde_json::Value, account: Option<Tenant>) {
//!     match account.filter(Tenant::is_signed) {
//!         Some(account) => println!("an invoice of {account} is paid"),
//!         None => println!("an invoice of our own is paid"),
//!     }
//! }
//! # drop(on_paid);
//!
//! let deliveries_of_one = Filter::new().endpoint("stripe").tenant("acct_7");
//! assert_eq!(deliveries_of_one.tenant.as_deref(), Some("acct_7"));
//! # }
//! ```
//!
//! # One path for all tenants
//!
//! If the sender can only be given one URL, give the source all secrets and ask which one matched.
//!
//! ```
//! use hookport::{Delivery, Outcome, Secret, providers};
//!
//! let source = providers::STRIPE.secrets(["whsec_made_up_acme", "whsec_made_up_globex"].map(Secret::from));
//! const TENANTS: [&str; 2] = ["acme", "globex"];
//!
//! async fn on_paid(_: serde_json::Value, delivery: Delivery) -> Result<(), Outcome> {
//!     let tenant = delivery.secret_index().and_then(|index| TENANTS.get(index));
//!     let tenant = tenant.ok_or_else(|| Outcome::dead_letter("a secret of no tenant"))?;
//!     println!("an invoice of {tenant} is paid");
//!     Ok(())
//! }
//! # drop((source, on_paid));
//! ```
//!
//! Each secret costs one more HMAC over the body until one matches. Beyond some dozens of tenants, use
//! a path for each.

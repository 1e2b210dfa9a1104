//! Each customer (tenant) has a path and a signing secret of its own: `/stripe/acme`, `/stripe/globex`.
//!
//! # Secrets in a database, found by the path
//!
//! [`Accounts`](crate::secrets::Accounts) asks a function of yours for the secrets of the tenant that a
//! request names, once its head gives no reason to refuse it. The answer is kept for a minute. A tenant's
//! secret opens the path of that tenant only, and an unknown tenant gets what a wrong signature gets, so
//! that nobody learns which tenants there are. If the database fails, the sender gets 503 and tries again.
//!
//! ```
//! use std::{collections::HashMap, convert::Infallible, sync::{Arc, RwLock}};
//! use axum::Router;
//! use hookport::{Delivery, EventRouter, Secret, WebhookEvent, providers, secrets::Accounts, testing::{Signer, deliver}};
//!
//! #[derive(WebhookEvent)]
//! #[event(payload = "/data/object")]
//! enum StripeEvent {
//!     #[event("invoice.paid")]
//!     Paid(serde_json::Value),
//! }
//!
//! async fn on_paid(_: serde_json::Value, delivery: Delivery) {
//!     let tenant = delivery.uri().path().rsplit('/').next(); // it is proved by the tenant's secret
//!     println!("an invoice of {tenant:?} is paid");
//! }
//!
//! /// A table of your database.
//! type Table = Arc<RwLock<HashMap<String, String>>>;
//!
//! async fn find(table: Table, tenant: String) -> Result<Vec<Secret>, Infallible> {
//!     let table = table.read().expect("no panic under the lock");
//!     Ok(table.get(&tenant).map(|text| Secret::from(text.as_str())).into_iter().collect())
//! }
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let table = Table::default();
//! let insert = |tenant: &str, secret: &str| {
//!     table.write().expect("no panic under the lock").insert(tenant.to_owned(), secret.to_owned())
//! };
//! insert("acme", "whsec_made_up_acme");
//!
//! let finding = Arc::clone(&table);
//! let find = move |tenant| find(Arc::clone(&finding), tenant);
//! let tenants = Accounts::by_path(providers::STRIPE.source(), "/stripe/{account}", find);
//! let endpoint = EventRouter::new(tenants.clone()).on(StripeEvent::PAID, on_paid).with_state(());
//! let app: Router = Router::new().route_service("/stripe/{tenant}", endpoint);
//!
//! let signed = |tenant: &str, secret| {
//!     Signer::new(providers::STRIPE, secret)
//!         .url(format!("http://localhost/stripe/{tenant}"))
//!         .sign(r#"{"id":"evt_1","type":"invoice.paid","data":{"object":{}}}"#)
//! };
//! assert_eq!(deliver(&app, signed("acme", "whsec_made_up_acme")?).await.status(), 200);
//! assert_eq!(deliver(&app, signed("globex", "whsec_made_up_acme")?).await.status(), 401);
//!
//! // A tenant is added. This process had looked for it before, so it is told to look again.
//! insert("globex", "whsec_made_up_globex");
//! tenants.forget("globex");
//! assert_eq!(deliver(&app, signed("globex", "whsec_made_up_globex")?).await.status(), 200);
//! # Ok(())
//! # }
//! ```
//!
//! It is the same in the inbox: give the endpoint to a [`Receiver`](crate::Receiver), whose path
//! `/stripe` takes `/stripe/acme` too. All tenants share the endpoint's name, its limits and its handlers.
//!
//! A tenant may also be named by a header or by the body
//! ([`Accounts::by_field`](crate::secrets::Accounts::by_field)): the id of an app, of a workspace.
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
//! The index shifts by one if a newer secret is [added](crate::secrets::Secrets::add) while the program runs,
//! and a delivery in an inbox keeps the index of the day on which it came. So add a tenant at the end of
//! both lists, and restart; or let the body name the tenant, as above.
//!
//! Each secret costs one more HMAC over the body until one matches. Beyond some dozens of tenants, use
//! a path for each.

//! The writes of a handler and its success in one commit, in SQLite and in Postgres.
//!
//! A handler that has a `Tx` among its arguments writes exactly once: its rows and the note that it is done
//! are one commit. The two stores give it in two forms:
//!
//! | | `sqlite::Tx` | `postgres::Tx` |
//! |---|---|---|
//! | writes by | a closure, [`defer`](crate::stores::sqlite::Tx::defer), which runs after the handler | statements that the handler awaits, while it runs |
//! | because | a file has one writer: a handler that held it would stop every accept | a database has many: each handler has a connection of its own |
//! | a handler that reads what it wrote | reads it in the closure | reads it at once |
//! | handlers at a time | as many as the receiver runs | [`transactions`](crate::stores::postgres::PostgresOptions::transactions); those that get none are tried again |
//! | tables | in the inbox's file | in any schema of the database |
//!
//! # One handler for both
//!
//! Let a trait of your own say what is written, and the handler take whatever writes it. The store is chosen
//! where the endpoint is made. Each side keeps what it is good at, and the compiler sees that both are there:
//!
//! ```
//! use hookport::{
//!     EventRouter, InboxEndpoint, Outcome, Secret, WebhookEvent, extract::FromDelivery, providers,
//!     stores::{
//!         postgres::{self, sqlx},
//!         sqlite::{self, rusqlite},
//!     },
//! };
//!
//! #[derive(WebhookEvent)]
//! #[event(payload = "/data/object")]
//! enum StripeEvent {
//!     #[event("payment_intent.succeeded")]
//!     Paid(Payment),
//! }
//!
//! #[derive(serde::Deserialize)]
//! struct Payment {
//!     id: String,
//!     amount: i64,
//! }
//!
//! /// The books of the shop, in the database of the inbox.
//! trait Books: FromDelivery<()> + Send + 'static {
//!     fn add(&mut self, payment: Payment) -> impl Future<Output = Result<(), Outcome>> + Send;
//! }
//!
//! impl Books for sqlite::Tx {
//!     async fn add(&mut self, payment: Payment) -> Result<(), Outcome> {
//!         self.defer(move |db| -> rusqlite::Result<()> {
//!             let sql = "INSERT INTO payments (id, amount) VALUES (?1, ?2)";
//!             db.execute(sql, (payment.id, payment.amount)).map(drop)
//!         });
//!         Ok(())
//!     }
//! }
//!
//! impl Books for postgres::Tx {
//!     async fn add(&mut self, payment: Payment) -> Result<(), Outcome> {
//!         let sql = "INSERT INTO shop.payments (id, amount) VALUES ($1, $2)";
//!         let insert = sqlx::query(sql).bind(payment.id).bind(payment.amount);
//!         insert.execute(&mut **self).await.map_err(Outcome::retry)?;
//!         Ok(())
//!     }
//! }
//!
//! async fn on_paid<B: Books>(payment: Payment, mut books: B) -> Result<(), Outcome> {
//!     books.add(payment).await
//! }
//!
//! fn stripe<B: Books>(secret: Secret) -> InboxEndpoint {
//!     EventRouter::new(providers::STRIPE.secret(secret))
//!         .on(StripeEvent::PAID, on_paid::<B>)
//!         .for_inbox(())
//! }
//!
//! let url = "postgres://shop@db.internal/shop"; // from your configuration
//! let endpoint = if url.starts_with("sqlite:") {
//!     stripe::<sqlite::Tx>("whsec_made_up".into())
//! } else {
//!     stripe::<postgres::Tx>("whsec_made_up".into())
//! };
//! # drop(endpoint);
//! ```
//!
//! A receiver whose store cannot give the `Tx` of a handler is refused at start-up.
//!
//! # sea-orm
//!
//! sea-orm makes connections of its own and takes no open transaction. But its models and queries are built
//! without a connection, and `sea-query-binder` runs them by `sqlx`: here in the transaction of the handler.
//! The versions have to be those that build on the `sqlx` of this crate: sea-orm 1.1 and sea-query-binder 0.7 on
//! sqlx 0.8. This file is compiled in `examples/other_crates`, and run there on a Postgres.
//!
#![doc = concat!("```text\n", include_str!("sea_orm.rs"), "```")]
//! # diesel-async and other drivers
//!
//! diesel-async speaks to Postgres by a driver of its own, so that no transaction of it can be that of the
//! store. Its handler has a transaction beside it, and may be run again after a crash between the two commits.
//! A table of the runs that were handled makes the effect happen once: it is written in the same transaction
//! as the effect. The key is the entry's number and the handler's name, which stay the same for all
//! attempts, also after a replay:
//!
#![doc = concat!("```text\n", include_str!("diesel_async.rs"), "```")]
//! A row of that table is needed for as long as the entry can run again: delete rows that are older than your
//! [`retention`](crate::Receiver::retention). The same way works for handlers whose effects are in another
//! database.

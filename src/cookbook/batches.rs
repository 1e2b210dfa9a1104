//! One request holds many events: SendGrid and Mandrill send a JSON array, Meta and Xero an object with
//! a list.
//!
//! The whole request is one delivery with one payload. An event that has no name gets one from the
//! route: `name(fixed = …)`.
//!
//! ```
//! use hookport::{EventRouter, Field, Provider, WebhookEvent, scheme::Signature, testing::{Signer, deliver}};
//!
//! const MAILER: Provider = Provider::new("mailer").signed_with(Signature::hmac_sha256("x-mailer-signature"));
//!
//! #[derive(WebhookEvent)]
//! #[event(name(fixed = "batch"))]
//! enum Mail {
//!     #[event("batch")]
//!     Batch(Vec<MailEvent>),
//! }
//!
//! #[derive(serde::Deserialize)]
//! #[serde(tag = "event", rename_all = "snake_case")]
//! enum MailEvent {
//!     Delivered { email: String },
//!     Bounce { email: String, reason: String },
//!     #[serde(other)]
//!     Other,
//! }
//!
//! async fn on_batch(events: Vec<MailEvent>) -> Result<(), hookport::Outcome> {
//!     for event in events {
//!         match event {
//!             MailEvent::Delivered { email } => println!("{email}: delivered"),
//!             MailEvent::Bounce { email, reason } => println!("{email}: {reason}"),
//!             MailEvent::Other => {}
//!         }
//!     }
//!     Ok(())
//! }
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let endpoint = EventRouter::new(MAILER.secret("made-up")).on(Mail::BATCH, on_batch).with_state(());
//! let batch = r#"[{"event":"delivered","email":"a@example.com"},
//!                 {"event":"bounce","email":"b@example.com","reason":"no such user"}]"#;
//!
//! assert_eq!(deliver(&endpoint, Signer::new(MAILER, "made-up").sign(batch)?).await.status(), 200);
//! # Ok(())
//! # }
//! ```
//!
//! # Retries
//!
//! A batch is retried as a whole: if the third event fails, the first two are handled once more. So
//! either make the work on one event idempotent (an `INSERT … ON CONFLICT DO NOTHING` with the event's
//! own id), or collect the failures and give up on those that cannot succeed:
//!
//! ```
//! # struct MailEvent;
//! # async fn handle(_: &MailEvent) -> Result<(), std::io::Error> { Ok(()) }
//! async fn on_batch(events: Vec<MailEvent>) -> Result<(), hookport::Outcome> {
//!     let mut failed = 0;
//!     for event in &events {
//!         if handle(event).await.is_err() {
//!             failed += 1;
//!         }
//!     }
//!     match failed {
//!         0 => Ok(()),
//!         _ => Err(hookport::Outcome::retry(format!("{failed} of {} events failed", events.len()))),
//!     }
//! }
//! # drop(on_batch);
//! ```
//!
//! In the inbox a batch is one entry with one idempotency key.

//! Your sender is not built in: its facts become a constant.
//!
//! You need three facts, and every sender's documentation has them:
//!
//! 1. **How does it sign?** The name of the header, the hash (nearly always HMAC-SHA-256), how the
//!    header is written, and what is signed.
//! 2. **Where is the name of the event?** A header, or a JSON pointer into the body.
//! 3. **Where is the id of the delivery?** The id that stays the same when the sender tries again.
//!    Somebody who replays a recorded request can change an id that is not signed, as in a header
//!    beside the signature. An inbox then keeps the delivery again, under the new id. To prevent that,
//!    set [`IdempotencyKey::body`](crate::inbox::IdempotencyKey::body) by `deduplicated_by`.
//!
//! # 1. Write the constant
//!
//! The sender of this page is made up. Its documentation says: *the header `Acme-Signature` holds
//! `t=<unix time>,v1=<hex>`; the signature is the HMAC-SHA-256 of `<unix time>.<body>`; retries keep the
//! header `Acme-Delivery`; the body is `{"type": …, "data": …}`.*
//!
//! ```
//! use std::time::Duration;
//! use hookport::{Field, Provider, scheme::{Grammar, Signature}};
//!
//! const ACME: Provider = Provider::new("acme")
//!     .signed_with(
//!         Signature::hmac_sha256("acme-signature")
//!             .written_as(Grammar::Fields { separator: ",", timestamp: "t", signature: "v1" })
//!             .over("{timestamp}.{body}")
//!             .fresh_within(Duration::from_secs(5 * 60)),
//!     )
//!     .names_event_in(&[Field::Json("/type")])
//!     .names_delivery_in(&[Field::Header("acme-delivery")]);
//!
//! assert!(ACME.secret("made-up").verifier().is_ok());
//! ```
//!
//! | the documentation says | the constant says |
//! |---|---|
//! | `sha256=<hex>` | `.written_as(Grammar::Prefix("sha256="))` |
//! | the header is the plain signature | nothing: that is the default |
//! | the signature is base64 | `.encoded(Encoding::Base64)` |
//! | the secret is shown in base64 | `.key(KeyForm::Encoded(Encoding::Base64))` |
//! | the key is what is behind `signkey-prod-` | `.key(KeyForm::TextAfter("signkey-*-"))` |
//! | `v1=<hex>,v1=<hex>`, one for each secret | `.written_as(Grammar::List { separator: ",", prefix: "v1=" })` |
//! | only the body is signed | nothing: that is the default |
//! | `v0:<unix time>:<body>` is signed | `.over("v0:{timestamp}:{body}")`: see [`Template`](crate::scheme::Template) |
//! | the time is in a header of its own | `.timestamp_in(Field::Header("…"), TimeUnit::Seconds)` |
//! | a value is signed only if it is there | `.over("{query:id?id:|;}{timestamp}")` |
//! | the time is in the body | `.timestamp_in(Field::Json("/…"), TimeUnit::Milliseconds)`, and `.over("{body}")` as the default has it |
//! | the event's name is two values (Linear: `type` and `action`) | `.names_event_in(&[Field::Pair { … }])`: see [`Field::Pair`](crate::Field::Pair) |
//! | a fixed token in a header, and no signature | `.token_in(Token::header("…"))` instead of `.signed_with(…)` |
//!
//! All words are in [`scheme`](crate::scheme).
//!
//! # 2. Hold the constant against a real delivery
//!
//! A test that signs with the constant cannot show that the constant is wrong. A delivery that the
//! sender made can. Take one from the sender's documentation or its dashboard, with the secret of a
//! test account.
//!
//! ```
//! # use std::time::Duration;
//! # use hookport::{Field, Provider, scheme::{Grammar, Signature}};
//! # const ACME: Provider = Provider::new("acme")
//! #     .signed_with(
//! #         Signature::hmac_sha256("acme-signature")
//! #             .written_as(Grammar::Fields { separator: ",", timestamp: "t", signature: "v1" })
//! #             .over("{timestamp}.{body}")
//! #             .fresh_within(Duration::from_secs(5 * 60)),
//! #     );
//! use std::time::UNIX_EPOCH;
//! use hookport::http_file::HttpFile;
//!
//! let captured = HttpFile::parse(
//!     br#"POST /acme HTTP/1.1
//! Content-Type: application/json
//! Acme-Signature: t=1700000000,v1=0f8a7037423a927108f8389c3a18e5f3bd9466788f9935ad6fe812fc5fd94a7f
//!
//! {"type":"order.paid","data":{"id":7}}"#,
//! )?;
//! let verifier = ACME.secret("made-up").verifier()?;
//! let then = UNIX_EPOCH + Duration::from_secs(1_700_000_000);
//!
//! if let Err(error) = verifier.verify(&captured.received(), then) {
//!     panic!("{}", verifier.diagnose(&captured.received(), then, &error));
//! }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Does it fail? The diagnosis says where to look: at the secret, the body, the URL, a header or the
//! clock.
//!
//! # 3. Receive
//!
//! ```
//! # use std::time::Duration;
//! # use hookport::{Field, Provider, scheme::{Grammar, Signature}};
//! # const ACME: Provider = Provider::new("acme")
//! #     .signed_with(
//! #         Signature::hmac_sha256("acme-signature")
//! #             .written_as(Grammar::Fields { separator: ",", timestamp: "t", signature: "v1" })
//! #             .over("{timestamp}.{body}")
//! #             .fresh_within(Duration::from_secs(5 * 60)),
//! #     )
//! #     .names_event_in(&[Field::Json("/type")])
//! #     .names_delivery_in(&[Field::Header("acme-delivery")]);
//! use hookport::{EventRouter, Unknown, WebhookEvent, testing::{Signer, deliver}};
//!
//! #[derive(WebhookEvent)]
//! #[event(payload = "/data")]
//! enum AcmeEvent {
//!     #[event("order.paid")]
//!     Paid(Order),
//!     #[event(other)]
//!     Other(Unknown),
//! }
//!
//! #[derive(serde::Deserialize)]
//! struct Order {
//!     id: u64,
//! }
//!
//! async fn on_paid(order: Order) {
//!     println!("order {} is paid", order.id);
//! }
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let acme = EventRouter::new(ACME.secret("made-up"))
//!     .on(AcmeEvent::PAID, on_paid)
//!     .with_state(());
//! let app = axum::Router::new().route_service("/acme", acme);
//!
//! let paid = Signer::new(ACME, "made-up").url("http://localhost/acme");
//! let answer = deliver(&app, paid.sign(r#"{"type":"order.paid","data":{"id":7}}"#)?).await;
//! assert_eq!(answer.status(), 200);
//! # Ok(())
//! # }
//! ```
//!
//! # A second sender: the time is in the body
//!
//! This one signs as Linear does. The header `Linear-Signature` is the hex HMAC-SHA-256 of the body. The
//! body holds the time in milliseconds, and the event's name as two values.
//!
//! ```
//! use std::time::{Duration, UNIX_EPOCH};
//! use hookport::{
//!     EventRouter, Field, Provider, WebhookEvent, scheme::{Signature, TimeUnit},
//!     testing::{HandClock, Signer, deliver},
//! };
//!
//! const LINEAR: Provider = Provider::new("linear")
//!     .signed_with(
//!         Signature::hmac_sha256("linear-signature")
//!             .timestamp_in(Field::Json("/webhookTimestamp"), TimeUnit::Milliseconds)
//!             .fresh_within(Duration::from_secs(60)),
//!     )
//!     .names_event_in(&[Field::Pair {
//!         first: &Field::Json("/type"),
//!         second: &Field::Json("/action"),
//!         separator: ".",
//!     }])
//!     .names_delivery_in(&[Field::Header("linear-delivery")]);
//!
//! #[derive(WebhookEvent)]
//! #[event(payload = "/data")]
//! enum LinearEvent {
//!     #[event("Issue.create")]
//!     Created(serde_json::Value),
//! }
//!
//! async fn on_created(issue: serde_json::Value) {
//!     println!("{issue}");
//! }
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let clock = HandClock::new(1_700_000_000);
//! let linear = EventRouter::new(LINEAR.secret("made-up"))
//!     .on(LinearEvent::CREATED, on_created)
//!     .clock(clock.clone())
//!     .with_state(());
//!
//! let created = Signer::new(LINEAR, "made-up")
//!     .at(UNIX_EPOCH + Duration::from_secs(1_700_000_000))
//!     .sign(r#"{"type":"Issue","action":"create","webhookTimestamp":1700000000000,"data":{}}"#)?;
//! assert_eq!(deliver(&linear, created.clone()).await.status(), 200);
//! assert_eq!(linear.counts().handled, 1);
//!
//! clock.advance(Duration::from_secs(61));
//! assert_eq!(deliver(&linear, created).await.status(), 401); // too old
//! # Ok(())
//! # }
//! ```
//!
//! `Signer` and `deliver` need the feature `testing`, which belongs under `[dev-dependencies]`.

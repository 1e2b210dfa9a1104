//! One request holds many events: Meta, LINE, HubSpot and Xero collect what happened, and send a list.
//!
//! The constant of the sender says where the list is. Each event of it then is a delivery of its own:
//! it has its own name, id and payload, and the handlers see nothing else.
//!
//! ```
//! use hookport::{
//!     Delivery, EventRouter, Field, Provider, Unknown, WebhookEvent, scheme::Signature,
//!     testing::{Signer, deliver},
//! };
//!
//! /// `{"account": "a1", "events": [{"id": "e1", "event": "bounce", "email": …}, …]}`
//! const MAILER: Provider = Provider::new("mailer")
//!     .signed_with(Signature::hmac_sha256("x-mailer-signature"))
//!     .holds_items_at(&["/events"])
//!     .names_event_in(&[Field::Json("/event")]) // of one event of the list
//!     .names_delivery_in(&[Field::Json("/id")]);
//!
//! #[derive(WebhookEvent)]
//! enum MailEvent {
//!     #[event("delivered")]
//!     Delivered(Mail),
//!     #[event("bounce")]
//!     Bounce(Mail),
//!     #[event(other)]
//!     Other(Unknown),
//! }
//!
//! #[derive(serde::Deserialize)]
//! struct Mail {
//!     email: String,
//! }
//!
//! async fn on_delivered(mail: Mail) {
//!     println!("{} has it", mail.email);
//! }
//!
//! async fn on_bounce(mail: Mail, delivery: Delivery) {
//!     let id = delivery.id().unwrap_or("none"); // of this event, not of the request
//!     println!("{} does not exist, says {id}", mail.email);
//! }
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let endpoint = EventRouter::new(MAILER.secret("made-up"))
//!     .on(MailEvent::DELIVERED, on_delivered)
//!     .on(MailEvent::BOUNCE, on_bounce)
//!     .with_state(());
//! let batch = r#"{"account":"a1","events":[
//!     {"id":"e1","event":"delivered","email":"a@example.com"},
//!     {"id":"e2","event":"bounce","email":"b@example.com"}]}"#;
//!
//! assert_eq!(deliver(&endpoint, Signer::new(MAILER, "made-up").sign(batch)?).await.status(), 200);
//! assert_eq!(endpoint.counts().handled, 2);
//! # Ok(())
//! # }
//! ```
//!
//! # The places of the events
//!
//! | the sender sends | the constant says |
//! |---|---|
//! | `[{…}, {…}]` | `.holds_items_at(&[""])` |
//! | `{"data": {"events": [{…}, {…}]}}` | `.holds_items_at(&["/data/events"])` |
//! | `{"entry": [{"changes": [{…}]}, {"changes": [{…}]}]}` | `.holds_items_at(&["/entry/*/changes"])` |
//! | `{"items": [{"Item": {…}}, {"Item": {…}}]}` | `.holds_items_at(&["/items/*/Item"])` |
//! | one of two forms | `.holds_items_at(&["/events", ""])` |
//! | a form whose field `events` holds `[{…}, {…}]` | `.holds_json_in_form_field("events").holds_items_at(&[""])` |
//! | one JSON document in each line | `.holds_items_in_lines()` |
//!
//! Names, ids, keys and the pointers of the enum refer to one event. Headers, query and path are those
//! of the request. [`Field::Batch`](crate::Field::Batch) is a value beside the list, as `/account`
//! above; in the attribute of an enum it is `name(batch = "/object")`. A handler that wants the whole
//! request finds it in [`Delivery::item`](crate::Delivery::item).
//!
//! # The answer
//!
//! Without an inbox, the worst fate of an event is that of the request:
//!
//! | the request holds | the sender gets |
//! |---|---|
//! | events whose handlers are all done, or give up with a dead letter; or an empty list | 2xx |
//! | an event whose handler asks for a retry | 503 with `Retry-After`, when all others have run |
//! | an event that cannot be decoded, and none of the above | 422, when all others have run |
//! | no list at all, or more than [`Items::MOST`](crate::Items::MOST) events | 422, and nothing runs |
//!
//! # Without an inbox
//!
//! Events run one after the other, in the order of the list. Without an inbox the sender waits for all of
//! them, and a retry brings all of them again: those that were done, too. So make the work on one event
//! idempotent (an `INSERT … ON CONFLICT DO NOTHING` with the event's own id).
//!
//! # With an inbox
//!
//! All events of a request are kept in one commit, and then the sender gets its 2xx. Each is an entry of
//! its own, with a key, a place in its order, attempts, replays and dead letters. The raw request is kept
//! once. A retry of the sender may hold other events than the first attempt: those that are new are
//! kept, the others are duplicates.
//!
//! A request whose list is not found, or too long, is kept as one entry, and is dead. It is not lost:
//! correct the pointer, and replay it. A delivery that is a whole batch, as one that came before its
//! provider had a pointer, is split into its events when it runs, if a secret of today proves it. A
//! handler that was done with the whole gets none of them.
//!
//! The key of an event is its id, if the signature covers it. Without such an id, events are told apart
//! by their bytes, by what lies around the list, and by their place among equal ones of the request. So
//! none is lost: a retry that says another time beside the list is handled again. Where an event of
//! tomorrow may have the bytes of one of today, and nothing around the list differs (Fitbit), give the
//! [`IdempotencyKey`](crate::inbox::IdempotencyKey) a time by `within`.
//!
//! ```
//! # use hookport::{
//! #     EventRouter, Field, Provider, Unknown, WebhookEvent, scheme::Signature,
//! #     testing::{Signer, deliver},
//! # };
//! # const MAILER: Provider = Provider::new("mailer")
//! #     .signed_with(Signature::hmac_sha256("x-mailer-signature"))
//! #     .holds_items_at(&["/events"])
//! #     .names_event_in(&[Field::Json("/event")])
//! #     .names_delivery_in(&[Field::Json("/id")]);
//! # #[derive(WebhookEvent)]
//! # enum MailEvent {
//! #     #[event("delivered")]
//! #     Delivered(serde_json::Value),
//! #     #[event(other)]
//! #     Other(Unknown),
//! # }
//! # async fn on_delivered(_: serde_json::Value) {}
//! use hookport::{InboxEndpoint, Receiver, inbox::{Filter, OrderingKey, Page}};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let mailer = EventRouter::new(MAILER.secret("made-up"))
//!     .on(MailEvent::DELIVERED, on_delivered)
//!     .with_state(());
//! // The events of one mailbox run one after the other; those of others do not wait.
//! let in_order = InboxEndpoint::new(mailer).ordered_by(OrderingKey::field(Field::Json("/email")));
//! let parts = Receiver::open("memory:").await?.endpoint("/mailer", in_order).into_parts();
//!
//! let signer = Signer::new(MAILER, "made-up").url("http://localhost/mailer");
//! let event = |id: &str| format!(r#"{{"id":"{id}","event":"delivered","email":"a@example.com"}}"#);
//! for events in [[event("e1"), event("e2")], [event("e2"), event("e3")]] {
//!     let request = signer.sign(format!(r#"{{"events":[{}]}}"#, events.join(",")))?;
//!     assert_eq!(deliver(&parts.app, request).await.status(), 200);
//! }
//! assert_eq!(parts.inbox.log(Filter::new(), Page::first(10)).await?.entries.len(), 3);
//! # Ok(())
//! # }
//! ```

//! Ready events of five systems: the bodies of their deliveries, as enums and structs.
//!
//! | module | place of the name | payload | source of the types |
//! |---|---|---|---|
//! | [`routal`] | body, `/event_id` | `/data` | one event documented, the resources documented |
//! | [`zonos`] | the route | `/data/order`, … | nine types and the order documented, the rest from the schema |
//! | [`cassa_in_cloud`] | header `x-cn-operation` | the body | eight kinds of records from public code that reads the vendor's documentation, eight inferred |
//! | [`cargoson`] | the route, in our words | a booking, wherever it is found | three occasions documented, the fields of a booking from public code |
//! | [`rabbot`] | the route | the body, composed by you | nothing: a template to compose after |
//!
//! Each type says how certain it is, in these words:
//!
//! - **documented**: a page or a schema of the vendor shows it;
//! - **evidenced**: public code, or somebody's reading of the vendor's documentation, shows it;
//! - **inferred**: nothing shows it; it follows from documented facts, and may be wrong.
//!
//! One rule holds for all of them: a field that a vendor adds, drops or empties does not break a
//! receiver. Unknown fields are ignored, and missing or `null` fields are `None` or an empty list;
//! a field is required only if a page of the vendor shows it. A new status is the `Other` of its
//! enum, and a new event is the `Other` of its events, with its body. Dates are kept as the text
//! that was sent, money and rates as [`ExactNumber`](crate::ExactNumber).
//!
//! ```
//! use hookport::event_types::{cassa_in_cloud::Payment, zonos::{Order, OrderStatus}};
//!
//! // A field that is new, one that is `null`, and all others absent.
//! let order: Order = serde_json::from_str(r#"{"status": null, "loyalty": {"points": 3}}"#)?;
//! assert_eq!(order, Order::default());
//!
//! // A new status.
//! let order: Order = serde_json::from_str(r#"{"status": "AWAITING_PICKUP"}"#)?;
//! assert_eq!(order.status, Some(OrderStatus::Other("AWAITING_PICKUP".to_owned())));
//!
//! // Money keeps its digits. A text that is no number is an error, never zero.
//! let payment: Payment = serde_json::from_str(r#"{"amount": 10.00}"#)?;
//! assert_eq!(payment.amount.map(|amount| amount.to_string()).as_deref(), Some("10.00"));
//! assert!(serde_json::from_str::<Payment>(r#"{"amount": "ten"}"#).is_err());
//! # Ok::<(), serde_json::Error>(())
//! ```
//!
//! The fields are public, and most structs are `#[non_exhaustive]`: read them, and make one for a
//! test from JSON as above, or by `Default`.
//!
//! Where these enums do not fit, use their structs in an enum of your own that derives
//! [`WebhookEvent`](derive@crate::WebhookEvent).

mod lenient;
mod open_enum;

pub mod cargoson;
pub mod cassa_in_cloud;
pub mod rabbot;
pub mod routal;
pub mod zonos;

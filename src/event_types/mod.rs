//! Ready events of five systems: what their senders put on the wire, as enums and structs.
//!
//! | module | name lies in | payload | what the types rest on |
//! |---|---|---|---|
//! | [`routal`] | body, `/event_id` | `/data` | one event documented, the resources documented |
//! | [`zonos`] | nowhere: the route | `/data/order`, … | nine types and the order documented, the rest from the schema |
//! | [`cassa_in_cloud`] | header `x-cn-operation` | the body | public code that reads the vendor's documentation |
//! | [`cargoson`] | not published | not published | the fields of a booking, from public code |
//! | [`rabbot`] | nowhere: the route | the body, composed by you | nothing: a template to compose after |
//!
//! Each type says how sure it is, in these words:
//!
//! - **documented**: a page or a schema of the vendor shows it;
//! - **evidenced**: public code, or somebody's reading of the vendor's documentation, shows it;
//! - **inferred**: nobody showed it; it follows from what is documented, and may be wrong.
//!
//! One rule holds for all of them: what a vendor adds, drops or empties does not break a receiver.
//! Unknown fields are ignored, and missing and `null` ones are `None` or an empty list; a field is
//! required only where a page of the vendor shows it. A new status is the `Other` of its enum, and
//! a new event the `Other` of its events, with its bytes. Dates are kept as the text that was sent,
//! money and rates as [`ExactNumber`](crate::ExactNumber).
//!
//! Where these types do not fit, take their structs into an enum of your own: an event is whatever
//! derives [`WebhookEvent`](derive@crate::WebhookEvent).

mod lenient;
mod open_enum;

pub mod cargoson;
pub mod cassa_in_cloud;
pub mod rabbot;
pub mod routal;
pub mod zonos;

//! What a handler can ask for beside its payload.
//!
//! | argument | what it is | when it is not there |
//! |---|---|---|
//! | [`Delivery`](crate::Delivery) | all that is known about the delivery | |
//! | [`State<T>`](State) | what was given to [`EventRouter::with_state`](crate::EventRouter::with_state), or a part of it | |
//! | [`Trust`](crate::Trust) | how much was proved | |
//! | [`EventName`] | the event's name | dead letter |
//! | [`DeliveryId`] | the id that the sender gave the delivery | dead letter |
//! | [`Headers`] | a copy of the headers | |
//! | [`RawBody`] | the body as it came | |
//! | [`Envelope<T>`](Envelope) | the whole document, beside the payload | dead letter |
//! | [`At<T>`](At) | the value at a JSON pointer of the document | dead letter |
//! | [`Query<T>`](Query) | the parameters of the query | dead letter |
//! | [`Segment<N>`](Segment) | a segment of the path, counted from its end | dead letter |
//! | [`Attempt`] | which attempt this is, and of how many | |
//! | [`Stale`] | whether something newer has been handled | |
//! | `Option<X>` | `None` where `X` is not there | |
//! | `Result<X, X::Rejection>` | the reason where `X` is not there | |
//!
//! Your own type becomes one by [`FromDelivery`]. None of it knows about HTTP connections, so that
//! a handler is the same function while the sender waits and from the inbox.

mod at;
mod attempt;
mod delivery;
mod delivery_id;
mod document;
mod envelope;
mod event_name;
mod fact;
mod from_delivery;
mod headers;
mod needs;
mod optional;
mod query;
mod raw_body;
mod rejection;
mod segment;
mod stale;
mod state;
mod trust;

pub use at::{At, Located};
pub use attempt::Attempt;
pub use delivery_id::DeliveryId;
pub use envelope::Envelope;
pub use event_name::EventName;
pub use from_delivery::FromDelivery;
pub use headers::Headers;
pub use needs::Needs;
pub use query::Query;
pub use raw_body::RawBody;
pub use rejection::{
    DocumentRejection, MissingDeliveryId, MissingEventName, QueryRejection, SegmentRejection,
};
pub use segment::Segment;
pub use stale::Stale;
pub use state::{FromRef, State};

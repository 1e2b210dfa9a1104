//! Extractors: the arguments of a handler beside its payload.
//!
//! | argument | value | if it is missing |
//! |---|---|---|
//! | [`Delivery`](crate::Delivery) | all that is known about the delivery | |
//! | [`State<T>`](State) | the argument of [`EventRouter::with_state`](crate::EventRouter::with_state), or a part of it | |
//! | [`Trust`](crate::Trust) | the strength of the proof | |
//! | [`EventName`] | the event's name | dead letter |
//! | [`DeliveryId`] | the id that the sender gave to the delivery | dead letter |
//! | [`Tenant`] | the account, store, project or workspace at the sender that the event is of | dead letter |
//! | [`Headers`] | a copy of the headers | |
//! | [`RawBody`] | the body, unchanged | |
//! | [`Envelope<T>`](Envelope) | the whole document, beside the payload | dead letter |
//! | [`At<T>`](At) | the value at a JSON pointer of the document | dead letter |
//! | [`Query<T>`](Query) | the parameters of the query | dead letter |
//! | [`Segment<N>`](Segment) | a segment of the path, counted from its end | dead letter |
//! | `hookport::inbox::EntryId` | the number of the delivery in the inbox (feature `inbox`) | |
//! | `hookport::stores::sqlite::Tx`, `hookport::stores::postgres::Tx` | the transaction that marks the run as done (features `sqlite`, `postgres`, in an inbox) | |
//! | [`Attempt`] | the number of the attempt, and of all attempts | |
//! | [`Stale`] | `true` if a newer delivery has been handled | |
//! | `Option<X>` | `None` if `X` is missing | |
//! | `Result<X, X::Rejection>` | the reason if `X` is missing | |
//!
//! Implement [`FromDelivery`] to make a type of your own an extractor. No extractor needs an HTTP
//! connection, so that the same handler can run while the sender waits or from the inbox.

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
mod tenant;
mod trust;

pub use at::{At, Located};
pub use attempt::Attempt;
pub use delivery_id::DeliveryId;
pub use envelope::Envelope;
pub use event_name::EventName;
pub use from_delivery::FromDelivery;
pub use headers::Headers;
pub(crate) use needs::Need;
pub use needs::Needs;
pub use query::Query;
pub use raw_body::RawBody;
#[cfg(feature = "inbox")]
pub use rejection::MissingEntryId;
pub use rejection::{
    DocumentRejection, MissingDeliveryId, MissingEventName, MissingTenant, QueryRejection,
    SegmentRejection,
};
pub use segment::Segment;
pub use stale::Stale;
pub use state::{FromRef, State};
pub use tenant::Tenant;

//! What a handler can ask for beside its payload.
//!
//! | argument | what it is | when it is not there |
//! |---|---|---|
//! | [`Delivery`](crate::Delivery) | all that is known about the delivery | |
//! | [`State<T>`](State) | what was given to [`EventRouter::with_state`](crate::EventRouter::with_state), or a part of it | |
//! | [`Trust`](crate::Trust) | how much was proved | |
//! | [`EventName`] | the event's name | set aside |
//! | [`DeliveryId`] | the id that the sender gave the delivery | set aside |
//! | [`Headers`] | a copy of the headers | |
//! | [`RawBody`] | the body as it came | |
//! | [`Attempt`] | which attempt this is, and of how many | |
//! | [`Stale`] | whether something newer has been handled | |
//! | `Option<X>` | `None` where `X` is not there | |
//! | `Result<X, X::Rejection>` | the reason where `X` is not there | |
//!
//! Your own type becomes one by [`FromDelivery`]. None of it knows about HTTP connections, so that
//! a handler is the same function while the sender waits and from the inbox.

mod attempt;
mod delivery;
mod delivery_id;
mod event_name;
mod fact;
mod from_delivery;
mod headers;
mod needs;
mod optional;
mod raw_body;
mod rejection;
mod stale;
mod state;
mod trust;

pub use attempt::Attempt;
pub use delivery_id::DeliveryId;
pub use event_name::EventName;
pub use from_delivery::FromDelivery;
pub use headers::Headers;
pub use needs::Needs;
pub use raw_body::RawBody;
pub use rejection::{MissingDeliveryId, MissingEventName};
pub use stale::Stale;
pub use state::{FromRef, State};

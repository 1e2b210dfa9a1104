//! Zonos, cross-border commerce: orders and their shipments.
//!
//! <https://zonos.com/docs/account/webhooks>
//!
//! A Zonos webhook keeps a GraphQL query, and a delivery is the result of that query: a `POST` of
//! `{"data": {"order": { … }}}`. The result does not say which event it is, so **the route must**: a
//! webhook is of one type, so give each type a URL of its own, such as `/zonos/ORDER_CREATED`.
//!
//! The nine types are documented, by the vendor's SDK. Of the payloads the page shows that of
//! `ORDER_CREATED`, down to its items. All others are inferred: their fields are in the published
//! schema, but where in `data` they lie is not.
//!
//! Amounts and rates are bare JSON numbers, `-0.01` and `0.7345271553929` among them, and stay the
//! text they were sent as: [`ExactNumber`](crate::ExactNumber).
//!
//! # When the query fails
//!
//! GraphQL then answers `{"data": null, "errors": [ … ]}`. That this is delivered too is inferred; it
//! is valid JSON without an order in it, so it cannot become an event: decoding it fails, and the
//! bytes are kept. [`QueryResult`] reads them, and says why. Where a handler should see failures
//! itself, make an enum whose payload is the whole result:
//!
//! ```
//! use hookport::{Unknown, WebhookEvent, event_types::zonos::{OrderData, QueryResult}};
//!
//! #[derive(Debug, WebhookEvent)]
//! enum OrderEvent {
//!     #[event("ORDER_CREATED")]
//!     Created(Box<QueryResult<OrderData>>),
//!     #[event(other)]
//!     Other(Unknown),
//! }
//! ```

mod item;
mod order;
mod party;
mod query;
mod settings;
mod shipment;

pub use item::{Attribute, Item, Measurement, MeasurementType, UnitOfMeasure};
pub use order::{
    AmountSubtotals, ExchangeRate, ExchangeRateType, Mode, Order, OrderStatus, OrderTransition,
    Root, ShipmentRating,
};
pub use party::{Location, Party, PartyType, Person};
pub use query::{OrderData, QueryError, QueryFailed, QueryResult, ShipmentData};
pub use settings::{InclusivePriceSyncJob, IpSetting, SyncStatus};
pub use shipment::{
    OrderReference, ServiceLevel, Shipment, ShipmentStatus, ShipmentTransition, TrackingDetails,
};

use crate::{Unknown, WebhookEvent};

/// What Zonos tells: the name in the route, the resource in `data`.
///
/// The names are documented. The list grows: `ORDER_SHIPPING` came in 2025.
#[derive(Debug, WebhookEvent)]
#[non_exhaustive]
pub enum ZonosEvent {
    /// An order was placed. Documented, down to its items.
    #[event("ORDER_CREATED", payload = "/data/order")]
    OrderCreated(Order),
    /// An order was changed. The payload is inferred.
    #[event("ORDER_UPDATED", payload = "/data/order")]
    OrderUpdated(Order),
    /// The [`status`](Order::status) of an order changed. The payload is inferred.
    #[event("ORDER_STATUS_CHANGED", payload = "/data/order")]
    OrderStatusChanged(Order),
    /// An order was canceled. The payload is inferred.
    #[event("ORDER_CANCELED", payload = "/data/order")]
    OrderCanceled(Order),
    /// An order is being shipped. The payload is inferred.
    #[event("ORDER_SHIPPING", payload = "/data/order")]
    OrderShipping(Order),
    /// A shipment was made. The payload is inferred.
    #[event("SHIPMENT_CREATED", payload = "/data/shipment")]
    ShipmentCreated(Shipment),
    /// A shipment was called off. The payload is inferred.
    #[event("SHIPMENT_CANCELED", payload = "/data/shipment")]
    ShipmentCanceled(Shipment),
    /// A run that works out the prices for a country is ready. The payload is inferred.
    #[event("INCLUSIVE_PRICE_SYNC_READY", payload = "/data/inclusivePriceSyncJob")]
    InclusivePriceSyncReady(InclusivePriceSyncJob),
    /// The status of an "IP setting" changed. The payload is inferred, with no type of the schema to
    /// go by; even that IP stands for "inclusive price" is a guess.
    #[event("IP_SETTING_STATUS_CHANGED", payload = "/data/ipSetting")]
    IpSettingStatusChanged(IpSetting),
    /// An event of another type, with its bytes.
    #[event(other)]
    Other(Unknown),
}

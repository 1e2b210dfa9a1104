//! Zonos, cross-border commerce: orders and their shipments.
//!
//! <https://zonos.com/docs/account/webhooks>
//!
//! A Zonos webhook has a GraphQL query, and a delivery is the result of that query: a `POST` of
//! `{"data": {"order": { … }}}`. The result does not name the event, so **the route must**: a
//! webhook is of one type, so give each type a URL of its own, such as `/zonos/ORDER_CREATED`.
//!
//! The nine types are documented, by the vendor's SDK. Of the payloads, the page shows that of
//! `ORDER_CREATED`, down to its items. All others are inferred: their fields are in the published
//! schema, but their place in `data` is not.
//!
//! Amounts and rates are bare JSON numbers, such as `-0.01` and `0.7345271553929`, and are kept as
//! the text that was sent: [`ExactNumber`](crate::ExactNumber).
//!
//! # Protection
//!
//! A webhook at Zonos has a secret, but the header and the algorithm of a signature are not
//! published. So [`ZONOS`](crate::providers::ZONOS) expects a token as the last segment of the
//! path, after the type of the webhook:
//!
//! ```text
//! https://hooks.example.com/zonos/ORDER_CREATED/<token>
//! https://hooks.example.com/zonos/ORDER_CANCELED/<token>
//! ```
//!
//! If a first real delivery shows a signature, describe it by
//! [`Provider::signed_with`](crate::Provider::signed_with).
//!
//! Neither an id nor the time of a delivery is in the documented body, and retries are not
//! published. Zonos keeps a log of its deliveries with their bodies, which its API lists as
//! `webhookLogs`. After a failure of your endpoint, read there which deliveries you missed.
//!
//! # Failed queries
//!
//! GraphQL answers a failed query with `{"data": null, "errors": [ … ]}`. That such an answer is
//! delivered is inferred. It has no order in it, so it cannot become an event: decoding fails. If a
//! handler should get failed queries, write an enum whose payload is the whole
//! [`QueryResult`]:
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

mod amounts;
mod item;
mod order;
mod party;
mod query;
mod settings;
mod shipment;

pub use amounts::{AmountSubtotals, ExchangeRate, ExchangeRateType, Root};
pub use item::{Attribute, Item, Measurement, MeasurementType, UnitOfMeasure};
pub use order::{Mode, Order, OrderStatus, OrderTransition, ShipmentRating};
pub use party::{Location, Party, PartyType, Person};
pub use query::{OrderData, QueryError, QueryFailed, QueryResult, ShipmentData};
pub use settings::{InclusivePriceSyncJob, IpSetting, SyncStatus};
pub use shipment::{
    OrderReference, ServiceLevel, Shipment, ShipmentStatus, ShipmentTransition, TrackingDetails,
};

use crate::{Unknown, WebhookEvent};

/// The events of Zonos: the name in the route, the resource in `data`.
///
/// The names are documented. The list grows: `ORDER_SHIPPING` came in 2025.
///
/// ```
/// use hookport::{EventRouter, event_types::zonos::{Order, ZonosEvent}, providers};
///
/// async fn on_created(order: Order) {
///     println!("order {:?}: {} items", order.account_order_number, order.items.len());
/// }
///
/// let endpoint = EventRouter::new(providers::ZONOS.secret("made-up"))
///     .on(ZonosEvent::ORDER_CREATED, on_created)
///     .ignore_rest()
///     .with_state(());
/// # drop(endpoint);
/// ```
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
    /// A shipment was canceled. The payload is inferred.
    #[event("SHIPMENT_CANCELED", payload = "/data/shipment")]
    ShipmentCanceled(Shipment),
    /// A run that works out the prices for a country is ready. The payload is inferred.
    #[event("INCLUSIVE_PRICE_SYNC_READY", payload = "/data/inclusivePriceSyncJob")]
    InclusivePriceSyncReady(InclusivePriceSyncJob),
    /// The status of an "IP setting" changed. The payload is inferred without any type of the
    /// schema; that IP means "inclusive price" is a guess.
    #[event("IP_SETTING_STATUS_CHANGED", payload = "/data/ipSetting")]
    IpSettingStatusChanged(IpSetting),
    /// An event of another type, with its body.
    #[event(other)]
    Other(Unknown),
}

//! Cargoson, transport management: bookings and their shipments.
//!
//! <https://www.cargoson.com/en/blog/what-are-webhooks-and-how-do-they-work>
//!
//! The vendor names three occasions for a delivery: a shipment changes its status, a booking is
//! made, the details of a shipment change. The content is **not published**: neither the names of
//! the events, nor their place, nor the shape of the body. So there is nothing to match yet, and
//! [`CargosonEvent`] has one variant, which keeps the body.
//!
//! # From a first delivery to your own events
//!
//! Receive with [`CargosonEvent`], look at the captured bodies, and write your own enum after them.
//! [`Booking`] is a first draft of the payload. A body that only has a `reference` is enough to
//! read the booking from the vendor's API.
//!
//! ```
//! use hookport::{Unknown, WebhookEvent, event_types::cargoson::Booking};
//!
//! #[derive(Debug, WebhookEvent)]
//! #[event(payload = "/where/you/saw/it")]
//! enum TransportEvent {
//!     #[event("the name you saw")]
//!     Booked(Box<Booking>),
//!     #[event(other)]
//!     Other(Unknown),
//! }
//! ```

use serde::{Deserialize, Serialize};

use super::{lenient, open_enum::open_enum};
use crate::{Unknown, WebhookEvent};

/// The deliveries of Cargoson. They have no event name, so that the route has to stand for it.
///
/// ```
/// use hookport::{EventRouter, Unknown, event_types::cargoson::CargosonEvent, providers};
///
/// async fn capture(delivery: Unknown) {
///     println!("{}", String::from_utf8_lossy(delivery.body()));
/// }
///
/// let endpoint = EventRouter::new(providers::CARGOSON.accept_without_verifying())
///     .on(CargosonEvent::CAPTURED, capture)
///     .with_state(());
/// # drop(endpoint);
/// ```
#[derive(Debug, WebhookEvent)]
#[non_exhaustive]
pub enum CargosonEvent {
    /// A delivery, with its body.
    #[event(other)]
    Captured(Unknown),
}

/// A booking, as the vendor's API returns it. Evidenced; that a webhook sends the same is inferred.
///
/// The goods are left out, since their shape is not published.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Booking {
    /// The id, as it was sent.
    #[serde(deserialize_with = "lenient::text")]
    pub id: Option<String>,
    /// The reference, such as `XX12345`, by which the API returns the booking.
    pub reference: Option<String>,
    /// Your own reference.
    pub customer_reference: Option<String>,
    /// The token of the booking.
    pub token: Option<String>,
    /// The status of the query.
    pub query_status: Option<String>,
    /// The result of the booking.
    pub booking_status: Option<BookingStatus>,
    /// The status of the shipment; `booked` is the only value that was seen.
    pub latest_status: Option<String>,
    /// The answer of the carrier.
    pub carrier_response_message: Option<String>,
    /// The URL of the page that shows the position of the shipment.
    pub tracking_url: Option<String>,
    /// The URL of the label.
    pub label_url: Option<String>,
    /// The number by which the shipment is tracked.
    pub tracking_reference: Option<String>,
    /// The carrier's reference.
    pub carrier_reference: Option<String>,
    /// The errors. One that is not a text is given as its JSON.
    #[serde(deserialize_with = "lenient::texts")]
    pub errors: Vec<String>,
    /// The day of collection, `yyyy-mm-dd`.
    pub collection_date: Option<String>,
    /// The country of collection, two letters.
    pub collection_country: Option<String>,
    /// The postal code of collection.
    pub collection_postcode: Option<String>,
    /// The city of collection.
    pub collection_city: Option<String>,
    /// The day of delivery, `yyyy-mm-dd`.
    pub delivery_date: Option<String>,
    /// The country of delivery, two letters.
    pub delivery_country: Option<String>,
    /// The postal code of delivery.
    pub delivery_postcode: Option<String>,
    /// The city of delivery.
    pub delivery_city: Option<String>,
}

open_enum! {
    /// The result of a booking. Evidenced.
    pub enum BookingStatus {
        /// The booking was made.
        Created = "created",
        /// The booking was not made.
        Failed = "failed",
    }
}

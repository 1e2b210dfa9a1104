//! Cargoson, transport management: bookings and their shipments.
//!
//! <https://www.cargoson.com/en/blog/what-are-webhooks-and-how-do-they-work>
//!
//! The vendor names three occasions for a delivery: a shipment changes its status, a booking is
//! made, the details of a shipment change. The content is **not published**: neither the names of
//! the events, nor their place, nor the shape of the body. So there is nothing to match yet, and
//! [`CargosonEvent`] has one variant, which keeps the body.
//!
//! # Protection
//!
//! No signature is published either, so [`CARGOSON`](crate::providers::CARGOSON) expects a token as
//! the last segment of the path, and a name of your own before it. Register one URL for each
//! occasion that the settings of Cargoson offer:
//!
//! ```text
//! https://hooks.example.com/cargoson/bookings/<token>
//! https://hooks.example.com/cargoson/shipments/<token>
//! ```
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
/// The handler gets the bytes as they were sent, whatever they are, and the name from the route:
///
/// ```
/// use hookport::testing::{Signer, deliver};
/// use hookport::{EventRouter, Unknown, event_types::cargoson::CargosonEvent, providers};
///
/// async fn capture(delivery: Unknown) {
///     println!("{:?}: {}", delivery.name(), String::from_utf8_lossy(delivery.body()));
/// #   assert_eq!(delivery.name(), Some("bookings"));
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let endpoint = EventRouter::new(providers::CARGOSON.secret("made-up-path-token"))
///     .on(CargosonEvent::CAPTURED, capture)
///     .with_state(());
///
/// let signer = |token| {
///     Signer::new(providers::CARGOSON, token).url("http://localhost/cargoson").event("bookings")
/// };
/// let delivery = signer("made-up-path-token").sign(r#"{"reference": "XX12345"}"#)?;
/// assert_eq!(delivery.uri().path(), "/cargoson/bookings/made-up-path-token");
/// assert_eq!(deliver(&endpoint, delivery).await.status(), 200);
///
/// let forged = signer("guessed").sign(r#"{"reference": "XX12345"}"#)?;
/// assert_eq!(deliver(&endpoint, forged).await.status(), 401);
/// # Ok(())
/// # }
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
/// No field is required. The two dates are days without a time and a zone. The id is kept as a
/// text, whether it comes as a number or as a text. The goods are left out, since their shape is
/// not published.
///
/// ```
/// use hookport::event_types::cargoson::Booking;
///
/// let booking: Booking = serde_json::from_str(r#"{
///     "id": 482193,
///     "reference": "XX12345",
///     "customer_reference": "SO-7781",
///     "booking_status": "created",
///     "latest_status": "booked",
///     "tracking_url": "https://www.cargoson.com/t/XX12345",
///     "label_url": "https://www.cargoson.com/l/XX12345",
///     "tracking_reference": "00370730254000000017",
///     "carrier_reference": "DPD-99817",
///     "errors": null,
///     "collection_date": "2026-05-04",
///     "collection_country": "EE",
///     "collection_postcode": "10111",
///     "collection_city": "Tallinn",
///     "delivery_date": "2026-05-06",
///     "delivery_country": "LV",
///     "delivery_postcode": "1010",
///     "delivery_city": "Riga"
/// }"#)?;
///
/// assert_eq!(booking.id.as_deref(), Some("482193"));
/// assert_eq!(booking.customer_reference.as_deref(), Some("SO-7781"), "the id in your own system");
/// assert_eq!(booking.latest_status.as_deref(), Some("booked"));
/// assert_eq!(booking.delivery_city.as_deref(), Some("Riga"));
/// assert!(booking.errors.is_empty());
///
/// // Days that are written as `yyyy-mm-dd` compare as texts.
/// assert!(booking.collection_date < booking.delivery_date);
/// # Ok::<(), serde_json::Error>(())
/// ```
///
/// The shape of an error is not published. It may be a text or an object, alone or in a list:
///
/// ```
/// use hookport::event_types::cargoson::{Booking, BookingStatus};
///
/// let refused: Booking = serde_json::from_str(r#"{
///     "booking_status": "failed",
///     "carrier_response_message": "No service to this postal code",
///     "errors": ["no price", {"field": "delivery_postcode"}]
/// }"#)?;
///
/// assert_eq!(refused.booking_status, Some(BookingStatus::Failed));
/// assert_eq!(refused.errors, ["no price", r#"{"field": "delivery_postcode"}"#]);
/// # Ok::<(), serde_json::Error>(())
/// ```
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
    ///
    /// It is not the status of the shipment: that is [`latest_status`](Booking::latest_status), a
    /// text of which only `booked` was seen. A result that is not in the list becomes `Other` and
    /// keeps its text.
    ///
    /// ```
    /// use hookport::event_types::cargoson::BookingStatus;
    ///
    /// fn may_print_label(status: &BookingStatus) -> bool {
    ///     match status {
    ///         BookingStatus::Created => true,
    ///         BookingStatus::Failed => false,
    ///         // Wait for a result that you know.
    ///         _ => false,
    ///     }
    /// }
    ///
    /// let created: BookingStatus = serde_json::from_str(r#""created""#)?;
    /// assert!(may_print_label(&created));
    ///
    /// let new: BookingStatus = serde_json::from_str(r#""awaiting_carrier""#)?;
    /// assert!(!may_print_label(&new));
    /// assert_eq!(new.to_string(), "awaiting_carrier");
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    pub enum BookingStatus {
        /// The booking was made.
        Created = "created",
        /// The booking was not made.
        Failed = "failed",
    }
}

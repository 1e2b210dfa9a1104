//! Cargoson, transport management: bookings and their shipments.
//!
//! <https://www.cargoson.com/en/blog/what-are-webhooks-and-how-do-they-work>
//!
//! The vendor names three occasions for a delivery: a booking is made, a shipment changes its status,
//! the details of a shipment change. The content is **not published**: neither the names of the
//! events, nor their place, nor the shape of the body.
//!
//! # One URL for each occasion
//!
//! The settings of Cargoson offer the occasions one by one, and each webhook has a URL. So the URL
//! names the event, in words that are **ours and not Cargoson's**, and ends in a token, since no
//! signature is published either (see [`CARGOSON`](crate::providers::CARGOSON)):
//!
//! ```text
//! https://hooks.example.com/cargoson/booking.created/<token>
//! https://hooks.example.com/cargoson/shipment.status_updated/<token>
//! https://hooks.example.com/cargoson/shipment.updated/<token>
//! ```
//!
//! A URL with another name is [`CargosonEvent::Other`], with the bytes of the delivery.
//!
//! # From a first delivery to your own events
//!
//! That a body holds a booking of the vendor's API is inferred: a [`Notice`] has it, or tells that
//! there is none. Keep the bodies of the first deliveries, and write your own enum after them.
//! A body that only has a `reference` is enough to read the booking from the vendor's API.
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

use serde::{Deserialize, Deserializer, Serialize};
use serde_json::value::RawValue;

use super::{lenient, open_enum::open_enum};
use crate::{Unknown, WebhookEvent};

/// The deliveries of Cargoson, one variant for each occasion that the vendor names.
///
/// The names are ours, from the URLs that you register. The occasions are documented, and the content
/// of a delivery is inferred.
///
/// ```
/// use hookport::testing::{Signer, deliver};
/// use hookport::{
///     EventRouter, Unknown,
///     event_types::cargoson::{CargosonEvent, Notice},
///     extract::RawBody,
///     providers,
/// };
///
/// async fn on_status(notice: Notice, RawBody(body): RawBody) {
///     match notice.booking {
///         Some(booking) => println!("{:?}: {:?}", booking.reference, booking.latest_status),
///         None => println!("not as inferred: {} bytes", body.len()),
///     }
/// }
///
/// async fn capture(delivery: Unknown) {
///     println!("{:?}: {} bytes", delivery.name(), delivery.body().len());
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let endpoint = EventRouter::new(providers::CARGOSON.secret("made-up-path-token"))
///     .on(CargosonEvent::SHIPMENT_STATUS_UPDATED, on_status)
///     .on(CargosonEvent::OTHER, capture)
///     .ignore_rest()
///     .with_state(());
///
/// let signer = |token| {
///     let signer = Signer::new(providers::CARGOSON, token).url("http://localhost/cargoson");
///     signer.event("shipment.status_updated")
/// };
/// let body = r#"{"reference": "XX12345", "latest_status": "delivered"}"#;
/// let delivery = signer("made-up-path-token").sign(body)?;
/// assert_eq!(delivery.uri().path(), "/cargoson/shipment.status_updated/made-up-path-token");
/// assert_eq!(deliver(&endpoint, delivery).await.status(), 200);
///
/// let forged = signer("guessed").sign(body)?;
/// assert_eq!(deliver(&endpoint, forged).await.status(), 401);
/// # Ok(())
/// # }
/// ```
#[derive(Debug, WebhookEvent)]
#[non_exhaustive]
pub enum CargosonEvent {
    /// A booking was made. The occasion is documented, the content is inferred.
    #[event("booking.created")]
    BookingCreated(Notice),
    /// A shipment has a new status. The occasion is documented, the content is inferred.
    #[event("shipment.status_updated")]
    ShipmentStatusUpdated(Notice),
    /// Details of a shipment changed. The occasion is documented, the content is inferred.
    #[event("shipment.updated")]
    ShipmentUpdated(Notice),
    /// A delivery to a URL with another name, with its body.
    #[event(other)]
    Other(Unknown),
}

/// The content of a delivery. Inferred: nobody has published one.
///
/// The booking is looked for in the member `data`, `booking` or `shipment`, then in the body itself.
/// A booking has a `reference`. A body of any other shape is a notice without a booking, so that a
/// wrong guess does not refuse a delivery. Ask for [`RawBody`](crate::extract::RawBody) too until you
/// have seen a real one.
///
/// ```
/// use hookport::event_types::cargoson::Notice;
///
/// let reference = |body| -> Result<_, serde_json::Error> {
///     let notice: Notice = serde_json::from_str(body)?;
///     Ok(notice.booking.and_then(|booking| booking.reference))
/// };
///
/// assert_eq!(reference(r#"{"reference": "XX12345"}"#)?.as_deref(), Some("XX12345"));
/// assert_eq!(reference(r#"{"data": {"reference": "XX12345"}}"#)?.as_deref(), Some("XX12345"));
/// assert_eq!(reference(r#"{"shipments": ["XX12345"]}"#)?, None, "not as inferred");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Notice {
    /// The booking; `None` if the body has none in the places above.
    pub booking: Option<Box<Booking>>,
}

impl<'de> Deserialize<'de> for Notice {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let body = Box::<RawValue>::deserialize(deserializer)?;
        let envelope: Envelope<'_> = serde_json::from_str(body.get()).unwrap_or_default();
        let places = [envelope.data, envelope.booking, envelope.shipment, Some(&*body)];
        Ok(Self { booking: places.into_iter().flatten().find_map(booking).map(Box::new) })
    }
}

/// The members that may hold a booking.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Envelope<'a> {
    #[serde(borrow)]
    data: Option<&'a RawValue>,
    #[serde(borrow)]
    booking: Option<&'a RawValue>,
    #[serde(borrow)]
    shipment: Option<&'a RawValue>,
}

fn booking(json: &RawValue) -> Option<Booking> {
    let booking: Booking = serde_json::from_str(json.get()).ok()?;
    booking.reference.is_some().then_some(booking)
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

//! Cargoson, transport management: bookings and their shipments.
//!
//! <https://www.cargoson.com/en/blog/what-are-webhooks-and-how-do-they-work>
//!
//! The vendor tells of three occasions: a shipment changes its status, a booking is made, the details
//! of a shipment change. What is sent is **not published**: neither the names of the events, nor
//! where they lie, nor the shape of the body. So there is nothing to match yet, and
//! [`CargosonEvent`] has one variant, which keeps what came.
//!
//! # From a first delivery to your own events
//!
//! Receive with [`CargosonEvent`], look at what was captured, and write down what you saw. [`Booking`]
//! is a head start for the payload; a body that only names a `reference` is enough to read the
//! booking again from the vendor's API.
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

/// What Cargoson tells, whatever that is: the route stands for the name.
#[derive(Debug, WebhookEvent)]
#[non_exhaustive]
pub enum CargosonEvent {
    /// A delivery, with its bytes.
    #[event(other)]
    Captured(Unknown),
}

/// A booking, as the vendor's API returns it. Evidenced; that a webhook sends the same is inferred.
///
/// The goods have a shape nobody has shown; they are left out.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Booking {
    /// The id, as it was sent.
    #[serde(deserialize_with = "lenient::text")]
    pub id: Option<String>,
    /// The reference, such as `XX12345`; reads the booking from the API.
    pub reference: Option<String>,
    /// Your own reference.
    pub customer_reference: Option<String>,
    /// The token of the booking.
    pub token: Option<String>,
    /// Where the query stands.
    pub query_status: Option<String>,
    /// Whether it could be booked.
    pub booking_status: Option<BookingStatus>,
    /// Where the shipment stands; `booked` is the one value that was seen.
    pub latest_status: Option<String>,
    /// What the carrier said.
    pub carrier_response_message: Option<String>,
    /// The page that shows where the shipment is.
    pub tracking_url: Option<String>,
    /// Where to fetch the label.
    pub label_url: Option<String>,
    /// The number to follow it by.
    pub tracking_reference: Option<String>,
    /// The carrier's reference.
    pub carrier_reference: Option<String>,
    /// What went wrong; what is no text is given as its JSON.
    #[serde(deserialize_with = "lenient::texts")]
    pub errors: Vec<String>,
    /// The day it is collected, `yyyy-mm-dd`.
    pub collection_date: Option<String>,
    /// The country it is collected in, two letters.
    pub collection_country: Option<String>,
    /// The postal code it is collected at.
    pub collection_postcode: Option<String>,
    /// The city it is collected in.
    pub collection_city: Option<String>,
    /// The day it is delivered, `yyyy-mm-dd`.
    pub delivery_date: Option<String>,
    /// The country it is delivered to, two letters.
    pub delivery_country: Option<String>,
    /// The postal code it is delivered to.
    pub delivery_postcode: Option<String>,
    /// The city it is delivered to.
    pub delivery_city: Option<String>,
}

open_enum! {
    /// Whether something could be booked. Evidenced.
    pub enum BookingStatus {
        /// It was.
        Created = "created",
        /// It was not.
        Failed = "failed",
    }
}

use serde::{Deserialize, Serialize};

use crate::event_types::{lenient, open_enum::open_enum};

/// A shipment of one or more parcels. In the schema.
///
/// Inside an [`Order`](super::Order) only the tracking details are sent.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default, rename_all = "camelCase")]
#[non_exhaustive]
pub struct Shipment {
    /// The id, as `shipment_` and a UUID.
    pub id: Option<String>,
    /// The status.
    pub status: Option<ShipmentStatus>,
    /// The order of the shipment.
    pub order: Option<OrderReference>,
    /// The kind.
    pub shipment_type: Option<String>,
    /// The day of dispatch.
    pub shipment_date: Option<String>,
    /// The carrier's service.
    pub service_level: Option<ServiceLevel>,
    /// The tracking details, one for each parcel.
    #[serde(deserialize_with = "lenient::list")]
    pub tracking_details: Vec<TrackingDetails>,
    /// The changes of the status.
    #[serde(deserialize_with = "lenient::list")]
    pub status_transitions: Vec<ShipmentTransition>,
    /// The time of creation, ISO 8601.
    pub created_at: Option<String>,
}

open_enum! {
    /// The status of a shipment. In the schema.
    pub enum ShipmentStatus {
        /// Created.
        Created = "CREATED",
        /// Delivered to its receiver.
        Delivered = "DELIVERED",
        /// Delivered to the consolidation center.
        DeliveredToConsolidationCenter = "DELIVERED_TO_CONSOLIDATION_CENTER",
        /// On the way.
        InTransit = "IN_TRANSIT",
        /// On the way to the consolidation center.
        InTransitToConsolidationCenter = "IN_TRANSIT_TO_CONSOLIDATION_CENTER",
        /// Canceled.
        Voided = "VOIDED",
    }
}

/// The order of a shipment. Inferred.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default, rename_all = "camelCase")]
#[non_exhaustive]
pub struct OrderReference {
    /// The id, as `order_` and a UUID.
    pub id: Option<String>,
    /// The number that Zonos shows.
    pub zonos_order_id: Option<String>,
    /// Your own number.
    pub account_order_number: Option<String>,
}

/// A carrier's service. In the schema.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct ServiceLevel {
    /// The code, with the carrier in front.
    pub code: Option<String>,
    /// The name.
    pub name: Option<String>,
}

/// The tracking details of a parcel. In the schema.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct TrackingDetails {
    /// The carrier's number.
    pub number: Option<String>,
    /// The URL of the page that shows the position.
    pub url: Option<String>,
}

/// A change of the status of a shipment. In the schema.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default, rename_all = "camelCase")]
#[non_exhaustive]
pub struct ShipmentTransition {
    /// The new status.
    pub status: Option<ShipmentStatus>,
    /// The time, ISO 8601.
    pub changed_at: Option<String>,
    /// A remark.
    pub note: Option<String>,
}

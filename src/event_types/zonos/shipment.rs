use serde::{Deserialize, Serialize};

use crate::event_types::{lenient, open_enum::open_enum};

/// A parcel, or several, on the way. In the schema.
///
/// Inside an [`Order`](super::Order) only the tracking details are asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default, rename_all = "camelCase")]
#[non_exhaustive]
pub struct Shipment {
    /// The id, as `shipment_` and a UUID.
    pub id: Option<String>,
    /// Where it stands.
    pub status: Option<ShipmentStatus>,
    /// The order it belongs to.
    pub order: Option<OrderReference>,
    /// What kind it is.
    pub shipment_type: Option<String>,
    /// The day it leaves.
    pub shipment_date: Option<String>,
    /// The carrier's service.
    pub service_level: Option<ServiceLevel>,
    /// How to follow it, one for each parcel.
    #[serde(deserialize_with = "lenient::list")]
    pub tracking_details: Vec<TrackingDetails>,
    /// What became of it.
    #[serde(deserialize_with = "lenient::list")]
    pub status_transitions: Vec<ShipmentTransition>,
    /// When it was created, ISO 8601.
    pub created_at: Option<String>,
}

open_enum! {
    /// Where a shipment stands. In the schema.
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
        /// Called off.
        Voided = "VOIDED",
    }
}

/// Which order a shipment belongs to. Inferred.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default, rename_all = "camelCase")]
#[non_exhaustive]
pub struct OrderReference {
    /// The id, as `order_` and a UUID.
    pub id: Option<String>,
    /// The number Zonos shows.
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
    /// How it reads.
    pub name: Option<String>,
}

/// How to follow a parcel. In the schema.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct TrackingDetails {
    /// The carrier's number.
    pub number: Option<String>,
    /// The page that shows where it is.
    pub url: Option<String>,
}

/// A status a shipment came into. In the schema.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default, rename_all = "camelCase")]
#[non_exhaustive]
pub struct ShipmentTransition {
    /// The status.
    pub status: Option<ShipmentStatus>,
    /// When, ISO 8601.
    pub changed_at: Option<String>,
    /// A remark.
    pub note: Option<String>,
}

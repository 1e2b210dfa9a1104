use serde::{Deserialize, Serialize};

use crate::event_types::{lenient, open_enum::open_enum};

/// A shipment of one or more parcels. In the schema.
///
/// Inside an [`Order`](super::Order) only the tracking details are sent. An event of a shipment has
/// the fields that the query of its webhook asks for, and names its order. The day of dispatch may
/// be `null`. That the shipment is at `data.shipment` is inferred.
///
/// ```
/// use hookport::event_types::zonos::{Shipment, ShipmentStatus};
///
/// // The member `data.shipment` of a body.
/// let shipment: Shipment = serde_json::from_str(r#"{
///     "id": "shipment_7c0f2f2e-6c0f-4f2a-9a4a-94f6d3b0c001",
///     "createdAt": "2026-03-12T09:30:00.000Z",
///     "status": "VOIDED",
///     "shipmentType": "INTERNATIONAL",
///     "shipmentDate": null,
///     "serviceLevel": {"code": "ups.worldwide_express", "name": "UPS Worldwide Express"},
///     "order": {
///         "id": "order_2f1f6c7a-55b2-4f0c-8b1e-6b6f2f4f9a11",
///         "zonosOrderId": "ZN-123-45678",
///         "accountOrderNumber": null
///     },
///     "trackingDetails": [{
///         "number": "1Z999AA10123456784",
///         "url": "https://track.example.com/1Z999AA10123456784"
///     }],
///     "statusTransitions": [
///         {"changedAt": "2026-03-12T09:30:00.000Z", "note": null, "status": "CREATED"},
///         {"changedAt": "2026-03-12T11:00:00.000Z", "note": "Label voided", "status": "VOIDED"}
///     ]
/// }"#)?;
///
/// assert_eq!(shipment.status, Some(ShipmentStatus::Voided));
/// assert_eq!(shipment.shipment_date, None);
/// assert_eq!(shipment.tracking_details.len(), 1, "one parcel");
/// let order = shipment.order.ok_or("no order")?;
/// assert_eq!(order.zonos_order_id.as_deref(), Some("ZN-123-45678"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
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
    ///
    /// `SHIPMENT_CANCELED` goes with the status `VOIDED`, which is inferred: the schema has no
    /// status `CANCELED` of a shipment. A parcel may go by way of a consolidation center, and only
    /// `DELIVERED` says that the customer has it.
    ///
    /// ```
    /// use hookport::event_types::zonos::ShipmentStatus;
    ///
    /// fn message(status: &ShipmentStatus) -> Option<&'static str> {
    ///     match status {
    ///         ShipmentStatus::Created => Some("The label is printed."),
    ///         ShipmentStatus::InTransit
    ///         | ShipmentStatus::InTransitToConsolidationCenter
    ///         | ShipmentStatus::DeliveredToConsolidationCenter => Some("It is on its way."),
    ///         ShipmentStatus::Delivered => Some("It has arrived."),
    ///         ShipmentStatus::Voided => None,
    ///         // A new status: say nothing rather than something wrong.
    ///         _ => None,
    ///     }
    /// }
    ///
    /// let sent = r#""DELIVERED_TO_CONSOLIDATION_CENTER""#;
    /// assert_eq!(message(&serde_json::from_str(sent)?), Some("It is on its way."));
    ///
    /// let new: ShipmentStatus = serde_json::from_str(r#""RETURNED""#)?;
    /// assert_eq!(message(&new), None);
    /// assert_eq!(new.to_string(), "RETURNED");
    /// # Ok::<(), serde_json::Error>(())
    /// ```
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
///
/// It has three names of one order: [`id`](Self::id) for the API of Zonos,
/// [`zonos_order_id`](Self::zonos_order_id) for people, and
/// [`account_order_number`](Self::account_order_number) for your shop. The page shows the last one
/// as `null` in a new order. That your shop can set it later is inferred.
///
/// ```
/// use hookport::event_types::zonos::OrderReference;
///
/// let reference: OrderReference = serde_json::from_str(r#"{
///     "id": "order_2f1f6c7a-55b2-4f0c-8b1e-6b6f2f4f9a11",
///     "zonosOrderId": "ZN-123-45678",
///     "accountOrderNumber": null
/// }"#)?;
///
/// // Your own number if there is one, or else that of Zonos.
/// let number = reference.account_order_number.or(reference.zonos_order_id);
/// assert_eq!(number.as_deref(), Some("ZN-123-45678"));
/// assert!(reference.id.is_some_and(|id| id.starts_with("order_")));
/// # Ok::<(), serde_json::Error>(())
/// ```
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
///
/// That the code is the same as the
/// [`service_level_code`](super::ShipmentRating::service_level_code) of an offer is inferred. If it
/// is, a shipment can be compared with the services that were offered:
///
/// ```
/// use hookport::event_types::zonos::{ServiceLevel, ShipmentRating};
///
/// let offered: ShipmentRating = serde_json::from_str(
///     r#"{"displayName": "Express", "serviceLevelCode": "ups.worldwide_express"}"#,
/// )?;
/// let shipped: ServiceLevel = serde_json::from_str(
///     r#"{"code": "ups.worldwide_express", "name": "UPS Worldwide Express"}"#,
/// )?;
///
/// assert_eq!(shipped.code, offered.service_level_code);
/// assert_ne!(shipped.name, offered.display_name, "a name is for people");
/// # Ok::<(), serde_json::Error>(())
/// ```
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
///
/// The URL is absent if the query of the webhook does not ask for it. The numbers are also in
/// [`Order::tracking_numbers`](super::Order::tracking_numbers), as a plain list.
///
/// ```
/// use hookport::event_types::zonos::Order;
///
/// let order: Order = serde_json::from_str(r#"{
///     "trackingNumbers": ["1Z999AA10123456784"],
///     "shipments": [{"trackingDetails": [{"number": "1Z999AA10123456784"}]}]
/// }"#)?;
///
/// let parcels: Vec<_> =
///     order.shipments.iter().flat_map(|shipment| &shipment.tracking_details).collect();
/// assert_eq!(parcels.len(), order.tracking_numbers.len());
/// assert_eq!(parcels[0].number.as_deref(), Some("1Z999AA10123456784"));
/// assert_eq!(parcels[0].url, None, "the query does not ask for the URL");
/// # Ok::<(), serde_json::Error>(())
/// ```
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
///
/// The time is called `changedAt` here, and `createdAt` in an
/// [`OrderTransition`](super::OrderTransition). Both are ISO 8601 in UTC. The note may be `null`.
///
/// ```
/// use hookport::event_types::zonos::{ShipmentStatus, ShipmentTransition};
///
/// // The `statusTransitions` of a shipment.
/// let changes: Vec<ShipmentTransition> = serde_json::from_str(r#"[
///     {"changedAt": "2026-03-12T09:30:00.000Z", "note": null, "status": "CREATED"},
///     {"changedAt": "2026-03-12T11:00:00.000Z", "note": "Label voided", "status": "VOIDED"}
/// ]"#)?;
///
/// let voided = changes.iter().find(|change| change.status == Some(ShipmentStatus::Voided));
/// let voided = voided.ok_or("not voided")?;
/// assert_eq!(voided.changed_at.as_deref(), Some("2026-03-12T11:00:00.000Z"));
/// assert_eq!(voided.note.as_deref(), Some("Label voided"));
/// assert_eq!(changes[0].note, None);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
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

use serde::{Deserialize, Serialize};

use super::{AmountSubtotals, Item, Party, Root, Shipment};
use crate::event_types::{lenient, open_enum::open_enum};

/// An order. Documented from [`status`](Self::status) to [`items`](Self::items), the rest is in the
/// schema. The query of the webhook selects the fields that are sent.
///
/// So no field is required: one that the query does not ask for is absent, and an absent list is
/// empty. The documented example does not show `id` and `updatedAt`. If you can change the query,
/// ask for both: together they tell two deliveries of one change from two changes. Times are ISO
/// 8601 in UTC with milliseconds.
///
/// This is the body of `ORDER_CREATED`, on its way to a handler. The body names no event, so each
/// webhook at Zonos has a URL of its own. The signature of Zonos is not published, so a token in
/// the URL protects the endpoint. A caller without the token gets 401:
///
/// ```
/// use hookport::testing::{Signer, deliver};
/// use hookport::{EventRouter, event_types::zonos::{Order, ZonosEvent}, providers};
///
/// async fn on_created(order: Order) -> Result<(), &'static str> {
///     let costs = order.amount_subtotals.ok_or("the query does not ask for the costs")?;
///     for item in order.items {
///         println!("{:?} × {:?}", item.quantity, item.sku);
///     }
///     println!("duties: {:?} {:?}", costs.duties, order.currency_code);
///     Ok(())
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let endpoint = EventRouter::new(providers::ZONOS.secret("made-up-path-token"))
///     .on(ZonosEvent::ORDER_CREATED, on_created)
///     .ignore_rest()
///     .with_state(());
///
/// let body = r#"{"data": {"order": {
///     "status": "OPEN",
///     "createdAt": "2026-03-11T09:14:22.318Z",
///     "accountOrderNumber": null,
///     "currencyCode": "CAD",
///     "organization": "organization_5b0c1f1e-8a55-4a0b-9d1f-3f6a0a0f7c21",
///     "amountSubtotals": {
///         "duties": 12.4,
///         "fees": 3.25,
///         "items": 180.5,
///         "shipping": 24.9,
///         "taxes": 21.66,
///         "variance": -0.01
///     },
///     "root": {"exchangeRates": [{
///         "sourceCurrencyCode": "USD",
///         "targetCurrencyCode": "CAD",
///         "rate": 1.36142,
///         "type": "GUARANTEED"
///     }]},
///     "items": [{
///         "id": "item_0d6a9a3f-5a36-4a6e-b6a5-0a41c8f0d101",
///         "name": "Wool scarf",
///         "productId": "",
///         "amount": 90.25,
///         "currencyCode": "USD",
///         "hsCode": "6117.10",
///         "sku": "SCARF-01",
///         "countryOfOrigin": "PT",
///         "quantity": 2,
///         "attributes": null
///     }]
/// }}}"#;
///
/// let signer = |token| {
///     Signer::new(providers::ZONOS, token).url("http://localhost/zonos").event("ORDER_CREATED")
/// };
/// let delivery = signer("made-up-path-token").sign(body)?;
/// assert_eq!(delivery.uri().path(), "/zonos/ORDER_CREATED/made-up-path-token");
/// assert_eq!(deliver(&endpoint, delivery).await.status(), 200);
///
/// let forged = signer("guessed").sign(body)?;
/// assert_eq!(deliver(&endpoint, forged).await.status(), 401);
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default, rename_all = "camelCase")]
#[non_exhaustive]
pub struct Order {
    /// The status.
    pub status: Option<OrderStatus>,
    /// The time of creation: ISO 8601, UTC, with milliseconds.
    pub created_at: Option<String>,
    /// Your own number.
    pub account_order_number: Option<String>,
    /// The currency, three letters.
    pub currency_code: Option<String>,
    /// The organization, as `organization_` and a UUID.
    pub organization: Option<String>,
    /// The costs, by kind.
    pub amount_subtotals: Option<AmountSubtotals>,
    /// The exchange rates behind the amounts.
    pub root: Option<Root>,
    /// The items.
    #[serde(deserialize_with = "lenient::list")]
    pub items: Vec<Item>,
    /// The id, as `order_` and a UUID. The documented example does not show it.
    pub id: Option<String>,
    /// The number that Zonos shows.
    pub zonos_order_id: Option<String>,
    /// Live or a test.
    pub mode: Option<Mode>,
    /// The changes of the status.
    #[serde(deserialize_with = "lenient::list")]
    pub status_transitions: Vec<OrderTransition>,
    /// The carriers' numbers.
    #[serde(deserialize_with = "lenient::texts")]
    pub tracking_numbers: Vec<String>,
    /// The sender, the receiver and the payer.
    #[serde(deserialize_with = "lenient::list")]
    pub parties: Vec<Party>,
    /// The shipments.
    #[serde(deserialize_with = "lenient::list")]
    pub shipments: Vec<Shipment>,
    /// The carriers' services that were offered.
    #[serde(deserialize_with = "lenient::list")]
    pub shipment_ratings: Vec<ShipmentRating>,
    /// The time of the last change, ISO 8601.
    pub updated_at: Option<String>,
}

open_enum! {
    /// The status of an order. In the schema.
    ///
    /// `CANCELED` has one L here and in the names of the events, but two in a
    /// [`SyncStatus`](super::SyncStatus). A status that the schema did not have becomes `Other`.
    ///
    /// ```
    /// use hookport::event_types::zonos::OrderStatus;
    ///
    /// fn may_ship(status: &OrderStatus) -> bool {
    ///     match status {
    ///         OrderStatus::Open | OrderStatus::PartiallyShipped => true,
    ///         OrderStatus::FraudHold | OrderStatus::PaymentPending => false,
    ///         // Nothing is left to ship, or the status is new: a person decides.
    ///         _ => false,
    ///     }
    /// }
    ///
    /// assert!(may_ship(&serde_json::from_str(r#""OPEN""#)?));
    /// assert!(!may_ship(&serde_json::from_str(r#""FRAUD_HOLD""#)?));
    ///
    /// let new: OrderStatus = serde_json::from_str(r#""AWAITING_PICKUP""#)?;
    /// assert!(!may_ship(&new));
    /// assert_eq!(serde_json::to_string(&new)?, r#""AWAITING_PICKUP""#);
    /// assert_eq!(OrderStatus::FraudHold.as_str(), "FRAUD_HOLD");
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    pub enum OrderStatus {
        /// Canceled.
        Canceled = "CANCELED",
        /// Completed.
        Completed = "COMPLETED",
        /// Held back for suspected fraud.
        FraudHold = "FRAUD_HOLD",
        /// On the way to the consolidation center.
        InTransitToConsolidationCenter = "IN_TRANSIT_TO_CONSOLIDATION_CENTER",
        /// Placed.
        Open = "OPEN",
        /// Shipped in part.
        PartiallyShipped = "PARTIALLY_SHIPPED",
        /// The payment failed.
        PaymentFailed = "PAYMENT_FAILED",
        /// The payment is awaited.
        PaymentPending = "PAYMENT_PENDING",
    }
}

open_enum! {
    /// The mode: live, or a test. In the schema.
    ///
    /// A webhook at Zonos has a mode too, but it is not published if a live webhook ever gets a
    /// test order. The mode is absent if the query does not ask for it, so let only a known live
    /// order reach your warehouse:
    ///
    /// ```
    /// use hookport::event_types::zonos::{Mode, Order};
    ///
    /// fn is_live(order: &Order) -> bool {
    ///     match &order.mode {
    ///         Some(Mode::Live) => true,
    ///         Some(Mode::Test) => false,
    ///         Some(_) | None => false,
    ///     }
    /// }
    ///
    /// let live: Order = serde_json::from_str(r#"{"status": "OPEN", "mode": "LIVE"}"#)?;
    /// let test: Order = serde_json::from_str(r#"{"status": "OPEN", "mode": "TEST"}"#)?;
    /// let without: Order = serde_json::from_str(r#"{"status": "OPEN"}"#)?;
    ///
    /// assert!(is_live(&live));
    /// assert!(!is_live(&test));
    /// assert!(!is_live(&without), "the query does not ask for the mode");
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    pub enum Mode {
        /// Live.
        Live = "LIVE",
        /// A test.
        Test = "TEST",
    }
}

/// A change of the status of an order. In the schema.
///
/// The sequence of the list is not published, so take the newest change by
/// [`created_at`](Self::created_at): texts of ISO 8601 in one zone and one precision compare as
/// their times do.
///
/// ```
/// use hookport::event_types::zonos::{Order, OrderStatus};
///
/// let order: Order = serde_json::from_str(r#"{
///     "status": "PARTIALLY_SHIPPED",
///     "statusTransitions": [
///         {
///             "createdAt": "2026-03-12T10:00:00.000Z",
///             "createdBy": "user_1",
///             "note": null,
///             "status": "PARTIALLY_SHIPPED"
///         },
///         {"createdAt": "2026-03-11T09:14:22.318Z", "createdBy": "user_1", "status": "OPEN"}
///     ]
/// }"#)?;
///
/// let newest = order.status_transitions.iter().max_by_key(|change| change.created_at.as_deref());
/// let newest = newest.ok_or("no change")?;
/// assert_eq!(newest.status, Some(OrderStatus::PartiallyShipped));
/// assert_eq!(newest.status, order.status);
/// assert_eq!(newest.note, None);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default, rename_all = "camelCase")]
#[non_exhaustive]
pub struct OrderTransition {
    /// The new status.
    pub status: Option<OrderStatus>,
    /// The time, ISO 8601.
    pub created_at: Option<String>,
    /// The user who changed the status.
    pub created_by: Option<String>,
    /// A remark.
    pub note: Option<String>,
}

/// A carrier's service that was offered. In the schema.
///
/// The code begins with the carrier and a point, as `ups.worldwide_express`. The name is for people
/// and can change, so decide by the code.
///
/// ```
/// use hookport::event_types::zonos::ShipmentRating;
///
/// // The `shipmentRatings` of an order.
/// let ratings: Vec<ShipmentRating> = serde_json::from_str(r#"[
///     {"displayName": "Express", "serviceLevelCode": "ups.worldwide_express"},
///     {"displayName": "Economy", "serviceLevelCode": null}
/// ]"#)?;
///
/// let carrier = |rating: &ShipmentRating| {
///     let code = rating.service_level_code.as_deref()?;
///     code.split_once('.').map(|(carrier, _)| carrier.to_owned())
/// };
/// assert_eq!(carrier(&ratings[0]).as_deref(), Some("ups"));
/// assert_eq!(carrier(&ratings[1]), None);
/// assert_eq!(ratings[1].display_name.as_deref(), Some("Economy"));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default, rename_all = "camelCase")]
#[non_exhaustive]
pub struct ShipmentRating {
    /// The name.
    pub display_name: Option<String>,
    /// The code, with the carrier in front.
    pub service_level_code: Option<String>,
}

use serde::{Deserialize, Serialize};

use super::{Item, Party, Shipment};
use crate::{
    ExactNumber,
    event_types::{lenient, open_enum::open_enum},
};

/// An order. Documented from [`status`](Self::status) to [`items`](Self::items), the rest is in the
/// schema. The query of the webhook selects the fields that are sent.
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
    pub enum Mode {
        /// Live.
        Live = "LIVE",
        /// A test.
        Test = "TEST",
    }
}

/// The costs of an order by kind, in the currency of the order. Documented.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct AmountSubtotals {
    /// Duties.
    pub duties: Option<ExactNumber>,
    /// Discounts; in the SDK of 2026, not on the page.
    pub discounts: Option<ExactNumber>,
    /// Fees.
    pub fees: Option<ExactNumber>,
    /// The items.
    pub items: Option<ExactNumber>,
    /// Shipping.
    pub shipping: Option<ExactNumber>,
    /// Taxes.
    pub taxes: Option<ExactNumber>,
    /// The variance; on the page, not in the SDK of 2026.
    pub variance: Option<ExactNumber>,
}

/// The facts behind the amounts of an order. Documented.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default, rename_all = "camelCase")]
#[non_exhaustive]
pub struct Root {
    /// The exchange rates.
    #[serde(deserialize_with = "lenient::list")]
    pub exchange_rates: Vec<ExchangeRate>,
}

/// An exchange rate of two currencies. Documented.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default, rename_all = "camelCase")]
#[non_exhaustive]
pub struct ExchangeRate {
    /// The source currency, three letters.
    pub source_currency_code: Option<String>,
    /// The target currency, three letters.
    pub target_currency_code: Option<String>,
    /// The amount of the target currency for one unit of the source currency.
    pub rate: Option<ExactNumber>,
    /// The kind of rate.
    pub r#type: Option<ExchangeRateType>,
}

open_enum! {
    /// A kind of exchange rate. Documented.
    pub enum ExchangeRateType {
        /// Guaranteed.
        Guaranteed = "GUARANTEED",
        /// The middle of the market.
        MidMarket = "MID_MARKET",
    }
}

/// A change of the status of an order. In the schema.
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
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default, rename_all = "camelCase")]
#[non_exhaustive]
pub struct ShipmentRating {
    /// The name.
    pub display_name: Option<String>,
    /// The code, with the carrier in front.
    pub service_level_code: Option<String>,
}

use serde::{Deserialize, Serialize};

use super::{Item, Party, Shipment};
use crate::{
    ExactNumber,
    event_types::{lenient, open_enum::open_enum},
};

/// An order. Documented from [`status`](Self::status) to [`items`](Self::items), the rest is in the
/// schema; which fields are sent depends on the query of the webhook.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default, rename_all = "camelCase")]
#[non_exhaustive]
pub struct Order {
    /// Where it stands.
    pub status: Option<OrderStatus>,
    /// When it was created: ISO 8601, UTC, with milliseconds.
    pub created_at: Option<String>,
    /// Your own number.
    pub account_order_number: Option<String>,
    /// The currency, three letters.
    pub currency_code: Option<String>,
    /// The organization, as `organization_` and a UUID.
    pub organization: Option<String>,
    /// What it costs, by what for.
    pub amount_subtotals: Option<AmountSubtotals>,
    /// What its amounts were worked out with.
    pub root: Option<Root>,
    /// What was ordered.
    #[serde(deserialize_with = "lenient::list")]
    pub items: Vec<Item>,
    /// The id, as `order_` and a UUID. The documented example does not show it.
    pub id: Option<String>,
    /// The number Zonos shows.
    pub zonos_order_id: Option<String>,
    /// Whether it is real.
    pub mode: Option<Mode>,
    /// What became of it.
    #[serde(deserialize_with = "lenient::list")]
    pub status_transitions: Vec<OrderTransition>,
    /// The carriers' numbers.
    #[serde(deserialize_with = "lenient::texts")]
    pub tracking_numbers: Vec<String>,
    /// Who sends, receives and pays.
    #[serde(deserialize_with = "lenient::list")]
    pub parties: Vec<Party>,
    /// How it travels.
    #[serde(deserialize_with = "lenient::list")]
    pub shipments: Vec<Shipment>,
    /// The carriers' services that were offered.
    #[serde(deserialize_with = "lenient::list")]
    pub shipment_ratings: Vec<ShipmentRating>,
    /// When it was last changed, ISO 8601.
    pub updated_at: Option<String>,
}

open_enum! {
    /// Where an order stands. In the schema.
    pub enum OrderStatus {
        /// Called off.
        Canceled = "CANCELED",
        /// Over.
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
    /// Whether something is real. In the schema.
    pub enum Mode {
        /// Real.
        Live = "LIVE",
        /// A test.
        Test = "TEST",
    }
}

/// What an order costs, by what for, in its currency. Documented.
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

/// What the amounts of an order were worked out with. Documented.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default, rename_all = "camelCase")]
#[non_exhaustive]
pub struct Root {
    /// The exchange rates.
    #[serde(deserialize_with = "lenient::list")]
    pub exchange_rates: Vec<ExchangeRate>,
}

/// What one currency is worth in another. Documented.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default, rename_all = "camelCase")]
#[non_exhaustive]
pub struct ExchangeRate {
    /// From which currency, three letters.
    pub source_currency_code: Option<String>,
    /// To which currency, three letters.
    pub target_currency_code: Option<String>,
    /// How much of the target one unit of the source is.
    pub rate: Option<ExactNumber>,
    /// What kind of rate it is.
    pub r#type: Option<ExchangeRateType>,
}

open_enum! {
    /// What kind of rate it is. Documented.
    pub enum ExchangeRateType {
        /// Guaranteed.
        Guaranteed = "GUARANTEED",
        /// The middle of the market.
        MidMarket = "MID_MARKET",
    }
}

/// A status an order came into. In the schema.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default, rename_all = "camelCase")]
#[non_exhaustive]
pub struct OrderTransition {
    /// The status.
    pub status: Option<OrderStatus>,
    /// When, ISO 8601.
    pub created_at: Option<String>,
    /// Who changed it.
    pub created_by: Option<String>,
    /// A remark.
    pub note: Option<String>,
}

/// A carrier's service that was offered. In the schema.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default, rename_all = "camelCase")]
#[non_exhaustive]
pub struct ShipmentRating {
    /// How it reads.
    pub display_name: Option<String>,
    /// The code, with the carrier in front.
    pub service_level_code: Option<String>,
}

use serde::{Deserialize, Serialize};

use crate::{
    ExactNumber,
    event_types::{lenient, open_enum::open_enum},
};

/// The costs of an order by kind, in the currency of the order. Documented.
///
/// An amount is a bare JSON number, and may be negative. The page shows a variance of `-0.01`, so
/// the unit is that of the currency, not its hundredth part. It keeps the digits that were sent.
/// Read it into a decimal type of your choice by [`ExactNumber::parse`].
///
/// ```
/// use hookport::event_types::zonos::AmountSubtotals;
///
/// // The `amountSubtotals` of an order in the currency `CAD`.
/// let costs: AmountSubtotals = serde_json::from_str(r#"{
///     "duties": 12.4,
///     "fees": 3.25,
///     "items": 180.50,
///     "shipping": 24.9,
///     "taxes": 21.66,
///     "variance": -0.01
/// }"#)?;
///
/// let text = |amount: &Option<hookport::ExactNumber>| amount.as_ref().map(|n| n.to_string());
/// assert_eq!(text(&costs.items).as_deref(), Some("180.50"));
/// assert_eq!(text(&costs.variance).as_deref(), Some("-0.01"));
/// assert_eq!(costs.discounts, None, "the SDK has it, the page does not");
///
/// // What is read is written with the same digits.
/// assert!(serde_json::to_string(&costs)?.contains(r#""items":180.50"#));
/// # Ok::<(), serde_json::Error>(())
/// ```
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
///
/// The page shows the exchange rates in it, and nothing else. If the query of your webhook asks for
/// more fields, they are ignored here.
///
/// ```
/// use hookport::event_types::zonos::{ExchangeRate, Root};
///
/// let root: Root = serde_json::from_str(r#"{
///     "exchangeRates": [
///         {"sourceCurrencyCode": "USD", "targetCurrencyCode": "CAD", "rate": 1.36142},
///         {"sourceCurrencyCode": "CAD", "targetCurrencyCode": "USD", "rate": 0.7345271553929}
///     ]
/// }"#)?;
///
/// let is_to_cad = |rate: &&ExchangeRate| rate.target_currency_code.as_deref() == Some("CAD");
/// let to_cad = root.exchange_rates.iter().find(is_to_cad);
/// let rate = to_cad.and_then(|rate| rate.rate.as_ref());
/// assert_eq!(rate.map(|rate| rate.as_str()), Some("1.36142"));
///
/// let empty: Root = serde_json::from_str(r#"{"exchangeRates": null}"#)?;
/// assert!(empty.exchange_rates.is_empty());
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default, rename_all = "camelCase")]
#[non_exhaustive]
pub struct Root {
    /// The exchange rates.
    #[serde(deserialize_with = "lenient::list")]
    pub exchange_rates: Vec<ExchangeRate>,
}

/// An exchange rate of two currencies. Documented.
///
/// A rate can have more digits than an `f64` keeps, so it is an [`ExactNumber`]. The rates of the
/// two directions are two records, and need not be the inverse of each other.
///
/// ```
/// use hookport::event_types::zonos::{ExchangeRate, ExchangeRateType};
///
/// let rate: ExchangeRate = serde_json::from_str(r#"{
///     "sourceCurrencyCode": "CAD",
///     "targetCurrencyCode": "USD",
///     "rate": 0.73452715539291837465,
///     "type": "MID_MARKET"
/// }"#)?;
///
/// assert_eq!(rate.source_currency_code.as_deref(), Some("CAD"));
/// assert_eq!(rate.r#type, Some(ExchangeRateType::MidMarket));
///
/// let exact = rate.rate.ok_or("no rate")?;
/// assert_eq!(exact.as_str(), "0.73452715539291837465");
/// assert_ne!(exact.parse::<f64>()?.to_string(), exact.as_str(), "an `f64` loses digits");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
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
    ///
    /// The names are documented, and their meaning is inferred from them. Do not settle an order by
    /// a kind that you do not know:
    ///
    /// ```
    /// use hookport::event_types::zonos::{ExchangeRate, ExchangeRateType};
    ///
    /// fn is_binding(rate: &ExchangeRate) -> bool {
    ///     match &rate.r#type {
    ///         Some(ExchangeRateType::Guaranteed) => true,
    ///         Some(ExchangeRateType::MidMarket) => false,
    ///         Some(other) => {
    ///             println!("new kind of exchange rate: {other}");
    ///             false
    ///         }
    ///         None => false,
    ///     }
    /// }
    ///
    /// let rates: Vec<ExchangeRate> = serde_json::from_str(r#"[
    ///     {"rate": 1.36142, "type": "GUARANTEED"},
    ///     {"rate": 1.36091, "type": "MID_MARKET"},
    ///     {"rate": 1.36100, "type": "CLOSING"},
    ///     {"rate": 1.36100, "type": null}
    /// ]"#)?;
    ///
    /// assert_eq!(rates.iter().map(is_binding).collect::<Vec<_>>(), [true, false, false, false]);
    /// assert_eq!(rates[2].r#type, Some(ExchangeRateType::Other("CLOSING".to_owned())));
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    pub enum ExchangeRateType {
        /// Guaranteed.
        Guaranteed = "GUARANTEED",
        /// The middle of the market.
        MidMarket = "MID_MARKET",
    }
}

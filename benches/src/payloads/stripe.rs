//! The values that Stripe puts into its events.

use std::collections::HashMap;

use serde::Deserialize;

/// Around every event.
#[derive(Debug, Deserialize)]
#[expect(missing_docs, reason = "the sender's own names")]
pub struct Envelope<T> {
    pub id: String,
    pub data: Data<T>,
}

/// The part of the event that holds its value.
#[derive(Debug, Deserialize)]
#[expect(missing_docs, reason = "the sender's own names")]
pub struct Data<T> {
    pub object: T,
}

/// A payment.
#[derive(Debug, Deserialize)]
#[expect(missing_docs, reason = "the sender's own names")]
pub struct PaymentIntent {
    pub id: String,
    pub amount: u64,
    pub amount_received: u64,
    pub created: u64,
    pub currency: String,
    pub customer: Option<String>,
    pub description: Option<String>,
    pub latest_charge: Option<String>,
    pub livemode: bool,
    pub metadata: HashMap<String, String>,
    pub payment_method: Option<String>,
    pub payment_method_types: Vec<String>,
    pub receipt_email: Option<String>,
    pub shipping: Option<Shipping>,
    pub status: String,
    pub transfer_group: Option<String>,
}

/// The address of the goods.
#[derive(Debug, Deserialize)]
#[expect(missing_docs, reason = "the sender's own names")]
pub struct Shipping {
    pub name: Option<String>,
    pub phone: Option<String>,
    pub address: Option<Address>,
}

/// An address.
#[derive(Debug, Deserialize)]
#[expect(missing_docs, reason = "the sender's own names")]
pub struct Address {
    pub line1: Option<String>,
    pub line2: Option<String>,
    pub postal_code: Option<String>,
    pub city: Option<String>,
    pub country: Option<String>,
}

/// A charge.
#[derive(Debug, Deserialize)]
#[expect(missing_docs, reason = "the sender's own names")]
pub struct Charge {
    pub id: String,
    pub amount: u64,
    pub currency: String,
    pub payment_intent: Option<String>,
}

/// A customer.
#[derive(Debug, Deserialize)]
#[expect(missing_docs, reason = "the sender's own names")]
pub struct Customer {
    pub id: String,
    pub email: Option<String>,
    pub address: Option<Address>,
}

/// An invoice.
#[derive(Debug, Deserialize)]
#[expect(missing_docs, reason = "the sender's own names")]
pub struct Invoice {
    pub id: String,
    pub total: u64,
    pub customer: Option<String>,
    pub metadata: HashMap<String, String>,
}

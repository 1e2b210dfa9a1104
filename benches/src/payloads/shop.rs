//! A sender of Standard Webhooks.

use hookport::WebhookEvent;
use serde::Deserialize;

/// The events of the sender.
#[derive(Debug, WebhookEvent)]
#[event(payload = "/data")]
pub enum ShopEvent {
    /// An invoice was paid.
    #[event("invoice.paid")]
    InvoicePaid(Invoice),
    /// An invoice was voided.
    #[event("invoice.voided")]
    InvoiceVoided(Invoice),
    /// Something else.
    #[event(other)]
    Other(hookport::Unknown),
}

/// An invoice.
#[derive(Debug, Deserialize)]
#[expect(missing_docs, reason = "the sender's own names")]
pub struct Invoice {
    pub id: String,
    pub number: String,
    pub customer: Customer,
    pub currency: String,
    pub amount: u64,
}

/// The customer who pays.
#[derive(Debug, Deserialize)]
#[expect(missing_docs, reason = "the sender's own names")]
pub struct Customer {
    pub id: String,
    pub email: Option<String>,
}

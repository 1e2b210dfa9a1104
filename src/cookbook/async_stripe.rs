//! Stripe's events with async-stripe's types.

use hookport::{Endpoint, EventRouter, Secret, Unknown, WebhookEvent, providers};
use stripe_shared::{Customer, PaymentIntent};

/// The events that this receiver knows.
#[derive(Debug, WebhookEvent)]
#[event(payload = "/data/object")]
pub enum StripeEvent {
    #[event("payment_intent.succeeded")]
    /// A payment succeeded.
    Paid(Box<PaymentIntent>),
    #[event("customer.created")]
    /// A customer was created.
    Customer(Box<Customer>),
    #[event(other)]
    /// Every other event.
    Other(Unknown),
}

async fn on_paid(intent: Box<PaymentIntent>) {
    println!("{}: {} {}", intent.id, intent.amount, intent.currency);
}

/// Makes the endpoint.
pub fn endpoint(secret: Secret) -> Endpoint<StripeEvent> {
    EventRouter::new(providers::STRIPE.secret(secret))
        .on(StripeEvent::PAID, on_paid)
        .ignore(StripeEvent::CUSTOMER)
        .with_state(())
}

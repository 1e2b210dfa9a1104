//! Whole endpoints, as a user of hookport writes them.

use std::hint::black_box;

use hookport::{Endpoint, EventRouter};

use crate::{
    delivery::Delivery,
    events::ten::Event,
    payloads::{
        github::{GithubEvent, Push},
        shop::{Invoice, ShopEvent},
        stripe::PaymentIntent,
    },
};

/// GitHub.
pub fn github(delivery: &Delivery) -> Endpoint<GithubEvent> {
    EventRouter::new(delivery.source())
        .on(GithubEvent::PUSH, async |push: Push| {
            black_box(push);
        })
        .ignore(GithubEvent::PING)
        .with_state(())
}

/// Stripe.
pub fn stripe(delivery: &Delivery) -> Endpoint<Event> {
    EventRouter::new(delivery.source())
        .on(Event::PAYMENT_INTENT_SUCCEEDED, async |payment: PaymentIntent| {
            black_box(payment);
        })
        .ignore(Event::PAYMENT_INTENT_CREATED)
        .ignore(Event::PAYMENT_INTENT_FAILED)
        .ignore(Event::CHARGE_FAILED)
        .ignore(Event::CHARGE_SUCCEEDED)
        .ignore(Event::CUSTOMER_CREATED)
        .ignore(Event::CUSTOMER_DELETED)
        .ignore(Event::CUSTOMER_UPDATED)
        .ignore(Event::INVOICE_CREATED)
        .ignore(Event::INVOICE_UPDATED)
        .with_state(())
}

/// Standard Webhooks.
pub fn standard(delivery: &Delivery) -> Endpoint<ShopEvent> {
    EventRouter::new(delivery.source())
        .on(ShopEvent::INVOICE_PAID, async |invoice: Invoice| {
            black_box(invoice);
        })
        .ignore(ShopEvent::INVOICE_VOIDED)
        .with_state(())
}

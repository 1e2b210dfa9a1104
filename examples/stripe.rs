//! Stripe: an endpoint to copy, with state, the delivery's id, and an error that Stripe tries again.
//!
//! `cargo run --example stripe` delivers to itself. To listen on 127.0.0.1:8080:
//! `STRIPE_WEBHOOK_SECRET=whsec_… cargo run --example stripe -- --serve`
#![expect(clippy::print_stdout, reason = "an example shows what happens")]

use std::{
    collections::HashSet,
    env,
    error::Error,
    sync::{Arc, Mutex, PoisonError},
};

use hookport::{
    EventRouter, Secret, Unknown, WebhookEvent,
    extract::{DeliveryId, State},
    providers,
    testing::{Signer, deliver},
};
use serde::Deserialize;

// To copy from here.

#[derive(Debug, WebhookEvent)]
#[event(payload = "/data/object")]
enum StripeEvent {
    #[event("payment_intent.succeeded")]
    Paid(PaymentIntent),
    #[event("customer.subscription.*")]
    Subscription, // holds nothing: its payload is not even read
    #[event(other)]
    Other(Unknown),
}

#[derive(Debug, Deserialize)]
struct PaymentIntent {
    id: String,
    amount: u64,
    currency: String,
}

async fn on_paid(
    intent: PaymentIntent,
    State(orders): State<Orders>,
    id: DeliveryId,
) -> Result<(), StoreDown> {
    // Stripe may deliver an event more than once. Its id stays the same.
    if orders.mark_paid(id.as_str(), &intent)? {
        println!("  on_paid: {}, {} {}", intent.id, intent.amount, intent.currency);
    } else {
        println!("  on_paid: {} was here before", id.as_str());
    }
    Ok(())
}

async fn on_other(unknown: Unknown) {
    println!("  on_other: {}, {} bytes", unknown.name().unwrap_or("-"), unknown.body().len());
}

fn app(secret: Secret, orders: Orders) -> axum::Router {
    let stripe = EventRouter::new(providers::STRIPE.secret(secret))
        .on(StripeEvent::PAID, on_paid)
        .on(StripeEvent::OTHER, on_other)
        .ignore(StripeEvent::SUBSCRIPTION)
        .on_refusal(|refusal| println!("  refused: {}", refusal.error()))
        .with_state(orders);
    axum::Router::new().route_service("/stripe", stripe)
}

/// Stands for your database.
#[derive(Debug, Clone, Default)]
struct Orders(Arc<Mutex<HashSet<String>>>);

impl Orders {
    /// Marks an order as paid. Returns true if it was not marked before.
    fn mark_paid(&self, delivery: &str, intent: &PaymentIntent) -> Result<bool, StoreDown> {
        if intent.currency == "xxx" {
            return Err(StoreDown); // so that the demonstration can show an error
        }
        let mut seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(seen.insert(delivery.to_owned()))
    }
}

#[derive(Debug, thiserror::Error)]
#[error("the store is down")]
struct StoreDown;

// To here. The rest runs it.

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    if env::args().any(|argument| argument == "--serve") {
        let app = app(Secret::from_env("STRIPE_WEBHOOK_SECRET")?, Orders::default());
        let listener = tokio::net::TcpListener::bind("127.0.0.1:8080").await?;
        println!("listening on http://127.0.0.1:8080/stripe");
        return Ok(axum::serve(listener, app).await?);
    }
    let app = app("whsec_made_up".into(), Orders::default());
    let stripe = Signer::new(providers::STRIPE, "whsec_made_up").url("http://localhost/stripe");
    let body = include_str!("bodies/payment_intent.succeeded.json");

    let genuine = stripe.sign(body)?;
    let failing = stripe.sign(body.replace("eur", "xxx"))?;
    let unheard = stripe.sign(body.replace("payment_intent.succeeded", "payout.paid"))?;
    let mut forged = genuine.clone();
    *forged.body_mut() = body.replace("1099", "1").into();

    let again = genuine.clone();
    for (what, request) in [
        ("genuine", genuine),
        ("the same again", again),
        ("while the store is down", failing),
        ("of a name never heard of", unheard),
        ("changed on its way", forged),
    ] {
        println!("{what}");
        println!("  Stripe gets {}", deliver(&app, request).await.status());
    }
    Ok(())
}

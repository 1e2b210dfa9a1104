//! One function for all events of a sender: an exhaustive `match`, which the compiler keeps whole.
//!
//! `cargo run --example any_match` delivers to itself.
#![expect(clippy::print_stdout, reason = "an example shows what happens")]

use std::error::Error;

use hookport::{
    Delivery, Endpoint, EventRouter, Outcome, Secret, Unknown, WebhookEvent, providers,
    testing::{Signer, deliver},
};
use serde::Deserialize;

// To copy from here.

#[derive(Debug, WebhookEvent)]
#[event(payload = "/data/object")]
enum StripeEvent {
    #[event("payment_intent.succeeded")]
    Paid(PaymentIntent),
    #[event("payment_intent.payment_failed")]
    Failed(PaymentIntent),
    #[event("customer.*")]
    Customer,
    #[event(other)]
    Other(Unknown),
}

#[derive(Debug, Deserialize)]
struct PaymentIntent {
    id: String,
    amount: u64,
}

/// A new variant, and this does not compile until it has an arm.
async fn on_event(event: StripeEvent, delivery: Delivery) -> Result<(), Outcome> {
    match event {
        StripeEvent::Paid(intent) => println!("  paid: {}, {}", intent.id, intent.amount),
        StripeEvent::Failed(intent) => {
            println!("  failed: {}", intent.id);
            return Err(Outcome::dead_letter("somebody has to call the customer"));
        }
        StripeEvent::Customer => println!("  customer: {:?}", delivery.event_name()),
        StripeEvent::Other(unknown) => println!("  other: {:?}", unknown.name()),
    }
    Ok(())
}

fn endpoint(secret: Secret) -> Endpoint<StripeEvent> {
    EventRouter::new(providers::STRIPE.secret(secret))
        .any(on_event)
        .on_refusal(|refusal| println!("  refused: {}", refusal.error()))
        .with_state(())
}

// To here. The rest runs it.

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let endpoint = endpoint("whsec_made_up".into());
    let stripe = Signer::new(providers::STRIPE, "whsec_made_up");
    let forger = Signer::new(providers::STRIPE, "whsec_guessed");
    let paid = include_str!("bodies/payment_intent.succeeded.json");
    let named = |name| paid.replace("payment_intent.succeeded", name);

    for request in [
        stripe.sign(paid)?,
        stripe.sign(named("payment_intent.payment_failed"))?,
        stripe.sign(named("customer.created"))?,
        stripe.sign(named("payout.paid"))?,
        forger.sign(paid)?,
    ] {
        println!("a delivery");
        println!("  Stripe gets {}", deliver(&endpoint, request).await.status());
    }
    let counts = endpoint.counts();
    println!(
        "{} handled, {} set aside, {} refused",
        counts.handled, counts.dead_letter, counts.refused
    );
    Ok(())
}

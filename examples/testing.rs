//! Testing your own handlers: sign as the sender would, deliver without a socket, move the clock, and
//! read what became of each delivery.
//!
//! `cargo test --features inbox --example testing` runs the tests below; `cargo run --features inbox
//! --example testing` shows the deliveries. In a project of yours: `hookport = { …, features = ["testing"] }`
//! under `[dev-dependencies]`, and nothing of it in the release.
#![expect(clippy::print_stdout, reason = "an example shows what happens")]

use std::{
    error::Error,
    sync::{Arc, Mutex, PoisonError},
};

use hookport::{
    EventRouter, Receiver, WebhookEvent,
    extract::State,
    providers,
    stores::MemoryStore,
    testing::{HandClock, Signer, TestReceiver},
};
use serde::Deserialize;

// What is tested: a receiver, as the program serves it.

#[derive(Debug, WebhookEvent)]
#[event(payload = "/data/object")]
enum StripeEvent {
    #[event("payment_intent.succeeded")]
    Paid(PaymentIntent),
}

#[derive(Debug, Deserialize)]
struct PaymentIntent {
    id: String,
}

/// The orders of a shop, which cannot be reached for some calls.
#[derive(Debug, Clone, Default)]
struct Orders(Arc<Mutex<(Vec<String>, u32)>>);

impl Orders {
    fn unreachable_for(calls: u32) -> Self {
        Self(Arc::new(Mutex::new((Vec::new(), calls))))
    }

    fn mark_paid(&self, id: String) -> Result<(), &'static str> {
        let (paid, failures) = &mut *self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(left) = failures.checked_sub(1) {
            *failures = left;
            return Err("the shop cannot be reached");
        }
        paid.push(id);
        Ok(())
    }

    #[cfg(test)]
    fn paid(&self) -> Vec<String> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).0.clone()
    }
}

async fn on_paid(intent: PaymentIntent, State(orders): State<Orders>) -> Result<(), &'static str> {
    orders.mark_paid(intent.id)
}

fn receiver(orders: &Orders) -> Receiver {
    let stripe = EventRouter::new(providers::STRIPE.secret("whsec_made_up"))
        .on(StripeEvent::PAID, on_paid)
        .with_state(orders.clone());
    Receiver::new(Arc::new(MemoryStore::new())).endpoint("/stripe", stripe)
}

fn test(orders: &Orders) -> TestReceiver {
    TestReceiver::new(receiver(orders), HandClock::new(1_700_000_000))
}

fn stripe(test: &TestReceiver, secret: &str) -> Signer {
    Signer::new(providers::STRIPE, secret).url("http://localhost/stripe").at(test.now())
}

const BODY: &str = include_str!("bodies/payment_intent.succeeded.json");

// How it looks, by `cargo run`.

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut test = test(&Orders::unreachable_for(2));
    let forged = test.deliver(stripe(&test, "whsec_guessed").sign(BODY)?).await;
    println!("forged: {}", forged.status());
    test.deliver(stripe(&test, "whsec_made_up").sign(BODY)?).await;
    test.run_to_the_end().await;
    println!("{}", test.only_delivery().await);
    Ok(())
}

// The tests.

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[tokio::test]
    async fn a_payment_is_noted_when_the_shop_can_be_reached_again() -> Result<(), Box<dyn Error>> {
        let orders = Orders::unreachable_for(1);
        let mut test = test(&orders);
        let genuine = stripe(&test, "whsec_made_up").sign(BODY)?;
        assert_eq!(test.deliver(genuine).await.status(), 200);

        test.run_until_idle().await;
        test.only_delivery().await.assert_waits_for_retry("the shop cannot be reached");
        test.advance_to_next_retry().await;
        test.run_until_idle().await;
        test.only_delivery().await.assert_done();
        assert_eq!(orders.paid(), ["pi_test_0001"]);
        Ok(())
    }

    #[tokio::test]
    async fn a_delivery_that_comes_too_late_is_refused() -> Result<(), Box<dyn Error>> {
        let test = test(&Orders::default());
        let genuine = stripe(&test, "whsec_made_up").sign(BODY)?;
        test.advance(Duration::from_secs(301));

        assert_eq!(test.deliver(genuine).await.status(), 401);
        assert!(test.deliveries().await.is_empty());
        Ok(())
    }
}

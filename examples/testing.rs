//! Testing your own handlers: sign as the sender would, deliver without a socket, move the clock.
//!
//! `cargo test --example testing` runs the tests below; `cargo run --example testing` shows the
//! deliveries. In a project of yours: `hookport = { …, features = ["testing"] }` under
//! `[dev-dependencies]`, and nothing of it in the release.
#![expect(clippy::print_stdout, reason = "an example shows what happens")]

use std::{
    error::Error,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use hookport::{
    Clock, Endpoint, EventRouter, WebhookEvent,
    extract::State,
    providers,
    testing::{HandClock, Signer, deliver},
};
use serde::Deserialize;

// What is tested: an endpoint, made by a function that takes the clock.

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

#[derive(Debug, Clone, Default)]
struct Orders(Arc<Mutex<Vec<String>>>);

impl Orders {
    fn paid(&self) -> Vec<String> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

async fn on_paid(intent: PaymentIntent, State(orders): State<Orders>) {
    orders.0.lock().unwrap_or_else(PoisonError::into_inner).push(intent.id);
}

fn endpoint(orders: &Orders, clock: impl Clock) -> Endpoint<StripeEvent> {
    EventRouter::new(providers::STRIPE.secret("whsec_made_up"))
        .on(StripeEvent::PAID, on_paid)
        .clock(clock)
        .with_state(orders.clone())
}

const BODY: &str = include_str!("bodies/payment_intent.succeeded.json");

// How it looks, by `cargo run`.

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let (orders, clock) = (Orders::default(), HandClock::new(1_700_000_000));
    let endpoint = endpoint(&orders, clock.clone());
    let stripe = Signer::new(providers::STRIPE, "whsec_made_up").at(clock.time());
    let genuine = stripe.sign(BODY)?;

    println!("genuine: {}", deliver(&endpoint, genuine.clone()).await.status());
    clock.advance(Duration::from_secs(301));
    println!("the same 301 seconds later: {}", deliver(&endpoint, genuine).await.status());
    println!("paid: {:?}", orders.paid());
    Ok(())
}

// The tests.

#[cfg(test)]
mod tests {
    use super::*;

    type Tested = Result<(), Box<dyn Error>>;

    #[tokio::test]
    async fn a_genuine_delivery_reaches_the_handler() -> Tested {
        let (orders, clock) = (Orders::default(), HandClock::new(1_700_000_000));
        let request =
            Signer::new(providers::STRIPE, "whsec_made_up").at(clock.time()).sign(BODY)?;

        assert_eq!(deliver(&endpoint(&orders, clock), request).await.status(), 200);
        assert_eq!(orders.paid(), ["pi_test_0001"]);
        Ok(())
    }

    #[tokio::test]
    async fn a_forged_delivery_hears_a_bare_401_and_reaches_nothing() -> Tested {
        let (orders, clock) = (Orders::default(), HandClock::new(1_700_000_000));
        let request =
            Signer::new(providers::STRIPE, "whsec_guessed").at(clock.time()).sign(BODY)?;
        let answer = deliver(&endpoint(&orders, clock), request).await;

        assert_eq!(answer.status(), 401);
        assert!(answer.body().is_empty());
        assert!(orders.paid().is_empty());
        Ok(())
    }

    #[tokio::test]
    async fn a_delivery_that_is_replayed_too_late_is_refused() -> Tested {
        let (orders, clock) = (Orders::default(), HandClock::new(1_700_000_000));
        let endpoint = endpoint(&orders, clock.clone());
        let request =
            Signer::new(providers::STRIPE, "whsec_made_up").at(clock.time()).sign(BODY)?;
        clock.advance(Duration::from_secs(301));

        assert_eq!(deliver(&endpoint, request).await.status(), 401);
        assert!(orders.paid().is_empty());
        Ok(())
    }
}

//! The console over an inbox with made-up deliveries, to look at.
//!
//! `cargo run --features console --example console` prints its address. The token of the log-in is
//! `made-up-full-token`, and `made-up-read-only` may only look.
//!
//! Each further argument is the name of an endpoint that takes anything, which the browser tests use.
#![expect(clippy::print_stdout, reason = "an example shows what happens")]

use std::{
    env,
    error::Error,
    future::pending,
    time::{Duration, SystemTime},
};

use axum::Router;
use bytes::Bytes;
use hookport::{
    EventRouter, Field, InboxEndpoint, Outcome, Provider, Receiver, Secret, Unknown, WebhookEvent,
    console::Console,
    inbox::OrderingKey,
    providers,
    receiver::RateLimit,
    router::RetryPolicy,
    testing::{Signer, deliver},
};
use serde_json::{Value, json};

#[derive(WebhookEvent)]
#[event(payload = "/data/object")]
enum StripeEvent {
    #[event("payment_intent.succeeded")]
    Paid(Value),
    #[event("payment_intent.payment_failed")]
    Failed(Value),
    #[event("customer.subscription.created", "customer.subscription.updated")]
    Subscribed(Value),
    #[event("customer.subscription.deleted")]
    Unsubscribed(Value),
    #[event(other)]
    Other(Unknown),
}

async fn book_payment(intent: Value) -> Result<(), Outcome> {
    match intent["amount"].as_u64() {
        Some(amount) if amount > 90_000 => {
            Err(Outcome::dead_letter("the ledger is closed for 2026-10: account 4711 is locked"))
        }
        Some(_) => Ok(()),
        None => Err(Outcome::dead_letter("field `amount` is missing")),
    }
}

async fn send_receipt(intent: Value) -> Result<(), std::io::Error> {
    match intent["receipt_email"].as_str() {
        Some(_) => Ok(()),
        None => Err(std::io::Error::other("mail server mx1.shop.example: connection refused")),
    }
}

async fn note(_: Value) {}

#[derive(WebhookEvent)]
#[event(name(header = "x-cn-operation"))]
enum TillEvent {
    #[event("RECEIPT/CREATE", "RECEIPT/UPDATE", "RECEIPT/DELETE")]
    Receipt(Value),
    #[event("STOCK_MOVEMENT/CREATE")]
    Stock(Value),
}

async fn book_receipt(receipt: Value) -> Result<(), Outcome> {
    match receipt["number"].as_u64() {
        Some(13) => Err(Outcome::dead_letter("receipt 13 has no tax code")),
        _ => Ok(()),
    }
}

#[derive(WebhookEvent)]
#[event(name = "/type")]
enum AnyEvent {
    #[event("known.created")]
    Known(Value),
    #[event(other)]
    Other(Unknown),
}

async fn take(_: Value) -> Result<(), Outcome> {
    Ok(())
}

async fn take_other(unknown: Unknown) -> Result<(), Outcome> {
    match unknown.name() {
        // So that a hostile name is in an error too.
        Some(name) => Err(Outcome::dead_letter(format!("no rule for {name}"))),
        None => Ok(()),
    }
}

fn stripe() -> InboxEndpoint {
    let secrets = [Secret::new(STRIPE).named("autumn"), Secret::new(OLD_STRIPE).named("spring")];
    let retries = RetryPolicy::exponential().starting_at(Duration::from_secs(600));
    EventRouter::new(providers::STRIPE.secrets(secrets))
        .on(StripeEvent::PAID, book_payment)
        .on(StripeEvent::PAID, send_receipt)
        .on(StripeEvent::FAILED, note)
        .on(StripeEvent::SUBSCRIBED, note)
        .on(StripeEvent::UNSUBSCRIBED, note)
        .ignore_rest()
        .for_inbox(())
        .retries(retries)
        .quarantine_at_most(100)
}

fn till() -> InboxEndpoint {
    let by_store = OrderingKey::field(Field::Json("/idSalesPoint")).stops_at_dead_letter();
    EventRouter::new(providers::CASSA_IN_CLOUD.secret(TILL))
        .on(TillEvent::RECEIPT, book_receipt)
        .on(TillEvent::STOCK, note)
        .for_inbox(())
        .ordered_by(by_store)
        .retries(RetryPolicy::never())
        .rate_limit(RateLimit::per_minute(40))
}

fn anything(name: String) -> InboxEndpoint {
    let sender =
        Provider::new("anybody").names_event_in(&[Field::Json("/type")]).accept_without_verifying();
    EventRouter::new(sender)
        .on(AnyEvent::KNOWN, take)
        .on(AnyEvent::OTHER, take_other)
        .for_inbox(())
        .named(name)
        .retries(RetryPolicy::never())
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    tracing_subscriber::fmt().with_writer(std::io::stderr).init();
    let console = Console::new("made-up-full-token")?.read_only("made-up-read-only")?;
    let mut receiver = Receiver::open("memory:")
        .await?
        .endpoint("/stripe", stripe())
        .endpoint("/till", till())
        .merge_with(|inbox| Router::new().nest("/console", console.router(inbox)));
    for (number, name) in env::args().skip(1).enumerate() {
        receiver = receiver.endpoint(format!("/any/{number}"), anything(name));
    }
    let parts = receiver.into_parts();
    tokio::spawn(parts.worker.run(pending(), Duration::ZERO));
    fill(&parts.app).await?;

    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    println!("http://{}/console", listener.local_addr()?);
    Ok(axum::serve(listener, parts.app).await?)
}

/// Delivers what senders might send on a day.
async fn fill(app: &Router) -> Result<(), Box<dyn Error>> {
    let now = SystemTime::now();
    let stripe = Signer::new(providers::STRIPE, STRIPE).url("http://localhost/stripe").at(now);
    for number in 0..60_u64 {
        send(app, &stripe, &payment(number)).await?;
    }
    send(
        app,
        &Signer::new(providers::STRIPE, OLD_STRIPE).url("http://localhost/stripe"),
        &payment(61),
    )
    .await?;
    for secret in ["whsec_of_somebody_else", "whsec_made_up_in_summer"] {
        let stranger = Signer::new(providers::STRIPE, secret).url("http://localhost/stripe");
        send(app, &stranger, &payment(62)).await?;
    }
    let till = Signer::new(providers::CASSA_IN_CLOUD, TILL).url("http://localhost/till");
    for number in 1..=45_u64 {
        let verb = ["CREATE", "CREATE", "UPDATE", "DELETE"][usize::try_from(number % 4)?];
        let receipt = json!({ "idSalesPoint": number % 3, "number": number, "zNumber": "Z-17" });
        send(app, &till.clone().event(format!("RECEIPT/{verb}")), &receipt).await?;
    }
    Ok(())
}

fn payment(number: u64) -> Value {
    let name = match number % 10 {
        0..=5 => "payment_intent.succeeded",
        6 => "payment_intent.payment_failed",
        7 => "customer.subscription.created",
        8 => "customer.subscription.deleted",
        _ => "invoice.finalized",
    };
    let mut object =
        json!({ "id": format!("pi_{number}"), "amount": 1_700 * number, "currency": "eur" });
    if number % 12 != 3 {
        object["receipt_email"] = json!(format!("customer{number}@shop.example"));
    }
    json!({ "id": format!("evt_{number}"), "type": name, "account": format!("acct_{}", number % 4),
        "data": { "object": object } })
}

async fn send(app: &Router, signer: &Signer, body: &Value) -> Result<(), Box<dyn Error>> {
    let body = Bytes::from(serde_json::to_vec(body)?);
    deliver(app, signer.sign(body)?).await;
    Ok(())
}

const STRIPE: &str = "whsec_made_up_in_autumn";
const OLD_STRIPE: &str = "whsec_made_up_in_spring";
const TILL: &str = "made-up-secret-of-the-till";

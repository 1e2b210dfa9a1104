#![allow(non_camel_case_types)]

use hookport::{EventRouter, Reply, WebhookEvent, extract::State, providers, router::HandlerPolicy};

#[derive(serde::Deserialize)]
struct Order {}

#[derive(WebhookEvent)]
enum Shop {
    #[event("order.paid")]
    PAID(Order),
    #[event("ping")]
    PING,
    #[event("order.sent")]
    Sent(Order),
}

#[derive(WebhookEvent)]
enum Bank {
    #[event("booked", nmae = "x")]
    Booked(Order),
    #[event("booked")]
    Again(Order),
    #[event("ping")]
    Ping,
}

async fn on_paid(_: Order, State(_): State<u8>) {}

async fn on_ping(_: ()) {}

async fn note(_: Shop) {}

async fn reply(_: Order) -> Reply {
    Reply::text("ok")
}

fn main() {
    EventRouter::new(providers::STRIPE.secret("made-up-secret"))
        .on(Shop::PAID, on_paid)
        .on(Shop::PAID, async |_: Order| {})
        .on(Shop::PAID, async |_| {})
        .on_with(Shop::PING, on_ping, HandlerPolicy::new())
        .on(Shop::SENT, on_paid)
        .reply(Shop::PAID, reply)
        .ignore(Shop::PING)
        .any(note)
        .with_state(1_u8);
    EventRouter::new(providers::STRIPE.secret("made-up-secret"))
        .on(Bank::BOOKED, on_paid)
        .on(Bank::AGAIN, async |_: Order| {})
        .ignore(Bank::PING)
        .with_state(1_u8);
}

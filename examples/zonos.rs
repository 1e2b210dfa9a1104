//! Zonos, cross-border commerce: the body names no event, so each type has a path of its own.
//!
//! `cargo run --example zonos` delivers to itself. To listen on 127.0.0.1:8080:
//! `ZONOS_URL_SECRET=… cargo run --example zonos -- --serve`, and give each webhook at Zonos its
//! URL: `https://your.host/zonos/ORDER_CREATED/<secret>` for the type `ORDER_CREATED`, and so on.
#![expect(clippy::print_stdout, reason = "an example shows what happens")]

use std::{env, error::Error};

use hookport::{
    EventRouter, Secret, Unknown,
    event_types::zonos::{Mode, Order, Shipment, ZonosEvent},
    extract::EventName,
    providers,
    testing::{Signer, deliver},
};

// To copy from here.

async fn on_order_created(order: Order) {
    if order.mode == Some(Mode::Test) {
        return;
    }
    let currency = order.currency_code.unwrap_or_default();
    // Amounts are the text that was sent: parse them with the decimal type of your choice.
    let duties = order.amount_subtotals.and_then(|amounts| amounts.duties);
    let duties = duties.as_ref().map_or("no", |amount| amount.as_str());
    println!("  on_order_created: {} item(s), {duties} {currency} duties", order.items.len());
}

/// One function for all that happens to an order later.
async fn on_order_changed(order: Order, name: EventName) {
    let status = order.status.map(|status| status.to_string()).unwrap_or_default();
    println!("  on_order_changed: {}, {status}", name.as_str());
}

async fn on_shipment(shipment: Shipment, name: EventName) {
    let status = shipment.status.map(|status| status.to_string()).unwrap_or_default();
    println!("  on_shipment: {}, {status}", name.as_str());
}

async fn on_other(unknown: Unknown) {
    println!("  on_other: {}", unknown.name().unwrap_or("no name"));
}

fn app(secret: Secret) -> axum::Router {
    let zonos = EventRouter::new(providers::ZONOS.secret(secret))
        .on(ZonosEvent::ORDER_CREATED, on_order_created)
        .on(ZonosEvent::ORDER_UPDATED, on_order_changed)
        .on(ZonosEvent::ORDER_STATUS_CHANGED, on_order_changed)
        .on(ZonosEvent::ORDER_CANCELED, on_order_changed)
        .on(ZonosEvent::ORDER_SHIPPING, on_order_changed)
        .on(ZonosEvent::SHIPMENT_CREATED, on_shipment)
        .on(ZonosEvent::SHIPMENT_CANCELED, on_shipment)
        .on(ZonosEvent::OTHER, on_other)
        .ignore_rest()
        .on_refusal(|refusal| println!("  refused: {}", refusal.error()))
        .with_state(());
    axum::Router::new().nest_service("/zonos", zonos)
}

// To here. The rest runs it.

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    if env::args().any(|argument| argument == "--serve") {
        let app = app(Secret::from_env("ZONOS_URL_SECRET")?);
        let listener = tokio::net::TcpListener::bind("127.0.0.1:8080").await?;
        println!("listening on http://127.0.0.1:8080/zonos/<type>/<secret>");
        return Ok(axum::serve(listener, app).await?);
    }
    let app = app("made-up".into());
    let zonos = |event, secret| {
        Signer::new(providers::ZONOS, secret).url("http://localhost/zonos").event(event)
    };
    let created = include_str!("../tests/payloads/zonos/ORDER_CREATED.json");
    let status = include_str!("../tests/payloads/zonos/ORDER_STATUS_CHANGED.json");
    let shipment = include_str!("../tests/payloads/zonos/SHIPMENT_CREATED.json");

    for (what, request) in [
        ("a new order", zonos("ORDER_CREATED", "made-up").sign(created)?),
        ("a new status", zonos("ORDER_STATUS_CHANGED", "made-up").sign(status)?),
        ("a shipment", zonos("SHIPMENT_CREATED", "made-up").sign(shipment)?),
        ("a type nobody knows yet", zonos("ORDER_PRAISED", "made-up").sign(created)?),
        ("a query that failed", zonos("ORDER_CREATED", "made-up").sign(r#"{"data":null}"#)?),
        ("with a guessed URL", zonos("ORDER_CREATED", "guessed").sign(created)?),
    ] {
        println!("{what}");
        println!("  Zonos gets {}", deliver(&app, request).await.status());
    }
    Ok(())
}

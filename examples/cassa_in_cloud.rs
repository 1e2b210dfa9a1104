//! Cassa in Cloud, a till: entity and verb in a header, trial deliveries set aside.
//!
//! `cargo run --example cassa_in_cloud` delivers to itself. To listen on 127.0.0.1:8080:
//! `CASSA_IN_CLOUD_SECRET=… cargo run --example cassa_in_cloud -- --serve`
#![expect(clippy::print_stdout, reason = "an example shows what happens")]

use std::{env, error::Error};

use hookport::{
    EventRouter, Outcome, Secret, Unknown,
    event_types::cassa_in_cloud::{
        CashClosure, CassaInCloudEvent, Operation, Order, Receipt, Verb,
    },
    providers,
    testing::{Signer, deliver},
};

// To copy from here.

async fn on_receipt(receipt: Receipt, operation: Operation) -> Result<(), Outcome> {
    if receipt.is_test() {
        return Err(Outcome::dead_letter("a trial delivery"));
    }
    let number = receipt.number.as_deref().unwrap_or("-");
    let document = receipt.document.unwrap_or_default();
    let amount = document.amount.as_ref().map_or("no amount", |amount| amount.as_str());
    match operation.verb {
        // Sold, and taken back: stock moves the other way.
        Verb::Create => println!("  on_receipt: no. {number}, plus {amount}"),
        Verb::Delete => println!("  on_receipt: no. {number}, minus {amount}, voided"),
        _ => println!("  on_receipt: no. {number}, changed"),
    }
    Ok(())
}

async fn on_order(order: Order) {
    let id = order.external_id.as_deref().unwrap_or("no id");
    println!("  on_order: {id}, store {:?}", order.sales_point());
}

/// The name and the fields of a closure are inferred.
async fn on_closure(closure: CashClosure) {
    let number = closure.z_number.as_deref().unwrap_or("-");
    println!("  on_closure: {number}, store {:?}", closure.id_sales_point);
}

/// Kinds of records that the enum does not know, with their bytes.
async fn on_other(unknown: Unknown) {
    println!("  on_other: {}", unknown.name().unwrap_or("no name"));
}

fn app(secret: Secret) -> axum::Router {
    let till = EventRouter::new(providers::CASSA_IN_CLOUD.secret(secret))
        .on(CassaInCloudEvent::RECEIPT, on_receipt)
        .on(CassaInCloudEvent::BILL, on_receipt)
        .on(CassaInCloudEvent::ORDER, on_order)
        .on(CassaInCloudEvent::CASH_CLOSURE, on_closure)
        .on(CassaInCloudEvent::OTHER, on_other)
        .ignore_rest() // a ready enum may learn new names
        .on_refusal(|refusal| println!("  refused: {}", refusal.error()))
        .with_state(());
    axum::Router::new().route_service("/cassa-in-cloud", till)
}

// To here. The rest runs it.

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    if env::args().any(|argument| argument == "--serve") {
        let app = app(Secret::from_env("CASSA_IN_CLOUD_SECRET")?);
        let listener = tokio::net::TcpListener::bind("127.0.0.1:8080").await?;
        println!("listening on http://127.0.0.1:8080/cassa-in-cloud");
        return Ok(axum::serve(listener, app).await?);
    }
    let app = app("made-up".into());
    let till = |operation| {
        Signer::new(providers::CASSA_IN_CLOUD, "made-up")
            .url("http://localhost/cassa-in-cloud")
            .event(operation)
    };
    let sold = include_str!("../tests/payloads/cassa_in_cloud/RECEIPT_CREATE.json");
    let trial = include_str!("../tests/payloads/cassa_in_cloud/RECEIPT_CREATE.test.json");
    let order = include_str!("../tests/payloads/cassa_in_cloud/ORDER_CREATE.json");
    let closure = include_str!("../tests/payloads/cassa_in_cloud/CASH_CLOSURE_CREATE.json");

    let mut forged = till("RECEIPT/CREATE").sign(sold)?;
    forged.headers_mut().remove("x-cn-signature");
    for (what, request) in [
        ("a receipt", till("RECEIPT/CREATE").sign(sold)?),
        ("the same, voided", till("RECEIPT/DELETE").sign(sold)?),
        ("a trial delivery", till("RECEIPT/CREATE").sign(trial)?),
        ("an order", till("ORDER/CREATE").sign(order)?),
        ("a closure", till("CASH_CLOSURE/CREATE").sign(closure)?),
        ("a kind of record nobody has seen", till("VOUCHER/CREATE").sign("{}")?),
        ("without a signature", forged),
    ] {
        println!("{what}");
        println!("  Cassa in Cloud gets {}", deliver(&app, request).await.status());
    }
    Ok(())
}

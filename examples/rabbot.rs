//! Rabbot, fleet management: it tells by `POST`, and asks by `GET`. Both show a bearer token.
//!
//! `cargo run --example rabbot` delivers to itself. To listen on 127.0.0.1:8080:
//! `RABBOT_TOKEN=… cargo run --example rabbot -- --serve`
#![expect(clippy::print_stdout, reason = "an example shows what happens")]

use std::{env, error::Error};

use axum::{
    Json,
    extract::Query,
    http::{Method, StatusCode},
    routing::get,
};
use hookport::{
    EventRouter, ReceiveLayer, Secret, Unknown,
    event_types::rabbot::{CurrentDriver, Driver, FinePaid, OdometerUpdated, RabbotEvent},
    providers,
    testing::{Signer, deliver},
};
use serde::Deserialize;

// To copy from here.

/// Rabbot tells. You compose these calls in Rabbot: the last segment of the path names the event.
async fn on_odometer(reading: OdometerUpdated) {
    let vehicle = reading.vehicle.unwrap_or_default();
    let plate = vehicle.plate.unwrap_or_default();
    println!("  on_odometer: {plate} at {} km", vehicle.odometer_km.unwrap_or(0.0));
}

async fn on_fine_paid(told: FinePaid) {
    let number = told.fine.and_then(|fine| fine.number).unwrap_or_default();
    println!("  on_fine_paid: {number}");
}

async fn on_other(unknown: Unknown) {
    println!("  on_other: {}", unknown.name().unwrap_or("no name"));
}

/// Rabbot asks. An ordinary axum handler answers: behind the layer, so only Rabbot gets here.
async fn current_driver(Query(asked): Query<Question>) -> Result<Json<CurrentDriver>, StatusCode> {
    let driver = match asked.plate.as_str() {
        "ABC1D23" => Driver { name: Some("Joao Lima".to_owned()), email: None },
        _ => return Err(StatusCode::NOT_FOUND),
    };
    println!("  current_driver: {} is asked for", asked.plate);
    Ok(Json(CurrentDriver { plate: asked.plate, driver: Some(driver) }))
}

#[derive(Debug, Deserialize)]
struct Question {
    plate: String,
}

fn app(token: &Secret) -> axum::Router {
    let source = providers::RABBOT.secret(token.clone());
    let tells = EventRouter::new(source.clone())
        .on(RabbotEvent::ODOMETER_UPDATED, on_odometer)
        .on(RabbotEvent::FINE_PAID, on_fine_paid)
        .on(RabbotEvent::OTHER, on_other)
        .ignore_rest()
        .with_state(());
    let door =
        ReceiveLayer::new(source).on_refusal(|refusal| println!("  refused: {}", refusal.error()));
    let asks = axum::Router::new().route("/drivers/current", get(current_driver)).layer(door);
    axum::Router::new().nest("/rabbot/ask", asks).nest_service("/rabbot/tell", tells)
}

// To here. The rest runs it.

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    if env::args().any(|argument| argument == "--serve") {
        let app = app(&Secret::from_env("RABBOT_TOKEN")?);
        let listener = tokio::net::TcpListener::bind("127.0.0.1:8080").await?;
        println!("listening on http://127.0.0.1:8080/rabbot");
        return Ok(axum::serve(listener, app).await?);
    }
    let app = app(&"made-up".into());
    let rabbot = Signer::new(providers::RABBOT, "made-up");
    let tell = rabbot.clone().url("http://localhost/rabbot/tell").event("odometer");
    let question = "http://localhost/rabbot/ask/drivers/current?plate=ABC1D23";

    let mut genuine = rabbot.url(question).sign("")?;
    let mut forged = Signer::new(providers::RABBOT, "guessed").url(question).sign("")?;
    *genuine.method_mut() = Method::GET;
    *forged.method_mut() = Method::GET;
    for (what, request) in [
        ("tells", tell.sign(include_str!("../tests/payloads/rabbot/odometer_updated.json"))?),
        ("asks", genuine),
        ("asks with a guessed token", forged),
    ] {
        println!("{what}");
        let answer = deliver(&app, request).await;
        let body = String::from_utf8_lossy(answer.body());
        println!("  Rabbot gets {} {body}", answer.status());
    }
    Ok(())
}

//! Cargoson, transport management: it publishes no format. Capture first, then write what you saw.
//!
//! `cargo run --example cargoson` delivers to itself. To listen on 127.0.0.1:8080:
//! `CARGOSON_URL_SECRET=… cargo run --example cargoson -- --serve`, and give Cargoson the URL
//! `https://your.host/cargoson/any/<secret>`.
#![expect(clippy::print_stdout, reason = "an example shows what happens")]

use std::{
    env,
    error::Error,
    path::{Path, PathBuf},
    process,
    time::UNIX_EPOCH,
};

use hookport::{
    Delivery, EventRouter, Field, Provider, Secret, Unknown, WebhookEvent,
    event_types::cargoson::{Booking, BookingStatus, CargosonEvent},
    extract::State,
    providers,
    testing::{Signer, deliver},
};
use tokio::fs;

// First: keep what comes, every byte, until you have seen each kind of delivery.

async fn capture(
    unknown: Unknown,
    State(folder): State<PathBuf>,
    delivery: Delivery,
) -> Result<(), Box<dyn Error + Send + Sync>> {
    // An error of these: Cargoson gets 503, and may try again.
    let at = delivery.received_at().duration_since(UNIX_EPOCH)?.as_nanos();
    fs::write(folder.join(format!("cargoson-{at}.json")), unknown.body()).await?;
    println!("  capture: {} bytes kept", unknown.body().len());
    Ok(())
}

fn capturing(secret: Secret, folder: &Path) -> axum::Router {
    let cargoson = EventRouter::new(providers::CARGOSON.secret(secret))
        .on(CargosonEvent::CAPTURED, capture)
        .on_refusal(|refusal| println!("  refused: {}", refusal.error()))
        .with_state(folder.to_owned());
    axum::Router::new().nest_service("/cargoson", cargoson)
}

// Then: your own events. That the name is at `/event` and the booking at `/data` is made up here;
// write what your captured deliveries show.

const CARGOSON: Provider = providers::CARGOSON.names_event_in(&[Field::Json("/event")]);

#[derive(Debug, WebhookEvent)]
#[event(payload = "/data")]
enum TransportEvent {
    #[event("booking.created")]
    Booked(Booking),
    #[event("shipment.*")]
    Shipment(Booking),
    #[event(other)]
    Other(Unknown),
}

async fn on_booked(booking: Booking) {
    let reference = booking.reference.as_deref().unwrap_or("no reference");
    match booking.booking_status {
        Some(BookingStatus::Failed) => println!("  on_booked: {reference} failed"),
        _ => println!("  on_booked: {reference}, for {:?}", booking.delivery_city),
    }
}

async fn on_shipment(booking: Booking) {
    println!("  on_shipment: {:?} is {:?}", booking.reference, booking.latest_status);
}

fn typed(secret: Secret) -> axum::Router {
    let cargoson = EventRouter::new(CARGOSON.secret(secret))
        .on(TransportEvent::BOOKED, on_booked)
        .on(TransportEvent::SHIPMENT, on_shipment)
        .with_state(());
    axum::Router::new().nest_service("/cargoson", cargoson)
}

// To here. The rest runs it.

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let folder = env::temp_dir().join(format!("cargoson-{}", process::id()));
    fs::create_dir_all(&folder).await?;
    if env::args().any(|argument| argument == "--serve") {
        let app = capturing(Secret::from_env("CARGOSON_URL_SECRET")?, &folder);
        println!("capturing to {}", folder.display());
        let listener = tokio::net::TcpListener::bind("127.0.0.1:8080").await?;
        println!("listening on http://127.0.0.1:8080/cargoson/any/<secret>");
        return Ok(axum::serve(listener, app).await?);
    }
    let cargoson = |secret| {
        Signer::new(providers::CARGOSON, secret).url("http://localhost/cargoson").event("any")
    };
    let capturing = capturing("made-up".into(), &folder);
    let typed = typed("made-up".into());
    let booking = include_str!("../tests/payloads/cargoson/booking.created.json");
    let shipment = include_str!("../tests/payloads/cargoson/shipment.status_updated.json");

    for (what, app, request) in [
        ("a first delivery", &capturing, cargoson("made-up").sign(booking)?),
        ("with a guessed URL", &capturing, cargoson("guessed").sign(booking)?),
        ("a booking, typed", &typed, cargoson("made-up").sign(booking)?),
        ("a shipment, typed", &typed, cargoson("made-up").sign(shipment)?),
    ] {
        println!("{what}");
        println!("  Cargoson gets {}", deliver(app, request).await.status());
    }
    Ok(fs::remove_dir_all(folder).await?)
}

//! Cargoson, transport management: it publishes no format. The URL names the occasion. Keep what does not
//! look as inferred, then write what you saw.
//!
//! `cargo run --example cargoson` delivers to itself. To listen on 127.0.0.1:8080:
//! `CARGOSON_URL_SECRET=… cargo run --example cargoson -- --serve`, and give Cargoson the URL
//! `https://your.host/cargoson/booking.created/<secret>`, and one such URL for each other occasion.
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
    event_types::cargoson::{Booking, BookingStatus, CargosonEvent, Notice},
    extract::{EventName, State},
    providers,
    testing::{Signer, deliver},
};
use tokio::fs;

// First: the ready events. Keep every byte of what comes until you have seen each kind of delivery.

async fn on_notice(notice: Notice, occasion: EventName) {
    match notice.booking {
        Some(booking) => println!("  on_notice: {occasion} of {:?}", booking.reference),
        None => println!("  on_notice: {occasion}, not as inferred"),
    }
}

async fn capture(
    _: CargosonEvent,
    State(folder): State<PathBuf>,
    delivery: Delivery,
) -> Result<(), Box<dyn Error + Send + Sync>> {
    // An error of these: Cargoson gets 503, and may try again.
    let at = delivery.received_at().duration_since(UNIX_EPOCH)?.as_nanos();
    fs::write(folder.join(format!("cargoson-{at}.json")), delivery.body()).await?;
    println!("  capture: {} bytes kept", delivery.body().len());
    Ok(())
}

fn ready(secret: Secret, folder: &Path) -> axum::Router {
    let cargoson = EventRouter::new(providers::CARGOSON.secret(secret))
        .on(CargosonEvent::BOOKING_CREATED, on_notice)
        .on(CargosonEvent::SHIPMENT_STATUS_UPDATED, on_notice)
        .on(CargosonEvent::SHIPMENT_UPDATED, on_notice)
        .any(capture) // also a URL with another name
        .on_refusal(|refusal| println!("  refused: {}", refusal.error()))
        .with_state(folder.to_owned());
    axum::Router::new().nest_service("/cargoson", cargoson)
}

// Then: your own events, at one URL. That the name is at `/event` and the booking at `/data` is made up here;
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
        let app = ready(Secret::from_env("CARGOSON_URL_SECRET")?, &folder);
        println!("capturing to {}", folder.display());
        let listener = tokio::net::TcpListener::bind("127.0.0.1:8080").await?;
        println!("listening on http://127.0.0.1:8080/cargoson/<occasion>/<secret>");
        return Ok(axum::serve(listener, app).await?);
    }
    let cargoson = |secret| {
        Signer::new(providers::CARGOSON, secret)
            .url("http://localhost/cargoson")
            .event("booking.created")
    };
    let ready = ready("made-up".into(), &folder);
    let typed = typed("made-up".into());
    let booking = include_str!("../tests/payloads/cargoson/booking.created.json");
    let shipment = include_str!("../tests/payloads/cargoson/shipment.status_updated.json");

    for (what, app, request) in [
        ("a first delivery", &ready, cargoson("made-up").sign(booking)?),
        ("with a guessed URL", &ready, cargoson("guessed").sign(booking)?),
        ("a booking, typed", &typed, cargoson("made-up").sign(booking)?),
        ("a shipment, typed", &typed, cargoson("made-up").sign(shipment)?),
    ] {
        println!("{what}");
        println!("  Cargoson gets {}", deliver(app, request).await.status());
    }
    Ok(fs::remove_dir_all(folder).await?)
}

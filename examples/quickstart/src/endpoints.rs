//! The receiver. This is the part to copy.

use std::sync::Arc;

use axum::{
    Json,
    extract::{Query, State as AxumState},
    handler::Handler,
    routing::get,
};
use hookport::{
    Delivery, Endpoint, EventRouter, ReceiveLayer, Receiver, Unknown, Verified, WebhookEvent,
    event_types::{
        cargoson::CargosonEvent,
        cassa_in_cloud::CassaInCloudEvent,
        rabbot::{CurrentDriver, Driver, OdometerUpdated, RabbotEvent},
        routal::{RoutalEvent, Stop},
        zonos::ZonosEvent,
    },
    extract::{EventName, State},
    providers,
    stores::SqliteStore,
};
use serde::Deserialize;

use crate::{deliveries::secret, journal::Journal};

/// Seven endpoints, each at a path of its own, and Rabbot's question, which is answered at once.
pub(crate) fn receiver(store: SqliteStore, journal: &Journal) -> Receiver {
    let question = get(current_driver.layer(rabbots_door(journal)));
    let question = axum::Router::new().route("/rabbot/drivers/current", question);
    Receiver::new(Arc::new(store))
        .endpoint("/stripe", stripe(journal))
        .endpoint("/github", github(journal))
        .endpoint("/routal", routal(journal))
        .endpoint("/rabbot", rabbot(journal))
        .endpoint("/cargoson", cargoson(journal))
        .endpoint("/zonos", zonos(journal))
        .endpoint("/cassa-in-cloud", cassa_in_cloud(journal))
        .merge(question.with_state(journal.clone()))
}

// Stripe: your own enum, of the events you care for.

#[derive(Debug, WebhookEvent)]
#[event(payload = "/data/object")]
enum StripeEvent {
    #[event("payment_intent.succeeded")]
    Paid(PaymentIntent),
    #[event(other)]
    Other(Unknown),
}

#[derive(Debug, Deserialize)]
struct PaymentIntent {
    id: String,
    amount: u64,
    currency: String,
}

async fn on_paid(intent: PaymentIntent, delivery: Delivery, State(journal): State<Journal>) {
    let PaymentIntent { id, amount, currency } = intent;
    journal.handled(&delivery, "on_paid", format!("Paid: {id}, {amount} {currency}"));
}

/// An event that no variant names: of any sender.
async fn on_other(unknown: Unknown, delivery: Delivery, State(journal): State<Journal>) {
    let name = unknown.name().unwrap_or("no name");
    journal.handled(
        &delivery,
        "on_other",
        format!("Other: {name}, {} bytes", unknown.body().len()),
    );
}

fn stripe(journal: &Journal) -> Endpoint<StripeEvent> {
    EventRouter::new(providers::STRIPE.secret(secret("stripe")))
        .on(StripeEvent::PAID, on_paid)
        .on(StripeEvent::OTHER, on_other)
        .on_refusal(journal.on_refusal())
        .with_state(journal.clone())
}

// GitHub: the name lies in a header.

#[derive(Debug, WebhookEvent)]
enum GitHubEvent {
    #[event("push")]
    Push(Push),
    #[event("ping")]
    Ping,
    #[event(other)]
    Other(Unknown),
}

#[derive(Debug, Deserialize)]
struct Push {
    r#ref: String,
    repository: Repository,
}

#[derive(Debug, Deserialize)]
struct Repository {
    full_name: String,
}

async fn on_push(push: Push, delivery: Delivery, State(journal): State<Journal>) {
    let branch = push.r#ref.trim_start_matches("refs/heads/");
    journal.handled(&delivery, "on_push", format!("Push: {}, {branch}", push.repository.full_name));
}

fn github(journal: &Journal) -> Endpoint<GitHubEvent> {
    EventRouter::new(providers::GITHUB.secret(secret("github")))
        .on(GitHubEvent::PUSH, on_push)
        .on(GitHubEvent::OTHER, on_other)
        .ignore(GitHubEvent::PING)
        .on_refusal(journal.on_refusal())
        .with_state(journal.clone())
}

// Routal: ready types.

async fn on_stop(stop: Stop, delivery: Delivery, State(journal): State<Journal>) {
    let status = stop.status.map(|status| status.to_string()).unwrap_or_default();
    let label = stop.label.unwrap_or_default();
    journal.handled(&delivery, "on_stop", format!("Stop: {label}, {status}"));
}

fn routal(journal: &Journal) -> Endpoint<RoutalEvent> {
    EventRouter::new(providers::ROUTAL.secret(secret("routal")))
        .on(RoutalEvent::STOP, on_stop)
        .on(RoutalEvent::OTHER, on_other)
        .ignore_rest()
        .on_refusal(journal.on_refusal())
        .with_state(journal.clone())
}

// Rabbot: it tells by POST, and asks by GET.

async fn on_odometer(reading: OdometerUpdated, delivery: Delivery, State(journal): State<Journal>) {
    let vehicle = reading.vehicle.unwrap_or_default();
    let plate = vehicle.plate.unwrap_or_default();
    let km = vehicle.odometer_km.unwrap_or_default();
    journal.handled(&delivery, "on_odometer", format!("OdometerUpdated: {plate}, {km} km"));
}

fn rabbot(journal: &Journal) -> Endpoint<RabbotEvent> {
    EventRouter::new(providers::RABBOT.secret(secret("rabbot")))
        .on(RabbotEvent::ODOMETER_UPDATED, on_odometer)
        .on(RabbotEvent::OTHER, on_other)
        .ignore_rest()
        .on_refusal(journal.on_refusal())
        .with_state(journal.clone())
}

#[derive(Debug, Deserialize)]
struct Question {
    plate: String,
}

/// An ordinary axum handler, behind the layer.
async fn current_driver(
    verified: Verified,
    AxumState(journal): AxumState<Journal>,
    Query(Question { plate }): Query<Question>,
) -> Json<CurrentDriver> {
    journal.asked(&verified, "current_driver", format!("Question: {plate}"));
    let driver = Driver { name: Some("Joao Lima".to_owned()), email: None };
    Json(CurrentDriver { plate, driver: Some(driver) })
}

fn rabbots_door(journal: &Journal) -> ReceiveLayer {
    ReceiveLayer::new(providers::RABBOT.secret(secret("rabbot"))).on_refusal(journal.on_refusal())
}

// Cargoson: no format is published, so what comes is kept.

async fn capture(kept: Unknown, delivery: Delivery, State(journal): State<Journal>) {
    journal.handled(&delivery, "capture", format!("Captured: {} bytes kept", kept.body().len()));
}

fn cargoson(journal: &Journal) -> Endpoint<CargosonEvent> {
    EventRouter::new(providers::CARGOSON.secret(secret("cargoson")))
        .on(CargosonEvent::OTHER, capture)
        .ignore_rest()
        .on_refusal(journal.on_refusal())
        .with_state(journal.clone())
}

// Zonos: one function for all its events.

async fn on_zonos(event: ZonosEvent, delivery: Delivery, State(journal): State<Journal>) {
    let typed = match event {
        ZonosEvent::OrderCreated(order) => {
            let duties = order.amount_subtotals.and_then(|amounts| amounts.duties);
            let duties = duties.as_ref().map_or("-", |amount| amount.as_str());
            let currency = order.currency_code.unwrap_or_default();
            format!("OrderCreated: {duties} {currency} duties")
        }
        _ => delivery.event_name().unwrap_or("no name").to_owned(),
    };
    journal.handled(&delivery, "on_zonos", typed);
}

fn zonos(journal: &Journal) -> Endpoint<ZonosEvent> {
    EventRouter::new(providers::ZONOS.secret(secret("zonos")))
        .any(on_zonos)
        .on_refusal(journal.on_refusal())
        .with_state(journal.clone())
}

// Cassa in Cloud: entity and verb.

async fn on_till(
    event: CassaInCloudEvent,
    name: EventName,
    delivery: Delivery,
    State(journal): State<Journal>,
) {
    let typed = match event {
        CassaInCloudEvent::Receipt(receipt) => {
            let document = receipt.document.unwrap_or_default();
            let amount = document.amount.as_ref().map_or("-", |amount| amount.as_str());
            format!("Receipt: no. {}, {amount}", receipt.number.unwrap_or_default())
        }
        _ => name.into_string(),
    };
    journal.handled(&delivery, "on_till", typed);
}

fn cassa_in_cloud(journal: &Journal) -> Endpoint<CassaInCloudEvent> {
    EventRouter::new(providers::CASSA_IN_CLOUD.secret(secret("cassa-in-cloud")))
        .any(on_till)
        .on_refusal(journal.on_refusal())
        .with_state(journal.clone())
}

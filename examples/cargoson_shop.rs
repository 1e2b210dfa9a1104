//! Cargoson's three stories: a shipment is saved, the customer is notified, the stock is updated. Each is a
//! handler of its own, so that a mail that fails is tried again alone, and the stock moves once.
//!
//! `cargo run --features sqlite --example cargoson_shop` delivers to itself.
#![expect(clippy::print_stdout, reason = "an example shows what happens")]

use std::{
    error::Error,
    mem,
    sync::{Arc, Mutex, PoisonError},
};

use hookport::{
    EventRouter, Field, Outcome, Receiver, Secret,
    event_types::cargoson::{Booking, CargosonEvent, Notice},
    extract::State,
    inbox::OrderingKey,
    providers,
    stores::{
        SqliteStore,
        sqlite::{Tx, rusqlite},
    },
    testing::{HandClock, Signer, TestReceiver},
};

// To copy from here.

/// The booking of a notice. That a notice holds one is inferred: another one is a dead letter, which keeps
/// its bytes for the day on which you know the format.
fn booking(notice: Notice) -> Result<Booking, Outcome> {
    notice.booking.map(|booking| *booking).ok_or_else(|| Outcome::dead_letter("not as inferred"))
}

/// Saves the shipment, or its new status.
async fn save(notice: Notice, tx: Tx) -> Result<(), Outcome> {
    let Booking { reference, customer_reference, latest_status, .. } = booking(notice)?;
    tx.defer(move |db| -> rusqlite::Result<()> {
        let sql = "INSERT INTO shipments VALUES (?1, ?2, ?3)
            ON CONFLICT DO UPDATE SET status = coalesce(excluded.status, status)";
        db.execute(sql, rusqlite::params![reference, customer_reference, latest_status]).map(drop)
    });
    Ok(())
}

/// Notifies the customer. The sender of mails may fail: then this handler is tried again, and no other one.
async fn notify(notice: Notice, State(mails): State<Mails>) -> Result<(), Outcome> {
    let booking = booking(notice)?;
    let order = booking.customer_reference.as_deref().unwrap_or("without a number");
    let status = booking.latest_status.as_deref().unwrap_or("booked");
    mails.send(&format!("your order {order} is {status}")).map_err(Outcome::retry)
}

/// Takes the goods of an order out of the stock when its shipment is booked.
async fn update_stock(notice: Notice, tx: Tx) -> Result<(), Outcome> {
    let order = booking(notice)?.customer_reference;
    tx.defer(move |db| -> rusqlite::Result<()> {
        let sql = "UPDATE stock SET pieces = stock.pieces - o.pieces FROM orders o
            WHERE o.number = ?1 AND stock.article = o.article";
        db.execute(sql, [order]).map(drop)
    });
    Ok(())
}

/// The notices of one booking are handled in the order in which they came.
fn receiver(store: Arc<SqliteStore>, secret: Secret, mails: Mails) -> Receiver {
    let cargoson = EventRouter::new(providers::CARGOSON.secret(secret))
        .on(CargosonEvent::BOOKING_CREATED, save)
        .on(CargosonEvent::BOOKING_CREATED, notify)
        .on(CargosonEvent::BOOKING_CREATED, update_stock)
        .on(CargosonEvent::SHIPMENT_STATUS_UPDATED, save)
        .on(CargosonEvent::SHIPMENT_STATUS_UPDATED, notify)
        .ignore_rest()
        .for_inbox(mails)
        .ordered_by(OrderingKey::field(Field::Json("/data/reference")));
    Receiver::new(store).endpoint("/cargoson", cargoson)
}

const TABLES: &str =
    "CREATE TABLE shipments (reference TEXT PRIMARY KEY, number TEXT, status TEXT);
    CREATE TABLE orders (number TEXT PRIMARY KEY, article TEXT, pieces INTEGER);
    CREATE TABLE stock (article TEXT PRIMARY KEY, pieces INTEGER);
    INSERT INTO orders VALUES ('SO-7781', 'chair', 4); INSERT INTO stock VALUES ('chair', 10)";

// To here. The rest runs it.

/// A sender of mails that cannot be reached the first time.
#[derive(Clone, Default)]
struct Mails(Arc<Mutex<bool>>);

impl Mails {
    fn send(&self, text: &str) -> Result<(), &'static str> {
        let is_up = mem::replace(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner), true);
        if !is_up {
            return Err("the mail server is down");
        }
        println!("  mail: {text}");
        Ok(())
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let store = Arc::new(SqliteStore::open(folder.path().join("shop.db")).await?);
    store.write(|db| db.execute_batch(TABLES)).await?;
    let receiver = receiver(store.clone(), "made-up".into(), Mails::default());
    let mut test = TestReceiver::new(receiver, HandClock::new(1_700_000_000));
    let cargoson = Signer::new(providers::CARGOSON, "made-up").url("http://localhost/cargoson");
    let booked = include_str!("../tests/payloads/cargoson/booking.created.json");
    let delivered = include_str!("../tests/payloads/cargoson/shipment.status_updated.json");
    let (created, updated) = ("booking.created", "shipment.status_updated");
    for (occasion, body) in [(created, booked), (created, booked), (updated, delivered)] {
        let notice = cargoson.clone().event(occasion).sign(body)?;
        println!("{occasion}: Cargoson gets {}", test.deliver(notice).await.status());
        test.run_to_the_end().await;
    }
    for delivery in test.deliveries().await {
        print!("{delivery}");
    }
    let pieces = store.query(|db| db.query_row("SELECT pieces FROM stock", (), |row| row.get(0)));
    let pieces: i64 = pieces.await?;
    println!("chairs left: {pieces}");
    Ok(())
}

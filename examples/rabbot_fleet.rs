//! Rabbot's two stories: a vehicle leaves its radius, and its kilometres reach a limit. Each is told once,
//! however often Rabbot calls.
//!
//! `cargo run --features sqlite --example rabbot_fleet` delivers to itself.
#![expect(clippy::print_stdout, reason = "an example shows what happens")]

use std::{error::Error, sync::Arc};

use hookport::{
    EventRouter, Field, Outcome, Receiver, Secret,
    event_types::rabbot::{OdometerUpdated, RabbotEvent, VehiclePosition},
    inbox::OrderingKey,
    providers,
    stores::{
        SqliteStore,
        sqlite::{Tx, rusqlite},
    },
    testing::{HandClock, Signer, TestReceiver},
};
use serde_json::json;

// To copy from here.

/// Adds a row in `told` when a vehicle is first seen outside of its radius, and again after it was back.
async fn on_position(call: VehiclePosition, tx: Tx) -> Result<(), Outcome> {
    let plate = call.vehicle.and_then(|vehicle| vehicle.plate);
    let at = call.position.and_then(|position| position.lat.zip(position.lng));
    let Some((plate, at)) = plate.zip(at) else {
        return Err(Outcome::dead_letter("a position without a plate or without a place"));
    };
    tx.defer(move |db| -> rusqlite::Result<()> {
        let sql = "SELECT lat, lng, radius_km, is_outside FROM vehicles WHERE plate = ?1";
        let (base, radius, was_outside) = db.query_row(sql, [&plate], |row| {
            Ok(((row.get(0)?, row.get(1)?), row.get::<_, f64>(2)?, row.get::<_, bool>(3)?))
        })?;
        let km = distance_km(base, at);
        if km > radius && !was_outside {
            let told = format!("{plate} has left its radius: {km:.0} km of {radius:.0} km");
            db.execute("INSERT INTO told VALUES (?1)", [told])?;
        }
        let sql = "UPDATE vehicles SET is_outside = ?2 WHERE plate = ?1";
        db.execute(sql, rusqlite::params![plate, km > radius]).map(drop)
    });
    Ok(())
}

/// Adds a row in `told` when a vehicle reaches its limit, and sets the next one.
async fn on_odometer(call: OdometerUpdated, tx: Tx) -> Result<(), Outcome> {
    let read = call.vehicle.and_then(|vehicle| vehicle.plate.zip(vehicle.odometer_km));
    let Some((plate, km)) = read else {
        return Err(Outcome::dead_letter("a reading without a plate or without kilometres"));
    };
    tx.defer(move |db| -> rusqlite::Result<()> {
        let sql =
            "UPDATE vehicles SET limit_km = limit_km + 10000 WHERE plate = ?1 AND limit_km <= ?2";
        if db.execute(sql, rusqlite::params![plate, km])? > 0 {
            let told = format!("{plate} needs its service: {km} km");
            db.execute("INSERT INTO told VALUES (?1)", [told])?;
        }
        Ok(())
    });
    Ok(())
}

/// Returns the way along the surface of the earth between two places, in degrees of latitude and longitude.
fn distance_km(one: (f64, f64), other: (f64, f64)) -> f64 {
    let [a, b] = [one, other].map(|(lat, lng): (f64, f64)| (lat.to_radians(), lng.to_radians()));
    let half = |from: f64, to: f64| ((to - from) / 2.0).sin().powi(2);
    let chord = half(a.0, b.0) + a.0.cos() * b.0.cos() * half(a.1, b.1);
    2.0 * 6371.0 * chord.sqrt().asin()
}

/// The calls of one vehicle are handled one by one, in the order in which they came.
fn receiver(store: Arc<SqliteStore>, token: Secret) -> Receiver {
    let rabbot = EventRouter::new(providers::RABBOT.secret(token))
        .on(RabbotEvent::VEHICLE_POSITION, on_position)
        .on(RabbotEvent::ODOMETER_UPDATED, on_odometer)
        .ignore_rest()
        .for_inbox(())
        .ordered_by(OrderingKey::field(Field::Json("/vehicle/plate")));
    Receiver::new(store).endpoint("/rabbot", rabbot)
}

const TABLES: &str = "CREATE TABLE told (text TEXT);
    CREATE TABLE vehicles (plate TEXT PRIMARY KEY, lat REAL, lng REAL, radius_km REAL,
        is_outside INTEGER DEFAULT 0, limit_km REAL);
    INSERT INTO vehicles VALUES ('ABC1D23', -23.55, -46.63, 50, 0, 50000)";

// To here. The rest runs it.

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let store = Arc::new(SqliteStore::open(folder.path().join("fleet.db")).await?);
    store.write(|db| db.execute_batch(TABLES)).await?;
    let receiver = receiver(store.clone(), "made-up".into());
    let mut test = TestReceiver::new(receiver, HandClock::new(1_700_000_000));
    let rabbot = Signer::new(providers::RABBOT, "made-up").url("http://localhost/rabbot");
    let at = |lat| json!({"vehicle": {"plate": "ABC1D23"}, "position": {"lat": lat, "lng": -46.6}});
    let read = |km| json!({"vehicle": {"plate": "ABC1D23", "odometer_km": km}});

    for body in [at(-23.6), at(-24.2), at(-24.3), read(49_990), read(50_020), read(50_400)] {
        let event = if body["position"].is_null() { "odometer" } else { "positions" };
        let call = rabbot.clone().event(event).sign(body.to_string())?;
        println!("{event}: Rabbot gets {}", test.deliver(call).await.status());
        test.run_until_idle().await;
    }
    let told = store.query(|db| -> rusqlite::Result<Vec<String>> {
        db.prepare("SELECT text FROM told")?.query_map((), |row| row.get(0))?.collect()
    });
    told.await?.iter().for_each(|told| println!("{told}"));
    Ok(())
}

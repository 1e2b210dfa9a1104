//! Money moves exactly once: what a handler writes with `Tx` and its "done" are one commit.
//!
//! `cargo run --features sqlite --example money` delivers one transfer five times to a handler that
//! dies in the worst moment, and shows the accounts.
#![expect(clippy::print_stdout, reason = "an example shows what happens")]

use std::{error::Error, future::pending, sync::Arc, time::Duration};

use hookport::{
    EventRouter, Receiver, WebhookEvent,
    extract::Attempt,
    inbox::{EntryId, Record, Store},
    providers,
    router::RetryPolicy,
    stores::{
        SqliteStore,
        sqlite::{Tx, rusqlite},
    },
    testing::{Signer, deliver},
};
use serde::Deserialize;

#[derive(WebhookEvent)]
#[event(payload = "/data/object")]
enum StripeEvent {
    #[event("transfer.created")]
    Transferred(Transfer),
}

#[derive(Deserialize)]
struct Transfer {
    from: String,
    to: String,
    cents: i64,
}

async fn on_transfer(transfer: Transfer, tx: Tx, attempt: Attempt) {
    tx.defer(move |db| -> rusqlite::Result<()> {
        let Transfer { from, to, cents } = transfer;
        let mut change = db.prepare("UPDATE accounts SET cents = cents + ?1 WHERE owner = ?2")?;
        change.execute((-cents, from))?;
        change.execute((cents, to))?;
        Ok(())
    });
    // It has moved the money, as it thinks, and has not said yet that it is done.
    assert!(attempt.number() > 1, "dies in the worst moment");
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let store = Arc::new(SqliteStore::open(folder.path().join("bank.db")).await?);
    store.write(|db| db.execute_batch(ACCOUNTS)).await?;

    let stripe = EventRouter::new(providers::STRIPE.secret("whsec_made_up"))
        .on(StripeEvent::TRANSFERRED, on_transfer)
        .for_inbox(())
        .retries(RetryPolicy::exponential().starting_at(Duration::from_millis(50)));
    let bank = Receiver::new(store.clone()).endpoint("/stripe", stripe).into_parts();
    tokio::spawn(bank.worker.run(pending(), Duration::ZERO));

    let signer = Signer::new(providers::STRIPE, "whsec_made_up").url("http://localhost/stripe");
    for _ in 0..5 {
        println!("Stripe gets {}", deliver(&bank.app, signer.sign(TRANSFER)?).await.status());
    }
    let record = done(&*store, EntryId::new(1)).await?;
    for attempt in &record.runs[0].attempts {
        let error = attempt.error.as_deref().unwrap_or("no error");
        println!("attempt {}: {}, {error}", attempt.number, attempt.result.as_str());
    }
    for (owner, cents) in store.query(accounts).await? {
        println!("{owner} has {cents} cents");
    }
    Ok(())
}

/// Waits until the handlers of an entry are done.
async fn done(store: &dyn Store, id: EntryId) -> Result<Record, Box<dyn Error>> {
    loop {
        let changed = store.wait();
        let record = store.read(id).await?.ok_or("no such entry")?;
        if record.summary.state.is_closed() {
            return Ok(record);
        }
        changed.await;
    }
}

fn accounts(db: &rusqlite::Connection) -> rusqlite::Result<Vec<(String, i64)>> {
    let mut accounts = db.prepare("SELECT owner, cents FROM accounts ORDER BY owner")?;
    accounts.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
}

const ACCOUNTS: &str = "
    CREATE TABLE accounts (owner TEXT PRIMARY KEY, cents INTEGER NOT NULL) STRICT;
    INSERT INTO accounts VALUES ('Ada', 1000), ('Grace', 0);";

const TRANSFER: &str = r#"{"id":"evt_1","type":"transfer.created",
    "data":{"object":{"from":"Ada","to":"Grace","cents":250}}}"#;

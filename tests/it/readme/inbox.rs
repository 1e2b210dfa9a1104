use hookport::{
    EventRouter, Field, Receiver, Secret, WebhookEvent, inbox::OrderingKey, providers,
    stores::{
        SqliteStore,
        sqlite::{Tx, rusqlite},
    },
};

#[derive(WebhookEvent)]
#[event(payload = "/data/object")]
enum StripeEvent {
    #[event("payment_intent.succeeded")]
    Paid(PaymentIntent),
}

#[derive(serde::Deserialize)]
struct PaymentIntent {
    id: String,
}

async fn on_paid(intent: PaymentIntent, tx: Tx) {
    // This row and "done" are one commit: exactly once, even if the process is killed here.
    tx.defer(move |db| -> rusqlite::Result<()> {
        db.execute("INSERT INTO paid (intent) VALUES (?1)", [intent.id])?;
        Ok(())
    });
}

async fn receiver(file: &str, secret: Secret) -> Result<Receiver, Box<dyn std::error::Error>> {
    let store = SqliteStore::open(file).await?; // 2xx means: it is in this file, and synced
    store.write(|db| db.execute_batch("CREATE TABLE IF NOT EXISTS paid (intent TEXT)")).await?;
    let stripe = EventRouter::new(providers::STRIPE.secret(secret))
        .on(StripeEvent::PAID, on_paid)
        .for_inbox(())
        .ordered_by(OrderingKey::field(Field::Json("/data/object/id"))); // one by one
    Ok(Receiver::new(std::sync::Arc::new(store)).endpoint("/stripe", stripe))
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    tracing_subscriber::fmt::init();
    let secret = Secret::from_env("STRIPE_WEBHOOK_SECRET")?;
    receiver("hookport.db", secret).await?.serve("127.0.0.1:8080").await?; // until SIGTERM or ctrl-c
    Ok(())
}

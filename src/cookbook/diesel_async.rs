//! Rows of diesel-async, written once although the handler may run again.

use diesel::{ExpressionMethods, insert_into, result::Error};
use diesel_async::{
    AsyncConnection, AsyncPgConnection, RunQueryDsl, pooled_connection::deadpool::Pool,
};
use hookport::{
    EventRouter, InboxEndpoint, Outcome, Secret, WebhookEvent, extract::State, inbox::EntryId,
    providers,
};

use self::tables::{handled, payments};

#[derive(WebhookEvent)]
#[event(payload = "/data/object")]
enum StripeEvent {
    #[event("payment_intent.succeeded")]
    Paid(Payment),
}

#[derive(serde::Deserialize)]
struct Payment {
    id: String,
    amount: i64,
}

mod tables {
    diesel::table! {
        shop.payments (id) {
            id -> Text,
            amount -> BigInt,
        }
    }

    diesel::table! {
        shop.handled (entry, handler) {
            entry -> BigInt,
            handler -> Text,
        }
    }
}

/// The connections of the shop.
pub type Connections = Pool<AsyncPgConnection>;

async fn on_paid(
    payment: Payment,
    entry: EntryId,
    State(connections): State<Connections>,
) -> Result<(), Outcome> {
    let mut connection = connections.get().await.map_err(Outcome::retry)?;
    let written = connection.transaction(async |db| {
        let key = (handled::entry.eq(entry.get().cast_signed()), handled::handler.eq("on_paid"));
        let note = insert_into(handled::table).values(key).on_conflict_do_nothing();
        if note.execute(db).await? == 0 {
            return Ok(());
        }
        let row = (payments::id.eq(payment.id), payments::amount.eq(payment.amount));
        insert_into(payments::table).values(row).execute(db).await?;
        Ok::<_, Error>(())
    });
    written.await.map_err(Outcome::retry)
}

/// Makes the endpoint.
pub fn endpoint(secret: Secret, connections: Connections) -> InboxEndpoint {
    EventRouter::new(providers::STRIPE.secret(secret))
        .on(StripeEvent::PAID, on_paid)
        .for_inbox(connections)
}

//! Rows of sea-orm, written in the transaction of a handler.

use hookport::{
    EventRouter, InboxEndpoint, Outcome, Secret, WebhookEvent, providers,
    stores::postgres::{Tx, sqlx},
};
use sea_orm::{ActiveValue::Set, EntityTrait, QueryTrait, sea_query::PostgresQueryBuilder};
use sea_query_binder::SqlxBinder;

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

mod payments {
    use sea_orm::entity::prelude::*;

    #[derive(Debug, Clone, DeriveEntityModel)]
    #[sea_orm(schema_name = "shop", table_name = "payments")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: String,
        pub amount: i64,
    }

    #[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

async fn on_paid(payment: Payment, mut tx: Tx) -> Result<(), Outcome> {
    let row = payments::ActiveModel { id: Set(payment.id), amount: Set(payment.amount) };
    let insert = payments::Entity::insert(row).into_query();
    let (sql, values) = insert.build_sqlx(PostgresQueryBuilder);
    sqlx::query_with(&sql, values).execute(&mut *tx).await.map_err(Outcome::retry)?;
    Ok(())
}

/// Makes the endpoint.
pub fn endpoint(secret: Secret) -> InboxEndpoint {
    EventRouter::new(providers::STRIPE.secret(secret)).on(StripeEvent::PAID, on_paid).for_inbox(())
}

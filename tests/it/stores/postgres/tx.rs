//! The writes of a handler in its transaction and its "done" are one commit.

use std::time::{Duration, SystemTime};

use hookport::{
    Delivery,
    extract::FromDelivery,
    inbox::{Claimed, Ended, RunState, Settled, Settlement, Store, StoreError},
    stores::{
        PostgresStore,
        postgres::{
            MissingTx, PostgresOptions, Tx,
            sqlx::{self, Connection, PgConnection, Row},
        },
    },
};

use super::{MINUTE, ask, delivery};
use crate::kit::Postgres;

#[tokio::test]
async fn writes_and_done_are_kept_together() {
    let shop = Shop::new().await;
    let claimed = shop.claim("a", 0).await;

    let mut tx = tx_of(&claimed).await.unwrap();
    shop.add(&mut tx, 5).await.unwrap();
    assert_eq!(shop.cents().await, 0, "nobody sees it before the commit");
    drop(tx);

    assert_eq!(shop.end(claimed, Ended::Done).await.unwrap(), Settled::Kept);
    assert_eq!((shop.cents().await, shop.state(1).await), (5, RunState::Done));
}

#[tokio::test]
async fn writes_of_a_handler_that_fails_are_rolled_back() {
    let shop = Shop::new().await;
    let claimed = shop.claim("a", 0).await;
    let mut tx = tx_of(&claimed).await.unwrap();
    shop.add(&mut tx, 5).await.unwrap();
    drop(tx);

    let failed = Ended::Dead { error: "no such account".to_owned() };
    assert_eq!(shop.end(claimed, failed).await.unwrap(), Settled::Kept);
    assert_eq!((shop.cents().await, shop.state(1).await), (0, RunState::Dead));
}

#[tokio::test]
async fn a_handler_that_has_lost_its_lease_writes_nothing() {
    let shop = Shop::new().await;
    let late = shop.claim("a", 0).await;
    let mut tx = tx_of(&late).await.unwrap();
    shop.add(&mut tx, 5).await.unwrap();
    drop(tx);
    let own = shop.store.claim(ask(SystemTime::now() + MINUTE)).await.unwrap().claimed.remove(0);

    assert_eq!(shop.end(late, Ended::Done).await.unwrap(), Settled::LeaseLost);
    assert_eq!((shop.cents().await, shop.state(1).await), (0, RunState::Running));
    assert_eq!(shop.end(own, Ended::Done).await.unwrap(), Settled::Kept);
}

#[tokio::test]
async fn what_postgres_refuses_is_the_failure_of_the_handler() {
    let shop = Shop::new().await;
    let claimed = shop.claim("a", 0).await;
    let mut tx = tx_of(&claimed).await.unwrap();
    assert!(shop.add(&mut tx, -1).await.is_err(), "a check of the table");
    drop(tx);

    let again = claimed.lease.clone();
    let context = claimed.context.clone();
    let refused = shop.end(claimed, Ended::Done).await;
    assert!(matches!(refused, Err(StoreError::Transaction(_))), "{refused:?}");
    let retry = Ended::Retry { due: SystemTime::now(), error: "no".to_owned() };
    let retry = Settlement::new(again, retry, SystemTime::now(), context);
    assert_eq!(shop.store.settle(retry).await.unwrap(), Settled::Kept, "the lease has held");
    assert_eq!(shop.cents().await, 0);
}

#[tokio::test]
async fn a_transaction_that_was_ended_before_its_handler_is_the_failure_of_the_handler() {
    let shop = Shop::new().await;
    let claimed = shop.claim("a", 0).await;
    let mut tx = tx_of(&claimed).await.unwrap();
    shop.add(&mut tx, 5).await.unwrap();
    assert!(shop.add(&mut tx, -100).await.is_err(), "a check of the table");
    // `sqlx` rolls all of it back where a savepoint cannot be made.
    assert!(tx.begin().await.is_err());
    drop(tx);

    let refused = shop.end(claimed, Ended::Done).await;
    assert!(matches!(refused, Err(StoreError::Transaction(_))), "{refused:?}");
    assert_eq!((shop.cents().await, shop.state(1).await), (0, RunState::Running));
}

#[tokio::test]
async fn a_handler_cannot_be_done_in_a_transaction_that_does_not_see_what_came_after_it() {
    for level in ["REPEATABLE READ", "SERIALIZABLE"] {
        let shop = Shop::new().await;
        let claimed = shop.claim("a", 0).await;
        let mut tx = tx_of(&claimed).await.unwrap();
        let set = format!("SET TRANSACTION ISOLATION LEVEL {level}");
        sqlx::raw_sql(&set).execute(&mut *tx).await.unwrap();
        shop.add(&mut tx, 5).await.unwrap();
        drop(tx);

        let refused = shop.end(claimed, Ended::Done).await.unwrap_err();
        let told = refused.into_cause().to_string();
        assert!(told.contains(&level.to_lowercase()), "{told}");
        assert_eq!(shop.cents().await, 0);
    }
}

#[tokio::test]
async fn a_transaction_that_is_kept_beyond_the_handler_is_its_failure() {
    let shop = Shop::new().await;
    let claimed = shop.claim("a", 0).await;
    let mut tx = tx_of(&claimed).await.unwrap();
    shop.add(&mut tx, 5).await.unwrap();
    assert!(matches!(tx_of(&claimed).await, Err(MissingTx::InUse)));

    let refused = shop.end(claimed, Ended::Done).await;
    assert!(matches!(refused, Err(StoreError::Transaction(_))), "{refused:?}");
    drop(tx);
    assert_eq!(shop.cents().await, 0);
}

#[tokio::test]
async fn handlers_write_at_one_time_and_as_many_as_was_said() {
    let shop = Shop::new().await;
    let claims = [shop.claim("a", 0).await, shop.claim("b", 0).await, shop.claim("c", 0).await];
    let [first, second, third] = claims;
    let (mut one, mut two) = (tx_of(&first).await.unwrap(), tx_of(&second).await.unwrap());
    shop.add_to(&mut one, 2, 1).await.unwrap();
    shop.add_to(&mut two, 3, 1).await.unwrap();

    let none = tx_of(&third).await.unwrap_err();
    assert!(none.to_string().contains("`transactions`"), "{none}");
    drop((one, two));
    for claimed in [first, second] {
        assert_eq!(shop.end(claimed, Ended::Done).await.unwrap(), Settled::Kept);
    }
    assert!(tx_of(&third).await.is_ok(), "there is room again");
    assert_eq!(shop.cents().await, 2);
}

/// An inbox, and a table of accounts beside it.
struct Shop {
    store: PostgresStore,
    schema: String,
}

impl Shop {
    async fn new() -> Self {
        let server = Postgres::shared();
        let schema = server.new_schema();
        let store = PostgresOptions::at(server.url())
            .schema(&*schema)
            .connections(4)
            .transactions(2)
            .patience(Duration::from_secs(2))
            .open()
            .await
            .unwrap();
        let shop = Self { store, schema };
        let table = format!(
            "CREATE TABLE {0}.accounts (id int PRIMARY KEY, cents int NOT NULL CHECK (cents >= 0));
             INSERT INTO {0}.accounts SELECT generate_series(1, 3), 0",
            shop.schema
        );
        sqlx::raw_sql(&table).execute(&mut shop.connect().await).await.unwrap();
        shop
    }

    async fn connect(&self) -> PgConnection {
        PgConnection::connect(Postgres::shared().url()).await.unwrap()
    }

    /// Keeps a delivery and claims its run, with a lease of a minute from so many seconds on.
    async fn claim(&self, key: &str, seconds: u64) -> Claimed {
        self.store.accept(delivery(key)).await.unwrap();
        let now = SystemTime::now() + Duration::from_secs(seconds);
        self.store.claim(ask(now)).await.unwrap().claimed.remove(0)
    }

    async fn add(&self, db: &mut PgConnection, cents: i32) -> Result<(), sqlx::Error> {
        self.add_to(db, 1, cents).await
    }

    async fn add_to(&self, db: &mut PgConnection, id: i32, cents: i32) -> Result<(), sqlx::Error> {
        let sql = format!("UPDATE {}.accounts SET cents = cents + $2 WHERE id = $1", self.schema);
        sqlx::query(&sql).bind(id).bind(cents).execute(db).await.map(drop)
    }

    async fn end(&self, claimed: Claimed, ended: Ended) -> Result<Settled, StoreError> {
        let at = SystemTime::now();
        self.store.settle(Settlement::new(claimed.lease, ended, at, claimed.context)).await
    }

    async fn cents(&self) -> i64 {
        let sql = format!("SELECT sum(cents) FROM {}.accounts", self.schema);
        let row = sqlx::query(&sql).fetch_one(&mut self.connect().await).await.unwrap();
        row.get(0)
    }

    async fn state(&self, id: u64) -> RunState {
        let record = self.store.read(hookport::inbox::EntryId::new(id)).await.unwrap().unwrap();
        record.runs[0].state
    }
}

async fn tx_of(claimed: &Claimed) -> Result<Tx, MissingTx> {
    let delivery = Delivery::from_parts(claimed.delivery.clone(), claimed.context.clone());
    Tx::from_delivery(&delivery, &()).await
}

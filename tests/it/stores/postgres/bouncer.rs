//! pgbouncer between the store and the database.

use std::time::{Duration, SystemTime};

use hookport::{
    Delivery, Secret,
    extract::FromDelivery,
    inbox::{Accepted, Claimed, Duty, Ended, EntryState, Filter, Page, Settled, Settlement, Store},
    stores::{
        PostgresStore,
        postgres::{PostgresOptions, PostgresSecrets, Tx, sqlx},
    },
};
use tokio::task::JoinSet;

use super::{ask, delivery, wakes};
use crate::kit::{Pgbouncer, Postgres};

#[tokio::test(flavor = "multi_thread")]
async fn pgbouncer_may_give_a_connection_to_another_client_after_each_transaction() {
    let bouncer = Pgbouncer::start(Postgres::shared(), "transaction");
    let options = options(&bouncer).without_listening();
    let first = options.clone().open().await.unwrap();
    assert_eq!(first.missing_rights(&[Duty::Accept, Duty::Work]).await.unwrap(), None);
    keeps_the_promises([first, options.clone().open().await.unwrap()]).await;
    let secrets = PostgresSecrets::of_endpoint("shop", &options).unwrap();
    secrets.add("acme", Secret::new("made-up")).await.unwrap();
    assert_eq!(secrets.accounts().await.unwrap(), [("acme".to_owned(), 1)]);
}

#[tokio::test(flavor = "multi_thread")]
async fn pgbouncer_may_give_a_connection_to_another_client_after_each_session() {
    let bouncer = Pgbouncer::start(Postgres::shared(), "session");
    let options = options(&bouncer).connections(2);
    keeps_the_promises([options.clone().open().await.unwrap(), options.open().await.unwrap()])
        .await;
}

#[tokio::test]
async fn who_listens_without_a_proxy_is_woken_by_who_has_one() {
    let bouncer = Pgbouncer::start(Postgres::shared(), "transaction");
    let schema = Postgres::shared().new_schema();
    let behind = PostgresOptions::at(bouncer.url()).schema(&*schema).without_listening();
    let beside = PostgresOptions::at(Postgres::shared().url()).schema(schema);
    wakes(&behind.open().await.unwrap(), &beside.open().await.unwrap()).await;
}

#[tokio::test]
async fn a_proxy_that_shares_connections_is_named_if_the_store_does_not_know_of_it() {
    let bouncer = Pgbouncer::start(Postgres::shared(), "transaction");
    let options = options(&bouncer);
    let mut said = Vec::new();
    for _ in 0..3 {
        let opened = options.clone().open().await;
        said.extend(opened.err().map(|error| format!("{error:?}")));
    }
    assert!(said.iter().any(|error| error.contains("`listen=false`")), "{said:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn processes_that_start_at_once_behind_a_proxy_make_one_schema() {
    let bouncer = Pgbouncer::start(Postgres::shared(), "transaction");
    for _ in 0..6 {
        let options = options(&bouncer).without_listening();
        let mut opening = JoinSet::new();
        for _ in 0..4 {
            opening.spawn(options.clone().open());
        }
        for opened in opening.join_all().await {
            opened.unwrap();
        }
    }
}

fn options(bouncer: &Pgbouncer) -> PostgresOptions {
    PostgresOptions::at(bouncer.url()).schema(Postgres::shared().new_schema())
}

/// Lets two processes accept and handle at a time.
async fn keeps_the_promises(stores: [PostgresStore; 2]) {
    let mut accepting = JoinSet::new();
    for number in 0..40 {
        let store = stores[number % 2].clone();
        accepting
            .spawn(async move { store.accept(delivery(&(number / 2).to_string())).await.unwrap() });
    }
    let accepted = accepting.join_all().await;
    assert_eq!(accepted.iter().filter(|it| matches!(it, Accepted::New(_))).count(), 20);

    let mut handling = JoinSet::new();
    for store in stores.clone() {
        handling.spawn(async move {
            let mut done = 0;
            loop {
                let claimed = store.claim(ask(SystemTime::now())).await.unwrap().claimed;
                if claimed.is_empty() {
                    return done;
                }
                for claimed in claimed {
                    handle(&store, claimed, done % 2 == 0).await;
                    done += 1;
                }
            }
        });
    }
    assert_eq!(handling.join_all().await.iter().sum::<usize>(), 20, "each is claimed once");
    let listed = stores[0].list(Filter::new(), Page::first(99)).await.unwrap().entries;
    assert_eq!(listed.len(), 20);
    assert!(listed.iter().all(|entry| entry.state == EntryState::Done));
    let days = hookport::inbox::Day::from_number(0)..=hookport::inbox::Day::from_number(99_999);
    let usage = stores[1].overview(days).await.unwrap().1;
    assert_eq!(usage.iter().map(|day| day.tally.done).sum::<u64>(), 20);
}

async fn handle(store: &PostgresStore, claimed: Claimed, with_tx: bool) {
    let renewed = store.renew(vec![claimed.lease.clone()], SystemTime::now(), MINUTES).await;
    assert!(renewed.unwrap().is_empty(), "the lease is kept");
    if with_tx {
        let delivery = Delivery::from_parts(claimed.delivery, claimed.context.clone());
        let mut tx = Tx::from_delivery(&delivery, &()).await.unwrap();
        let write = sqlx::query("SELECT $1::int").bind(1).persistent(false);
        write.execute(&mut *tx).await.unwrap();
    }
    let now = SystemTime::now();
    let done = Settlement::new(claimed.lease, Ended::Done, now, claimed.context);
    assert_eq!(store.settle(done).await.unwrap(), Settled::Kept);
}

const MINUTES: Duration = Duration::from_secs(300);

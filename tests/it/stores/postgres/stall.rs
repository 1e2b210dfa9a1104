//! The server of the database does not answer for a while.

use std::time::{Duration, Instant, SystemTime};

use hookport::{
    inbox::{Ended, Settled, Settlement, Store, StoreError},
    stores::postgres::PostgresOptions,
};
use tokio::time::sleep;

use super::{MINUTE, ask, delivery};
use crate::kit::{Fsync, Postgres};

const PATIENCE: Duration = Duration::from_secs(1);

#[tokio::test(flavor = "multi_thread")]
async fn calls_fail_in_time_while_the_server_does_not_answer_and_succeed_after_that() {
    let server = Postgres::start(Fsync::Off);
    let store = PostgresOptions::at(server.url()).patience(PATIENCE).open().await.unwrap();
    store.accept(delivery("before")).await.unwrap();
    let claimed = store.claim(ask(SystemTime::now())).await.unwrap().claimed.remove(0);
    let now = SystemTime::now();
    let done = Settlement::new(claimed.lease.clone(), Ended::Done, now, claimed.context);

    server.suspend();
    let began = Instant::now();
    for key in ["a", "b"] {
        let refused = store.accept(delivery(key)).await;
        assert!(matches!(refused, Err(StoreError::Unavailable(_))), "{refused:?}");
    }
    assert!(store.claim(ask(now)).await.is_err());
    assert!(store.renew(vec![claimed.lease], now, MINUTE).await.is_err());
    assert!(store.settle(done.clone()).await.is_err());
    assert!(began.elapsed() < PATIENCE * 10, "{:?}", began.elapsed());

    server.go_on();
    while store.accept(delivery("a")).await.is_err() {
        sleep(Duration::from_millis(10)).await;
    }
    // It may have been done by the call that was given up.
    let settled = store.settle(done).await.unwrap();
    let record = store.read(store.accept(delivery("before")).await.unwrap().id()).await.unwrap();
    assert_eq!(record.unwrap().runs[0].attempts.len(), 1, "{settled:?}");
    assert!(matches!(settled, Settled::Kept | Settled::LeaseLost));
    store.close().await;
}

//! A file that another program has locked.

use std::time::{Duration, Instant};

use hookport::inbox::{Filter, Page, Store, StoreError};

use super::kit::{Shop, entry};

const PATIENCE: Duration = Duration::from_secs(1);

#[tokio::test]
async fn a_lock_is_waited_for_once_and_then_refused_at_once_until_it_is_gone() {
    let shop = Shop::open_with(|options| options.busy_timeout(PATIENCE)).await;
    let other = shop.connection();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();

    let start = Instant::now();
    assert!(is_unavailable(&shop, "first").await);
    let first = start.elapsed();
    let start = Instant::now();
    for number in 0..20 {
        assert!(is_unavailable(&shop, &format!("later {number}")).await);
    }
    let later = start.elapsed();
    other.execute_batch("COMMIT").unwrap();
    shop.accept("after").await;

    assert!(first >= PATIENCE, "{first:?}");
    assert!(later < 10 * PATIENCE, "twenty waited for {later:?}, and not a second each");
    let kept = shop.store.list(Filter::default(), Page::first(100)).await.unwrap();
    assert_eq!(kept.entries.len(), 1, "nothing is kept that was refused");
}

#[tokio::test]
async fn a_worker_that_finds_nothing_to_claim_says_nothing_about_the_lock() {
    let shop = Shop::open_with(|options| options.busy_timeout(PATIENCE)).await;
    let other = shop.connection();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    assert!(is_unavailable(&shop, "first").await);

    let start = Instant::now();
    for number in 0..20 {
        assert!(shop.claim(1).await.is_empty());
        assert!(is_unavailable(&shop, &format!("later {number}")).await);
    }
    let later = start.elapsed();
    other.execute_batch("COMMIT").unwrap();

    assert!(later < 10 * PATIENCE, "twenty waited for {later:?}, and not a second each");
}

#[tokio::test]
async fn a_lock_is_waited_for_again_after_it_was_gone() {
    let shop = Shop::open_with(|options| options.busy_timeout(PATIENCE)).await;
    let other = shop.connection();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    assert!(is_unavailable(&shop, "first").await);
    other.execute_batch("COMMIT").unwrap();
    shop.accept("second").await;

    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let freed = std::thread::spawn(move || {
        std::thread::sleep(PATIENCE / 5);
        other.execute_batch("COMMIT").unwrap();
    });

    shop.accept("third").await;
    freed.join().unwrap();
}

async fn is_unavailable(shop: &Shop, key: &str) -> bool {
    matches!(shop.store.accept(entry(key)).await, Err(StoreError::Unavailable(_)))
}

//! Closing: sentence 46.

use std::time::Duration;

use tokio::time::timeout;

use super::kit::{Storage, entry};
use crate::inbox::StoreError;

/// 46. Closing loses nothing, and leaves no call hanging.
pub async fn closing_loses_nothing(storage: &Storage) {
    let store = storage.open().await;
    let mut kept = vec![store.keep(entry("a")).await];
    let other = store.clone();
    store.0.close().await;
    other.0.close().await;

    let late = timeout(PATIENCE, store.0.accept(entry("b").build())).await;
    match late.expect("a call to a closed store is answered") {
        Ok(accepted) => kept.push(accepted.id()),
        Err(StoreError::Unavailable(_)) => {}
        Err(error) => panic!("a closed store is unavailable, not `{error}`"),
    }

    let again = storage.open().await;
    for id in kept {
        assert_eq!(again.read(id).await.runs.len(), 1, "entry {id} is kept");
    }
}

const PATIENCE: Duration = Duration::from_secs(10);

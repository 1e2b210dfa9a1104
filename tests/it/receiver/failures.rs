//! Handlers that fail for good.

use std::{io, sync::Arc};

use hookport::{Classify, ErrorClass, inbox::EntryState, stores::MemoryStore};

use crate::kit::{Order, Running, Shop, router};

#[tokio::test]
async fn an_error_that_is_permanent_is_dead_at_once() {
    async fn on_paid(order: Order) -> Result<(), io::Error> {
        match order.id {
            1 => Err(io::ErrorKind::PermissionDenied.into()),
            _ => Err(io::ErrorKind::TimedOut.into()),
        }
    }
    let endpoint = router()
        .on(Shop::PAID, on_paid)
        .classify_errors(|error| {
            let denied =
                error.downcast_ref::<io::Error>()?.kind() == io::ErrorKind::PermissionDenied;
            denied.then_some(ErrorClass::DeadLetter)
        })
        .with_state(());
    let running = Running::shop(Arc::new(MemoryStore::default()), endpoint);

    running.send("d1", 1).await;
    running.send("d2", 2).await;

    running.comes_to(&[EntryState::Dead, EntryState::Retry]).await;
    assert_eq!(running.error(1).await, "permission denied");
}

#[tokio::test]
async fn an_error_that_is_permanent_where_it_occurs_is_dead_at_once() {
    async fn on_paid(_: Order) -> anyhow::Result<()> {
        Ok(Err::<(), _>(io::Error::from(io::ErrorKind::TimedOut)).or_dead_letter()?)
    }
    let endpoint = router().on(Shop::PAID, on_paid).with_state(());
    let running = Running::shop(Arc::new(MemoryStore::default()), endpoint);

    running.send("d1", 1).await;

    running.comes_to(&[EntryState::Dead]).await;
    assert_eq!(running.error(1).await, "timed out");
}

//! Handlers run, fail, and are tried again.

use std::{sync::Arc, time::Duration};

use hookport::{
    Endpoint, EventRouter, InboxEndpoint, Outcome, WebhookEvent,
    extract::{FromRef, State},
    inbox::{AttemptResult, EntryId, EntryState, Filter, Replay, RunState},
    router::HandlerPolicy,
    stores::sqlite,
    testing::HandClock,
};
use tokio::sync::{Notify, mpsc};

use super::kit::{Books, On, Site, tries};
use crate::kit::{Calls, Order, Running, Shop, acme, router, signed, soon};

pub(super) async fn each_handler_runs_until_it_is_done_or_used_up(on: On) {
    #[derive(Clone, Default)]
    struct Handlers {
        steady: Calls,
        moody: Calls,
        broken: Calls,
    }
    let handlers = Handlers::default();
    let shop = router()
        .on_with(
            Shop::PAID,
            async |order: Order, State(all): State<Handlers>| {
                all.steady.note(order.id);
            },
            HandlerPolicy::new().named("steady"),
        )
        .on_with(
            Shop::PAID,
            async |order: Order, State(all): State<Handlers>| match all.moody.note(order.id) {
                0 | 1 => Err(Outcome::retry("not today")),
                _ => Ok(()),
            },
            HandlerPolicy::new().named("moody"),
        )
        .on_with(
            Shop::PAID,
            async |order: Order, State(all): State<Handlers>| -> Result<(), &'static str> {
                all.broken.note(order.id);
                Err("never")
            },
            HandlerPolicy::new().named("broken").retries(tries(4)),
        )
        .on_with(
            Shop::PAID,
            async |_: Order| Outcome::dead_letter("a person should look"),
            HandlerPolicy::new().named("careful"),
        )
        .with_state(handlers.clone());
    let site = Site::new(on);
    let inbox_endpoint = InboxEndpoint::new(shop).retries(tries(10));
    let running = Running::start(site.receiver().await.endpoint("/shop", inbox_endpoint));
    running.send("d1", 7).await;
    running.idle_while_time_passes(&site.clock).await;

    assert_eq!(handlers.steady.notes(), [7], "one that is done never runs again");
    assert_eq!(handlers.moody.notes(), [7, 7, 7]);
    assert_eq!(handlers.broken.notes(), [7, 7, 7, 7]);
    let record = running.entry(1).await;
    let states: Vec<_> =
        record.runs.iter().map(|run| (&*run.handler, run.state, run.attempts.len())).collect();
    assert_eq!(
        states,
        [
            ("broken", RunState::Dead, 4),
            ("careful", RunState::Dead, 1),
            ("moody", RunState::Done, 3),
            ("steady", RunState::Done, 1),
        ]
    );

    let replayed = running.inbox.replay(EntryId::new(1), Replay::Failed).await.unwrap();
    running.idle_while_time_passes(&site.clock).await;
    assert_eq!(replayed, 2);
    assert_eq!(handlers.steady.notes(), [7]);
    assert_eq!(handlers.broken.notes().len(), 8);
}

pub(super) async fn what_a_handler_writes_with_tx_and_its_done_are_one_commit(on: On) {
    let (site, calls) = (Site::new(on), Calls::default());
    let store = site.store().await;
    let table = site.make_books().await;
    let shop = match on {
        On::Sqlite => booking::<sqlite::Tx>(&calls, table),
        #[cfg(all(feature = "postgres", unix))]
        On::Postgres => booking::<hookport::stores::postgres::Tx>(&calls, table),
    };
    let receiver = site.receiver_on(store).endpoint("/shop", shop.retries(tries(5)));
    let running = Running::start(receiver);
    running.send("d1", 7).await;
    running.idle_while_time_passes(&site.clock).await;

    assert_eq!(calls.notes(), [7, 7, 7], "an error in the transaction is an attempt that failed");
    assert_eq!(site.booked().await, 1, "what was not committed left nothing");
    let record = running.entry(1).await;
    assert_eq!(record.summary.state, EntryState::Done);
    let error = record.runs[0].attempts[0].error.as_deref().unwrap();
    assert!(error.contains("the bank is closed"), "{error}");
}

/// An endpoint whose handler books an order, at the third attempt.
fn booking<B: Books>(calls: &Calls, table: String) -> InboxEndpoint {
    let calls = calls.clone();
    let handler = move |order: Order, mut books: B| {
        let (calls, table) = (calls.clone(), table.clone());
        async move { books.add(&table, order.id, calls.note(order.id) < 2).await }
    };
    router().on(Shop::PAID, handler).for_inbox(())
}

pub(super) async fn a_lease_that_runs_out_is_taken_over(on: On) {
    let (started, mut starts) = mpsc::unbounded_channel();
    // It never ends by itself: only the process that runs it can.
    let stuck = |started: mpsc::UnboundedSender<u64>| {
        let handler =
            async move |order: Order, State(started): State<mpsc::UnboundedSender<u64>>| {
                started.send(order.id).unwrap();
                std::future::pending::<()>().await;
            };
        router().on(Shop::PAID, handler).with_state(started)
    };
    let calls = Calls::default();
    let counting = async |order: Order, State(calls): State<Calls>| {
        calls.note(order.id);
    };
    let steady = router()
        .on_with(Shop::PAID, counting, HandlerPolicy::new().named("paid"))
        .with_state(calls.clone());

    let site = Site::new(on);
    let lease = Duration::from_secs(30);
    let first =
        Running::start(site.receiver().await.lease(lease).endpoint("/shop", stuck(started)));
    first.send("d1", 7).await;
    assert_eq!(starts.recv().await, Some(7));
    first.kill().await;

    let second = Running::start(site.receiver().await.lease(lease).endpoint("/shop", steady));
    assert!(calls.notes().is_empty());
    site.clock.advance(lease);
    second.idle().await;

    assert_eq!(calls.notes(), [7]);
    let run = second.entry(1).await.runs.remove(0);
    let results: Vec<_> = run.attempts.iter().map(|attempt| attempt.result).collect();
    assert_eq!(results, [AttemptResult::Lost, AttemptResult::Done]);
}

pub(super) async fn a_late_worker_cannot_overwrite_the_result_of_the_next_one(on: On) {
    #[derive(Clone, Default)]
    struct Gate {
        started: Arc<Notify>,
        goes_on: Arc<Notify>,
    }
    impl Gate {
        async fn pass(&self) {
            self.started.notify_one();
            self.goes_on.notified().await;
        }
    }
    async fn late(_: Order, State(gate): State<Gate>) -> Outcome {
        gate.pass().await;
        Outcome::dead_letter("too late")
    }
    async fn next(_: Order, State(gate): State<Gate>) {
        gate.pass().await;
    }
    let site = Site::new(on);
    let lease = Duration::from_secs(30);
    let paid_by = || HandlerPolicy::new().named("paid");

    // Its clock stands still, so that it takes its lease for valid.
    let (behind, late_gate) = (HandClock::new(1_700_000_000), Gate::default());
    let shop = router().on_with(Shop::PAID, late, paid_by()).with_state(late_gate.clone());
    let receiver = site.receiver().await.clock(behind).lease(lease);
    let first = Running::start(receiver.endpoint("/shop", shop));
    first.send("d1", 7).await;
    soon(late_gate.started.notified()).await;

    site.clock.advance(lease);
    let gate = Gate::default();
    let shop = router().on_with(Shop::PAID, next, paid_by()).with_state(gate.clone());
    let second = Running::start(site.receiver().await.lease(lease).endpoint("/shop", shop));
    soon(gate.started.notified()).await;
    let (drained, ()) = tokio::join!(first.stop(), async { late_gate.goes_on.notify_one() });
    assert_eq!((drained.finished, drained.left), (0, 1), "what it came to is not taken");
    assert_eq!(second.entry(1).await.runs[0].state, RunState::Running);
    gate.goes_on.notify_one();
    second.idle().await;

    let run = second.entry(1).await.runs.remove(0);
    let results: Vec<_> = run.attempts.iter().map(|attempt| attempt.result).collect();
    assert_eq!(run.state, RunState::Done);
    assert_eq!(results, [AttemptResult::Lost, AttemptResult::Done]);
}

pub(super) async fn a_poison_delivery_stops_nothing_and_can_be_replayed(on: On) {
    /// Without `other`, so that what is not an order cannot be decoded.
    #[derive(WebhookEvent)]
    #[event(payload = "/data")]
    enum Orders {
        #[event("order.paid")]
        Paid(Order),
    }
    let poisoned = |calls: Calls| -> Endpoint<Orders> {
        let handler = async |order: Order, State(calls): State<Calls>| match order.id {
            1 => panic!("poison"),
            2 => std::future::pending().await,
            _ => {
                calls.note(order.id);
            }
        };
        EventRouter::new(acme())
            .on_with(Orders::PAID, handler, HandlerPolicy::new().named("paid"))
            // Only a handler that waits can be too late, and the one that hangs always is.
            .handler_timeout(Duration::from_nanos(1))
            .with_state(calls)
    };
    let mended = |calls: Calls| -> Endpoint<Orders> {
        let handler = async |order: Order, State(calls): State<Calls>| {
            calls.note(order.id);
        };
        EventRouter::new(acme())
            .on_with(Orders::PAID, handler, HandlerPolicy::new().named("paid"))
            .with_state(calls)
    };
    let (site, calls) = (Site::new(on), Calls::default());
    let inbox_endpoint =
        InboxEndpoint::new(poisoned(calls.clone())).retries(tries(2)).concurrency(1);
    let running = Running::start(site.receiver().await.endpoint("/shop", inbox_endpoint));
    running.send("panics", 1).await;
    running.send("hangs", 2).await;
    let unnamed = r#"{"id":"nameless","data":{"id":3}}"#;
    let mistyped = r#"{"id":"mistyped","type":"order.paid","data":{"id":"four"}}"#;
    for undecodable in [unnamed, mistyped, "no JSON"] {
        assert_eq!(running.answer(signed(undecodable)).await.status(), 204, "{undecodable}");
    }
    running.send("fine", 5).await;
    running.idle_while_time_passes(&site.clock).await;

    assert_eq!(calls.notes(), [5]);
    let dead = Filter::new().states([EntryState::Dead]);
    let log = running.log().await;
    assert_eq!(log.iter().filter(|entry| entry.state == EntryState::Dead).count(), 5, "{log:?}");
    for (entry, error) in [
        (1, "handler panicked"),
        (2, "handler did not end within 1ns"),
        (3, "event name is missing"),
        (4, "event `order.paid` has an unexpected payload"),
        (5, "event name is missing"),
    ] {
        for attempt in &running.entry(entry).await.runs[0].attempts {
            let kept = attempt.error.as_deref().unwrap();
            assert!(kept.contains(error), "{entry}: {kept}");
        }
    }
    running.stop().await;

    let running = Running::start(site.receiver().await.endpoint("/shop", mended(calls.clone())));
    let one = running.inbox.replay(EntryId::new(1), Replay::Failed).await.unwrap();
    running.idle().await;
    assert_eq!((one, calls.notes()), (1, vec![5, 1]));
    let filtered = dead.clone().sender_id("hangs");
    let filtered = running.inbox.replay(filtered, Replay::Failed).await.unwrap();
    running.idle().await;
    assert_eq!((filtered, calls.notes()), (1, vec![5, 1, 2]));
    let all = running.inbox.replay(dead, Replay::Failed).await.unwrap();
    running.idle().await;
    assert_eq!(all, 3, "which are as undecodable as before");
}

pub(super) async fn shutdown_drains_and_a_restart_goes_on(on: On) {
    #[derive(Clone)]
    struct Bench {
        calls: Calls,
        started: mpsc::UnboundedSender<u64>,
        hangs: bool,
    }
    impl FromRef<Bench> for Calls {
        fn from_ref(bench: &Bench) -> Self {
            bench.calls.clone()
        }
    }
    async fn work(order: Order, State(bench): State<Bench>) {
        bench.started.send(order.id).unwrap();
        if order.id == 2 && bench.hangs {
            std::future::pending::<()>().await;
        }
        bench.calls.note(order.id);
    }
    let (site, calls) = (Site::new(on), Calls::default());
    let (started, mut starts) = mpsc::unbounded_channel();
    let shop = |hangs| {
        let bench = Bench { calls: calls.clone(), started: started.clone(), hangs };
        let shop = router().on(Shop::PAID, work).with_state(bench);
        InboxEndpoint::new(shop).concurrency(1)
    };
    let receiver = site.receiver().await.endpoint("/shop", shop(true));
    let first = Running::start_with(receiver, Duration::from_millis(100));
    first.send("d1", 1).await;
    first.send("d2", 2).await;
    first.send("d3", 3).await;
    assert_eq!((starts.recv().await, starts.recv().await), (Some(1), Some(2)));
    let drained = first.stop().await;
    // The third may have been claimed ahead.
    assert!((1..=2).contains(&drained.released) && drained.left == 0, "{drained:?}");
    assert_eq!(calls.notes(), [1]);

    // No lease has to run out: the clock stands still.
    let second = Running::start(site.receiver().await.endpoint("/shop", shop(false)));
    second.idle().await;
    assert_eq!(calls.notes(), [1, 2, 3]);
    let counted: Vec<_> = second.entry(2).await.runs[0].attempts.clone();
    assert_eq!(counted.len(), 1, "what was released is no attempt: {counted:?}");
}

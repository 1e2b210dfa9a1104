//! `hookport replay`, without and beside a receiver.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering::SeqCst},
    },
    time::Duration,
};

use hookport::{
    EventRouter, Outcome, Receiver, WebhookEvent,
    extract::State,
    inbox::{EntryState, Filter, Inbox, Page, Store},
    providers,
    router::RetryPolicy,
    testing::{Signer, deliver},
};

use super::kit::Kept;

#[test]
fn what_failed_runs_again() {
    for kept in Kept::everywhere() {
        kept.transcript(
            "replay",
            &[
                "replay 2",
                "replay 2 --yes",
                "replay 2 --yes",
                "replay 1 --all --yes",
                "replay 4711 --yes",
                "replay --endpoint shop --yes",
                "replay --event order.none --yes",
                "replay --yes",
                "replay 1 --endpoint shop",
                "replay 1 --all --yes --json",
                "replay 1 --yes --json",
                "replay --event order.none --yes --json",
            ],
        );
    }
}

const HOURS: Duration = Duration::from_secs(100 * 3600);

#[derive(WebhookEvent)]
enum Pushes {
    #[event("push")]
    Pushed,
}

/// Fails until the cause is corrected, each time or for good.
async fn save((): (), State(cause): State<Arc<AtomicUsize>>) -> Result<(), Outcome> {
    match cause.load(SeqCst) {
        FAILS => Err(Outcome::dead_letter("the disk is full")),
        FAILS_FOR_NOW => Err(Outcome::retry("no answer")),
        _ => Ok(()),
    }
}

const FAILS: usize = 0;
const FAILS_FOR_NOW: usize = 1;
const IS_CORRECTED: usize = 2;

/// The command line is another process, which has no handlers.
#[test]
fn a_receiver_that_runs_handles_what_another_process_replays() {
    is_done_after(FAILS, EntryState::Dead, "replay --endpoint pushes --event push --yes");
}

/// Its next attempt would be in hours.
#[test]
fn a_receiver_that_runs_tries_at_once_what_waits_when_another_process_replays_it() {
    is_done_after(FAILS_FOR_NOW, EntryState::Retry, "replay --endpoint pushes --failed --yes");
}

#[track_caller]
fn is_done_after(fails: usize, as_state: EntryState, args: &str) {
    for kept in Kept::everywhere() {
        kept.with_store(async |store| {
            let cause = Arc::new(AtomicUsize::new(fails));
            let (inbox, working) = receive(&store, &cause).await;
            wait_for(&inbox, as_state).await;
            cause.store(IS_CORRECTED, SeqCst);

            let replayed = tokio::task::block_in_place(|| kept.run(args));

            assert_eq!(replayed.stdout, "1 run of 1 delivery will run again\n", "{replayed:?}");
            wait_for(&inbox, EntryState::Done).await;
            working.abort();
            store
        });
    }
}

async fn receive(
    store: &Arc<dyn Store>,
    cause: &Arc<AtomicUsize>,
) -> (Inbox, tokio::task::JoinHandle<()>) {
    let pushes = EventRouter::new(providers::GITHUB.secret("made-up")).on(Pushes::PUSHED, save);
    let endpoint = pushes
        .for_inbox(Arc::clone(cause))
        .retries(RetryPolicy::exponential().starting_at(HOURS).up_to(HOURS));
    let receiver = Receiver::new(Arc::clone(store)).endpoint("/pushes", endpoint);
    let parts = receiver.poll_interval(Duration::from_millis(50)).into_parts();
    let request = Signer::new(providers::GITHUB, "made-up").event("push").sign("{}").unwrap();
    let (mut head, body) = request.into_parts();
    head.uri = "/pushes".parse().unwrap();
    let answer = deliver(&parts.app, http::Request::from_parts(head, body)).await;
    assert_eq!(answer.status(), 200);
    let worker = parts.worker;
    let working = tokio::spawn(async {
        worker.run(std::future::pending::<()>(), Duration::ZERO).await;
    });
    (parts.inbox, working)
}

/// Waits until the delivery to `pushes` is in this state.
async fn wait_for(inbox: &Inbox, state: EntryState) {
    let of_pushes = Filter::new().endpoint("pushes").states([state]);
    let is_there = async {
        while inbox.log(of_pushes.clone(), Page::first(1)).await.unwrap().entries.is_empty() {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(30), is_there).await.expect("it should be by now");
}

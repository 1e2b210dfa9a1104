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
    inbox::{EntryState, Filter, Inbox, Page},
    providers,
    stores::SqliteStore,
    testing::{Signer, deliver},
};

use super::kit::Kept;

#[test]
fn what_failed_runs_again() {
    let kept = Kept::new();

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

#[derive(WebhookEvent)]
enum Pushes {
    #[event("push")]
    Pushed,
}

/// Fails until the cause is corrected.
async fn save((): (), State(is_corrected): State<Arc<AtomicUsize>>) -> Result<(), Outcome> {
    match is_corrected.load(SeqCst) {
        0 => Err(Outcome::dead_letter("the disk is full")),
        _ => Ok(()),
    }
}

/// The command line is another process, which has no handlers.
#[test]
fn a_receiver_that_runs_handles_what_another_process_replays() {
    let kept = Kept::new();
    kept.with_store(async |store| {
        let is_corrected = Arc::new(AtomicUsize::new(0));
        let (inbox, working) = receive(&store, &is_corrected).await;
        wait_for(&inbox, EntryState::Dead).await;
        is_corrected.store(1, SeqCst);

        let args = "replay --endpoint pushes --event push --yes";
        let replayed = tokio::task::block_in_place(|| kept.run(args));

        assert_eq!(replayed.stdout, "1 run of 1 delivery will run again\n", "{replayed:?}");
        wait_for(&inbox, EntryState::Done).await;
        working.abort();
        store
    });
}

async fn receive(
    store: &SqliteStore,
    is_corrected: &Arc<AtomicUsize>,
) -> (Inbox, tokio::task::JoinHandle<()>) {
    let pushes = EventRouter::new(providers::GITHUB.secret("made-up")).on(Pushes::PUSHED, save);
    let endpoint = pushes.for_inbox(Arc::clone(is_corrected));
    let receiver = Receiver::new(Arc::new(store.clone())).endpoint("/pushes", endpoint);
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

//! The time that the writer spends on an accept and on a claim, and the bytes that an accept writes, beside
//! bare rusqlite in the same groups.

use std::{path::Path, sync::Arc, thread, time::Duration};

use hookport::{inbox::Store, stores::SqliteStore};

use crate::{
    accept::entry,
    bare::Bare,
    claims::{BATCH, work_off_batch},
    rounds::quantile,
    usage::{Thread, WalMeter},
};

/// Finished rows that are there before anything is measured.
const FINISHED: usize = 60_000;
const ROUNDS: usize = 40;
const ACCEPTS: usize = 256;
const METERED: usize = 10 * ACCEPTS;

/// The figures of one side in a round: microseconds per accept, milliseconds per claim and done.
type Round = (f64, f64);

pub(crate) async fn run() {
    let folder = tempfile::tempdir_in(".").expect("a folder");
    println!(
        "\n| | writer's CPU per accept | ratio | per claim + done of {BATCH} | ratio | wall p50 | written per accept |"
    );
    println!("|---|---|---|---|---|---|---|");
    let (bare, bare_bytes) = in_bare(&folder.path().join("bare.db"));
    print("bare rusqlite, groups of 64", &bare, &bare, None, bare_bytes);
    let path = folder.path().join("inbox.db");
    let store: Arc<dyn Store> = Arc::new(SqliteStore::open(&path).await.expect("a store"));
    let (rounds, wall) = in_store(&store).await;
    let bytes = store_bytes(&store, &path).await;
    print("the store", &rounds, &bare, Some(wall), bytes);
    store.close().await;
}

fn in_bare(path: &Path) -> (Vec<Round>, u64) {
    let path = path.to_owned();
    let worked = thread::spawn(move || {
        let this = Thread::this();
        let mut bare = Bare::open(&path);
        for _ in 0..FINISHED / ACCEPTS {
            bare.insert(ACCEPTS);
            bare.work_off(ACCEPTS, ACCEPTS);
        }
        let mut rounds = Vec::new();
        for _ in 0..ROUNDS {
            let start = this.busy();
            (0..ACCEPTS / 64).for_each(|_| bare.insert(64));
            let accepted = this.busy();
            (0..ACCEPTS / BATCH).for_each(|_| bare.work_off(BATCH, BATCH));
            rounds.push(round(accepted - start, this.busy() - accepted));
        }
        let meter = WalMeter::new(&path);
        (0..METERED / 64).for_each(|_| bare.insert(64));
        (rounds, meter.written())
    });
    worked.join().expect("it ends")
}

async fn in_store(store: &Arc<dyn Store>) -> (Vec<Round>, f64) {
    for _ in 0..FINISHED / ACCEPTS {
        accept(store, ACCEPTS).await;
        work_off_batch(store, ACCEPTS).await;
    }
    // It has its name by now.
    let writer = Thread::writer();
    let (mut rounds, mut wall) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let start = writer.busy();
        accept(store, ACCEPTS).await;
        let accepted = writer.busy();
        for _ in 0..ACCEPTS / BATCH {
            wall.push(work_off_batch(store, BATCH).await.as_secs_f64() * 1000.0);
        }
        rounds.push(round(accepted - start, writer.busy() - accepted));
    }
    (rounds, quantile(&wall, 0.5))
}

async fn store_bytes(store: &Arc<dyn Store>, path: &Path) -> u64 {
    let meter = WalMeter::new(path);
    accept(store, METERED).await;
    meter.written()
}

/// Accepts so many by 64 callers, so that they come in groups of 64.
async fn accept(store: &Arc<dyn Store>, count: usize) {
    let mut tasks = tokio::task::JoinSet::new();
    for _ in 0..64 {
        let store = Arc::clone(store);
        let entries: Vec<_> = (0..count / 64).map(|_| entry()).collect();
        tasks.spawn(async move {
            for entry in entries {
                store.accept(entry).await.expect("an accept");
            }
        });
    }
    tasks.join_all().await;
}

#[expect(clippy::cast_precision_loss, reason = "small counts")]
fn round(accepts: Duration, claims: Duration) -> Round {
    let per_accept = accepts.as_secs_f64() * 1e6 / ACCEPTS as f64;
    (per_accept, claims.as_secs_f64() * 1e3 * BATCH as f64 / ACCEPTS as f64)
}

fn print(name: &str, rounds: &[Round], base: &[Round], wall: Option<f64>, bytes: u64) {
    let median = |of: fn(&Round) -> f64, rounds: &[Round]| {
        quantile(&rounds.iter().map(of).collect::<Vec<_>>(), 0.5)
    };
    let (accept, claim) = (median(|round| round.0, rounds), median(|round| round.1, rounds));
    let (base_accept, base_claim) = (median(|round| round.0, base), median(|round| round.1, base));
    let wall = wall.map_or(String::new(), |wall| format!("{wall:.2} ms"));
    println!(
        "| {name} | {accept:.1} us | {:.2} | {claim:.2} ms | {:.2} | {wall} | {} B |",
        base_accept / accept,
        base_claim / claim,
        bytes / METERED as u64,
    );
}

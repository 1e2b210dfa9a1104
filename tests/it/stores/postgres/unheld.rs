//! Claims without an answer: the server or the connection fails, or nobody waits any more.

use std::{
    path::{Path, PathBuf},
    time::{Duration, SystemTime},
};

use hookport::{
    inbox::{Accepted, ClaimRequest, EntryId, NewEntry, Store},
    stores::{
        PostgresStore,
        postgres::{
            PostgresOptions,
            sqlx::{Connection, Executor, PgConnection},
        },
    },
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream, UnixStream},
    sync::mpsc,
    task::JoinSet,
    time::{sleep, timeout},
};

use super::{MINUTE, ask, delivery};
use crate::kit::{Fsync, Postgres};

#[tokio::test(flavor = "multi_thread")]
async fn what_was_claimed_by_accepts_that_gave_up_is_claimed_before_its_lease_ends() {
    let server = Postgres::start(Fsync::Off);
    let patience = Duration::from_secs(1);
    let store = PostgresOptions::at(server.url()).patience(patience).open().await.unwrap();
    claimed_at_once(&store, "before").await;

    server.suspend();
    // More than there are writers: the last ones wait for them.
    let mut accepts = JoinSet::new();
    for key in 0..9 {
        let store = store.clone();
        accepts.spawn(async move {
            let request = ask(SystemTime::now());
            store.accept_and_claim(plain(&key.to_string()), request).await.is_err()
        });
        sleep(Duration::from_millis(20)).await;
    }
    assert!(accepts.join_all().await.into_iter().all(|is_refused| is_refused));
    server.go_on();
    let ids = accepted_again(&store).await;

    let mut claimed = claimed_in_time(&store, ids.len()).await;
    claimed.sort_unstable();
    assert_eq!(claimed, ids);
    store.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_claimed_without_an_answer_is_released_before_the_store_is_closed() {
    let server = Postgres::start(Fsync::Off);
    let patience = Duration::from_secs(1);
    let open = || PostgresOptions::at(server.url()).patience(patience).open();
    let store = open().await.unwrap();
    // Each connection has the statement prepared then, and has sent all of it before it waits for the lock.
    for key in 0..20 {
        claimed_at_once(&store, &format!("before {key}")).await;
    }

    let mut other = PgConnection::connect(server.url()).await.unwrap();
    other.execute("BEGIN; LOCK TABLE hookport.usage IN ACCESS EXCLUSIVE MODE").await.unwrap();
    let request = ask(SystemTime::now());
    assert!(store.accept_and_claim(plain("a"), request).await.is_err());
    let unlocked = async {
        // The server does then what was given up: while the store is closed.
        sleep(Duration::from_millis(300)).await;
        other.execute("ROLLBACK").await.unwrap();
    };
    tokio::join!(store.close(), unlocked);

    let next = open().await.unwrap();
    let accepted = next.accept(plain("a")).await.unwrap();
    assert!(matches!(accepted, Accepted::Duplicate(_)), "the server has done it");
    assert_eq!(claimed_in_time(&next, 1).await, [accepted.id()]);
    next.close().await;
}

/// Claims so many runs, long before their first leases would end.
async fn claimed_in_time(store: &PostgresStore, runs: usize) -> Vec<EntryId> {
    let mut claimed = Vec::new();
    let all = async {
        while claimed.len() < runs {
            let claims = store.claim(at_most(99)).await.unwrap();
            claimed.extend(claims.claimed.into_iter().map(|run| run.lease.entry));
            sleep(Duration::from_millis(50)).await;
        }
    };
    // What is missing then is seen by the caller.
    _ = timeout(MINUTE / 3, all).await;
    claimed
}

/// Sends them again, as their senders do, and returns what they are in the inbox.
async fn accepted_again(store: &PostgresStore) -> Vec<EntryId> {
    let mut ids = Vec::new();
    for key in 0..9 {
        ids.push(loop {
            if let Ok(accepted) = store.accept(plain(&key.to_string())).await {
                break accepted.id();
            }
            sleep(Duration::from_millis(10)).await;
        });
    }
    ids.sort_unstable();
    ids
}

#[tokio::test(flavor = "multi_thread")]
async fn an_accept_whose_connection_is_lost_after_its_commit_has_claimed_its_run() {
    let server = Postgres::start(Fsync::Off);
    let (url, mut cut) = behind_a_cut(&server, "lost-after-commit").await;
    let store = PostgresOptions::at(url).open().await.unwrap();
    claimed_at_once(&store, "before").await;

    let request = ask(SystemTime::now());
    let (accepted, claims) =
        store.accept_and_claim(plain("lost-after-commit"), request).await.unwrap();

    assert!(cut.try_recv().is_ok(), "its connection was lost");
    assert!(matches!(accepted, Accepted::New(_)), "{accepted:?}");
    let held: Vec<_> = claims.claimed.iter().map(|run| run.lease.clone()).collect();
    assert_eq!(held.len(), 1);
    let lost = store.renew(held, SystemTime::now(), MINUTE).await.unwrap();
    assert_eq!(lost, [], "the lease is the one that is in the database");
    store.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_claim_whose_answer_is_lost_is_made_again_before_its_lease_ends() {
    let server = Postgres::start(Fsync::Off);
    let direct = PostgresOptions::at(server.url()).open().await.unwrap();
    let id = direct.accept(plain("lost-with-its-answer")).await.unwrap().id();
    let (url, mut cut) = behind_a_cut(&server, "lost-with-its-answer").await;
    let store = PostgresOptions::at(url).open().await.unwrap();

    let claims = store.claim(at_most(9)).await.unwrap();

    assert!(cut.try_recv().is_ok(), "the answer was lost");
    assert_eq!(claims.claimed.len(), 0);
    assert_eq!(claimed_in_time(&store, 1).await, [id]);
    let record = direct.read(id).await.unwrap().unwrap();
    assert_eq!(record.runs[0].attempts, [], "no attempt is lost");
    store.close().await;
    direct.close().await;
}

/// Leads to a server. The first connection over which this text goes is cut instead of the answer.
async fn behind_a_cut(server: &Postgres, text: &'static str) -> (String, mpsc::Receiver<()>) {
    let (_, folder) = server.url().split_once("host=").unwrap();
    let socket = Path::new(folder).join(".s.PGSQL.5432");
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (cut, cuts) = mpsc::channel(1);
    tokio::spawn(async move {
        while let Ok((client, _)) = listener.accept().await {
            tokio::spawn(connect(client, socket.clone(), text, cut.clone()));
        }
    });
    (format!("postgres://tests@{address}/postgres?sslmode=disable"), cuts)
}

async fn connect(
    mut client: TcpStream,
    socket: PathBuf,
    text: &str,
    cut: mpsc::Sender<()>,
) -> std::io::Result<()> {
    let mut server = UnixStream::connect(socket).await?;
    let (mut sent, mut answered) = (vec![0; 64 * 1024], vec![0; 64 * 1024]);
    let mut is_cut = false;
    loop {
        tokio::select! {
            read = client.read(&mut sent) => match read? {
                0 => return Ok(()),
                read => {
                    is_cut |= holds(&sent[..read], text) && cut.try_send(()).is_ok();
                    server.write_all(&sent[..read]).await?;
                }
            },
            read = server.read(&mut answered) => match read? {
                0 => return Ok(()),
                read => {
                    let answered = &answered[..read];
                    is_cut |= holds(answered, text) && cut.try_send(()).is_ok();
                    if is_cut && answered.ends_with(READY) {
                        return Ok(());
                    }
                    if !is_cut {
                        client.write_all(answered).await?;
                    }
                }
            },
        }
    }
}

/// The end of an answer after a commit.
const READY: &[u8] = b"Z\0\0\0\x05I";

fn holds(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|part| part == text.as_bytes())
}

async fn claimed_at_once(store: &PostgresStore, key: &str) {
    let claims = store.accept_and_claim(plain(key), ask(SystemTime::now())).await.unwrap().1;
    assert_eq!(claims.claimed.len(), 1);
}

fn at_most(runs: usize) -> ClaimRequest {
    let mut request = ask(SystemTime::now());
    request.at_most = runs;
    request.quotas[0].at_most = runs;
    request.quotas[0].handlers[0].1 = runs;
    request
}

/// A delivery without an order, which is claimed by its accept.
fn plain(key: &str) -> NewEntry {
    NewEntry { order: None, ..delivery(key) }
}

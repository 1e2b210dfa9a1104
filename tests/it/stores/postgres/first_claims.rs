//! Runs that are claimed by the accepts of their deliveries, while the server or the connection fails.

use std::{
    path::{Path, PathBuf},
    time::{Duration, SystemTime},
};

use hookport::{
    inbox::{Accepted, ClaimRequest, EntryId, NewEntry, Store},
    stores::{PostgresStore, postgres::PostgresOptions},
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

    let mut claimed = Vec::new();
    let all_claimed = async {
        while claimed.len() < ids.len() {
            let claims = store.claim(at_most(99)).await.unwrap();
            claimed.extend(claims.claimed.into_iter().map(|run| run.lease.entry));
            sleep(Duration::from_millis(50)).await;
        }
    };
    let in_time = timeout(MINUTE / 3, all_claimed).await;
    claimed.sort_unstable();
    assert_eq!(claimed, ids, "{in_time:?}");
    store.close().await;
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

/// Leads to a server. The first connection over which this text is sent is cut when the server has answered.
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
                    let sent = &sent[..read];
                    is_cut |= sent.windows(text.len()).any(|part| part == text.as_bytes())
                        && cut.try_send(()).is_ok();
                    server.write_all(sent).await?;
                }
            },
            read = server.read(&mut answered) => match read? {
                0 => return Ok(()),
                _ if is_cut => return Ok(()),
                read => client.write_all(&answered[..read]).await?,
            },
        }
    }
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

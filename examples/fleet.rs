//! Two receivers and two workers, each a process, share an inbox in Postgres. A worker and a receiver are killed
//! while deliveries arrive: each delivery is handled once.
//!
//! `cargo run --features postgres --example fleet` starts a Postgres of its own (`apt-get install postgresql`).
#![expect(clippy::print_stdout, reason = "an example shows what happens")]

use std::{
    env,
    error::Error,
    io::{copy, sink, stdin},
    net::SocketAddr,
    process::Stdio,
    sync::Arc,
    time::Duration,
};

use bytes::Bytes;
use hookport::{
    EventRouter, Outcome, Receiver, WebhookEvent,
    extract::{DeliveryId, State},
    inbox::Inbox,
    providers,
    receiver::Role,
    stores::{
        PostgresStore,
        postgres::{Tx, sqlx},
    },
    testing::Signer,
};
use http::{Request, StatusCode};
use http_body_util::Full;
use hyper_util::rt::TokioIo;
use sqlx::{Connection, PgConnection};
use tokio::{
    io::{AsyncBufReadExt, BufReader},
    net::{TcpListener, TcpStream},
    process::{Child, Command},
    task::spawn_blocking,
    time::timeout,
};

use self::postgres::{Fsync, Postgres};

#[path = "../tests/it/kit/postgres.rs"]
#[allow(dead_code, reason = "the tests use more of it")]
mod postgres;

#[derive(WebhookEvent)]
enum GitHubEvent {
    #[event("push")]
    Pushed(serde_json::Value),
}

/// The row and "done" are one commit.
async fn on_push(
    _: serde_json::Value,
    id: DeliveryId,
    State(worker): State<String>,
    mut tx: Tx,
) -> Result<(), Outcome> {
    let insert = sqlx::query("INSERT INTO pushes (id, worker) VALUES ($1, $2)");
    insert.bind(id.as_str()).bind(worker).execute(&mut *tx).await.map_err(Outcome::retry)?;
    Ok(())
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<_> = env::args().skip(1).collect();
    match &arguments[..] {
        [] => lead().await,
        [role, name, url] => work(role, name, url).await,
        _ => Err("expected no arguments".into()),
    }
}

/// A process of the fleet: it ends when its input does.
async fn work(role: &str, name: &str, url: &str) -> Result<(), Box<dyn Error>> {
    let role = Role::from_word(role).ok_or("unknown role")?;
    let github = EventRouter::new(providers::GITHUB.secret("made-up"))
        .on(GitHubEvent::PUSHED, on_push)
        .for_inbox(name.to_owned());
    let receiver = Receiver::open(url).await?.role(role).endpoint("/github", github);
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    println!("{}", listener.local_addr()?);
    let input_ends = async { drop(spawn_blocking(|| copy(&mut stdin(), &mut sink())).await) };
    receiver.lease(Duration::from_secs(2)).serve_on(listener, input_ends).await?;
    Ok(())
}

/// The sender, and whoever starts and kills the others.
async fn lead() -> Result<(), Box<dyn Error>> {
    let server = Postgres::start(Fsync::On);
    let mut db = PgConnection::connect(server.url()).await?;
    sqlx::query("CREATE TABLE pushes (id text, worker text)").execute(&mut db).await?;
    let inbox = Inbox::new(Arc::new(PostgresStore::open(server.url()).await?));
    let of = |role, name| start(role, name, &server);
    let mut receivers = [of(Role::Receiver, "receiver-1")?, of(Role::Receiver, "receiver-2")?];
    let mut workers = [of(Role::Worker, "worker-1")?, of(Role::Worker, "worker-2")?];
    let mut balancer = Vec::new();
    for receiver in &mut receivers {
        balancer.push(address_of(receiver).await?);
    }

    let github = Signer::new(providers::GITHUB, "made-up").url("http://localhost/github");
    for number in 0..DELIVERIES {
        if number == DELIVERIES / 3 {
            workers[0].kill().await?;
            println!("worker-1 is killed after {number} deliveries");
        }
        if number == DELIVERIES / 2 {
            receivers[0].kill().await?;
            println!("receiver-1 is killed after {number} deliveries");
        }
        let push = github.clone().event("push").id(format!("push-{number}"));
        send(&mut balancer, &push.sign("{}")?).await?;
    }
    println!("{DELIVERIES} deliveries got a 2xx");

    while !inbox.overview().await?.runs.is_empty() {
        _ = timeout(Duration::from_millis(100), inbox.store().wait()).await;
    }
    let by_worker = "SELECT worker, count(*) FROM pushes GROUP BY 1 ORDER BY 1";
    let by_worker: Vec<(String, i64)> = sqlx::query_as(by_worker).fetch_all(&mut db).await?;
    for (worker, rows) in by_worker {
        println!("{worker} has written {rows} rows");
    }
    let all = "SELECT count(*), count(DISTINCT id) FROM pushes";
    let (rows, pushes): (i64, i64) = sqlx::query_as(all).fetch_one(&mut db).await?;
    println!("{rows} rows of {pushes} pushes: each once");
    Ok(())
}

/// Starts a process of the fleet.
fn start(role: Role, name: &str, server: &Postgres) -> Result<Child, Box<dyn Error>> {
    let mut command = Command::new(env::current_exe()?);
    command.args([role.as_str(), name, server.url()]);
    Ok(command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?)
}

/// Reads the address that a process listens on.
async fn address_of(process: &mut Child) -> Result<SocketAddr, Box<dyn Error>> {
    let output = process.stdout.take().ok_or("the process has no output")?;
    let mut line = String::new();
    BufReader::new(output).read_line(&mut line).await?;
    Ok(line.trim_end().parse()?)
}

/// Sends a request to the first receiver that answers, as a load balancer does. Takes out those that do not.
async fn send(
    receivers: &mut Vec<SocketAddr>,
    request: &Request<Bytes>,
) -> Result<(), Box<dyn Error>> {
    while let Some(receiver) = receivers.first().copied() {
        receivers.rotate_left(1);
        match send_to(receiver, request.clone().map(Full::new)).await {
            Ok(status) if status.is_success() => return Ok(()),
            Ok(status) => return Err(format!("the sender gets {status}").into()),
            Err(_) => receivers.retain(|other| *other != receiver),
        }
    }
    Err("no receiver answers".into())
}

async fn send_to(
    receiver: SocketAddr,
    request: Request<Full<Bytes>>,
) -> Result<StatusCode, Box<dyn Error>> {
    let stream = TokioIo::new(TcpStream::connect(receiver).await?);
    let (mut sender, connection) = hyper::client::conn::http1::handshake(stream).await?;
    tokio::spawn(connection);
    Ok(sender.send_request(request).await?.status())
}

const DELIVERIES: usize = 600;

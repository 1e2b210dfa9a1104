//! Seven senders, one receiver on SQLite: genuine, repeated and forged deliveries over HTTP, and what
//! became of each.
//!
//! `cargo run --features sqlite --example quickstart` delivers to itself, then goes on listening on
//! 127.0.0.1:8080. `-- --once` ends it there; `-- --port N` listens on another port, on any free one
//! if N is 0; `-- --file PATH` keeps the inbox in a file that stays.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "an example shows what happens")]

mod client;
mod deliveries;
mod endpoints;
mod journal;
mod page;

use std::{
    error::Error, future::pending, io::ErrorKind, path::PathBuf, process::ExitCode, time::Duration,
};

use hookport::{
    inbox::{Day, Store, StoreError},
    stores::SqliteStore,
};
use tokio::{net::TcpListener, sync::mpsc::UnboundedReceiver, time::timeout};

use crate::{
    deliveries::{Delivered, Expected},
    journal::Entry,
    page::Page,
};

#[tokio::main]
async fn main() -> ExitCode {
    match run().await {
        Ok(code) => code,
        Err(error) => {
            eprintln!("quickstart: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run() -> Result<ExitCode, Box<dyn Error>> {
    let options = Options::parse(std::env::args().skip(1))?;
    let listener = listen(options.port).await?;
    let origin = format!("http://{}", listener.local_addr()?);
    let (journal, mut entries) = journal::open();
    let folder = tempfile::tempdir()?;
    let file = options.file.unwrap_or_else(|| folder.path().join("hookport.db"));
    let store = SqliteStore::open(&file).await?;
    let receiver = endpoints::receiver(store.clone(), &journal);
    let server = tokio::spawn(receiver.serve_on(listener, pending()));

    let page = Page::new();
    page.title(&origin, &file);
    let wrong = demonstrate(&origin, &mut entries, &page).await?;
    timeout(PATIENCE, nothing_is_open(&store)).await??;
    page.log(&store).await?;
    page.sum(wrong);
    if wrong > 0 {
        return Ok(ExitCode::FAILURE);
    }
    if !options.once {
        page.invite(&origin);
        while let Some(entry) = entries.recv().await {
            page.arrival(&entry);
        }
        server.await??;
    }
    Ok(ExitCode::SUCCESS)
}

/// Sends everything, one after the other; how many did not end as they should.
async fn demonstrate(
    origin: &str,
    entries: &mut UnboundedReceiver<Entry>,
    page: &Page,
) -> Result<usize, Box<dyn Error>> {
    let mut wrong = 0;
    for sender in deliveries::all(origin)? {
        page.sender(&sender);
        for trial in sender.trials {
            let answer = client::send(trial.request).await?;
            let entry = match trial.expected {
                // It is handled already: nothing more comes of it.
                Expected::KeptBefore => entries.try_recv().ok(),
                // The worker runs the handler after the sender has had its answer.
                _ => timeout(PATIENCE, entries.recv()).await.ok().flatten(),
            };
            let delivered = Delivered { what: trial.what, answer, entry };
            let as_expected = trial.expected.holds_for(&delivered);
            page.delivered(&delivered, as_expected);
            wrong += usize::from(!as_expected);
        }
    }
    Ok(wrong)
}

/// Waits until the inbox holds nothing that is still to be run.
async fn nothing_is_open(store: &dyn Store) -> Result<(), StoreError> {
    loop {
        let changed = store.wait();
        let (overview, _) = store.overview(Day::from_number(0)..=Day::from_number(0)).await?;
        if !overview.runs.iter().any(|run| run.state.is_open()) {
            return Ok(());
        }
        changed.await;
    }
}

async fn listen(port: u16) -> Result<TcpListener, Box<dyn Error>> {
    TcpListener::bind(("127.0.0.1", port)).await.map_err(|error| match error.kind() {
        ErrorKind::AddrInUse => {
            format!("port {port} is in use; choose another with `--port N`, or any with `--port 0`")
                .into()
        }
        _ => error.into(),
    })
}

const PATIENCE: Duration = Duration::from_secs(10);

struct Options {
    once: bool,
    port: u16,
    file: Option<PathBuf>,
}

impl Options {
    fn parse(mut arguments: impl Iterator<Item = String>) -> Result<Self, String> {
        let mut options = Self { once: false, port: 8080, file: None };
        while let Some(argument) = arguments.next() {
            match argument.as_str() {
                "--once" => options.once = true,
                "--port" => {
                    let port = arguments.next().and_then(|port| port.parse().ok());
                    options.port = port.ok_or("`--port` takes a number from 0 to 65535")?;
                }
                "--file" => {
                    let file = arguments.next().ok_or("`--file` takes a path")?;
                    options.file = Some(PathBuf::from(file));
                }
                other => {
                    return Err(format!("`{other}`? There is `--once`, `--port N`, `--file PATH`"));
                }
            }
        }
        Ok(options)
    }
}

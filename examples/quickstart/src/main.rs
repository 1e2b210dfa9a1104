//! Seven senders, one receiver on SQLite: genuine, repeated and forged deliveries over HTTP, and what
//! became of each.
//!
//! `cargo run -p quickstart` delivers to itself, then goes on listening on 127.0.0.1:8080.
//! `-- --help` says what can be set. `endpoints.rs` is the part to copy.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "an example shows what happens")]

mod client;
mod deliveries;
mod duplicates;
mod endpoints;
mod folder;
mod invitation;
mod journal;
mod options;
mod page;

use std::{
    env,
    error::Error,
    io::{self, ErrorKind},
    path::Path,
    process::ExitCode,
    time::Duration,
};

use hookport::{
    inbox::{Day, Store, StoreError},
    stores::SqliteStore,
};
use tokio::{
    net::TcpListener,
    sync::{mpsc::UnboundedReceiver, oneshot},
    time::timeout,
};

use crate::{
    deliveries::{Delivered, Deliveries},
    folder::Folder,
    journal::Entry,
    options::{HELP, Options},
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
    let options = Options::parse(env::args().skip(1))?;
    if options.help {
        println!("{HELP}");
        return Ok(ExitCode::SUCCESS);
    }
    let signal = stop_signal()?;
    let listener = listen(options.port).await?;
    let origin = format!("http://{}", listener.local_addr()?);
    let folder = Folder::new()?;
    let file = options.file.unwrap_or_else(|| folder.path().join("hookport.db"));
    let store = SqliteStore::open(&file).await?;
    let (journal, entries) = journal::open();
    let (end, ended) = oneshot::channel::<()>();
    let stop = async {
        tokio::select! {
            () = signal => {}
            _ = ended => {}
        }
    };
    let receiver = endpoints::receiver(store.clone(), &journal);
    let mut server = tokio::spawn(receiver.serve_on(listener, stop));
    tokio::spawn(duplicates::watch(store.clone(), journal));

    let page = Page::new();
    page.title(&origin, &file);
    let show = show(&origin, &folder, &store, entries, &page, options.once);
    let wrong = tokio::select! {
        wrong = show => wrong?,
        drained = &mut server => {
            page.farewell(drained??);
            return Ok(ExitCode::SUCCESS);
        }
    };
    drop(end);
    server.await??;
    Ok(ExitCode::from(u8::from(wrong > 0)))
}

/// Shows what is sent here, then what others send, if it is not `once`. Returns how many of its own
/// deliveries did not end as they should.
async fn show(
    origin: &str,
    folder: &Folder,
    store: &SqliteStore,
    mut entries: UnboundedReceiver<Entry>,
    page: &Page,
    once: bool,
) -> Result<usize, Box<dyn Error>> {
    let deliveries = Deliveries::to(origin);
    let wrong = demonstrate(&deliveries, &mut entries, page).await?;
    timeout(PATIENCE, nothing_is_open(store)).await??;
    page.log(store).await?;
    page.sum(wrong);
    if wrong == 0 && !once {
        invite(&deliveries, origin, folder.path(), page)?;
        while let Some(entry) = entries.recv().await {
            page.arrival(&entry);
        }
    }
    Ok(wrong)
}

/// Sends everything, one after the other. Returns how many did not end as they should.
async fn demonstrate(
    deliveries: &Deliveries<'_>,
    entries: &mut UnboundedReceiver<Entry>,
    page: &Page,
) -> Result<usize, Box<dyn Error>> {
    let mut wrong = 0;
    for sender in deliveries.all()? {
        page.sender(&sender);
        for trial in sender.trials {
            let answer = client::send(trial.request).await?;
            // The worker runs the handler after the sender has had its answer.
            let entry = timeout(PATIENCE, entries.recv()).await.ok().flatten();
            let delivered = Delivered { what: trial.what, answer, entry };
            let as_expected = trial.expected.holds_for(&delivered);
            page.delivered(&delivered, as_expected);
            wrong += usize::from(!as_expected);
        }
    }
    Ok(wrong)
}

fn invite(
    deliveries: &Deliveries<'_>,
    origin: &str,
    folder: &Path,
    page: &Page,
) -> Result<(), Box<dyn Error>> {
    let curl = invitation::curl(deliveries)?;
    let send = invitation::send(deliveries, origin, folder)?;
    page.invite(&curl, &send);
    Ok(())
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

/// Waits for Ctrl-C or SIGTERM from now on, not only once it is polled.
#[cfg(unix)]
fn stop_signal() -> io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};

    let (mut interrupt, mut terminate) =
        (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

#[cfg(not(unix))]
fn stop_signal() -> io::Result<impl Future<Output = ()>> {
    Ok(async { drop(tokio::signal::ctrl_c().await) })
}

const PATIENCE: Duration = Duration::from_secs(10);

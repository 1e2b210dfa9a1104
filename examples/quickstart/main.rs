//! Seven senders, one app: genuine and forged deliveries over HTTP, and what became of each.
//!
//! `cargo run --example quickstart` delivers to itself, then goes on listening on 127.0.0.1:8080.
//! `-- --once` ends it there; `-- --port N` listens on another port, on any free one if N is 0.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "an example shows what happens")]

mod client;
mod deliveries;
mod endpoints;
mod journal;
mod page;

use std::{error::Error, io::ErrorKind, process::ExitCode};

use tokio::{net::TcpListener, sync::mpsc::UnboundedReceiver};

use crate::{deliveries::Delivered, journal::Entry, page::Page};

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
    let server = tokio::spawn(axum::serve(listener, endpoints::app(&journal)).into_future());

    let page = Page::new();
    page.title(&origin);
    let wrong = demonstrate(&origin, &mut entries, &page).await?;
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
            // A handler has written its entry before its sender hears anything.
            let entry = entries.try_recv().ok();
            let delivered = Delivered { what: trial.what, answer, entry };
            let as_expected = trial.expected.holds_for(&delivered);
            page.delivered(&delivered, as_expected);
            wrong += usize::from(!as_expected);
        }
    }
    Ok(wrong)
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

struct Options {
    once: bool,
    port: u16,
}

impl Options {
    fn parse(mut arguments: impl Iterator<Item = String>) -> Result<Self, String> {
        let mut options = Self { once: false, port: 8080 };
        while let Some(argument) = arguments.next() {
            match argument.as_str() {
                "--once" => options.once = true,
                "--port" => {
                    let port = arguments.next().and_then(|port| port.parse().ok());
                    options.port = port.ok_or("`--port` takes a number from 0 to 65535")?;
                }
                other => return Err(format!("`{other}`? There is `--once`, and `--port N`")),
            }
        }
        Ok(options)
    }
}

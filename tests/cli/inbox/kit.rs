//! An inbox with a delivery in each state, at fixed times, and transcripts of commands on it.

use std::{
    fs,
    path::Path,
    sync::Arc,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use bytes::Bytes;
use hookport::{
    Delivery, DeliveryParts, Trust,
    inbox::{
        Change, ClaimRequest, Day, Ended, Key, NewEntry, NewRun, Order, Quarantined, Quota,
        Settlement, Store,
    },
    stores::{PostgresStore, SqliteStore},
};
use http::{Extensions, Request};
use tempfile::TempDir;

use crate::{
    postgres::Postgres,
    terminal::{Run, command, hookport, same_as_file},
};

/// An inbox that nobody has open, and a folder.
pub(crate) struct Kept {
    folder: TempDir,
    url: String,
}

impl Kept {
    /// Makes an inbox in a file, with a delivery in each state.
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}", folder.path().join("hookport.db").display());
        Self { folder, url }.filled()
    }

    /// Makes the same inbox in a database.
    pub(crate) fn in_postgres() -> Self {
        Self::on(Postgres::shared())
    }

    /// Makes the same inbox on a server.
    pub(crate) fn on(server: &Postgres) -> Self {
        let url = format!("{}&schema={}", server.url(), server.new_schema());
        Self { folder: tempfile::tempdir().unwrap(), url }.filled()
    }

    /// Makes the same inbox in each store.
    pub(crate) fn everywhere() -> [Self; 2] {
        [Self::new(), Self::in_postgres()]
    }

    fn filled(self) -> Self {
        self.with_store(async |store| {
            fill(&*store).await;
            store
        });
        self
    }

    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Opens the inbox for a function of the test.
    pub(crate) fn with_store(&self, work: impl AsyncFnOnce(Arc<dyn Store>) -> Arc<dyn Store>) {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        runtime.block_on(async {
            work(self.open().await).await.close().await;
        });
    }

    async fn open(&self) -> Arc<dyn Store> {
        match self.url.strip_prefix("sqlite:") {
            Some(path) => Arc::new(SqliteStore::open(path).await.unwrap()),
            None => Arc::new(PostgresStore::open(&self.url).await.unwrap()),
        }
    }

    /// Runs a command on it. `DIR` in the arguments is its folder.
    pub(crate) fn run(&self, args: &str) -> Run {
        let folder = self.folder.path().to_str().unwrap();
        let args = args.split_whitespace().map(|word| word.replace("DIR", folder));
        let args: Vec<_> = args.chain(["--inbox".to_owned(), self.url.clone()]).collect();
        hookport(&args.iter().map(String::as_str).collect::<Vec<_>>())
    }

    /// Writes a configuration file beside the inbox, with one endpoint, `pushes`.
    pub(crate) fn configure(&self) {
        let config = "inbox = \"sqlite:hookport.db\"\n[[endpoints]]\npath = \"/pushes\"\n\
                      provider = \"github\"\nsecrets = [{ file = \"secret.txt\" }]\nstore-only = true\n";
        fs::write(self.folder.path().join("hookport.toml"), config).unwrap();
        fs::write(self.folder.path().join("secret.txt"), "mended").unwrap();
    }

    /// Runs a command in its folder, which says where the inbox is by `hookport.toml`.
    pub(crate) fn run_there(&self, args: &str) -> Run {
        let args: Vec<_> = args.split_whitespace().collect();
        command(&args).current_dir(self.folder.path()).output().unwrap().into()
    }

    /// Runs commands one after the other, and compares what they write with `tests/cli/<name>.txt`.
    #[track_caller]
    pub(crate) fn transcript(&self, name: &str, commands: &[&str]) {
        let folder = self.folder.path().to_str().unwrap();
        let written: String = commands.iter().map(|args| shown(args, &self.run(args))).collect();
        let today = Day::of(SystemTime::now()).to_string();
        same_as_file(name, &written.replace(folder, "DIR").replace(&today, "THIS-DAY.."));
    }
}

fn shown(args: &str, run: &Run) -> String {
    format!("$ hookport {args}\n{}{}[exit code {}]\n\n", run.stdout, run.stderr, run.code)
}

/// Seconds after the 1st of December 2026.
pub(crate) fn at(seconds: u64) -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(1_796_083_200 + seconds)
}

async fn fill(store: &dyn Store) {
    accept(store, "evt_1", "invoice.paid", &["save"]).await;
    end(store, at(10), Ended::Done).await;
    accept(store, "evt_2", "invoice.paid", &["save", "mail"]).await;
    end(store, at(20), Ended::Retry { due: at(30), error: "no answer".to_owned() }).await;
    end(store, at(30), Ended::Dead { error: "no such account: cus_4711".to_owned() }).await;
    accept(store, "evt_3", "charge.failed", &[]).await;
    accept(store, "evt_4", "charge.failed", &["save"]).await;
    end(store, at(40), Ended::Retry { due: at(86_400), error: "disk full".to_owned() }).await;
    for id in ["ord_1", "ord_2"] {
        store.accept(ordered(id)).await.unwrap();
    }
    end(store, at(50), Ended::Dead { error: "no such account: cus_9".to_owned() }).await;
    quarantine(store).await;
}

async fn accept(store: &dyn Store, id: &str, event: &str, handlers: &[&str]) {
    let mut entry = entry("stripe", id, event, Trust::Signed);
    entry.handlers = handlers.iter().copied().map(NewRun::from).collect();
    store.accept(entry).await.unwrap();
}

fn ordered(id: &str) -> NewEntry {
    let order = Order { stops_at_dead_letter: true, ..Order::by("order 7") };
    let handlers = vec!["ship".into()];
    NewEntry { order: Some(order), handlers, ..entry("shop", id, "order.paid", Trust::Token) }
}

fn entry(endpoint: &str, id: &str, event: &str, trust: Trust) -> NewEntry {
    let request = Request::post(format!("/{endpoint}?key=made-up"))
        .header("content-type", "application/json")
        .header("authorization", "Bearer made-up")
        .header("x-note", "\u{202e}desrever")
        .body(Bytes::from(format!(r#"{{"id":"{id}","type":"{event}","text":"{ESCAPE}[31m"}}"#)))
        .unwrap();
    let mut parts = DeliveryParts::new(endpoint.to_owned(), trust, at(0), request);
    (parts.event_name, parts.id) = (Some(event.to_owned().into()), Some(id.to_owned()));
    parts.tenant = (endpoint == "shop").then(|| "store 1".to_owned());
    kept_of(parts)
}

/// A delivery that no handler takes, to an endpoint that has the name of its provider.
pub(crate) fn kept_of(parts: DeliveryParts) -> NewEntry {
    let event = parts.event_name.clone().unwrap_or_default();
    let id = parts.id.clone().unwrap_or_default();
    NewEntry {
        endpoint: (*parts.provider).into(),
        key: Key::of("sender's id", [&*parts.provider, &*id]),
        duplicate_within: None,
        delivery: Delivery::from_parts(parts, Extensions::new()),
        counted_as: (*event).into(),
        order: None,
        handlers: Vec::new(),
    }
}

/// Begins a sequence that controls a terminal.
const ESCAPE: char = '\u{1b}';

/// Claims all that can be claimed, and ends it.
async fn end(store: &dyn Store, now: SystemTime, ended: Ended) {
    let of = |endpoint: &str, handlers: &[&str]| Quota {
        endpoint: endpoint.into(),
        at_most: 10,
        handlers: handlers.iter().map(|handler| ((*handler).into(), 10)).collect(),
    };
    let quotas = vec![of("stripe", &["save", "mail"]), of("shop", &["ship"])];
    let request = ClaimRequest { at_most: 10, quotas, now, lease: Duration::from_secs(60) };
    for claimed in store.claim(request).await.unwrap().claimed {
        let at = now + Duration::from_millis(250);
        let settlement = Settlement::new(claimed.lease, ended.clone(), at, claimed.context);
        store.settle(settlement).await.unwrap();
    }
}

async fn quarantine(store: &dyn Store) {
    let request = Request::post("/stripe")
        .header("stripe-signature", "t=1,v1=00")
        .body(Bytes::from_static(b"{\"id\":\"evt_5\"}"))
        .unwrap();
    let reason = "wrong_signature".to_owned();
    let unproved = Quarantined::new("stripe".into(), reason, at(60), request);
    store.change(Change::Quarantine { unproved, at_most: 10 }).await.unwrap();
}

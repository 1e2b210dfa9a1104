//! Several receivers and workers on one database keep the order of deliveries.

use std::{
    collections::{HashMap, HashSet},
    sync::{Arc, Mutex},
    time::{Duration, SystemTime},
};

use hookport::{
    inbox::{
        Change, ClaimRequest, Claimed, Ended, HandlerNames, NewEntry, Order, Quota, Settled,
        Settlement, Store,
    },
    stores::{
        PostgresStore,
        postgres::{
            PostgresOptions,
            sqlx::{Connection, Executor, PgConnection, query_scalar},
        },
    },
};
use tokio::{task::JoinSet, time::sleep};

use super::{ask, delivery, two};
use crate::kit::Postgres;

const SENDERS: usize = 6;
const OF_SENDER: usize = 40;
const KEYS: usize = 5;

#[tokio::test(flavor = "multi_thread")]
async fn one_ordering_key_runs_in_order_and_one_at_a_time_on_several_machines() {
    let server = Postgres::shared();
    let schema = server.new_schema();
    let mut stores = Vec::new();
    for _ in 0..3 {
        let options = PostgresOptions::at(server.url()).schema(&*schema).connections(8);
        stores.push(options.open().await.unwrap());
    }
    let seen = Arc::new(Mutex::new(Seen::default()));
    let mut tasks = JoinSet::new();
    for (sender, store) in (0..SENDERS).zip(stores.iter().cycle()) {
        tasks.spawn(send(store.clone(), sender));
    }
    for store in &stores {
        tasks.spawn(work(store.clone(), Arc::clone(&seen)));
    }
    tasks.join_all().await;

    let seen = seen.lock().unwrap();
    for ((sender, key), numbers) in &seen.done {
        let sent: Vec<_> = (0..OF_SENDER).filter(|number| number % KEYS == *key).collect();
        assert_eq!(*numbers, sent, "sender {sender}, key {key}");
    }
}

/// Sends one delivery after the other.
async fn send(store: PostgresStore, sender: usize) {
    for number in 0..OF_SENDER {
        let order = Some(Order::by(format!("key {}", number % KEYS)));
        let entry = delivery(&format!("{sender} {number} "));
        store.accept(NewEntry { order, ..entry }).await.unwrap();
    }
}

/// The deliveries that the handlers have seen.
#[derive(Default)]
struct Seen {
    running: HashSet<usize>,
    /// By sender and ordering key.
    done: HashMap<(usize, usize), Vec<usize>>,
    count: usize,
}

impl Seen {
    fn begin(&mut self, key: usize) {
        assert!(self.running.insert(key), "two deliveries of key {key} run at a time");
    }

    fn end(&mut self, key: usize) {
        self.running.remove(&key);
    }
}

/// Runs what there is, until all is done. Each third attempt fails.
async fn work(store: PostgresStore, seen: Arc<Mutex<Seen>>) {
    while seen.lock().unwrap().count < SENDERS * OF_SENDER {
        let claimed = store.claim(ask(SystemTime::now())).await.unwrap().claimed;
        if claimed.is_empty() {
            sleep(Duration::from_millis(1)).await;
        }
        for one in claimed {
            run(&store, &seen, one).await;
        }
    }
}

async fn run(store: &PostgresStore, seen: &Mutex<Seen>, claimed: Claimed) {
    let id = claimed.delivery.id.as_deref().unwrap();
    let mut words = id.split(' ').map(str::parse::<usize>);
    let sender = words.next().unwrap().unwrap();
    let number = words.next().unwrap().unwrap();
    seen.lock().unwrap().begin(number % KEYS);
    tokio::task::yield_now().await;
    seen.lock().unwrap().end(number % KEYS);
    let fails = claimed.attempt == 1 && number % 3 == 0;
    let ended = if fails {
        Ended::Retry { due: SystemTime::now(), error: "not yet".to_owned() }
    } else {
        let mut seen = seen.lock().unwrap();
        seen.done.entry((sender, number % KEYS)).or_default().push(number);
        seen.count += 1;
        Ended::Done
    };
    let settlement = Settlement::new(claimed.lease, ended, SystemTime::now(), claimed.context);
    assert_eq!(store.settle(settlement).await.unwrap(), Settled::Kept);
}

#[tokio::test]
async fn a_delivery_that_comes_while_a_handler_is_renamed_goes_to_its_new_name() {
    let ([receiver, worker], schema) = two().await;
    let plain = |key| NewEntry { order: None, ..delivery(key) };
    receiver.accept(plain("a")).await.unwrap();
    let mut db = PgConnection::connect(Postgres::shared().url()).await.unwrap();
    let mut holder = PgConnection::connect(Postgres::shared().url()).await.unwrap();
    let hold = format!("BEGIN; SELECT 1 FROM {schema}.handlers WHERE name = 'ship' FOR UPDATE");
    holder.execute(&*hold).await.unwrap();

    let renaming = tokio::spawn({
        let worker = worker.clone();
        async move { worker.change(send_was_ship()).await }
    });
    wait_for_lock(&mut db, &schema, "ShareRowExclusiveLock", true).await;
    let accepting = tokio::spawn({
        let receiver = receiver.clone();
        async move { receiver.accept(plain("b")).await }
    });
    wait_for_lock(&mut db, &schema, "RowExclusiveLock", false).await;
    holder.execute("COMMIT").await.unwrap();

    assert_eq!(renaming.await.unwrap().unwrap(), 1, "one run was there before");
    accepting.await.unwrap().unwrap();
    let send = Quota { endpoint: "shop".into(), at_most: 9, handlers: vec![("send".into(), 9)] };
    let request = ClaimRequest { quotas: vec![send], ..ask(SystemTime::now()) };
    assert_eq!(worker.claim(request).await.unwrap().claimed.len(), 2);
}

fn send_was_ship() -> Change {
    let send = HandlerNames::new("send".into(), vec!["ship".into()]);
    Change::NameHandlers { endpoint: "shop".into(), handlers: vec![send], at: SystemTime::now() }
}

/// Waits until somebody has the lock on the counts of a schema, or waits for it.
async fn wait_for_lock(db: &mut PgConnection, schema: &str, mode: &str, is_granted: bool) {
    let find = "SELECT count(*) FROM pg_locks
        WHERE relation = ($1 || '.usage')::regclass AND mode = $2 AND granted = $3";
    let find = || query_scalar::<_, i64>(find).bind(schema).bind(mode).bind(is_granted);
    for _ in 0..10_000 {
        if find().fetch_one(&mut *db).await.unwrap() > 0 {
            return;
        }
        sleep(Duration::from_millis(1)).await;
    }
    panic!("nobody has or waits for {mode}");
}

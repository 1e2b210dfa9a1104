//! Several receivers and workers on one database keep the order of deliveries.

use std::{
    collections::{HashMap, HashSet},
    sync::{Arc, Mutex},
    time::{Duration, SystemTime},
};

use hookport::{
    inbox::{Claimed, Ended, NewEntry, Order, Settled, Settlement, Store},
    stores::{PostgresStore, postgres::PostgresOptions},
};
use tokio::{task::JoinSet, time::sleep};

use super::{ask, delivery};
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

//! Another receiver in the place of one that serves.

use std::{
    net::SocketAddr,
    sync::{Arc, Mutex},
    time::Duration,
};

use hookport::{
    EventRouter, Field, InboxEndpoint, Receiver, Secret,
    extract::State,
    inbox::{Inbox, OrderingKey, Store},
    receiver::{ReceiverError, Reloads, reloads},
    router::HandlerPolicy,
    secrets::Secrets,
    stores::MemoryStore,
    worker::Drained,
};
use tokio::{
    io::AsyncWriteExt,
    net::{TcpListener, TcpStream},
    sync::oneshot,
    task::{JoinHandle, JoinSet},
};

use super::{
    kit::{Gate, gated_shop, shop},
    over_tcp::{exchange, get, status},
    watched::Watched,
};
use crate::kit::{
    ACME, Calls, Log, Order, SECRET, Shop, forged, paid, router, signed, signed_to, soon,
    written_out,
};

/// A receiver on a free port, which can be replaced.
struct Reloading {
    address: SocketAddr,
    reloads: Reloads,
    stop: oneshot::Sender<()>,
    ended: JoinHandle<Result<Drained, ReceiverError>>,
}

impl Reloading {
    async fn start(receiver: Receiver) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (reloads, replacements) = reloads();
        let (stop, stopped) = oneshot::channel::<()>();
        let shutdown = async { drop(stopped.await) };
        let ended = tokio::spawn(receiver.serve_reloading(listener, shutdown, replacements));
        Self { address, reloads, stop, ended }
    }

    async fn connect(&self) -> TcpStream {
        TcpStream::connect(self.address).await.unwrap()
    }

    async fn replace(&self, receiver: Receiver) -> Result<(), ReceiverError> {
        soon(self.reloads.replace(receiver)).await
    }

    async fn stop(self) -> Drained {
        drop(self.stop);
        soon(self.ended).await.unwrap().unwrap()
    }
}

fn memory() -> Arc<dyn Store> {
    Arc::new(MemoryStore::default())
}

async fn note(order: Order, State(calls): State<Calls>) {
    calls.note(order.id);
}

/// A receiver whose orders of each lane are handled one after the other.
fn lanes(store: &Arc<dyn Store>, calls: &Calls) -> Receiver {
    let endpoint = router().on(Shop::PAID, note).with_state(calls.clone());
    let in_lanes =
        InboxEndpoint::new(endpoint).ordered_by(OrderingKey::field(Field::Json("/lane")));
    Receiver::new(Arc::clone(store)).endpoint("/shop", in_lanes)
}

/// Sends the orders of one lane over one connection. Returns the statuses that are not 204.
async fn send_lane(mut connection: TcpStream, lane: u64) -> Vec<String> {
    let mut failed = Vec::new();
    for number in 0..ORDERS {
        let order = lane * ORDERS + number;
        let paid =
            paid(&format!("d{order}"), order).replacen('{', &format!(r#"{{"lane":{lane},"#), 1);
        let status = exchange(&mut connection, &written_out(&signed(paid))).await;
        if status != "204" {
            failed.push(status);
        }
    }
    failed
}

const LANES: u64 = 8;
const ORDERS: u64 = 400;
const RELOADS: usize = 20;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn under_load_no_request_fails_and_each_delivery_is_handled_once_and_in_order() {
    let (store, calls) = (memory(), Calls::default());
    let reloading = Reloading::start(lanes(&store, &calls)).await;
    let mut senders = JoinSet::new();
    for lane in 0..LANES {
        senders.spawn(send_lane(reloading.connect().await, lane));
    }

    let total = usize::try_from(LANES * ORDERS).unwrap();
    for reload in 1..=RELOADS {
        calls.has(total * reload / (RELOADS + 1)).await;
        reloading.replace(lanes(&store, &calls)).await.unwrap();
    }

    let failed = soon(senders.join_all()).await.concat();
    assert!(failed.is_empty(), "{failed:?}");
    let handled = calls.has(total).await;
    for lane in 0..LANES {
        let of_lane: Vec<_> =
            handled.iter().copied().filter(|order| order / ORDERS == lane).collect();
        let sent: Vec<_> = (lane * ORDERS..(lane + 1) * ORDERS).collect();
        assert_eq!(of_lane, sent, "lane {lane}");
    }
    assert_eq!(reloading.stop().await.left, 0);
    assert_eq!(calls.notes().len(), total, "nothing is handled again");
}

#[tokio::test]
async fn an_open_connection_gets_the_new_endpoints_with_its_next_request() {
    let store = memory();
    let at = |path: &str| Receiver::new(store.clone()).endpoint(path, shop(&Log::default()));
    let reloading = Reloading::start(at("/shop")).await;
    let mut connection = reloading.connect().await;
    let to = |path, id: &str| written_out(&signed_to(path, paid(id, 1)));
    assert_eq!(exchange(&mut connection, &to("/shop", "d1")).await, "204");
    assert_eq!(exchange(&mut connection, &get("/shop")).await, "405");

    reloading.replace(at("/orders")).await.unwrap();

    assert_eq!(exchange(&mut connection, &get("/shop")).await, "404");
    assert_eq!(exchange(&mut connection, &to("/orders", "d2")).await, "204");
    assert_eq!(exchange(&mut connection, &get("/readyz")).await, "200");
    reloading.stop().await;
}

#[tokio::test]
async fn what_is_wrong_is_returned_and_the_receiver_goes_on() {
    let store = memory();
    let receiver = || Receiver::new(store.clone()).endpoint("/shop", shop(&Log::default()));
    let reloading = Reloading::start(receiver()).await;

    let other = memory();
    let policy = HandlerPolicy::new().named("note").formerly("note_before");
    let renamed = router().on_with(Shop::PAID, note, policy).with_state(Calls::default());
    for (wrong, key) in [
        (receiver().concurrency(0), "concurrency"),
        (Receiver::new(other.clone()).endpoint("/shop", renamed), "store"),
    ] {
        let error = reloading.replace(wrong).await.unwrap_err();
        let ReceiverError::Misconfigured { problems } = error else { panic!("{error}") };
        assert_eq!(problems[0].key(), key);
    }
    let untouched = Inbox::new(other).overview().await.unwrap();
    assert_eq!(untouched.former_names, [], "no handler is named in another store");

    let request = written_out(&signed(paid("d1", 1)));
    assert_eq!(exchange(&mut reloading.connect().await, &request).await, "204");
    let reloads = reloading.reloads.clone();
    reloading.stop().await;
    assert!(matches!(reloads.replace(receiver()).await, Err(ReceiverError::Ended)));
}

#[tokio::test]
async fn a_request_that_has_come_is_answered_as_before() {
    let (store, log) = (Watched::waiting(), Log::default());
    let receiver = |path: &str| Receiver::new(store.clone()).endpoint(path, shop(&log));
    let reloading = Reloading::start(receiver("/shop")).await;
    let mut connection = reloading.connect().await;
    connection.write_all(&written_out(&signed(paid("d1", 1)))).await.unwrap();
    store.accepting().await;

    let renamed = InboxEndpoint::new(shop(&log)).named("shop");
    let elsewhere = Receiver::new(store.clone()).endpoint("/orders", renamed);
    reloading.replace(elsewhere).await.unwrap();
    store.let_through(1);

    assert_eq!(status(&mut connection).await, "204");
    assert_eq!(log.has(1).await, ["paid 1"], "the new worker runs it");
    reloading.stop().await;
}

#[tokio::test]
async fn a_handler_that_runs_comes_to_its_end_and_is_not_called_again() {
    let (store, gate, log) = (memory(), Gate::default(), Log::default());
    let gated = Receiver::new(store.clone()).endpoint("/shop", gated_shop(&gate));
    let reloading = Reloading::start(gated).await;
    let request = written_out(&signed(paid("d1", 1)));
    assert_eq!(exchange(&mut reloading.connect().await, &request).await, "204");
    soon(gate.entered.notified()).await;

    reloading.replace(Receiver::new(store.clone()).endpoint("/shop", shop(&log))).await.unwrap();
    let request = written_out(&signed(paid("d2", 2)));
    assert_eq!(exchange(&mut reloading.connect().await, &request).await, "204");
    assert_eq!(log.has(1).await, ["paid 2"], "the new worker runs meanwhile");
    gate.open.notify_one();

    assert_eq!(reloading.stop().await.left, 0);
    assert_eq!(log.notes(), ["paid 2"]);
    let done = Inbox::new(store).overview().await.unwrap();
    assert!(!done.runs.iter().any(|run| run.state.is_open()), "{:?}", done.runs);
}

#[tokio::test]
async fn what_an_old_receiver_has_refused_is_counted() {
    let store = memory();
    let receiver = || Receiver::new(store.clone()).endpoint("/shop", shop(&Log::default()));
    let reloading = Reloading::start(receiver()).await;
    let mut connection = reloading.connect().await;
    let refused = written_out(&forged(paid("d1", 1)));

    assert_eq!(exchange(&mut connection, &refused).await, "401");
    reloading.replace(receiver()).await.unwrap();
    assert_eq!(exchange(&mut connection, &refused).await, "401");
    reloading.stop().await;

    let usage = Inbox::new(store).usage(1).await.unwrap();
    assert_eq!(usage[0].tally.refused, 2);
}

#[tokio::test]
async fn the_uses_of_a_secret_that_stays_are_counted_on() {
    let store = memory();
    let receiver = |secrets: [&'static str; 2]| {
        let sender = ACME.secrets(secrets.map(Secret::from));
        let endpoint = EventRouter::<Shop>::new(sender)
            .on(Shop::PAID, async |_: Order| {})
            .ignore_rest()
            .with_state(());
        let secrets = endpoint.secrets();
        (Receiver::new(store.clone()).endpoint("/shop", endpoint), secrets)
    };
    let used =
        |secrets: &Secrets| secrets.usage().iter().map(|it| it.deliveries).collect::<Vec<_>>();
    let (first, secrets) = receiver([SECRET, "made-up-old"]);
    let reloading = Reloading::start(first).await;
    let mut connection = reloading.connect().await;
    let mut send = async |id: &str| {
        assert_eq!(exchange(&mut connection, &written_out(&signed(paid(id, 1)))).await, "204");
    };
    send("d1").await;
    assert_eq!(used(&secrets), [1, 0]);

    let (next, secrets) = receiver(["made-up-new", SECRET]);
    reloading.replace(next).await.unwrap();
    assert_eq!(used(&secrets), [0, 1]);
    send("d2").await;
    assert_eq!(used(&secrets), [0, 2]);
    reloading.stop().await;
}

/// The calls of a handler.
#[derive(Clone, Default)]
struct Counted(Arc<Mutex<Counts>>);

#[derive(Debug, Clone, Default, PartialEq)]
struct Counts {
    begun: usize,
    running: usize,
    most_at_once: usize,
}

impl Counted {
    fn enter(&self) {
        let mut counts = self.0.lock().unwrap();
        counts.begun += 1;
        counts.running += 1;
        counts.most_at_once = counts.most_at_once.max(counts.running);
    }

    fn leave(&self) {
        self.0.lock().unwrap().running -= 1;
    }

    fn counts(&self) -> Counts {
        self.0.lock().unwrap().clone()
    }
}

async fn counted(_: Order, State((gate, counted)): State<(Gate, Counted)>) {
    counted.enter();
    gate.entered.notify_one();
    gate.open.notified().await;
    counted.leave();
}

#[tokio::test]
async fn a_handler_of_an_old_receiver_runs_on_and_counts_to_the_concurrency_of_the_new_one() {
    let (store, gate, calls) = (memory(), Gate::default(), Counted::default());
    let receiver = || {
        let state = (gate.clone(), calls.clone());
        let policy = HandlerPolicy::new().named("counted").concurrency(1);
        let endpoint = router().on_with(Shop::PAID, counted, policy).with_state(state);
        Receiver::new(store.clone()).endpoint("/shop", endpoint).drain_timeout(Duration::ZERO)
    };
    let reloading = Reloading::start(receiver()).await;
    let mut connection = reloading.connect().await;
    let mut send = async |id: &str| {
        assert_eq!(exchange(&mut connection, &written_out(&signed(paid(id, 1)))).await, "204");
    };
    send("d1").await;
    soon(gate.entered.notified()).await;

    for id in ["d2", "d3"] {
        reloading.replace(receiver()).await.unwrap();
        send(id).await;
    }
    for _ in 0..2 {
        gate.open.notify_one();
        soon(gate.entered.notified()).await;
    }
    gate.open.notify_one();

    let inbox = Inbox::new(store.clone());
    let done = async {
        while inbox.overview().await.unwrap().runs.iter().any(|run| run.state.is_open()) {
            tokio::task::yield_now().await;
        }
    };
    soon(done).await;
    assert_eq!(reloading.stop().await.left, 0);
    assert_eq!(calls.counts(), Counts { begun: 3, running: 0, most_at_once: 1 });
}

#[tokio::test]
async fn a_thirty_third_old_receiver_is_waited_for() {
    let (store, gate) = (memory(), Gate::default());
    // Each has an endpoint of its own, so that no worker claims a run of another one.
    let gated = |number: u64| {
        let endpoint = InboxEndpoint::new(gated_shop(&gate)).named(format!("shop{number}"));
        Receiver::new(store.clone()).endpoint("/shop", endpoint)
    };
    let reloading = Reloading::start(gated(1)).await;
    let mut connection = reloading.connect().await;
    for order in 1..=32 {
        let request = written_out(&signed(paid(&format!("d{order}"), order)));
        assert_eq!(exchange(&mut connection, &request).await, "204");
        soon(gate.entered.notified()).await;
        reloading.replace(gated(order + 1)).await.unwrap();
    }

    let (reloads, next) = (reloading.reloads.clone(), gated(34));
    let last = tokio::spawn(async move { reloads.replace(next).await });
    let waits = tokio::time::timeout(Duration::from_millis(100), async {
        while !last.is_finished() {
            tokio::task::yield_now().await;
        }
    });
    assert!(waits.await.is_err());
    gate.open.notify_one();

    soon(last).await.unwrap().unwrap();
    reloading.ended.abort();
}

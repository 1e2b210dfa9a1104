//! Handlers that block their thread.

use std::{
    net::{SocketAddr, TcpListener as StdListener},
    sync::{
        Arc, Mutex,
        atomic::Ordering::SeqCst,
        mpsc::{Receiver as StdReceiver, Sender as StdSender, channel},
    },
    thread,
    time::Duration,
};

use hookport::{
    Endpoint, Receiver,
    extract::State,
    inbox::{EntryId, RunState, Store},
    worker::Drained,
};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::{mpsc, oneshot},
    time::sleep,
};

use super::{
    over_tcp::{exchange, get},
    watched::Watched,
};
use crate::kit::{LONG, Order, Running, Shop, paid, router, signed, soon, written_out};

/// The first order blocks the thread of its handler until it is told to go on.
#[derive(Clone)]
struct Block {
    called: mpsc::UnboundedSender<u64>,
    open: Arc<Mutex<StdReceiver<()>>>,
}

async fn on_paid(order: Order, State(block): State<Block>) {
    block.called.send(order.id).unwrap();
    if order.id == 1 {
        let _ = block.open.lock().unwrap().recv_timeout(3 * LONG);
    }
}

/// A shop, what tells of its calls, and what opens the block.
fn shop() -> (Endpoint<Shop>, mpsc::UnboundedReceiver<u64>, StdSender<()>) {
    let ((called, calls), (opening, open)) = (mpsc::unbounded_channel(), channel());
    let block = Block { called, open: Arc::new(Mutex::new(open)) };
    (router().on(Shop::PAID, on_paid).with_state(block), calls, opening)
}

/// Serves on a runtime with one thread.
struct OneThread {
    address: SocketAddr,
    stop: oneshot::Sender<()>,
    thread: thread::JoinHandle<Drained>,
}

impl OneThread {
    fn start(receiver: Receiver) -> Self {
        let listener = StdListener::bind("127.0.0.1:0").unwrap();
        listener.set_nonblocking(true).unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel::<()>();
        let thread = thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            runtime.unwrap().block_on(async {
                let listener = TcpListener::from_std(listener).unwrap();
                receiver.serve_on(listener, async { drop(stopped.await) }).await.unwrap()
            })
        });
        Self { address, stop, thread }
    }

    async fn send(&self, order: u64) -> String {
        let request = written_out(&signed(paid(&format!("d{order}"), order)));
        self.ask(&request).await
    }

    async fn ask(&self, request: &[u8]) -> String {
        let mut connection = TcpStream::connect(self.address).await.unwrap();
        exchange(&mut connection, request).await
    }

    fn stop(self) -> Drained {
        drop(self.stop);
        self.thread.join().unwrap()
    }
}

#[tokio::test]
async fn a_handler_that_blocks_its_thread_stops_neither_accepts_nor_health_pages() {
    let (shop, mut calls, open) = shop();
    let store = Watched::new();
    let serving = OneThread::start(Receiver::new(store).endpoint("/shop", shop));
    assert_eq!(serving.send(1).await, "204");
    assert_eq!(soon(calls.recv()).await, Some(1));

    assert_eq!(serving.send(2).await, "204");
    assert_eq!(serving.ask(&get("/livez")).await, "200");
    assert_eq!(serving.ask(&get("/readyz")).await, "200");

    drop(open);
    assert_eq!(soon(calls.recv()).await, Some(2));
    let drained = serving.stop();
    assert_eq!((drained.released, drained.left), (0, 0));
}

#[tokio::test]
async fn leases_are_renewed_while_a_handler_blocks_its_thread() {
    let (store, (shop, mut calls, open)) = (Watched::new(), shop());
    let on_store = |shop| {
        let receiver = Receiver::new(Arc::clone(&store) as Arc<dyn Store>);
        receiver.lease(Duration::from_secs(3)).endpoint("/shop", shop)
    };
    let serving = OneThread::start(on_store(shop));
    assert_eq!(serving.send(1).await, "204");
    assert_eq!(soon(calls.recv()).await, Some(1));
    let (other_shop, mut other_calls, _) = self::shop();
    let other = Running::start(on_store(other_shop));

    // A third of a lease lies between two renewals.
    soon(async {
        while store.renewals.load(SeqCst) < 4 {
            sleep(Duration::from_millis(10)).await;
        }
    })
    .await;
    let run = store.read(EntryId::new(1)).await.unwrap().unwrap().runs.remove(0);
    assert_eq!((run.state, run.attempts.len()), (RunState::Running, 0));
    assert!(other_calls.try_recv().is_err(), "nobody has taken the run over");

    drop(open);
    other.stop().await;
    assert_eq!(serving.stop().left, 0);
}

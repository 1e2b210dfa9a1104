//! The processes: this test binary once more, told to run one of its tests.

use std::{net::SocketAddr, path::Path, process::Stdio};

use hookport::{Field, Provider, Receiver, providers, scheme::Token};
use tokio::{
    io::{AsyncBufReadExt, BufReader},
    net::TcpListener,
    process::{Child, Command},
};

use crate::acme::{Order, Shop, router, router_of};

const FOLDER: &str = "HOOKPORT_ATTACKED_FOLDER";
const READY: &str = "listening on ";

/// A sender whose token is the end of the path.
const TOKENS: Provider = Provider::new("tokens")
    .token_in(Token::path_segment(0))
    .names_event_in(&[Field::Json("/type")]);

/// A receiver with the default limits, in a process of its own. It ends when this is dropped.
pub(crate) struct Attacked {
    pub(crate) address: SocketAddr,
    process: Child,
}

impl Attacked {
    pub(crate) async fn start(folder: &Path) -> Self {
        let mut command = Command::new(std::env::current_exe().unwrap());
        command
            .args(["--exact", "process::a_receiver_until_it_is_killed", "--ignored", "--nocapture"])
            .env(FOLDER, folder)
            .stdout(Stdio::piped())
            .kill_on_drop(true);
        let mut process = command.spawn().unwrap();
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
        while let Some(line) = lines.next_line().await.unwrap() {
            if let Some((_, address)) = line.split_once(READY) {
                return Self { process, address: address.parse().unwrap() };
            }
        }
        panic!("the receiver did not start");
    }

    /// Returns the memory that the process has in use, in MiB.
    pub(crate) fn memory(&self) -> usize {
        self.status("VmRSS:")
    }

    /// Returns the most memory that the process had in use, in MiB.
    pub(crate) fn memory_at_most(&self) -> usize {
        self.status("VmHWM:")
    }

    /// Asserts that no more was in use than the limits allow: 64 MiB of bodies, 64 KiB for each of 1,024
    /// connections, and as much again that the allocator keeps.
    pub(crate) fn assert_bounded_memory(&self) {
        let peak = self.memory_at_most();
        assert!(peak < 256, "{peak} MiB");
    }

    fn status(&self, name: &str) -> usize {
        let status = format!("/proc/{}/status", self.process.id().unwrap());
        let status = std::fs::read_to_string(status).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix(name)).unwrap();
        line.trim().trim_end_matches(" kB").parse::<usize>().unwrap() / 1024
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "started by the other tests, in a process of its own"]
#[expect(clippy::print_stdout, reason = "the test that started it reads this")]
async fn a_receiver_until_it_is_killed() {
    let folder = std::env::var_os(FOLDER).expect("started by the other tests only");
    let url = format!("sqlite:{}", Path::new(&folder).join("inbox.db").display());
    let shop = router().on(Shop::PAID, async |_: Order| {}).for_inbox(());
    let tokens = router_of(TOKENS.secret("made-up")).on(Shop::PAID, async |_: Order| {});
    let twilio = providers::TWILIO.secret("made-up").public_url("http://a");
    let twilio = router_of(twilio).on(Shop::PAID, async |_: Order| {});
    let receiver = Receiver::open(&url)
        .await
        .unwrap()
        .endpoint("/shop", shop)
        .endpoint("/tokens", tokens.for_inbox(()))
        .endpoint("/twilio", twilio.for_inbox(()));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    println!("{READY}{}", listener.local_addr().unwrap());
    receiver.serve_on(listener, std::future::pending()).await.unwrap();
}

/// Runs a test of this binary in a process that may have many files open.
pub(crate) async fn with_many_files(test: &str) {
    let raised = r#"ulimit -n 8192 2>/dev/null || ulimit -n "$(ulimit -H -n)"; exec "$0" "$@""#;
    let mut command = Command::new("sh");
    command
        .args(["-c", raised])
        .arg(std::env::current_exe().unwrap())
        .args(["--exact", test, "--ignored", "--nocapture"])
        .kill_on_drop(true);
    assert!(command.status().await.unwrap().success(), "{test} failed in its own process");
}

/// Runs so many clients on a thread of their own, which ends with the process: the genuine senders do
/// not wait for them.
pub(crate) fn attack<C>(clients: usize, client: impl Fn(usize) -> C + Send + 'static)
where
    C: Future<Output = ()> + 'static,
{
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let set = tokio::task::LocalSet::new();
        for number in 0..clients {
            set.spawn_local(client(number));
        }
        runtime.block_on(set);
    });
}

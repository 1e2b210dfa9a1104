//! The process that is killed or stopped: this test binary once more, told to run a receiver.

use std::{net::SocketAddr, path::Path, process::Stdio, time::Duration};

use hookport::Receiver;
use tokio::{
    io::{AsyncBufReadExt, BufReader},
    net::{TcpListener, TcpStream},
    process::{Child, Command},
    signal::unix::{SignalKind, signal},
    time::{sleep, timeout},
};

use crate::{
    place::Place,
    shop::{self, Clocks},
};

const CLOCKS: &str = "HOOKPORT_CRASH_CLOCKS";
const READY: &str = "listening on ";
const ADDRESS: &str = "HOOKPORT_CRASH_ADDRESS";

pub(crate) struct Process {
    child: Child,
    address: SocketAddr,
}

impl Process {
    /// Starts a receiver on a free port, and waits until it listens.
    pub(crate) async fn start(place: impl Into<Place>, clocks: Clocks) -> Self {
        let mut command = this_binary("process::a_receiver_until_it_is_killed", place);
        command.env(CLOCKS, clocks.name());
        Self::spawn(command).await
    }

    async fn spawn(mut command: Command) -> Self {
        let mut child = command.spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.as_mut().unwrap()).lines();
        while let Some(line) = lines.next_line().await.unwrap() {
            if let Some((_, address)) = line.split_once(READY) {
                return Self { child, address: address.parse().unwrap() };
            }
        }
        panic!("the receiver did not start");
    }

    /// Starts a receiver whose handlers take longer than a lease.
    pub(crate) async fn start_slow(folder: &Path) -> Self {
        let mut command = this_binary("process::a_receiver_until_it_is_killed", folder);
        command.env(shop::SLOW, "yes");
        Self::spawn(command).await
    }

    /// Starts a receiver that does not start, and returns what it says.
    pub(crate) async fn refuses_to_start(folder: &Path) -> String {
        let mut command = this_binary("process::a_receiver_until_it_is_killed", folder);
        let ended = timeout(PATIENCE, command.stderr(Stdio::piped()).output());
        let output = ended.await.expect("it ends").unwrap();
        assert!(!output.status.success());
        String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap()
    }

    /// Starts the program of the README on a free port, and waits until it listens.
    pub(crate) async fn start_as_in_the_readme(folder: &Path) -> Self {
        let free = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
        let mut command = this_binary("process::a_receiver_until_sigterm", folder);
        let child = command.env(ADDRESS, free.to_string()).spawn().unwrap();
        let listens = async {
            while TcpStream::connect(free).await.is_err() {
                sleep(Duration::from_millis(5)).await;
            }
        };
        timeout(PATIENCE, listens).await.expect("the receiver starts");
        Self { child, address: free }
    }

    pub(crate) const fn address(&self) -> SocketAddr {
        self.address
    }

    /// SIGKILL, and waits until the process is gone.
    pub(crate) async fn kill(mut self) {
        self.child.kill().await.unwrap();
    }

    /// SIGTERM, and waits until the process has come to an end in good order.
    pub(crate) async fn terminate(mut self) {
        self.signal("TERM").await;
        let ended = timeout(PATIENCE, self.child.wait()).await.expect("it stops");
        assert!(ended.unwrap().success());
    }

    /// Stops it in the middle of what it does, until it is told to go on.
    pub(crate) async fn suspend(&self) {
        self.signal("STOP").await;
    }

    pub(crate) async fn go_on(&self) {
        self.signal("CONT").await;
    }

    async fn signal(&self, signal: &str) {
        let line = format!("kill -{signal} {}", self.child.id().unwrap());
        assert!(Command::new("sh").args(["-c", &line]).status().await.unwrap().success());
    }
}

/// This binary, which runs one of its tests at a place.
pub(crate) fn this_binary(test: &str, place: impl Into<Place>) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command
        .args(["--exact", test, "--ignored", "--nocapture"])
        .stdout(Stdio::piped())
        .kill_on_drop(true);
    place.into().tell(&mut command);
    command
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "started by the other tests, in a process of its own"]
#[expect(clippy::print_stdout, reason = "the test that started it reads this")]
async fn a_receiver_until_it_is_killed() {
    let clocks = std::env::var(CLOCKS).map_or(Clocks::Steady, |name| Clocks::named(&name));
    let (_, receiver) = Place::told().receiver(clocks).await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let mut sigterm = signal(SignalKind::terminate()).unwrap();
    println!("{READY}{}", listener.local_addr().unwrap());
    receiver.serve_on(listener, async { _ = sigterm.recv().await }).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "started by the other tests, in a process of its own"]
async fn a_receiver_until_sigterm() {
    let folder = &*Place::told().folder;
    let url = format!("sqlite:{}", folder.join("inbox.db").display());
    let receiver = Receiver::open(&url).await.unwrap().endpoint("/shop", shop::reports(folder));
    receiver.serve(std::env::var(ADDRESS).unwrap()).await.unwrap();
}

const PATIENCE: Duration = Duration::from_secs(60);

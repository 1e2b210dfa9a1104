//! The process that is killed: this test binary once more, told to run a receiver.

use std::{net::SocketAddr, path::Path, process::Stdio};

use tokio::{
    io::{AsyncBufReadExt, BufReader},
    net::TcpListener,
    process::{Child, Command},
};

use crate::shop::{self, Clocks};

const FOLDER: &str = "HOOKPORT_CRASH_FOLDER";
const JUMPING: &str = "HOOKPORT_CRASH_JUMPING";
const READY: &str = "listening on ";

pub(crate) struct Process {
    child: Child,
    address: SocketAddr,
}

impl Process {
    /// Starts a receiver on a free port, and waits until it listens.
    pub(crate) async fn start(folder: &Path, clocks: Clocks) -> Self {
        let mut command = Command::new(std::env::current_exe().unwrap());
        command
            .args(["--exact", "process::a_receiver_until_it_is_killed", "--ignored", "--nocapture"])
            .env(FOLDER, folder)
            .stdout(Stdio::piped())
            .kill_on_drop(true);
        if clocks == Clocks::Jumping {
            command.env(JUMPING, "yes");
        }
        let mut child = command.spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        while let Some(line) = lines.next_line().await.unwrap() {
            if let Some((_, address)) = line.split_once(READY) {
                return Self { child, address: address.parse().unwrap() };
            }
        }
        panic!("the receiver did not start");
    }

    pub(crate) const fn address(&self) -> SocketAddr {
        self.address
    }

    /// SIGKILL, and waits until the process is gone.
    pub(crate) async fn kill(mut self) {
        self.child.kill().await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "started by the other tests, in a process of its own"]
#[expect(clippy::print_stdout, reason = "the test that started it reads this")]
async fn a_receiver_until_it_is_killed() {
    let folder = std::env::var_os(FOLDER).expect("started by the crash tests only");
    let clocks = std::env::var_os(JUMPING).map_or(Clocks::Steady, |_| Clocks::Jumping);
    let folder = Path::new(&folder);
    let receiver = shop::receiver(shop::store(folder).await, folder, clocks);
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    println!("{READY}{}", listener.local_addr().unwrap());
    receiver.serve_on(listener, std::future::pending()).await.unwrap();
}

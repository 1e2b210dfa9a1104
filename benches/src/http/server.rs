//! A server as a child process of the benchmark.

use std::{
    env,
    io::{BufRead, BufReader},
    net::SocketAddr,
    process::{Child, Command, Stdio},
};

use axum::Router;
use nix::{
    sched::{CpuSet, sched_setaffinity},
    time::{ClockId, clock_getcpuclockid},
    unistd::Pid,
};
use tokio::{net::TcpListener, runtime::Builder};

use crate::{delivery::Delivery, endpoint, hand};

/// A server that runs. It ends with this value.
#[derive(Debug)]
pub struct Server {
    child: Child,
    clock: ClockId,
    /// The address at which it listens.
    pub address: SocketAddr,
}

impl Server {
    /// Starts this program once more, as the server `name`.
    ///
    /// # Panics
    ///
    /// Panics if it does not start.
    pub fn start(name: &str) -> Self {
        let program = env::current_exe().expect("the path of this program");
        let mut command = Command::new(program);
        let command = command.args([SERVE, name]).stdout(Stdio::piped()).stdin(Stdio::null());
        let mut child = command.spawn().expect("a server");
        let mut line = String::new();
        let said = child.stdout.take().expect("it is piped");
        BufReader::new(said).read_line(&mut line).expect("the address of the server");
        let pid = Pid::from_raw(child.id().try_into().expect("a process id"));
        let clock = clock_getcpuclockid(pid).expect("the clock of a child");
        Self { child, clock, address: line.trim().parse().expect("an address") }
    }

    /// The CPU time that it has spent, in nanoseconds.
    ///
    /// # Panics
    ///
    /// Panics if it has ended.
    pub fn cpu_time(&self) -> i64 {
        let now = self.clock.now().expect("the clock of a child that runs");
        now.tv_sec() * 1_000_000_000 + now.tv_nsec()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The server that this process is to be, if it is a child.
pub fn asked_for() -> Option<String> {
    let mut args = env::args().skip(1);
    (args.next()? == SERVE).then(|| args.next()).flatten()
}

/// Serves until the process is ended.
///
/// # Panics
///
/// Panics if there is no such server, or no port.
pub fn run(name: &str) {
    pin_to(0);
    let app = app(name).expect("the name of a server");
    let runtime = Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        println!("{}", listener.local_addr().expect("an address"));
        axum::serve(listener, app).await.expect("it serves for ever");
    });
}

fn app(name: &str) -> Option<Router> {
    let (who, case) = name.split_once(' ')?;
    let router = Router::new();
    Some(match (who, case.split('-').next()?) {
        ("hand", "standard") => hand::endpoint::standard(Delivery::invoice().secret),
        ("hand", "stripe") => hand::endpoint::stripe(Delivery::payment().secret),
        ("hand", "github") => hand::endpoint::github(Delivery::push(1).secret),
        ("nested", "standard") => {
            router.nest_service("/hook", endpoint::standard(&Delivery::invoice()))
        }
        ("nested", "stripe") => {
            router.nest_service("/hook", endpoint::stripe(&Delivery::payment()))
        }
        ("nested", "github") => router.nest_service("/hook", endpoint::github(&Delivery::push(1))),
        ("routed", "standard") => {
            router.route_service("/hook", endpoint::standard(&Delivery::invoice()))
        }
        ("routed", "stripe") => {
            router.route_service("/hook", endpoint::stripe(&Delivery::payment()))
        }
        ("routed", "github") => router.route_service("/hook", endpoint::github(&Delivery::push(1))),
        _ => return None,
    })
}

/// Keeps this process on one processor, if there are several.
pub fn pin_to(processor: usize) {
    let mut set = CpuSet::new();
    if set.set(processor).is_ok() {
        // Without it the figures are only less steady.
        let _ = sched_setaffinity(Pid::from_raw(0), &set);
    }
}

const SERVE: &str = "--serve";

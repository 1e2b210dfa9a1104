//! Several processes on one Postgres server, each of which may crash, and the server too.

use std::{sync::Arc, time::Duration};

use hookport::receiver::Role;
use tokio::{
    task::{JoinHandle, JoinSet, spawn_blocking},
    time::sleep,
};

use crate::{
    kills,
    ledger::Ledger,
    lines,
    load::{Load, Sending},
    place::Place,
    postgres::{Fsync, Postgres},
    process::Process,
    shop::Clocks,
};

#[tokio::test(flavor = "multi_thread")]
async fn whichever_process_is_killed_and_whenever_the_server_crashes_nothing_is_lost_or_doubled() {
    let folder = tempfile::tempdir().unwrap();
    let server = Arc::new(Postgres::start(Fsync::On));
    let place = Place::on_server(server.url(), folder.path());
    let mut fleet = Fleet::start(place.clone());
    for _ in 0..kills(60) {
        fleet.load.heard(fastrand::u64(1..20)).await;
        sleep(Duration::from_micros(fastrand::u64(0..5000))).await;
        match fastrand::u8(0..10) {
            0 => crash(&server).await,
            1 => drop(tokio::join!(crash(&server), fleet.kill_one())),
            _ => fleet.kill_one().await,
        }
    }
    let load = fleet.terminate().await;
    let ledger = Ledger::finish(place, Clocks::Steady).await;
    ledger.assert_nothing_is_lost_or_doubled(&load.accepted());
    lines::assert_nobody_met(folder.path());
}

async fn crash(server: &Arc<Postgres>) {
    let server = Arc::clone(server);
    spawn_blocking(move || server.crash_and_restart()).await.unwrap();
}

/// Three processes that take deliveries, and three that run their handlers.
pub(crate) struct Fleet {
    place: Place,
    pub(crate) load: Load,
    /// They start meanwhile.
    members: Vec<JoinHandle<Member>>,
}

struct Member {
    process: Process,
    sending: Option<Sending>,
}

/// So long each connection of a sender waits: two cores run all that it sends.
const PAUSE: Duration = Duration::from_millis(50);

const RECEIVERS: usize = 3;
const WORKERS: usize = 3;

impl Fleet {
    pub(crate) fn start(place: Place) -> Self {
        let mut fleet = Self { place, load: Load::paced(lines::path, PAUSE), members: Vec::new() };
        for number in 0..RECEIVERS + WORKERS {
            fleet.add(if number < RECEIVERS { Role::Receiver } else { Role::Worker });
        }
        fleet
    }

    fn add(&mut self, role: Role) {
        let (place, load) = (self.place.with_role(role), self.load.clone());
        self.members.push(tokio::spawn(async move {
            let process = Process::start(place, Clocks::Steady).await;
            let sending = (role == Role::Receiver).then(|| load.start(process.address()));
            Member { process, sending }
        }));
    }

    /// Kills any of them, and starts another one in its place.
    async fn kill_one(&mut self) {
        let killed = self.members.swap_remove(fastrand::usize(..self.members.len()));
        let Member { process, sending } = killed.await.unwrap();
        process.kill().await;
        let role = if sending.is_some() { Role::Receiver } else { Role::Worker };
        if let Some(sending) = sending {
            sending.stop().await;
        }
        self.add(role);
    }

    /// Stops all of them in good order.
    pub(crate) async fn terminate(self) -> Load {
        let mut stopping = JoinSet::new();
        for member in self.members {
            stopping.spawn(async { member.await.unwrap().terminate().await });
        }
        stopping.join_all().await;
        self.load
    }
}

impl Member {
    async fn terminate(self) {
        self.process.terminate().await;
        if let Some(sending) = self.sending {
            sending.stop().await;
        }
    }
}

//! The threads that talk to the database, apart from those that run handlers.

use std::{io, thread};

use tokio::{
    runtime::{Builder, Handle},
    sync::oneshot,
};

/// A runtime of the store's own: a handler that blocks its thread delays no accept and no renewal.
#[derive(Debug)]
pub(super) struct Threads {
    pub(super) handle: Handle,
    /// They end when this is dropped.
    _running: oneshot::Sender<()>,
}

impl Threads {
    pub(super) fn start() -> io::Result<Self> {
        let runtime = Builder::new_multi_thread()
            .worker_threads(NUMBER)
            .thread_name("hookport-postgres")
            .enable_all()
            .build()?;
        let handle = runtime.handle().clone();
        let (running, ended) = oneshot::channel::<()>();
        thread::Builder::new().name("hookport-postgres".to_owned()).spawn(move || {
            // A runtime cannot be dropped in a task of another one.
            _ = runtime.block_on(ended);
            runtime.shutdown_background();
        })?;
        Ok(Self { handle, _running: running })
    }
}

const NUMBER: usize = 2;

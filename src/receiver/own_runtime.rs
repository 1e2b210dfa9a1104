//! The threads of a receiver, apart from those of the handlers.

use std::io;

use tokio::runtime::{Builder, Handle, Runtime};

/// A runtime of a receiver's own. What it runs goes on while handlers block the threads of theirs.
///
/// When this is dropped, the tasks that still run on it are dropped too, soon after.
pub(super) struct OwnRuntime {
    handle: Handle,
    /// Taken when this is dropped.
    runtime: Option<Runtime>,
}

impl OwnRuntime {
    /// Starts a thread for each core.
    pub(super) fn start() -> io::Result<Self> {
        let runtime = Builder::new_multi_thread().thread_name("hookport").enable_all().build()?;
        Ok(Self { handle: runtime.handle().clone(), runtime: Some(runtime) })
    }

    pub(super) const fn handle(&self) -> &Handle {
        &self.handle
    }
}

impl Drop for OwnRuntime {
    fn drop(&mut self) {
        // To wait for its threads is forbidden inside another runtime.
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

//! The thread that writes lines.

use std::{fmt, io, path::Path, sync::Arc, thread};

use tokio::sync::{mpsc, oneshot};

use super::{file::Lines, rotation::Rotation};
use crate::Clock;

/// The way to the thread that writes lines. The thread ends with it.
pub(super) struct Writer(mpsc::Sender<Job>);

/// A line, and where to say that it is on the disk.
struct Job {
    line: Vec<u8>,
    answer: oneshot::Sender<Result<(), WriteError>>,
}

/// The reason why a line is not on the disk. Lines that were written together share it.
#[derive(Debug, Clone, thiserror::Error)]
pub(super) enum WriteError {
    #[error("cannot append to the file")]
    Io(#[source] Arc<io::Error>),
    #[error("thread of the file has ended")]
    Ended,
}

impl Writer {
    pub(super) fn start(
        path: &Path,
        rotation: Rotation,
        clock: Arc<dyn Clock>,
    ) -> io::Result<Self> {
        let file = Lines::open(path, rotation, clock.now())?;
        let (sender, jobs) = mpsc::channel(MOST_WAITING);
        let thread = thread::Builder::new().name("hookport-ndjson".to_owned());
        thread.spawn(move || run(file, jobs, &*clock))?;
        Ok(Self(sender))
    }

    pub(super) async fn append(&self, line: Vec<u8>) -> Result<(), WriteError> {
        let (answer, answered) = oneshot::channel();
        self.0.send(Job { line, answer }).await.map_err(|_| WriteError::Ended)?;
        answered.await.unwrap_or(Err(WriteError::Ended))
    }
}

/// Writes what waits, so that many lines wait for the disk once.
fn run(mut file: Lines, mut jobs: mpsc::Receiver<Job>, clock: &dyn Clock) {
    let mut waiting = Vec::new();
    while jobs.blocking_recv_many(&mut waiting, MOST_WAITING) > 0 {
        let mut lines = waiting.iter().map(|job| &job.line);
        let written = lines.try_for_each(|line| file.append(line, clock.now()));
        let result = written.and_then(|()| file.sync());
        let result = result.map_err(|error| WriteError::Io(Arc::new(error)));
        for Job { answer, .. } in waiting.drain(..) {
            // An attempt that was given up does not wait any more.
            let _ = answer.send(result.clone());
        }
    }
}

impl fmt::Debug for Writer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Writer").finish_non_exhaustive()
    }
}

const MOST_WAITING: usize = 256;

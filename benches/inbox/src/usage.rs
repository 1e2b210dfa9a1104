//! The time that a thread has used of the processor, and the bytes that a commit has written.

use std::{
    fs,
    path::{Path, PathBuf},
    time::Duration,
};

use hookport::stores::sqlite::rusqlite::Connection;

/// A thread of this process, by its name.
pub(crate) struct Thread(PathBuf);

impl Thread {
    /// The writer of the store that was opened last.
    pub(crate) fn writer() -> Self {
        let tasks = fs::read_dir("/proc/self/task").expect("Linux").flatten();
        let name = |path: &PathBuf| fs::read_to_string(path.join("comm")).unwrap_or_default();
        let writers =
            tasks.map(|task| task.path()).filter(|path| name(path).trim() == "hookport-sqlite");
        Self(writers.max().expect("a store is open"))
    }

    /// The thread that calls this.
    pub(crate) fn this() -> Self {
        Self(
            fs::read_link("/proc/thread-self")
                .map(|link| Path::new("/proc").join(link))
                .expect("Linux"),
        )
    }

    /// The time that it has run, in user space and in the kernel.
    pub(crate) fn busy(&self) -> Duration {
        let text = fs::read_to_string(self.0.join("schedstat")).expect("a running thread");
        let nanos = text.split(' ').next().and_then(|nanos| nanos.parse().ok());
        Duration::from_nanos(nanos.expect("a number"))
    }
}

/// The time that all threads of this process have run.
pub(crate) fn busy() -> Duration {
    let tasks = fs::read_dir("/proc/self/task").expect("Linux").flatten();
    tasks.map(|task| Thread(task.path()).busy()).sum()
}

/// Keeps the WAL of a file from being used again, so that its length tells what was written.
pub(crate) struct WalMeter {
    wal: PathBuf,
    reader: Connection,
    start: u64,
}

impl WalMeter {
    pub(crate) fn new(file: &Path) -> Self {
        let reader = Connection::open(file).expect("a file");
        // Empties the WAL, as far as nobody else reads.
        reader.query_row("PRAGMA wal_checkpoint(TRUNCATE)", (), |_| Ok(())).expect("a checkpoint");
        reader.execute_batch("BEGIN; SELECT count(*) FROM sqlite_schema").expect("a snapshot");
        let mut wal = file.as_os_str().to_owned();
        wal.push("-wal");
        let wal = PathBuf::from(wal);
        let start = length(&wal);
        Self { wal, reader, start }
    }

    /// The bytes that were written since.
    pub(crate) fn written(self) -> u64 {
        let written = length(&self.wal) - self.start;
        drop(self.reader);
        written
    }
}

fn length(file: &Path) -> u64 {
    fs::metadata(file).map_or(0, |metadata| metadata.len())
}

//! The output of a command.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use tokio::{
    io::{AsyncRead, AsyncReadExt},
    process::Child,
    task::JoinSet,
    time::timeout,
};

use crate::{destinations::shown, error_text::quoting};

/// The last bytes of a command's standard output and standard error.
pub(super) struct Output {
    stdout: Arc<Mutex<Vec<u8>>>,
    stderr: Arc<Mutex<Vec<u8>>>,
    readers: tokio::sync::Mutex<JoinSet<()>>,
}

impl Output {
    /// Begins to read what the command writes, so that it never has to wait for that.
    pub(super) fn of(child: &mut Child) -> Self {
        let (stdout, stderr) = (Arc::default(), Arc::default());
        let mut readers = JoinSet::new();
        if let Some(pipe) = child.stdout.take() {
            readers.spawn(read(pipe, Arc::clone(&stdout)));
        }
        if let Some(pipe) = child.stderr.take() {
            readers.spawn(read(pipe, Arc::clone(&stderr)));
        }
        Self { stdout, stderr, readers: tokio::sync::Mutex::new(readers) }
    }

    /// Waits for the end of what was written. A process that the command has left behind may write on, so
    /// that is not waited for.
    pub(super) async fn end(&self) {
        let mut readers = self.readers.lock().await;
        let all = async { while readers.join_next().await.is_some() {} };
        let _ = timeout(LONGEST_WAIT, all).await;
        readers.abort_all();
    }

    /// Returns a text with the end of what was written behind it.
    pub(super) fn behind(&self, text: String) -> String {
        let written = [&self.stderr, &self.stdout].map(|tail| {
            let tail = tail.lock().unwrap_or_else(PoisonError::into_inner);
            shown::end(&String::from_utf8_lossy(&tail))
        });
        let written = written.into_iter().find(|written| !written.is_empty());
        quoting(text, &written.unwrap_or_default())
    }
}

/// Reads to the end, and keeps the last bytes.
async fn read(mut pipe: impl AsyncRead + Unpin, tail: Arc<Mutex<Vec<u8>>>) {
    let mut chunk = vec![0; CHUNK];
    while let Ok(length @ 1..) = pipe.read(&mut chunk).await {
        let mut tail = tail.lock().unwrap_or_else(PoisonError::into_inner);
        tail.extend_from_slice(&chunk[..length]);
        let too_many = tail.len().saturating_sub(MOST_KEPT);
        tail.drain(..too_many);
    }
}

const LONGEST_WAIT: Duration = Duration::from_millis(200);
const CHUNK: usize = 8 * 1024;
/// In bytes. More than is shown, since the end may be white space.
const MOST_KEPT: usize = 1024;

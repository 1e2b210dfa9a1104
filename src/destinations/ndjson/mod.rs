//! Files of JSON lines.

mod file;
mod line;
mod rotation;
mod writer;

use std::{io, path::PathBuf, sync::Arc};

use http::HeaderName;

use self::{rotation::Rotation, writer::Writer};
use super::{DeliveryAttempt, Destination, DestinationFuture};
use crate::{Clock, Delivery, Outcome, SystemClock};

/// A file to which each delivery is appended as one line of JSON.
///
/// The line is on the disk before the delivery is done. A retry can append it again: equal lines have
/// the same `entry`.
///
/// | member | value |
/// |---|---|
/// | `receivedAt` | the time at which it came, as in RFC 3339, in UTC with milliseconds |
/// | `endpoint` | the name of the endpoint |
/// | `entry` | the number of the delivery in the inbox |
/// | `provider`, `event`, `id`, `tenant` | as in [`Delivery`]; left out if there is none |
/// | `trust` | the strength of the proof: `signed`, `token`, … |
/// | `method` | the method |
/// | `target` | path and query, with `hidden` in the place of each credential of the sender |
/// | `headers` | the headers that were [chosen](NdjsonFile::headers), by their names in lower case |
/// | `body` | the body, if it is JSON, without the white space between its parts |
/// | `bodyText` | the body, if it is another text |
/// | `bodyBase64` | the body, if it is no text |
///
/// A new file can be read by its owner only (mode 600, on Unix). One that is there keeps its
/// permissions, and hands them on when it is rotated.
///
/// Several destinations, and several processes, may append to one file: each line is one write. What a
/// crash has left of a line is closed off with a line break when the file is opened, and a line that was
/// written behind such a rest is written once more. So a reader should skip lines that are empty or no
/// JSON.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use hookport::destinations::NdjsonFile;
///
/// # let folder = tempfile::tempdir()?;
/// let archive = NdjsonFile::new(folder.path().join("deliveries.ndjson"))
///     .headers(["x-request-id".parse()?])
///     .rotated_at(100 * 1024 * 1024)
///     .daily()
///     .keeping(30)
///     .open()?;
/// # drop(archive);
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct Ndjson {
    goes_to: String,
    headers: Vec<HeaderName>,
    writer: Writer,
}

impl Ndjson {
    /// Opens a file, or makes it. It is never rotated.
    ///
    /// # Errors
    ///
    /// Fails as [`NdjsonFile::open`].
    pub fn open(path: impl Into<PathBuf>) -> Result<Self, NdjsonError> {
        NdjsonFile::new(path).open()
    }
}

impl Destination for Ndjson {
    fn deliver<'a>(
        &'a self,
        delivery: &'a Delivery,
        attempt: &'a DeliveryAttempt,
    ) -> DestinationFuture<'a> {
        Box::pin(async {
            let line = match line::of(delivery, attempt, &self.headers) {
                Ok(line) => line,
                Err(error) => return Outcome::dead_letter(format!("no line: {error}")),
            };
            match self.writer.append(line).await {
                Ok(()) => Outcome::Done,
                Err(error) => Outcome::retry(error),
            }
        })
    }

    fn goes_to(&self) -> Option<String> {
        Some(self.goes_to.clone())
    }
}

/// The settings of a file of JSON lines, before it is opened.
///
/// A rotated file has the time in its name, in UTC: `orders.ndjson` becomes
/// `orders.20260131T235959.123456789-0123456789abcdef.ndjson`, with a random number at its end.
#[derive(Clone)]
#[must_use]
pub struct NdjsonFile {
    path: PathBuf,
    headers: Vec<HeaderName>,
    rotation: Rotation,
    clock: Arc<dyn Clock>,
}

impl NdjsonFile {
    /// Begins with the path of the file.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        let (headers, rotation) = (Vec::new(), Rotation::default());
        Self { path: path.into(), headers, rotation, clock: Arc::new(SystemClock) }
    }

    /// Sets the headers that a line holds. The default is none, since a header may hold a secret.
    pub fn headers(mut self, names: impl IntoIterator<Item = HeaderName>) -> Self {
        self.headers = names.into_iter().collect();
        self
    }

    /// Rotates the file before it has more bytes than this. A longer line is in a file of its own. The
    /// default is no limit.
    pub const fn rotated_at(mut self, bytes: u64) -> Self {
        self.rotation.longest = Some(bytes);
        self
    }

    /// Rotates the file with the first line of a new day, in UTC. The default is not to.
    pub const fn daily(mut self) -> Self {
        self.rotation.is_daily = true;
        self
    }

    /// Sets how many rotated files are kept; older ones are removed with each rotation. The default is all.
    pub const fn keeping(mut self, files: usize) -> Self {
        self.rotation.kept = Some(files);
        self
    }

    /// Sets the clock that says which day it is. The default is [`SystemClock`].
    pub fn clock(mut self, clock: impl Clock) -> Self {
        self.clock = Arc::new(clock);
        self
    }

    /// Returns in one line where its deliveries go.
    pub(crate) fn goes_to(&self) -> String {
        format!("ndjson {}", self.path.display())
    }

    /// Opens the file, or makes it, and starts the thread that writes to it.
    ///
    /// # Errors
    ///
    /// Fails if the file cannot be opened or written, or if it is to be rotated before it has a byte.
    pub fn open(self) -> Result<Ndjson, NdjsonError> {
        if self.rotation.longest == Some(0) {
            return Err(NdjsonError::NoBytes);
        }
        let goes_to = self.goes_to();
        let failed = |source| NdjsonError::Open { path: self.path.clone(), source };
        let writer = Writer::start(&self.path, self.rotation, self.clock).map_err(failed)?;
        Ok(Ndjson { goes_to, headers: self.headers, writer })
    }
}

impl std::fmt::Debug for NdjsonFile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("NdjsonFile")
            .field("path", &self.path)
            .field("headers", &self.headers)
            .field("rotation", &self.rotation)
            .finish_non_exhaustive()
    }
}

/// The error of a file of JSON lines.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum NdjsonError {
    /// The file cannot be opened.
    #[error("cannot open `{}` to append to it", path.display())]
    Open {
        /// The path of the file.
        path: PathBuf,
        /// The error of the operating system.
        source: io::Error,
    },
    /// The file is to be rotated before it has a byte.
    #[error("file cannot be rotated at zero bytes")]
    NoBytes,
}

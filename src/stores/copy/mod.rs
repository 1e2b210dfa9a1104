//! The move of an inbox from a file to a database.
//!
//! # How it works
//!
//! The tables of the file are read in the order of their keys, and written by `COPY`, some thousand rows in a
//! transaction. The same transaction notes how far it has come, so that a copy that was interrupted goes on
//! there, and a second one that runs at the same time stops. Numbers stay as they are. Nobody else can open the
//! file meanwhile.
//!
//! At the end each side sums up hashes of its rows: the file here, the database by itself.

mod checksum;
mod compare;
mod error;
mod place;
mod progress;
mod source;
mod table;
mod tables;
mod target;
mod tuple;

use std::path::PathBuf;

use tokio::{
    sync::mpsc,
    task::{self, JoinHandle},
};

use self::{source::Source, target::Target};
use super::{postgres::PostgresOptions, time};

pub use self::{
    checksum::Checksum,
    error::CopyError,
    progress::{Copied, CopiedTable, CopyProgress, CopyStep},
};

/// Copies an inbox from a SQLite file to a schema of a Postgres database, with all its numbers, and compares
/// both at the end.
///
/// The schema has to be empty, or to hold the beginning of a copy of the same file: a call that was dropped
/// or killed goes on where it was when it is repeated. Until it has ended, no receiver opens the schema. What
/// was running can be claimed when its lease has ended, as in the file.
///
/// The file is read alone and is not changed. A receiver that is started on it after that is another inbox:
/// move the file away.
///
/// `on_progress` is called after each of some thousand rows. What is in memory at a time are some MiB, or
/// the longest four deliveries.
///
/// # Errors
///
/// See [`CopyError`].
///
/// ```no_run
/// use hookport::stores::{copy, postgres::PostgresOptions};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let to = PostgresOptions::at("postgres://shop@localhost/shop?schema=webhooks");
/// let copied = copy::sqlite_to_postgres("hookport.db", to, |progress| {
///     println!("{} of {} rows", progress.rows, progress.of);
/// })
/// .await?;
/// println!("{} rows are the same on both sides", copied.rows());
/// # Ok(())
/// # }
/// ```
pub async fn sqlite_to_postgres(
    from: impl Into<PathBuf>,
    to: PostgresOptions,
    mut on_progress: impl FnMut(CopyProgress) + Send,
) -> Result<Copied, CopyError> {
    let path = from.into();
    let source = on_thread(move || Source::open(path)).await?;
    let mut target = Target::open(to, source.identity()).await?;
    if let Some(at) = target.finished_at() {
        return Ok(Copied {
            finished_before: Some(at),
            written_before: source.total(),
            tables: Vec::new(),
        });
    }
    let written_before = source.rows_before(target.place());
    let source = write_all(source, &mut target, &mut on_progress).await?;
    target.analyze().await?;
    let (source, tables) = compare::compare(source, &target, &mut on_progress).await?;
    target.finish(source.highest()?).await?;
    Ok(Copied { finished_before: None, written_before, tables })
}

/// Writes all rows that are not there yet.
async fn write_all(
    source: Source,
    target: &mut Target,
    on_progress: &mut (impl FnMut(CopyProgress) + Send),
) -> Result<Source, CopyError> {
    let (place, shift) = (target.place().clone(), target.shift());
    let (mut rows, of) = (source.rows_before(&place), source.total());
    on_progress(CopyProgress { step: CopyStep::Copying, rows, of });
    let (batches, mut read) = mpsc::channel(BATCHES);
    let reading = on_thread(move || source.send(&place, shift, &batches).map(|()| source));
    while let Some(batch) = read.recv().await {
        target.write(&batch).await?;
        rows += batch.rows;
        on_progress(CopyProgress { step: CopyStep::Copying, rows, of });
    }
    reading.await
}

/// Works on a thread that may block.
fn on_thread<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, CopyError> + Send + 'static,
) -> impl Future<Output = Result<T, CopyError>> {
    let working: JoinHandle<_> = task::spawn_blocking(work);
    async move { working.await.map_err(|_| CopyError::Stopped)? }
}

/// The number of batches that wait to be written.
const BATCHES: usize = 2;

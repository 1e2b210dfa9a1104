//! `hookport inbox copy`: copies an inbox from a file to a database.

use std::{path::PathBuf, process::ExitCode};

use hookport::{
    Secret,
    serve::shown_inbox,
    stores::{
        copy::{Copied, CopiedTable, CopyProgress, CopyStep, sqlite_to_postgres},
        postgres::PostgresOptions,
    },
};
use serde::Serialize;

use super::at::At;
use crate::{
    CliError, output,
    progress::Progress,
    runtime,
    table::{self, Row},
    words,
};

/// The arguments of `inbox copy`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The inbox that is copied, as `sqlite:PATH`.
    from: String,
    /// The place to copy it to, as `postgres://USER@HOST/DATABASE?schema=NAME`. Other users of the machine can
    /// see a password in it: `PGPASSWORD` and `~/.pgpass` are read.
    to: String,
    /// Write one JSON object.
    #[arg(long)]
    json: bool,
}

/// The copy as JSON.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Told<'a> {
    from: String,
    to: String,
    finished_before: Option<String>,
    written_before: u64,
    rows: u64,
    tables: Vec<ToldTable<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ToldTable<'a> {
    name: &'a str,
    rows: u64,
    checksum: String,
}

/// Copies the inbox, and compares both sides.
pub(crate) fn run(args: &Args) -> Result<ExitCode, CliError> {
    let (path, url) = (args.path()?, args.url()?);
    runtime::run(runtime::unless_interrupted(async {
        let (from, to) = (path.display().to_string(), shown_inbox(url.expose()));
        let copied = copy(path, PostgresOptions::at(url.expose())).await?;
        if args.json {
            output::json(&told(from, to, &copied))?;
        } else {
            say(&from, &to, &copied)?;
        }
        Ok(ExitCode::SUCCESS)
    }))
}

impl Args {
    fn path(&self) -> Result<PathBuf, CliError> {
        match At::of(&Secret::new(&*self.from)) {
            Ok(At::File(path)) => Ok(path),
            _ => Err(CliError::usage("FROM", "expected `sqlite:PATH`")),
        }
    }

    fn url(&self) -> Result<Secret, CliError> {
        match At::of(&Secret::new(&*self.to)) {
            Ok(At::Database(url)) => Ok(url),
            _ => Err(CliError::usage("TO", "expected `postgres://USER@HOST/DATABASE`")),
        }
    }
}

async fn copy(path: PathBuf, to: PostgresOptions) -> Result<Copied, CliError> {
    let mut bars = Bars(None);
    Ok(sqlite_to_postgres(path, to, |progress| bars.show(progress)).await?)
}

/// A bar for each step, one after the other.
struct Bars(Option<(CopyStep, Progress)>);

impl Bars {
    fn show(&mut self, CopyProgress { step, rows, of, .. }: CopyProgress) {
        if self.0.as_ref().is_none_or(|(shown, _)| *shown != step) {
            // The former one goes first.
            self.0 = None;
            let bar = match step {
                CopyStep::Copying => Progress::of(of),
                _ => Progress::working("comparing"),
            };
            self.0 = Some((step, bar));
        }
        if let Some((_, bar)) = &self.0 {
            bar.set(rows);
        }
    }
}

fn told(from: String, to: String, copied: &Copied) -> Told<'_> {
    Told {
        from,
        to,
        finished_before: copied.finished_before.map(words::time),
        written_before: copied.written_before,
        rows: copied.rows(),
        tables: copied.tables.iter().map(told_table).collect(),
    }
}

fn told_table(table: &CopiedTable) -> ToldTable<'_> {
    ToldTable { name: table.name, rows: table.rows, checksum: table.checksum.to_string() }
}

fn say(from: &str, to: &str, copied: &Copied) -> Result<(), CliError> {
    if let Some(at) = copied.finished_before {
        let at = words::time(at);
        output::line(&format!(
            "{from} was copied to {to} before, until {at}: nothing was done now"
        ))?;
        output::note(COPIED_BEFORE);
        return Ok(());
    }
    let rows = copied.tables.iter().map(row).collect();
    output::bytes(table::text(&HEAD, rows).as_bytes())?;
    let rows = copied.rows();
    output::line(&format!("copied {from} to {to}: {rows} rows, which are the same on both sides"))
}

fn row(table: &CopiedTable) -> Row {
    vec![table.name.into(), table.rows.to_string().into(), table.checksum.to_string().into()]
}

const COPIED_BEFORE: &str = "receivers go on with that schema. To copy the file once more, name another schema by `?schema=NAME` in the \
     URL, or remove that one by `DROP SCHEMA NAME CASCADE`, with all that came since";

const HEAD: [&str; 3] = ["TABLE", "ROWS", "CHECKSUM"];

pub(super) const EXAMPLES: &str = "\
Examples:
  hookport inbox copy sqlite:hookport.db postgres://shop@db.internal/shop
  hookport inbox copy sqlite:hookport.db 'postgres://shop@db.internal/shop?schema=webhooks' --json

All that the inbox knows goes to a schema of a Postgres database, with its numbers: deliveries, the work of
handlers in each state, attempts, ordering keys and whose turn it is, keys of duplicates, former names of
handlers, pauses, usage and the quarantine. What was running can be claimed when its lease has ended.

Stop the receiver before: a file that a process has open is not copied, and nobody can open it meanwhile. The
schema is made, or has to be empty. If the command is interrupted, give it again: it goes on where it was, as
long as the file has not changed. Until it has ended, no receiver opens the schema.

At the end both sides count the rows of each table and sum up their hashes. The file is not changed: move it
away, since a receiver that is started on it would accept deliveries that the database does not have.

The JSON object has the path of the file as `from`, the host and the database as `to`, the number of `rows`
that were compared, of those that earlier calls had `writtenBefore`, and of each of the `tables` its `name`,
`rows` and `checksum`. `finishedBefore` is the time at which an earlier call ended the copy: nothing was done
then.

Exit codes:
  0  copied, and both sides are the same
  1  a process has the file open or copies it, the schema holds another inbox, or both sides differ
  2  wrong usage, or the file or the database cannot be read or written
  130  interrupted by Ctrl-C: the next call goes on";

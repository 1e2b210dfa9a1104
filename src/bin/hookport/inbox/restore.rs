//! `hookport restore`: puts a copy of an inbox in its place.

use std::{fs, path::PathBuf, process::ExitCode};

use hookport::stores::{SqliteStore, sqlite::RestoreError};
use serde::Serialize;

use super::{open::Place, question::Permission};
use crate::{CliError, output, progress::Progress, runtime};

/// The arguments of `restore`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The copy, as `hookport backup` writes it.
    file: PathBuf,
    /// Replace an inbox that is there: its deliveries are lost.
    #[arg(long)]
    force: bool,
    /// Write one JSON object.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    permission: Permission,
    #[command(flatten)]
    place: Place,
}

/// The inbox, and the copy that it was made of.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Restored {
    inbox: String,
    from: String,
}

/// Checks the copy and puts it in the place of the inbox.
pub(crate) fn run(args: &Args) -> Result<ExitCode, CliError> {
    runtime::run(runtime::unless_interrupted(async {
        let path = args.place.file().await?;
        // An inbox may be behind a link.
        CliError::check_is_file(&fs::canonicalize(&path).unwrap_or_else(|_| path.clone()))?;
        let question = format!("replace the inbox {}", path.display());
        let replaces = args.force && path.exists();
        if replaces && !args.permission.is_given(&question).await? {
            return Ok(ExitCode::FAILURE);
        }
        let progress = Progress::working("checking and copying");
        if args.force {
            SqliteStore::restore_over(&args.file, &path).await?;
        } else {
            SqliteStore::restore(&args.file, &path).await.map_err(refused)?;
        }
        drop(progress);
        let (inbox, from) = (path.display().to_string(), args.file.display().to_string());
        if args.json {
            output::json(&Restored { inbox, from })?;
        } else {
            output::line(&format!("restored {inbox} from {from}"))?;
        }
        Ok(ExitCode::SUCCESS)
    }))
}

/// Says how a file that is there is replaced.
fn refused(error: RestoreError) -> CliError {
    match error {
        RestoreError::Exists { path, .. } => CliError::taken(path),
        other => other.into(),
    }
}

const EXAMPLES: &str = "\
Examples:
  hookport restore monday.db --inbox sqlite:hookport.db
  hookport restore monday.db --inbox sqlite:hookport.db --force

The copy is checked from end to end first, and stays as it is. Stop the receiver before: an inbox that a
process has open is not replaced. Deliveries that came after the copy was made are not in it, and what was
done after that is done again.

It is for an inbox in a file. One in a Postgres database is brought back by `pg_restore`.

The JSON object has the path of the `inbox`, and `from`, that of the copy.

Exit codes:
  0  restored
  1  an inbox is there and `--force` was not given, a process has it open, or the answer was no
  2  wrong usage, or the copy is damaged, or cannot be read or written";

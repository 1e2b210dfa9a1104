//! `hookport backup`: copies an inbox while deliveries are accepted.

use std::{fs, path::PathBuf, process::ExitCode};

use serde::Serialize;

use super::open::{Endpoints, Place};
use crate::{CliError, output, progress::Progress};

/// The arguments of `backup`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The file to write.
    file: PathBuf,
    /// Replace a file that is there.
    #[arg(long)]
    force: bool,
    /// Write one JSON object.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    place: Place,
}

/// The copy.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Copied {
    file: String,
    bytes: u64,
}

/// Copies the inbox.
pub(crate) fn run(args: &Args) -> Result<ExitCode, CliError> {
    CliError::check_is_file(&args.file)?;
    if !args.force && args.file.exists() {
        return Err(CliError::taken(args.file.clone()));
    }
    super::run(&args.place, Endpoints::Unknown, async |opened| {
        let progress = Progress::working("copying");
        opened.kept.file()?.backup(&args.file).await?;
        drop(progress);
        let bytes = fs::metadata(&args.file)?.len();
        let file = args.file.display().to_string();
        if args.json {
            output::json(&Copied { file, bytes })?;
        } else {
            output::line(&format!("wrote {file} ({bytes} bytes)"))?;
        }
        Ok(ExitCode::SUCCESS)
    })
}

const EXAMPLES: &str = "\
Examples:
  hookport backup monday.db --inbox sqlite:hookport.db

The copy is the inbox as it is at one moment, in one file. It holds what senders sent, with their
credentials: keep it as safe as the inbox. `hookport restore` brings it back.

It is for an inbox in a file. One in a Postgres database is copied by `pg_dump --schema=hookport`.

The JSON object has the `file`, and its length in `bytes`.

Exit codes:
  0  copied
  1  the file is there already, and `--force` was not given
  2  wrong usage, something else than a file is there, or the inbox or the copy cannot be read or written";

//! `hookport man`: the manual pages.

use std::{fs, path::PathBuf, process::ExitCode};

use clap::CommandFactory;
use clap_mangen::Man;

use crate::{Cli, CliError, output};

/// The arguments of `man`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The folder for the pages of all commands. It is made if it is not there.
    directory: Option<PathBuf>,
}

/// Writes the page of `hookport` to stdout, or all pages into a folder.
pub(crate) fn run(args: &Args) -> Result<ExitCode, CliError> {
    let command = Cli::command();
    if let Some(directory) = &args.directory {
        fs::create_dir_all(directory)?;
        clap_mangen::generate_to(command, directory)?;
    } else {
        let mut page = Vec::new();
        Man::new(command).render(&mut page)?;
        output::bytes(&page)?;
    }
    Ok(ExitCode::SUCCESS)
}

const EXAMPLES: &str = "\
Examples:
  hookport man | man -l -
  hookport man ~/.local/share/man/man1

Exit codes:
  0  written
  2  wrong usage, or a page cannot be written";

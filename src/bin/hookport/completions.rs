//! `hookport completions`: what a shell completes by itself.

use std::process::ExitCode;

use clap::CommandFactory;
use clap_complete::Shell;

use crate::{Cli, CliError, output};

/// The arguments of `completions`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The shell.
    shell: Shell,
}

/// Writes the script of a shell.
pub(crate) fn run(args: &Args) -> Result<ExitCode, CliError> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "hookport", &mut script);
    output::bytes(&script)?;
    Ok(ExitCode::SUCCESS)
}

const EXAMPLES: &str = "\
Examples:
  hookport completions bash > ~/.local/share/bash-completion/completions/hookport
  hookport completions zsh > ~/.zfunc/_hookport
  hookport completions fish > ~/.config/fish/completions/hookport.fish

Exit codes:
  0  written
  2  wrong usage";

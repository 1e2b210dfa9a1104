//! `hookport check`: a configuration file, without opening its inbox.

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

use hookport::serve::{Checked, Config, Problem, Problems, Programs, check};
use serde::Serialize;

use crate::{CliError, output, plain::lines_plain, runtime};

/// The arguments of `check`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The configuration file.
    #[arg(long, short, value_name = "FILE", default_value = "hookport.toml")]
    config: PathBuf,
    /// Run the programs that print secrets or the URL of the inbox, and check what they print.
    #[arg(long)]
    secrets: bool,
    /// Write the result as JSON on one line.
    #[arg(long)]
    json: bool,
}

/// Checks the file and says what is wrong with it.
pub(crate) fn run(args: &Args) -> Result<ExitCode, CliError> {
    runtime::run(async { show(args, &checked(&args.config, programs(args)).await) })
}

/// Reads a configuration file and checks it.
pub(crate) async fn checked(file: &Path, programs: Programs) -> Result<Checked, Problems> {
    check(&Config::read(file)?, programs).await
}

const fn programs(args: &Args) -> Programs {
    if args.secrets { Programs::Run } else { Programs::NotRun }
}

fn show(args: &Args, checked: &Result<Checked, Problems>) -> Result<ExitCode, CliError> {
    if args.json {
        output::json(&Report::from(checked))?;
    } else {
        write(args, checked)?;
    }
    Ok(if checked.is_ok() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn write(args: &Args, checked: &Result<Checked, Problems>) -> Result<(), CliError> {
    let text = match checked {
        Ok(checked) => {
            checked.warnings.iter().for_each(|warning| output::note(&warning.to_string()));
            let endpoints = checked.endpoints.iter().map(|endpoint| format!("  {endpoint}\n"));
            format!("{} is right\n{}", args.config.display(), endpoints.collect::<String>())
        }
        Err(problems) => format!("{problems}\n"),
    };
    output::bytes(lines_plain(&text).as_bytes())
}

/// The result as JSON.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Report<'a> {
    problems: &'a [Problem],
    #[serde(flatten)]
    checked: Option<&'a Checked>,
}

impl<'a> From<&'a Result<Checked, Problems>> for Report<'a> {
    fn from(checked: &'a Result<Checked, Problems>) -> Self {
        match checked {
            Ok(checked) => Self { problems: &[], checked: Some(checked) },
            Err(problems) => Self { problems: problems.all(), checked: None },
        }
    }
}

const EXAMPLES: &str = "\
Examples:
  hookport check
  hookport check --config /etc/hookport.toml --secrets
  hookport check --json

Each mistake is one line: file, line, key, and what is allowed. Secrets are read from the environment
and from files, and never shown. A note names each secret and URL whose program was not run. The inbox is
not opened.

Exit codes:
  0  `hookport serve` can start with this file
  1  the file is wrong
  2  wrong usage, or the output cannot be written";

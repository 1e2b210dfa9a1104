//! The question before much is changed.

use std::io::{self, BufRead, IsTerminal, Write};

use crate::{CliError, output};

/// Permission to change many things at once.
#[derive(Debug, clap::Args)]
pub(crate) struct Permission {
    /// Do not ask. Without a terminal to ask on, it is needed.
    #[arg(long, short)]
    yes: bool,
}

impl Permission {
    /// Asks whether to do what `what` says, as `replay 3 deliveries`.
    pub(super) fn is_given(&self, what: &str) -> Result<bool, CliError> {
        if self.yes {
            return Ok(true);
        }
        if !io::stdin().is_terminal() || !io::stderr().is_terminal() {
            return Err(CliError::usage("--yes", format!("needed to {what} without a terminal")));
        }
        ask(what)
    }
}

fn ask(what: &str) -> Result<bool, CliError> {
    let mut stderr = io::stderr();
    write!(stderr, "{}? [y/N] ", output::plain(what))?;
    stderr.flush()?;
    let mut answer = String::new();
    io::stdin().lock().read_line(&mut answer)?;
    Ok(matches!(answer.trim(), "y" | "Y" | "yes"))
}

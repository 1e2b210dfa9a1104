//! The question before much is changed.

use std::io::{self, BufRead, IsTerminal, Write};

use tokio::task::spawn_blocking;

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
    ///
    /// It waits on a thread of its own, so that Ctrl-C ends the command.
    pub(super) async fn is_given(&self, what: &str) -> Result<bool, CliError> {
        if self.yes {
            return Ok(true);
        }
        if !io::stdin().is_terminal() || !io::stderr().is_terminal() {
            return Err(CliError::usage("--yes", format!("needed to {what} without a terminal")));
        }
        let what = what.to_owned();
        spawn_blocking(move || ask(&what)).await.map_err(io::Error::from)?
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

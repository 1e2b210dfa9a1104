//! Commands on an inbox, while its receiver runs or not.

pub(crate) mod accounts;
mod at;
pub(crate) mod backup;
mod copy;
pub(crate) mod dead;
mod filter;
pub(crate) mod group;
mod ids;
pub(crate) mod log;
mod open;
pub(crate) mod pause;
pub(crate) mod prune;
pub(crate) mod quarantine;
mod question;
pub(crate) mod replay;
pub(crate) mod restore;
pub(crate) mod resume;
pub(crate) mod show;
pub(crate) mod usage;
mod when;

use std::process::ExitCode;

use self::open::{Endpoints, Opened, Place};
use crate::{CliError, output, runtime};

/// Opens the inbox, runs a command on it, and closes it. Ctrl-C ends the command between two steps.
fn run(
    place: &Place,
    endpoints: Endpoints,
    command: impl AsyncFnOnce(&Opened) -> Result<ExitCode, CliError>,
) -> Result<ExitCode, CliError> {
    runtime::run(async {
        let opened = place.open(endpoints).await?;
        let done = runtime::unless_interrupted(command(&opened)).await;
        opened.inbox.close().await;
        done
    })
}

/// Says, unless that is told as JSON, that a list is empty.
fn note_if_none(count: u64, is_json: bool, what: &str) {
    if count == 0 && !is_json {
        output::note(what);
    }
}

/// Returns 0, or 1 if a command found nothing to do.
fn code_of(count: u64) -> ExitCode {
    ExitCode::from(u8::from(count == 0))
}

//! The runtime of commands that wait for a store or a network.

use std::process::ExitCode;

use tokio::{runtime::Builder, signal};

use crate::CliError;

/// Runs a command to its end on this thread.
pub(crate) fn run(
    command: impl Future<Output = Result<ExitCode, CliError>>,
) -> Result<ExitCode, CliError> {
    let runtime = Builder::new_current_thread().enable_all().build()?;
    let done = runtime.block_on(command);
    // After Ctrl-C something may still read or copy on another thread.
    runtime.shutdown_background();
    done
}

/// Runs a receiver to its end, on a thread for each core.
pub(crate) fn serve<T>(receiver: impl Future<Output = T>) -> Result<T, CliError> {
    Ok(Builder::new_multi_thread().enable_all().build()?.block_on(receiver))
}

/// Waits for `command`, or for Ctrl-C, which drops it: what was committed stays.
pub(crate) async fn unless_interrupted(
    command: impl Future<Output = Result<ExitCode, CliError>>,
) -> Result<ExitCode, CliError> {
    tokio::select! {
        done = command => done,
        _ = signal::ctrl_c() => Ok(ExitCode::from(INTERRUPTED)),
    }
}

/// As shells write the end of a program by SIGINT.
const INTERRUPTED: u8 = 130;

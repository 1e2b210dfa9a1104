//! The runtime of commands that wait for a store or a network.

use std::{io, process::ExitCode};

use tokio::{
    runtime::{Builder, Runtime},
    signal,
};

use crate::CliError;

/// Runs a command to its end on this thread.
pub(crate) fn run(
    command: impl Future<Output = Result<ExitCode, CliError>>,
) -> Result<ExitCode, CliError> {
    let runtime = Builder::new_current_thread().enable_all().build()?;
    catch_file_size_signal(&runtime)?;
    let done = runtime.block_on(command);
    // After Ctrl-C something may still read or copy on another thread.
    runtime.shutdown_background();
    done
}

/// Runs a receiver to its end, on a thread for each core.
pub(crate) fn serve<T>(receiver: impl Future<Output = T>) -> Result<T, CliError> {
    let runtime = Builder::new_multi_thread().enable_all().build()?;
    catch_file_size_signal(&runtime)?;
    Ok(runtime.block_on(receiver))
}

/// Lets a write beyond the limit of the length of files (`ulimit -f`) fail, instead of ending the process by
/// SIGXFSZ.
#[cfg(unix)]
fn catch_file_size_signal(runtime: &Runtime) -> io::Result<()> {
    let _entered = runtime.enter();
    // What handles the signal stays when this stream of signals is dropped.
    let kind = signal::unix::SignalKind::from_raw(rustix::process::Signal::XFSZ.as_raw());
    signal::unix::signal(kind).map(drop)
}

/// There is no such signal elsewhere.
#[cfg(not(unix))]
fn catch_file_size_signal(_: &Runtime) -> io::Result<()> {
    Ok(())
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

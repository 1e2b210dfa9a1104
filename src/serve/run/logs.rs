//! Log lines on stderr.

use std::io::{self, IsTerminal};

use tracing_subscriber::{EnvFilter, fmt};

use crate::serve::config::{Format, Log};

/// Writes log lines from now on, unless the process does so already.
pub(super) fn start(log: &Log) {
    let lines = fmt()
        .with_env_filter(EnvFilter::new(log.level.as_str()))
        .with_writer(io::stderr)
        .with_ansi(io::stderr().is_terminal());
    // A program that has a subscriber of its own keeps it.
    let _ = match log.format {
        Format::Text => lines.try_init(),
        Format::Json => lines.json().flatten_event(true).try_init(),
    };
}

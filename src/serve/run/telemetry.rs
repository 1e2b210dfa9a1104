//! The set-up of log lines, metrics and traces.

use tokio::task::spawn_blocking;

use super::ServeError;
#[cfg(feature = "otlp")]
use crate::serve::build;
use crate::{
    serve::{
        build::Measured,
        config::{Config, Format},
        secrets::Values,
    },
    telemetry::{LogFormat, Logs, RunningTelemetry, Telemetry},
};

/// Sets up what a configuration says, for the process.
pub(super) async fn start(
    config: &Config,
    values: &Values,
) -> Result<(RunningTelemetry, Measured), ServeError> {
    let top = config.top();
    let mut telemetry = Telemetry::new().logs(logs(config));
    if top.metrics.is_some() {
        telemetry = telemetry.prometheus();
    }
    let is_exported = with_otlp(&mut telemetry, config, values)?;
    let is_read = top.metrics.is_some() || is_exported;
    // Clients that block are made here.
    let installed = spawn_blocking(|| telemetry.install()).await;
    let running = installed.map_err(|error| ServeError::Threads(error.into()))??;
    let measured = Measured::new(running.prometheus().cloned(), is_read);
    Ok((running, measured))
}

/// Adds the export by OTLP. Returns whether there is one.
#[cfg(feature = "otlp")]
fn with_otlp(
    telemetry: &mut Telemetry,
    config: &Config,
    values: &Values,
) -> Result<bool, ServeError> {
    let Some(otlp) = build::otlp(config, values)? else { return Ok(false) };
    *telemetry = std::mem::take(telemetry).otlp(otlp);
    Ok(true)
}

#[cfg(not(feature = "otlp"))]
#[expect(clippy::unnecessary_wraps, reason = "it is fallible with the feature `otlp`")]
const fn with_otlp(_: &mut Telemetry, _: &Config, _: &Values) -> Result<bool, ServeError> {
    Ok(false)
}

/// Sends what is still to be sent.
pub(super) async fn end(running: RunningTelemetry) {
    // A thread that panics has nothing more to send.
    let _ = spawn_blocking(|| running.shutdown()).await;
}

fn logs(config: &Config) -> Logs {
    let log = &config.top().log;
    let format = match log.format {
        Format::Text => LogFormat::Text,
        Format::Json => LogFormat::Json,
    };
    Logs::new(format).filter(log.level.directives())
}

//! The set-up of logs, traces and metrics of a program.

use std::fmt;

use metrics::Recorder;
use tracing_subscriber::{
    Layer, layer::SubscriberExt, registry::Registry, util::SubscriberInitExt,
};

#[cfg(feature = "serve")]
use super::Prometheus;
#[cfg(feature = "otlp")]
use super::otlp::{Otlp, OtlpError, Started};
use super::{Logs, describe, fan_out::FanOut};

/// The logs, traces and metrics of a program: set up once, at its start.
///
/// A program that has a subscriber and a recorder of its own does without it: the crate uses `tracing` and the
/// `metrics` facade.
///
/// ```no_run
/// use hookport::telemetry::{LogFormat, Logs, Telemetry};
///
/// # fn main() -> Result<(), hookport::telemetry::TelemetryError> {
/// let running = Telemetry::new().logs(Logs::new(LogFormat::Text)).install()?;
/// // … the program …
/// running.shutdown();
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Default)]
#[must_use]
pub struct Telemetry {
    logs: Option<Logs>,
    #[cfg(feature = "serve")]
    prometheus: bool,
    #[cfg(feature = "otlp")]
    otlp: Option<Otlp>,
}

type Layers = Vec<Box<dyn Layer<Registry> + Send + Sync>>;
type Recorders = Vec<Box<dyn Recorder + Send + Sync>>;

impl Telemetry {
    /// Starts with nothing.
    pub fn new() -> Self {
        Self::default()
    }

    /// Writes log lines.
    pub fn logs(mut self, logs: Logs) -> Self {
        self.logs = Some(logs);
        self
    }

    /// Records metrics for Prometheus: see [`RunningTelemetry::prometheus`].
    #[cfg(feature = "serve")]
    pub const fn prometheus(mut self) -> Self {
        self.prometheus = true;
        self
    }

    /// Sends traces and metrics to a collector.
    #[cfg(feature = "otlp")]
    pub fn otlp(mut self, otlp: Otlp) -> Self {
        self.otlp = Some(otlp);
        self
    }

    /// Installs all of it for the process.
    ///
    /// # Errors
    ///
    /// Fails if a setting is wrong, or if the process has a subscriber of `tracing` or a recorder of metrics
    /// already.
    pub fn install(self) -> Result<RunningTelemetry, TelemetryError> {
        let (mut layers, mut recorders) = (Layers::new(), Recorders::new());
        if let Some(logs) = &self.logs {
            let layer = logs.layer().map_err(|error| TelemetryError::Filter(error.into()))?;
            layers.push(layer);
        }
        let running = RunningTelemetry {
            #[cfg(feature = "serve")]
            prometheus: self.add_prometheus(&mut recorders)?,
            #[cfg(feature = "otlp")]
            otlp: self.add_otlp(&mut layers, &mut recorders)?,
        };
        if !recorders.is_empty() {
            let recorder = FanOut(recorders);
            metrics::set_global_recorder(recorder).map_err(|_| TelemetryError::HasRecorder)?;
            describe();
        }
        if !layers.is_empty() {
            let subscriber = tracing_subscriber::registry().with(layers);
            subscriber.try_init().map_err(|_| TelemetryError::HasSubscriber)?;
        }
        Ok(running)
    }

    #[cfg(feature = "serve")]
    fn add_prometheus(
        &self,
        recorders: &mut Recorders,
    ) -> Result<Option<Prometheus>, TelemetryError> {
        if !self.prometheus {
            return Ok(None);
        }
        let made = Prometheus::new().map_err(|error| TelemetryError::Prometheus(error.into()));
        let (recorder, prometheus) = made?;
        recorders.push(Box::new(recorder));
        Ok(Some(prometheus))
    }

    #[cfg(feature = "otlp")]
    fn add_otlp(
        &self,
        layers: &mut Layers,
        recorders: &mut Recorders,
    ) -> Result<Option<Started>, TelemetryError> {
        let Some(otlp) = &self.otlp else { return Ok(None) };
        let started = Started::new(otlp)?;
        layers.push(Box::new(started.layer()));
        recorders.push(Box::new(started.recorder()));
        Ok(Some(started))
    }
}

/// The logs, traces and metrics of a program that runs.
///
/// ```no_run
/// # #[cfg(feature = "serve")]
/// # fn main() -> Result<(), hookport::telemetry::TelemetryError> {
/// use hookport::telemetry::Telemetry;
///
/// let running = Telemetry::new().prometheus().install()?;
/// if let Some(prometheus) = running.prometheus() {
///     println!("{}", prometheus.render());
/// }
/// # Ok(())
/// # }
/// # #[cfg(not(feature = "serve"))] fn main() {}
/// ```
#[must_use]
pub struct RunningTelemetry {
    #[cfg(feature = "serve")]
    prometheus: Option<Prometheus>,
    #[cfg(feature = "otlp")]
    otlp: Option<Started>,
}

impl RunningTelemetry {
    /// Returns the metrics for Prometheus, if they are recorded.
    #[cfg(feature = "serve")]
    pub const fn prometheus(&self) -> Option<&Prometheus> {
        self.prometheus.as_ref()
    }

    /// Sends the spans and metrics that are waiting, as the last step of a program. It blocks the thread, for about
    /// ten seconds at most: call it when the runtime has ended.
    pub fn shutdown(self) {
        #[cfg(feature = "otlp")]
        if let Some(otlp) = self.otlp {
            otlp.shutdown();
        }
    }
}

impl fmt::Debug for RunningTelemetry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RunningTelemetry").finish_non_exhaustive()
    }
}

/// The error of a set-up.
///
/// ```
/// use hookport::telemetry::{LogFormat, Logs, Telemetry};
///
/// let error = Telemetry::new().logs(Logs::new(LogFormat::Text).filter("info,=")).install().unwrap_err();
/// assert!(error.to_string().starts_with("malformed filter of log lines"));
/// ```
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TelemetryError {
    /// The filter of the log lines is no filter.
    #[error(
        "malformed filter of log lines: expected a level, as `info`, or directives, as `info,hookport=debug`"
    )]
    Filter(#[source] crate::BoxError),
    /// The process has a subscriber of `tracing` already.
    #[error("process has a subscriber of `tracing` already")]
    HasSubscriber,
    /// The process has a recorder of metrics already.
    #[error("process has a recorder of metrics already")]
    HasRecorder,
    /// The recorder for Prometheus cannot be made.
    #[cfg(feature = "serve")]
    #[error("recorder for Prometheus cannot be made")]
    Prometheus(#[source] crate::BoxError),
    /// The export by OTLP cannot be set up.
    #[cfg(feature = "otlp")]
    #[error(transparent)]
    Otlp(#[from] OtlpError),
}

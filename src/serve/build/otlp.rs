//! The export of traces and metrics by OTLP.

use super::{Building, source::in_words_of_the_file};
use crate::{
    serve::{
        config::{self, KeyPath, Span},
        secrets::Found,
    },
    telemetry::{Otlp, OtlpError},
};

impl Building<'_> {
    /// Makes the export; `None` without a table, and with a mistake that is noted.
    pub(super) fn otlp(&mut self) -> Option<Otlp> {
        let (written, at) = (self.config.top().otlp.as_ref()?, KeyPath::key("otlp"));
        let Some(endpoint) = &written.endpoint else {
            self.mistake(at, "needs `endpoint`, as `http://localhost:4318`");
            return None;
        };
        let mut otlp = tuned(Otlp::to(endpoint), written);
        for (name, from) in &written.headers {
            if let Found::Secret(value, _) = self.secret(from, &at.and("headers").and(name))? {
                otlp = otlp.header(name, value);
            }
        }
        let checked = otlp.check();
        let problem = |error: &OtlpError| in_words_of_the_file(&error.to_string());
        checked.map_err(|error| self.mistake(key_of(&error, &at), problem(&error))).ok()?;
        Some(otlp)
    }
}

fn tuned(mut otlp: Otlp, written: &config::Otlp) -> Otlp {
    if let Some(name) = &written.service_name {
        otlp = otlp.service_name(name);
    }
    if let Some(share) = written.sampling {
        otlp = otlp.sampling(share);
    }
    if let Some(Span(timeout)) = written.timeout {
        otlp = otlp.timeout(timeout);
    }
    match written.metrics_every {
        Some(Span(interval)) => otlp.metrics_every(interval),
        None => otlp,
    }
}

/// Returns the key that an error is about.
fn key_of(error: &OtlpError, at: &KeyPath) -> KeyPath {
    match error {
        OtlpError::Endpoint => at.and("endpoint"),
        OtlpError::Sampling => at.and("sampling"),
        OtlpError::Header { name } => at.and("headers").and(name),
        OtlpError::Zero { setting } => at.and(&setting.replace('_', "-")),
        OtlpError::Exporters(_) => at.clone(),
    }
}

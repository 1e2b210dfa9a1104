//! Log lines on standard error.

use std::io::{self, IsTerminal};

use tracing_subscriber::{EnvFilter, Layer, filter::ParseError, fmt, registry::Registry};

use crate::words::words;

/// The log lines of a program: their form, and which of them are written.
///
/// Each event is one line on standard error: see [the fields](crate::telemetry#log-lines-feature-tracing).
///
/// ```
/// use hookport::telemetry::{LogFormat, Logs};
///
/// let logs = Logs::new(LogFormat::Json).filter("info,hookport=debug");
/// # drop(logs);
/// ```
#[derive(Debug, Clone)]
#[must_use]
pub struct Logs {
    format: LogFormat,
    filter: String,
}

words! {
    /// The form of log lines.
    ///
    /// ```
    /// use hookport::telemetry::LogFormat;
    ///
    /// assert_eq!(LogFormat::from_word("json"), Some(LogFormat::Json));
    /// assert_eq!(LogFormat::Text.to_string(), "text");
    /// ```
    pub enum LogFormat {
        /// Text for people, with colours on a terminal.
        Text = "text",
        /// A JSON object for each line.
        Json = "json",
    }
}

impl Logs {
    /// Starts with a form. Events of the level `INFO` and above are written.
    pub fn new(format: LogFormat) -> Self {
        Self { format, filter: "info".to_owned() }
    }

    /// Sets which events are written: a level, or several directives with a comma between them, as
    /// `info,hookport=debug`. `tracing_subscriber::EnvFilter` has the grammar.
    pub fn filter(mut self, directives: impl Into<String>) -> Self {
        self.filter = directives.into();
        self
    }

    /// Returns the layer that writes the lines.
    pub(super) fn layer(&self) -> Result<Box<dyn Layer<Registry> + Send + Sync>, ParseError> {
        let filter = EnvFilter::builder().parse(&self.filter)?;
        let lines = fmt::layer().with_writer(io::stderr);
        Ok(match self.format {
            LogFormat::Text => lines.with_ansi(is_coloured()).with_filter(filter).boxed(),
            LogFormat::Json => {
                lines.json().flatten_event(true).with_span_list(false).with_filter(filter).boxed()
            }
        })
    }
}

/// Returns whether a person looks at the lines, who has not turned colours off.
fn is_coloured() -> bool {
    io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|set| set.is_empty())
}

//! The retries of a sender.

use std::{fmt, time::Duration};

/// A sender's schedule of retries, for deliveries that get no 2xx.
///
/// ```
/// use std::time::Duration;
/// use hookport::{SenderRetries, providers};
///
/// const TWICE: SenderRetries =
///     SenderRetries::After(&[Duration::from_secs(60), Duration::from_secs(3600)]);
///
/// assert_eq!(TWICE.to_string(), "after 1 min, 1 h");
/// assert_eq!(providers::GITHUB.retries(), SenderRetries::Never);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(
    feature = "provider-file",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "kebab-case")
)]
#[non_exhaustive]
pub enum SenderRetries {
    /// Nothing is known about retries.
    Unknown,
    /// The sender does not retry.
    Never,
    /// The sender retries after each of these waits, then gives up.
    After(
        #[cfg_attr(feature = "provider-file", serde(with = "crate::toml_forms::durations"))]
        &'static [Duration],
    ),
    /// The sender retries as its documentation describes in these words.
    Described(&'static str),
}

impl fmt::Display for SenderRetries {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown => f.write_str("unknown"),
            Self::Never => f.write_str("none"),
            Self::Described(text) => f.write_str(text),
            Self::After(waits) => {
                f.write_str("after ")?;
                for (n, wait) in waits.iter().enumerate() {
                    if n > 0 {
                        f.write_str(", ")?;
                    }
                    write_wait(f, *wait)?;
                }
                Ok(())
            }
        }
    }
}

fn write_wait(f: &mut fmt::Formatter<'_>, wait: Duration) -> fmt::Result {
    match wait.as_secs() {
        0 => f.write_str("no wait"),
        seconds if seconds % 3600 == 0 => write!(f, "{} h", seconds / 3600),
        seconds if seconds % 60 == 0 => write!(f, "{} min", seconds / 60),
        seconds => write!(f, "{seconds} s"),
    }
}

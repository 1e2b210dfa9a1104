//! What a sender does when it hears no 2xx.

use std::{fmt, time::Duration};

/// What a sender does when it hears no 2xx.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum SenderRetries {
    /// It is not published.
    Unknown,
    /// It never delivers again by itself.
    Never,
    /// It delivers again after each of these waits, then gives up.
    After(&'static [Duration]),
    /// It delivers again, as its documentation says in these words.
    Described(&'static str),
}

impl fmt::Display for SenderRetries {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown => f.write_str("not published"),
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

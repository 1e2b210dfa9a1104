//! The table `[retention]`.

use serde::Deserialize;

use super::forms::Span;
use crate::worker;

/// The time for which the inbox keeps what is no longer needed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default, expecting = "a table")]
pub(crate) struct Retention {
    done: Option<Span>,
    dead: Option<Span>,
    quarantined: Option<Span>,
}

impl From<&Retention> for worker::Retention {
    fn from(written: &Retention) -> Self {
        let mut retention = Self::new();
        if let Some(Span(done)) = written.done {
            retention = retention.keep_done(done);
        }
        if let Some(Span(dead)) = written.dead {
            retention = retention.keep_dead(dead);
        }
        if let Some(Span(quarantined)) = written.quarantined {
            retention = retention.keep_quarantined(quarantined);
        }
        retention
    }
}

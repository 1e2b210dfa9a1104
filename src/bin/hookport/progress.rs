//! The progress of long work, on stderr. If that is no terminal, nothing is shown.

#[cfg(feature = "cli")]
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

/// A line that is rewritten, and removed at its end.
#[derive(Debug)]
pub(crate) struct Progress(ProgressBar);

impl Progress {
    /// Shows how much of `total` is done, the rate and the time that is left; nothing for one step.
    pub(crate) fn of(total: u64) -> Self {
        if total <= 1 {
            return Self(ProgressBar::hidden());
        }
        Self(ProgressBar::new(total).with_style(style(BAR)))
    }

    /// Counts some steps.
    pub(crate) fn add(&self, steps: u64) {
        self.0.inc(steps);
    }
}

/// The progress of work on an inbox.
#[cfg(feature = "cli")]
impl Progress {
    /// Shows how much is done, of a number that is not known.
    pub(crate) fn counting(what: &'static str) -> Self {
        let bar = ProgressBar::no_length().with_style(style(COUNT)).with_message(what);
        bar.enable_steady_tick(BETWEEN_TICKS);
        Self(bar)
    }

    /// Shows that something is being done, and for how long.
    pub(crate) fn working(what: &'static str) -> Self {
        let bar = ProgressBar::no_length().with_style(style(WORK)).with_message(what);
        bar.enable_steady_tick(BETWEEN_TICKS);
        Self(bar)
    }

    /// Sets the number of steps.
    pub(crate) fn set(&self, steps: u64) {
        self.0.set_position(steps);
    }
}

/// A command that is interrupted drops it, too: nothing of it stays on the terminal.
impl Drop for Progress {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}

const BAR: &str = "{bar:30} {pos}/{len}  {per_sec}  {eta} left";

#[cfg(feature = "cli")]
const COUNT: &str = "{spinner} {pos} {msg}";

#[cfg(feature = "cli")]
const WORK: &str = "{spinner} {msg}, {elapsed}";

#[cfg(feature = "cli")]
const BETWEEN_TICKS: Duration = Duration::from_millis(100);

#[cfg(all(test, feature = "cli"))]
mod tests {
    use super::*;

    #[test]
    fn the_templates_are_well_formed() {
        for template in [BAR, COUNT, WORK] {
            assert!(ProgressStyle::with_template(template).is_ok(), "{template}");
        }
    }
}

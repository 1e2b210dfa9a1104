//! The progress of many deliveries, on stderr.

use std::{
    io::{self, IsTerminal, Write},
    sync::{
        Mutex,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

/// A line that is rewritten; none for a single delivery, or if stderr is no terminal.
#[derive(Debug)]
pub(super) struct Progress {
    count: u64,
    done: AtomicU64,
    started: Instant,
    /// The time at which the line was last written; `None` if there is no line.
    drawn: Option<Mutex<Instant>>,
}

impl Progress {
    pub(super) fn of(count: u64) -> Self {
        let is_shown = count > 1 && io::stderr().is_terminal();
        let started = Instant::now();
        Self {
            count,
            done: AtomicU64::new(0),
            started,
            drawn: is_shown.then(|| Mutex::new(started)),
        }
    }

    /// Counts a delivery. The first thread after a pause writes the line; the others do not wait.
    pub(super) fn step(&self) {
        let done = self.done.fetch_add(1, Ordering::Relaxed) + 1;
        let Some(Ok(mut drawn)) = self.drawn.as_ref().map(Mutex::try_lock) else {
            return;
        };
        if drawn.elapsed() >= BETWEEN_LINES {
            *drawn = Instant::now();
            write(&line(done, self.count, self.started.elapsed()));
        }
    }

    /// Removes the line.
    pub(super) fn clear(self) {
        if self.drawn.is_some() {
            write("");
        }
    }
}

/// Rewrites the line.
fn write(line: &str) {
    // Progress is not important enough to fail for.
    let _ = write!(io::stderr(), "\r\x1b[2K{line}");
}

fn line(done: u64, count: u64, elapsed: Duration) -> String {
    let millis = u64::try_from(elapsed.as_millis()).unwrap_or(u64::MAX).max(1);
    let rate = done.saturating_mul(1000) / millis;
    let left =
        (count - done).checked_div(rate).map_or_else(String::new, |s| format!("  {s} s left"));
    format!("{done}/{count}  {rate}/s{left}")
}

/// Ten updates a second look like motion.
const BETWEEN_LINES: Duration = Duration::from_millis(100);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_tells_rate_and_remaining_time() {
        assert_eq!(line(500, 2000, Duration::from_secs(5)), "500/2000  100/s  15 s left");
        assert_eq!(line(1, 2000, Duration::from_secs(5)), "1/2000  0/s", "too slow to tell");
        assert_eq!(line(2, 2, Duration::ZERO), "2/2  2000/s  0 s left");
    }
}

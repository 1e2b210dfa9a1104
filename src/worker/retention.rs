//! Retention: how long finished entries stay.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::inbox::Prune;

/// The time for which finished entries, dead letters and quarantined requests stay in the inbox.
///
/// An entry with an open run is never removed. The daily counts stay when the
/// deliveries go.
///
/// | what | default | counts from |
/// |---|---|---|
/// | done, cancelled, unhandled | 30 days | the end of the last run; the arrival, if there was none |
/// | dead | forever | the end of the last run |
/// | not proved | seven days | the arrival |
///
/// Times are as exact as the five minutes between two removals. A sender's retries have to end
/// before [`keep_done`](Self::keep_done): Stripe tries for three days, WhatsApp for seven.
///
/// # A clock that is wrong
///
/// A clock that is ahead for a while makes everything look old. So after the start, and after the
/// clock has jumped by more than ten minutes, it is not believed until it has run evenly for a day.
/// Until then only the time counts that is known to have passed: at a start the time up to the
/// arrival of the newest deliveries, and from then on the time that the process has been up. The
/// earliest of the last hundred deliveries is taken for that, because some of them may have come
/// while the clock was wrong. Nothing is removed in the first five minutes, and for a day if the
/// inbox was empty.
///
/// | the clock | what is removed |
/// |---|---|
/// | is right, and the last hundred deliveries came in an hour | what is old enough, an hour later than usual; after a day as usual |
/// | is right after a year in which the receiver was off | after a day what became too old in that year |
/// | is a year ahead for some hours | what is old enough without that year |
/// | is a year ahead for more than a day | what that year makes old |
/// | is late | less, until it is set right; what came meanwhile has the age that the clock gave it |
///
/// ```
/// use std::time::Duration;
/// use hookport::worker::Retention;
///
/// let day = Duration::from_secs(24 * 60 * 60);
/// let retention = Retention::new().keep_done(7 * day).keep_dead(90 * day);
///
/// assert_ne!(retention, Retention::default());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use]
pub struct Retention {
    done: Duration,
    dead: Option<Duration>,
    quarantined: Duration,
}

impl Retention {
    /// Starts with 30 days for what is done, seven for what was not proved, and forever for what
    /// is dead.
    pub const fn new() -> Self {
        Self { done: days(30), dead: None, quarantined: days(7) }
    }

    /// Returns how long deliveries are kept after they are done.
    #[cfg(feature = "serve")]
    pub(crate) const fn done(&self) -> Duration {
        self.done
    }

    /// Sets how long deliveries are kept after they are done or cancelled, or came without a
    /// handler. What is remembered of versions is kept as long.
    ///
    /// A delivery that the sender repeats after that is handled again. [`Duration::MAX`] keeps them
    /// forever, and zero until the next removal: one that is repeated later is not recognized.
    pub const fn keep_done(mut self, time: Duration) -> Self {
        self.done = time;
        self
    }

    /// Sets how long deliveries are kept after a handler of theirs is dead. The default is forever.
    ///
    /// A dead letter that is removed cannot be replayed any more, and nobody is told. Set it only
    /// if somebody looks at dead letters more often than that.
    pub const fn keep_dead(mut self, time: Duration) -> Self {
        self.dead = Some(time);
        self
    }

    /// Sets how long requests that were not proved are kept, if they
    /// [are](crate::InboxEndpoint::quarantine_at_most). It is the time in which a wrong secret has
    /// to be noticed.
    pub const fn keep_quarantined(mut self, time: Duration) -> Self {
        self.quarantined = time;
        self
    }

    /// Returns the limits of age at a time that is believed.
    pub(super) fn at(&self, now: SystemTime) -> Prune {
        Prune {
            closed_before: before(now, self.done),
            dead_before: self.dead.map(|dead| before(now, dead)),
            quarantined_before: before(now, self.quarantined),
            at_most: STEP,
        }
    }
}

impl Default for Retention {
    fn default() -> Self {
        Self::new()
    }
}

const fn days(days: u64) -> Duration {
    Duration::from_secs(days * 24 * 60 * 60)
}

fn before(now: SystemTime, time: Duration) -> SystemTime {
    now.checked_sub(time).filter(|before| *before > UNIX_EPOCH).unwrap_or(UNIX_EPOCH)
}

/// The most rows of each kind that are removed in one transaction, during which others wait.
const STEP: usize = 100;

//! Rate limits in words.

use crate::console::data::Limit;

/// Writes a rate limit.
pub(super) fn text(limit: Limit) -> String {
    let time =
        if limit.seconds == 1 { "second".to_owned() } else { format!("{} s", limit.seconds) };
    format!("{} per {time}, {} at once", limit.count, limit.burst)
}

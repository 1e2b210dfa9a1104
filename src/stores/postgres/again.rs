//! Doing something again that has failed for a reason that passes.

use super::error::{Chance, chance};
use crate::inbox::StoreError;

/// Does something until it succeeds, or fails for a reason that stays.
pub(super) async fn again<T, F>(mut attempt: impl FnMut() -> F) -> Result<T, StoreError>
where
    F: Future<Output = Result<T, StoreError>>,
{
    let (mut giving_way, mut lost) = (0, 0);
    loop {
        let ended = attempt().await;
        match ended.as_ref().err().and_then(chance) {
            Some(Chance::GaveWay) if giving_way < MOST_GIVING_WAY => giving_way += 1,
            Some(Chance::LostConnection) if lost < MOST_LOST => lost += 1,
            _ => return ended,
        }
    }
}

/// Each of them may have waited for a second, until Postgres has noticed a deadlock.
const MOST_GIVING_WAY: u32 = 3;

/// After a crash of the server all connections of a process may be lost.
const MOST_LOST: u32 = 40;

//! From free places to what is claimed.

use std::{
    sync::Arc,
    time::{Duration, SystemTime},
};

use super::{
    post::{Duty, Post},
    running::Taken,
};
use crate::inbox::{ClaimRequest, Quota};

/// What a worker has room for.
#[derive(Debug)]
pub(super) struct Room {
    free: usize,
    quotas: Vec<Quota>,
    /// Whether a handler has no room, so that the end of a run makes a difference.
    pub(super) is_short: bool,
}

impl Room {
    /// The room that is left beside what is taken. Who is served first changes with each turn.
    pub(super) fn beside(taken: &Taken, posts: &[Post], concurrency: usize, turn: usize) -> Self {
        let free = concurrency.saturating_sub(taken.values().sum());
        let turn_of_handlers = turn / posts.len().max(1);
        let quotas: Vec<_> = rotated(posts, turn)
            .filter_map(|(index, post)| quota(taken, index, post, turn_of_handlers))
            .collect();
        let with_room: usize = quotas.iter().map(|quota| quota.handlers.len()).sum();
        let handlers: usize = posts.iter().map(|post| post.duties.len()).sum();
        Self { free, quotas, is_short: free == 0 || with_room < handlers }
    }

    /// What to ask a store for; `None` if there is no room.
    pub(super) fn request(self, now: SystemTime, lease: Duration) -> Option<ClaimRequest> {
        let Self { free, quotas, .. } = self;
        let at_most = free.min(BATCH);
        (free > 0 && !quotas.is_empty()).then_some(ClaimRequest { at_most, quotas, now, lease })
    }
}

fn quota(taken: &Taken, index: usize, post: &Post, turn: usize) -> Option<Quota> {
    let has = |duty| taken.get(&(index, duty)).copied().unwrap_or_default();
    let at_most = post.concurrency.saturating_sub((0..post.duties.len()).map(has).sum());
    let free = |(index, duty): (usize, &Duty)| {
        let free = duty.concurrency.saturating_sub(has(index)).min(at_most);
        (free > 0).then(|| (Arc::clone(&duty.handler), free))
    };
    let handlers: Vec<_> = rotated(&post.duties, turn).filter_map(free).collect();
    (!handlers.is_empty()).then(|| Quota { endpoint: Arc::clone(&post.name), at_most, handlers })
}

/// All of them with their indexes, beginning at another one each turn.
fn rotated<T>(all: &[T], turn: usize) -> impl Iterator<Item = (usize, &T)> {
    let first = turn.checked_rem(all.len()).unwrap_or_default();
    all.iter().enumerate().cycle().skip(first).take(all.len())
}

/// How many runs are claimed in one step of the store.
const BATCH: usize = 128;

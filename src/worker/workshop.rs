//! What claims, attempts and renewals of a worker share.

use std::{sync::Arc, time::SystemTime};

use tokio::time::Instant;

use super::{
    Served, WorkerSettings,
    post::{Duty, Post},
    room::Room,
    running::{Running, Stopped},
};
use crate::{
    Clock,
    inbox::{Claimed, Lease, Store},
};

/// What claims, attempts and renewals of a worker share.
pub(super) struct Workshop {
    pub(super) store: Arc<dyn Store>,
    clock: Arc<dyn Clock>,
    pub(super) posts: Vec<Post>,
    pub(super) settings: WorkerSettings,
    pub(super) running: Running,
}

impl Workshop {
    pub(super) fn new(
        store: Arc<dyn Store>,
        clock: Arc<dyn Clock>,
        served: Vec<Served>,
        settings: WorkerSettings,
    ) -> Self {
        let posts = served.into_iter().map(Post::new).collect();
        Self { store, clock, posts, settings, running: Running::default() }
    }

    pub(super) fn now(&self) -> SystemTime {
        self.clock.now()
    }

    /// What there is room for.
    pub(super) fn room(&self, turn: usize) -> Room {
        Room::beside(&self.running.taken(), &self.posts, self.settings.concurrency, turn)
    }

    /// Gives a claimed run its place; its lease ends then, if it is not renewed. `None` if nobody
    /// here could run it.
    pub(super) fn place(
        self: &Arc<Self>,
        claimed: &Claimed,
        lease_ends: Option<Instant>,
    ) -> Option<(Place, Stopped)> {
        let post = self.posts.iter().position(|post| post.name == claimed.endpoint)?;
        let mut duties = self.posts[post].duties.iter();
        let duty = duties.position(|duty| duty.handler == claimed.lease.handler)?;
        let lease = claimed.lease.clone();
        let stopped = self.running.add(lease.clone(), (post, duty), lease_ends);
        Some((Place { workshop: Arc::clone(self), lease, post, duty }, stopped))
    }
}

/// The place of a run in the workshop: free again when it is dropped.
pub(super) struct Place {
    pub(super) workshop: Arc<Workshop>,
    lease: Lease,
    post: usize,
    duty: usize,
}

impl Place {
    pub(super) fn post(&self) -> &Post {
        &self.workshop.posts[self.post]
    }

    pub(super) fn duty(&self) -> &Duty {
        &self.post().duties[self.duty]
    }

    pub(super) const fn lease(&self) -> &Lease {
        &self.lease
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.workshop.running.remove(&self.lease);
    }
}

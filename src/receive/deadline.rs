//! A time limit that costs nothing where nothing has to be waited for.

use std::{
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

use tokio::time::{Sleep, sleep};

/// A time limit, counted from the first time that something is found not to be ready.
///
/// No timer is made before. It is boxed, since most requests never need it and a timer is large.
pub(crate) struct Deadline {
    after: Duration,
    timer: Option<Pin<Box<Sleep>>>,
}

impl Deadline {
    pub(crate) const fn new(after: Duration) -> Self {
        Self { after, timer: None }
    }

    /// Ready once the limit has passed, with what the limit was.
    pub(crate) fn poll_passed(&mut self, cx: &mut Context<'_>) -> Poll<Duration> {
        let after = self.after;
        let timer = self.timer.get_or_insert_with(|| Box::pin(sleep(after)));
        timer.as_mut().poll(cx).map(|()| after)
    }
}

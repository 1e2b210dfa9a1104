//! The side whose turn it is on a connection.

use std::{
    mem,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering::Relaxed},
    },
    time::Duration,
};

use tokio::{sync::Notify, time::Instant};

/// The record of whether a connection waits for its client, and since when.
///
/// A connection waits for its client while it has no request, while the request is on its way, and
/// while its answer is on its way back. In between the client waits for the receiver.
pub(in crate::receiver) struct Activity {
    state: Mutex<State>,
    /// True while another connection waits for a place.
    crowded: Arc<AtomicBool>,
    /// Told when the connection has to end with its open requests.
    over: Notify,
}

struct State {
    /// True if bytes have come since the last head, or since the end of its body.
    has_read: bool,
    /// True if the body of the last request has not come whole.
    lacks_body: bool,
    /// True if the connection has to end with its open requests.
    is_over: bool,
    /// The heads that have come.
    heads: u64,
    /// The number of the first head that is ambiguous.
    ambiguous: Option<u64>,
    /// The requests whose heads have come and that are not answered yet.
    requests: usize,
    /// The bodies of them that have not come whole.
    bodies: usize,
    /// The time since which the client has to do something.
    since: Instant,
}

impl Activity {
    pub(in crate::receiver) fn new(crowded: Arc<AtomicBool>) -> Self {
        let state = State {
            has_read: false,
            lacks_body: false,
            is_over: false,
            heads: 0,
            ambiguous: None,
            requests: 0,
            bodies: 0,
            since: Instant::now(),
        };
        Self { state: Mutex::new(state), crowded, over: Notify::new() }
    }

    /// Returns how long the connection has waited for its client, `None` if the client waits for an
    /// answer.
    pub(in crate::receiver) fn waits_for_client(&self) -> Option<Duration> {
        let state = self.state();
        (state.requests <= state.bodies).then(|| state.since.elapsed())
    }

    /// Returns how long no request has been open, `None` if one is. A body that is on its way has a
    /// time of its own.
    #[cfg(feature = "http2")]
    pub(super) fn is_idle_for(&self) -> Option<Duration> {
        let state = self.state();
        (state.requests == 0).then(|| state.since.elapsed())
    }

    /// Returns true if the connection has to end with its next answer, since others wait for its
    /// place.
    pub(super) fn is_crowded(&self) -> bool {
        self.crowded.load(Relaxed)
    }

    /// Says that the connection has to end with its open requests. Others that the client has sent
    /// already are not waited for.
    pub(super) fn end(&self) {
        self.state().is_over = true;
        self.over.notify_one();
    }

    /// Ends when that was said.
    #[cfg(feature = "http2")]
    pub(super) async fn is_over(&self) {
        self.over.notified().await;
    }

    /// Notes that bytes have come, and the number of the first head that is ambiguous.
    pub(super) fn read(&self, ambiguous: Option<u64>) {
        let mut state = self.state();
        state.has_read = true;
        state.ambiguous = ambiguous;
    }

    /// Notes the head of a request. The request ends when the value is dropped.
    pub(super) fn request(self: &Arc<Self>) -> OpenRequest {
        let mut state = self.state();
        let is_pipelined = !mem::take(&mut state.has_read);
        let is_ambiguous = state.ambiguous.is_some_and(|number| number <= state.heads);
        state.heads += 1;
        state.lacks_body = false;
        state.requests += 1;
        state.since = Instant::now();
        OpenRequest { activity: Arc::clone(self), is_pipelined, is_ambiguous }
    }

    /// Notes that a body is on its way. It ends when the value is dropped.
    pub(super) fn body(self: &Arc<Self>) -> OpenBody {
        let mut state = self.state();
        state.bodies += 1;
        state.lacks_body = true;
        OpenBody(Arc::clone(self))
    }

    /// Returns true if the body of the last request has not come whole.
    pub(super) fn lacks_body(&self) -> bool {
        self.state().lacks_body
    }

    /// Returns true if the client is in the middle of a request that it gets an answer to.
    pub(super) fn is_amid_request(&self) -> bool {
        let state = self.state();
        state.lacks_body || (state.has_read && !state.is_over)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A request that is not answered yet.
pub(super) struct OpenRequest {
    activity: Arc<Activity>,
    /// True if the request came together with the one before it.
    pub(super) is_pipelined: bool,
    /// True if its end, or that of one before it, can be seen in two ways.
    pub(super) is_ambiguous: bool,
}

impl Drop for OpenRequest {
    fn drop(&mut self) {
        let mut state = self.activity.state();
        state.requests -= 1;
        state.since = Instant::now();
    }
}

/// A body that has not come whole.
pub(super) struct OpenBody(Arc<Activity>);

impl OpenBody {
    pub(super) fn came_whole(self) {
        let mut state = self.0.state();
        state.lacks_body = false;
        state.has_read = false;
    }
}

impl Drop for OpenBody {
    fn drop(&mut self) {
        self.0.state().bodies -= 1;
    }
}

#[cfg(test)]
mod tests {
    use tokio::time::advance;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_connection_waits_for_its_client_but_while_a_whole_request_is_answered() {
        let second = Duration::from_secs(1);
        let activity = Arc::new(Activity::new(Arc::default()));
        advance(second).await;
        assert_eq!(activity.waits_for_client(), Some(second), "for a request");

        let (request, body) = (activity.request(), activity.body());
        advance(2 * second).await;
        assert_eq!(activity.waits_for_client(), Some(2 * second), "for the body, since the head");

        drop(body);
        assert_eq!(activity.waits_for_client(), None);

        drop(request);
        assert_eq!(activity.waits_for_client(), Some(Duration::ZERO), "for the next request");
    }

    #[tokio::test]
    async fn a_request_is_pipelined_if_nothing_was_read_since_the_one_before() {
        let activity = Arc::new(Activity::new(Arc::default()));

        activity.read(None);
        activity.read(None);

        assert!(!activity.request().is_pipelined);
        assert!(activity.request().is_pipelined);
    }

    #[tokio::test]
    async fn a_client_is_amid_a_request_until_its_body_has_come_whole() {
        let activity = Arc::new(Activity::new(Arc::default()));
        activity.read(None);
        assert!(activity.is_amid_request(), "in its head");

        let (_request, body) = (activity.request(), activity.body());
        activity.read(None);
        assert!(activity.is_amid_request() && activity.lacks_body());

        body.came_whole();
        assert!(!activity.is_amid_request() && !activity.lacks_body());

        drop((activity.request(), activity.body()));
        assert!(activity.is_amid_request() && activity.lacks_body(), "nobody read the body");
    }

    #[tokio::test]
    async fn one_whole_request_of_several_is_enough() {
        let activity = Arc::new(Activity::new(Arc::default()));
        let (_first, _body, _second) = (activity.request(), activity.body(), activity.request());

        assert_eq!(activity.waits_for_client(), None);
    }
}

//! The side whose turn it is on a connection.

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use tokio::time::Instant;

/// The record of whether a connection waits for its client, and since when.
///
/// A connection waits for its client while it has no request, while the request is on its way, and
/// while its answer is on its way back. In between the client waits for the receiver.
pub(in crate::receiver) struct Activity(Mutex<State>);

struct State {
    /// The requests whose heads have come and that are not answered yet.
    requests: usize,
    /// The bodies of them that have not come whole.
    bodies: usize,
    /// The time since which the client has to do something.
    since: Instant,
}

impl Activity {
    pub(in crate::receiver) fn new() -> Self {
        Self(Mutex::new(State { requests: 0, bodies: 0, since: Instant::now() }))
    }

    /// Returns how long the connection has waited for its client, `None` if the client waits for an
    /// answer.
    pub(in crate::receiver) fn waits_for_client(&self) -> Option<Duration> {
        let state = self.state();
        (state.requests <= state.bodies).then(|| state.since.elapsed())
    }

    /// Notes the head of a request. The request ends when the value is dropped.
    pub(super) fn request(self: &Arc<Self>) -> OpenRequest {
        let mut state = self.state();
        state.requests += 1;
        state.since = Instant::now();
        OpenRequest(Arc::clone(self))
    }

    /// Notes that a body is on its way. It ends when the value is dropped.
    pub(super) fn body(self: &Arc<Self>) -> OpenBody {
        self.state().bodies += 1;
        OpenBody(Arc::clone(self))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A request that is not answered yet.
pub(super) struct OpenRequest(Arc<Activity>);

impl Drop for OpenRequest {
    fn drop(&mut self) {
        let mut state = self.0.state();
        state.requests -= 1;
        state.since = Instant::now();
    }
}

/// A body that has not come whole.
pub(super) struct OpenBody(Arc<Activity>);

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
        let activity = Arc::new(Activity::new());
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
    async fn one_whole_request_of_several_is_enough() {
        let activity = Arc::new(Activity::new());
        let (_first, _body, _second) = (activity.request(), activity.body(), activity.request());

        assert_eq!(activity.waits_for_client(), None);
    }
}

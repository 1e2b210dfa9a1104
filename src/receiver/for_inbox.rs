//! The endpoint of a router in an inbox.

use super::InboxEndpoint;
use crate::{EventRouter, WebhookEvent, router::RoutesError};

impl<E, S> EventRouter<E, S>
where
    E: WebhookEvent,
    S: Clone + Send + Sync + 'static,
{
    /// Gives the handlers their state, and makes an endpoint for a [`Receiver`](crate::Receiver).
    ///
    /// Its handlers may need what only the store of an inbox gives, such as a `Tx`; the receiver
    /// checks that its store gives it.
    ///
    /// ```
    /// # #[cfg(all(feature = "macros", feature = "sqlite"))]
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// use hookport::{
    ///     EventRouter, Receiver, WebhookEvent, providers,
    ///     stores::sqlite::{Tx, rusqlite},
    /// };
    ///
    /// #[derive(WebhookEvent)]
    /// enum GitHub {
    ///     #[event("push")]
    ///     Pushed(serde_json::Value),
    /// }
    ///
    /// async fn on_push(_: serde_json::Value, tx: Tx) {
    ///     tx.defer(|db| -> rusqlite::Result<()> {
    ///         db.execute("UPDATE pushes SET seen = seen + 1", ()).map(drop)
    ///     });
    /// }
    ///
    /// let router = || {
    ///     EventRouter::new(providers::GITHUB.secret("made-up")).on(GitHub::PUSHED, on_push)
    /// };
    /// let in_memory = Receiver::open("memory:").await?.endpoint("/github", router().for_inbox(()));
    /// assert!(in_memory.try_into_parts().is_err(), "a `Tx` is of SQLite");
    /// assert!(router().try_with_state(()).is_err(), "and of an inbox");
    /// # Ok(())
    /// # }
    /// # #[cfg(not(all(feature = "macros", feature = "sqlite")))] fn main() {}
    /// ```
    ///
    /// # Panics
    ///
    /// Panics for each reason of [`try_for_inbox`](Self::try_for_inbox), with the message of the
    /// [`RoutesError`].
    #[track_caller]
    pub fn for_inbox(self, state: S) -> InboxEndpoint {
        match self.try_for_inbox(state) {
            Ok(endpoint) => endpoint,
            Err(error) => panic!("{error}"),
        }
    }

    /// Gives the handlers their state, and makes an endpoint for a [`Receiver`](crate::Receiver).
    ///
    /// # Errors
    ///
    /// Fails as [`try_with_state`](Self::try_with_state) does, but not for what handlers need.
    pub fn try_for_inbox(self, state: S) -> Result<InboxEndpoint, RoutesError> {
        self.into_endpoint(state).map(InboxEndpoint::new)
    }
}

//! Events that a router ignores.

use super::{EventRouter, key_of::KeyOf};
use crate::WebhookEvent;

impl<E, S> EventRouter<E, S>
where
    E: WebhookEvent,
    S: Clone + Send + Sync + 'static,
{
    /// Ignores the events of a variant: the sender gets the same status as for a handled event.
    ///
    /// The payload is not read, so that one of another form cannot fail. An inbox keeps the
    /// delivery, and no handler runs for it.
    ///
    /// ```
    /// # #[cfg(feature = "macros")]
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// use hookport::{EventRouter, WebhookEvent, providers, testing::{Signer, deliver}};
    ///
    /// #[derive(WebhookEvent)]
    /// enum GitHub {
    ///     #[event("push")]
    ///     Pushed(serde_json::Value),
    ///     #[event("ping")]
    ///     Ping,
    /// }
    ///
    /// let endpoint = EventRouter::new(providers::GITHUB.secret("made-up"))
    ///     .on(GitHub::PUSHED, async |_: serde_json::Value| {})
    ///     .ignore(GitHub::PING)
    ///     .with_state(());
    ///
    /// let ping = Signer::new(providers::GITHUB, "made-up").event("ping").sign("{}")?;
    /// assert_eq!(deliver(&endpoint, ping).await.status(), 200);
    /// assert_eq!((endpoint.counts().ignored, endpoint.counts().handled), (1, 0));
    /// # Ok(())
    /// # }
    /// # #[cfg(not(feature = "macros"))] fn main() {}
    /// ```
    pub fn ignore<P>(mut self, key: impl KeyOf<E, P>) -> Self {
        self.ignored.variants.push(key.key().index());
        self
    }

    /// Ignores the events of all variants without a handler.
    ///
    /// This turns the check at start-up off. It is meant for enums that are not yours and may grow,
    /// such as those of [`event_types`](crate::event_types).
    ///
    /// ```
    /// # #[cfg(feature = "macros")] {
    /// use hookport::{EventRouter, event_types::routal::{Plan, RoutalEvent}, providers};
    ///
    /// async fn on_plan(plan: Plan) {
    ///     println!("{:?} of {}", plan.status, plan.id);
    /// }
    ///
    /// let endpoint = EventRouter::new(providers::ROUTAL.secret("made-up-path-token"))
    ///     .on(RoutalEvent::PLAN_CREATED, on_plan)
    ///     .on(RoutalEvent::PLAN, on_plan)
    ///     .ignore_rest()
    ///     .with_state(());
    /// # drop(endpoint);
    /// # }
    /// ```
    pub fn ignore_rest(mut self) -> Self {
        self.ignored.rest = true;
        self
    }
}

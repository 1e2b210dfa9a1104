//! Events of enums that are not yours.

use super::EventRouter;
use crate::WebhookEvent;

impl<E, S> EventRouter<E, S>
where
    E: WebhookEvent,
    S: Clone + Send + Sync + 'static,
{
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

//! Classes of errors, said once for a whole router.

use std::error::Error;

use super::EventRouter;
use crate::{ErrorClass, WebhookEvent};

impl<E, S> EventRouter<E, S>
where
    E: WebhookEvent,
    S: Clone + Send + Sync + 'static,
{
    /// Says what becomes of deliveries whose handlers fail with certain errors.
    ///
    /// `classify` is asked about the error of each handler that failed, then about each of its
    /// causes, until it returns a class; an error that it does not know is tried again. It is not
    /// asked about an outcome that says more than its error: a dead letter, a wait, a
    /// [`Failure`](crate::Failure). It is asked about a [`HandlerError`](super::HandlerError), which
    /// stands for a panic or a timeout, and about the error of a layer. Of several functions the
    /// first that knows the error counts. If one panics, the error is tried again.
    ///
    /// Some errors hide the type of the error that they hold, and show only its causes: an
    /// `anyhow::Error` without a context, and a variant with `#[error(transparent)]`.
    /// [`Classify`](crate::Classify) works there, too.
    ///
    /// ```
    /// # #[cfg(feature = "macros")] {
    /// use std::time::Duration;
    /// use hookport::{ErrorClass, EventRouter, WebhookEvent, providers};
    ///
    /// #[derive(Debug, thiserror::Error)]
    /// enum AppError {
    ///     #[error("no such customer")]
    ///     NoSuchCustomer,
    ///     #[error("bank is closed")]
    ///     Closed,
    ///     #[error("database failed")]
    ///     Database(#[from] std::io::Error),
    /// }
    ///
    /// impl AppError {
    ///     fn class(&self) -> Option<ErrorClass> {
    ///         match self {
    ///             Self::NoSuchCustomer => Some(ErrorClass::DeadLetter),
    ///             Self::Closed => Some(ErrorClass::RetryAfter(Duration::from_secs(3600))),
    ///             Self::Database(_) => None,
    ///         }
    ///     }
    /// }
    ///
    /// #[derive(WebhookEvent)]
    /// enum Push {
    ///     #[event("push")]
    ///     Pushed(serde_json::Value),
    /// }
    ///
    /// async fn on_push(_: serde_json::Value) -> Result<(), AppError> {
    ///     Err(AppError::NoSuchCustomer)
    /// }
    ///
    /// let endpoint = EventRouter::<Push>::new(providers::GITHUB.secret("made-up"))
    ///     .on(Push::PUSHED, on_push)
    ///     .classify_errors(|error| error.downcast_ref::<AppError>()?.class())
    ///     .with_state(());
    /// # drop(endpoint);
    /// # }
    /// ```
    pub fn classify_errors(
        mut self,
        classify: impl Fn(&(dyn Error + 'static)) -> Option<ErrorClass> + Send + Sync + 'static,
    ) -> Self {
        self.calls.classifier.add(classify);
        self
    }
}

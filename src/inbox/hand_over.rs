//! Giving the runs of a handler that is gone to another one.

use std::sync::Arc;

use super::{Change, HandlerNames, Inbox, InboxError, handle::unknown_endpoint};

impl Inbox {
    /// Gives the [orphaned](super::Overview::orphaned) runs of a handler to another one of the
    /// endpoint, and returns how many these are.
    ///
    /// It is as if that one had been there [under this
    /// name](crate::router::HandlerPolicy::formerly) before: also what still comes for `from` is
    /// its own. Where a delivery has a run of `to` already, that of `from` is cancelled. A run of an
    /// event that `to` does not take goes to the handlers that take it, and is dead if none does.
    ///
    /// A run that another process is handling as `from` goes on and settles, unless its ordering
    /// key has an open run of `to`: then it is held behind that one, and its attempt does not
    /// count. What has ended as `from` keeps that name in the log.
    ///
    /// # Errors
    ///
    /// [`InboxError::UnknownEndpoint`] if the endpoint is not served here;
    /// [`InboxError::UnknownHandler`] if it has no handler `to`; [`InboxError::NothingOrphaned`] if
    /// nothing is orphaned under the name `from`; [`InboxError::Store`].
    ///
    /// ```
    /// # use hookport::inbox::{Inbox, InboxError};
    /// # async fn mend(inbox: Inbox) -> Result<(), InboxError> {
    /// for runs in inbox.overview().await?.orphaned {
    ///     println!("{} runs of `{}` wait for `{}`", runs.count, runs.endpoint, runs.handler);
    /// }
    /// inbox.hand_over("shop", "on_paid", "book_order").await?;
    /// # Ok(())
    /// # }
    /// ```
    pub async fn hand_over(&self, endpoint: &str, from: &str, to: &str) -> Result<u64, InboxError> {
        let handlers = self.handlers().of(endpoint).ok_or_else(|| unknown_endpoint(endpoint))?;
        let (endpoint, from): (Arc<str>, Arc<str>) = (Arc::from(endpoint), Arc::from(from));
        if handlers.iter().all(|handler| *handler.name != *to) {
            return Err(InboxError::UnknownHandler { endpoint, handler: Arc::from(to) });
        }
        let orphaned = self.overview().await?.orphaned;
        if !orphaned.iter().any(|runs| runs.endpoint == endpoint && runs.handler == from) {
            return Err(InboxError::NothingOrphaned { endpoint, handler: from });
        }
        let names = HandlerNames { name: Arc::from(to), formerly: vec![from] };
        let change = Change::NameHandlers { endpoint, handlers: vec![names], at: self.now() };
        Ok(self.store().change(change).await?)
    }
}

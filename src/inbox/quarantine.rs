//! The quarantine: unproved requests, and the actions on them.

use super::{
    Change, Cursor, Inbox, InboxError, Page, Quarantined, StoreError, handle::unknown_endpoint,
};

impl Inbox {
    /// Lists the unproved requests of an endpoint with their numbers, the oldest first.
    ///
    /// Nothing about them is proved: not who sent them, and not when. Of an endpoint that nobody
    /// knows there are none, and that is no error. The cursor of the next page is
    /// [`Cursor::behind`] the last number.
    ///
    /// # Errors
    ///
    /// [`StoreError::Unavailable`].
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// use std::{collections::BTreeMap, sync::Arc};
    /// use hookport::{inbox::{Inbox, Page}, stores::MemoryStore};
    ///
    /// let inbox = Inbox::new(Arc::new(MemoryStore::new()));
    ///
    /// // The reasons why requests were refused, and how often.
    /// let mut reasons: BTreeMap<String, usize> = BTreeMap::new();
    /// for (_, unproved) in inbox.quarantined("shop", Page::first(100)).await? {
    ///     *reasons.entry(unproved.reason).or_default() += 1;
    /// }
    /// assert!(reasons.is_empty());
    /// # Ok(())
    /// # }
    /// ```
    pub async fn quarantined(
        &self,
        endpoint: &str,
        page: Page,
    ) -> Result<Vec<(u64, Quarantined)>, StoreError> {
        self.store().quarantined(endpoint, page.first, page.after).await
    }

    /// Tries again to prove the unproved requests of an endpoint, after a secret was mended.
    ///
    /// Each is held against the secrets of today and the time at which it came. What is proved now
    /// becomes an entry, as if it had been proved then; the rest stays. If it fails in the middle,
    /// what was proved before is kept: ask again.
    ///
    /// A request whose idempotency key is in the inbox already leaves the quarantine too, as a
    /// duplicate: what the sender has sent again in the meantime is not run twice.
    ///
    /// # Errors
    ///
    /// [`InboxError::UnknownEndpoint`] if this inbox has no secrets for the endpoint;
    /// [`InboxError::Store`].
    pub async fn reverify(&self, endpoint: &str) -> Result<Reverified, InboxError> {
        let rules = self.rules(endpoint).ok_or_else(|| unknown_endpoint(endpoint))?;
        self.handlers().name().await?;
        let mut reverified = Reverified::default();
        let mut after = None;
        loop {
            let page = self.store().quarantined(endpoint, AT_ONCE, after).await?;
            let Some((last, _)) = page.last() else {
                return Ok(reverified);
            };
            after = Some(Cursor::behind(*last));
            for (number, unproved) in page {
                let Some(entries) = rules.entries_of(unproved).await else {
                    reverified.left += 1;
                    continue;
                };
                let release = Change::LeaveQuarantine { number, entries };
                reverified.proved += self.store().change(release).await?;
            }
        }
    }

    /// Removes an unproved request.
    ///
    /// # Errors
    ///
    /// [`InboxError::UnknownRequest`] if there is none of this number; [`InboxError::Store`].
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// use std::{sync::Arc, time::UNIX_EPOCH};
    /// use hookport::inbox::{Change, Inbox, InboxError, Page, Quarantined, Store};
    /// use hookport::stores::MemoryStore;
    ///
    /// let store = Arc::new(MemoryStore::new());
    /// # let request = http::Request::post("/shop").body("{}".into())?;
    /// # let reason = "wrong_signature".to_owned();
    /// # let unproved = Quarantined::new("shop".into(), reason, UNIX_EPOCH, request);
    /// store.change(Change::Quarantine { unproved, at_most: 10 }).await?;
    /// let inbox = Inbox::new(store);
    ///
    /// let (number, _) = inbox.quarantined("shop", Page::first(1)).await?.remove(0);
    /// inbox.discard(number).await?;
    /// let again = inbox.discard(number).await;
    /// assert!(matches!(again, Err(InboxError::UnknownRequest { .. })));
    /// # Ok(())
    /// # }
    /// ```
    pub async fn discard(&self, number: u64) -> Result<(), InboxError> {
        let discard = Change::LeaveQuarantine { number, entries: Vec::new() };
        match self.store().change(discard).await? {
            0 => Err(InboxError::UnknownRequest { number }),
            _ => Ok(()),
        }
    }
}

/// The result of [`Inbox::reverify`].
///
/// ```
/// # #[cfg(feature = "macros")]
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use std::sync::Arc;
/// use hookport::{EventRouter, InboxEndpoint, Receiver, WebhookEvent, providers};
/// use hookport::{inbox::Reverified, stores::MemoryStore, testing::{Signer, deliver}};
///
/// #[derive(WebhookEvent)]
/// enum Pushes {
///     #[event("push")]
///     Pushed,
/// }
///
/// let receiver = |store: &Arc<MemoryStore>, secret: &'static str| {
///     let pushes = EventRouter::new(providers::GITHUB.secret(secret)).ignore(Pushes::PUSHED);
///     let endpoint = InboxEndpoint::new(pushes.with_state(())).quarantine_at_most(100);
///     Receiver::new(store.clone()).endpoint("/github", endpoint).into_parts()
/// };
/// let store = Arc::new(MemoryStore::new());
/// let request = Signer::new(providers::GITHUB, "made-up")
///     .url("http://localhost/github")
///     .event("push")
///     .sign("{}")?;
///
/// let mistaken = receiver(&store, "outdated"); // a mistake in the deployment
/// assert_eq!(deliver(&mistaken.app, request).await.status(), 401);
/// # while mistaken.inbox.overview().await?.quarantined.is_empty() {
/// #     tokio::task::yield_now().await;
/// # }
///
/// let corrected = receiver(&store, "made-up");
/// assert_eq!(corrected.inbox.reverify("github").await?, Reverified { proved: 1, left: 0 });
/// # Ok(())
/// # }
/// # #[cfg(not(feature = "macros"))] fn main() {}
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Reverified {
    /// The number of requests that were proved and have left the quarantine.
    pub proved: u64,
    /// The number of requests that are still unproved.
    pub left: u64,
}

/// Each may be as long as the longest body.
const AT_ONCE: usize = 16;

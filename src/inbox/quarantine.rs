//! The quarantine: unproved requests, and the actions on them.

use super::{
    Change, Cursor, Inbox, InboxError, Page, Quarantined, StoreError, handle::unknown_endpoint,
};

impl Inbox {
    /// Lists the unproved requests of an endpoint with their numbers, the oldest first.
    ///
    /// Nothing about them is proved: not who sent them, and not when.
    ///
    /// # Errors
    ///
    /// [`StoreError::Unavailable`].
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
                let Some(entry) = rules.entry_of(unproved) else {
                    reverified.left += 1;
                    continue;
                };
                let release = Change::LeaveQuarantine { number, entry: Some(Box::new(entry)) };
                reverified.proved += self.store().change(release).await?;
            }
        }
    }

    /// Removes an unproved request.
    ///
    /// # Errors
    ///
    /// [`InboxError::UnknownRequest`] if there is none of this number; [`InboxError::Store`].
    pub async fn discard(&self, number: u64) -> Result<(), InboxError> {
        let discard = Change::LeaveQuarantine { number, entry: None };
        match self.store().change(discard).await? {
            0 => Err(InboxError::UnknownRequest { number }),
            _ => Ok(()),
        }
    }
}

/// The result of [`Inbox::reverify`].
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Reverified {
    /// The number of requests that were proved and have left the quarantine.
    pub proved: u64,
    /// The number of requests that are still unproved.
    pub left: u64,
}

/// Each may be as long as the longest body.
const AT_ONCE: usize = 16;

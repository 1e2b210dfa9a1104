//! Changing many entries, with bounded memory.

use super::{Change, Cursor, EntryId, Filter, Inbox, InboxError, Page, StoreError};

/// The entries to change: one, some, or all that a filter finds.
///
/// ```
/// use hookport::inbox::{EntryId, EntryState, Filter, Selection};
///
/// let one = Selection::from(EntryId::new(7));
/// assert_eq!(one, Selection::Entries(vec![EntryId::new(7)]));
///
/// let failed = Filter::new().states([EntryState::Dead]);
/// assert_eq!(Selection::from(failed.clone()), Selection::Matching(failed));
/// ```
///
/// Entries are changed 500 at a time, each page in one step of the store. What comes while the
/// first pages are changed is left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Selection {
    /// These, in any order. One that is not there is an error, and then nothing is changed.
    Entries(Vec<EntryId>),
    /// Those of these that are there, in any order. Others are left out.
    Present(Vec<EntryId>),
    /// All present entries that the filter finds; the default filter finds all.
    Matching(Filter),
}

impl From<EntryId> for Selection {
    fn from(entry: EntryId) -> Self {
        Self::Entries(vec![entry])
    }
}

impl From<Vec<EntryId>> for Selection {
    fn from(entries: Vec<EntryId>) -> Self {
        Self::Entries(entries)
    }
}

impl From<Filter> for Selection {
    fn from(filter: Filter) -> Self {
        Self::Matching(filter)
    }
}

impl Inbox {
    /// Changes the selected entries in pages, the oldest first: so they keep their order.
    ///
    /// # Errors
    ///
    /// [`InboxError::UnknownEntry`] if one that was listed is not there; [`InboxError::Store`].
    pub(super) async fn change_each(
        &self,
        selection: Selection,
        change: impl Fn(Vec<EntryId>) -> Change,
    ) -> Result<u64, InboxError> {
        let mut changed = 0;
        match selection {
            Selection::Entries(entries) => {
                self.check_entries(&entries).await?;
                changed += self.change_present(entries, change).await?;
            }
            Selection::Present(entries) => changed += self.change_present(entries, change).await?,
            Selection::Matching(filter) => {
                let bounds = self.bounds(&filter).await?;
                for bound in bounds.windows(2).rev() {
                    let entries = self.between(&filter, bound[1], bound[0]).await?;
                    if !entries.is_empty() {
                        changed += self.store().change(change(entries)).await?;
                    }
                }
            }
        }
        Ok(changed)
    }

    async fn change_present(
        &self,
        mut entries: Vec<EntryId>,
        change: impl Fn(Vec<EntryId>) -> Change,
    ) -> Result<u64, InboxError> {
        entries.sort_unstable();
        let mut changed = 0;
        for page in entries.chunks(AT_ONCE) {
            changed += self.store().change(change(page.to_vec())).await?;
        }
        Ok(changed)
    }

    /// Finds those of some entries that are there, the lowest first.
    ///
    /// Numbers that follow each other are asked for at once.
    ///
    /// # Errors
    ///
    /// [`StoreError::Unavailable`].
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// use std::sync::Arc;
    /// use hookport::{inbox::{EntryId, Inbox}, stores::MemoryStore};
    ///
    /// let inbox = Inbox::new(Arc::new(MemoryStore::new()));
    /// assert!(inbox.present(&[EntryId::new(7), EntryId::new(8)]).await?.is_empty());
    /// # Ok(())
    /// # }
    /// ```
    pub async fn present(&self, entries: &[EntryId]) -> Result<Vec<EntryId>, StoreError> {
        let mut wanted = entries.to_vec();
        wanted.sort_unstable();
        wanted.dedup();
        let mut found = Vec::new();
        for row in wanted.chunk_by(|one, next| one.get() + 1 == next.get()) {
            if let (Some(low), Some(high)) = (row.first(), row.last()) {
                let high = high.get().saturating_add(1);
                found.extend(self.between(&Filter::default(), low.get(), high).await?);
            }
        }
        Ok(found)
    }

    /// Checks that all of these are there.
    ///
    /// # Errors
    ///
    /// [`InboxError::UnknownEntry`] if one is not; [`InboxError::Store`].
    pub(crate) async fn check_entries(&self, entries: &[EntryId]) -> Result<(), InboxError> {
        let there = self.present(entries).await?;
        match entries.iter().find(|entry| there.binary_search(entry).is_err()) {
            Some(missing) => Err(InboxError::UnknownEntry { entry: *missing }),
            None => Ok(()),
        }
    }

    /// The numbers between which the pages of a listing lie, from the newest to 0.
    async fn bounds(&self, filter: &Filter) -> Result<Vec<u64>, StoreError> {
        let mut bounds = Vec::new();
        let mut page = Page::first(AT_ONCE);
        loop {
            let listing = self.store().list(filter.clone(), page).await?;
            if let (true, Some(newest)) = (bounds.is_empty(), listing.entries.first()) {
                bounds.push(newest.id.get() + 1);
            }
            let Some(next) = listing.next else {
                bounds.push(0);
                return Ok(bounds);
            };
            bounds.push(next.number());
            page = Page::first(AT_ONCE).after(next);
        }
    }

    /// The entries that the filter finds from `low` up to, and without, `high`.
    async fn between(
        &self,
        filter: &Filter,
        low: u64,
        high: u64,
    ) -> Result<Vec<EntryId>, StoreError> {
        let mut found = Vec::new();
        let mut next = Some(Cursor::behind(high));
        while let Some(after) = next.filter(|next| next.number() > low) {
            let at_most = usize::try_from(after.number() - low).unwrap_or(AT_ONCE).min(AT_ONCE);
            let page = Page::first(at_most).after(after);
            let listing = self.store().list(filter.clone(), page).await?;
            let ids = listing.entries.iter().map(|entry| entry.id);
            found.extend(ids.filter(|id| id.get() >= low));
            next = listing.next;
        }
        found.sort_unstable();
        Ok(found)
    }
}

const AT_ONCE: usize = 500;

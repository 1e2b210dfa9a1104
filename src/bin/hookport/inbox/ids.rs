//! The numbers of all deliveries that a filter finds.

use hookport::inbox::{EntryId, Filter, Page, StoreError};

use super::open::Opened;
use crate::progress::Progress;

/// Finds the numbers, the lowest first. Each takes eight bytes.
pub(super) async fn matching(opened: &Opened, filter: &Filter) -> Result<Vec<EntryId>, StoreError> {
    let progress = Progress::counting("found");
    let mut found = Vec::new();
    let mut page = Page::first(AT_ONCE);
    loop {
        let listing = opened.inbox.log(filter.clone(), page).await?;
        found.extend(listing.entries.iter().map(|entry| entry.id));
        progress.set(found.len() as u64);
        let Some(next) = listing.next else { break };
        page = Page::first(AT_ONCE).after(next);
    }
    found.reverse();
    Ok(found)
}

const AT_ONCE: usize = 500;

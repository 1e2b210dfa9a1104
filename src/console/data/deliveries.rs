//! Pages of deliveries.

use std::time::{Duration, Instant};

use super::{Connection, DataError, DeliveryQuery, DeliverySummary};
use crate::inbox::{Inbox, Page};

/// Lists a page of deliveries, the newest first.
///
/// # Errors
///
/// [`DataError::Store`].
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use std::sync::Arc;
/// use hookport::{console::data::{self, DeliveryQuery}, inbox::Inbox, stores::MemoryStore};
///
/// let inbox = Inbox::new(Arc::new(MemoryStore::new()));
/// let query = DeliveryQuery::of_url("failed=true&endpoint=shop")?;
///
/// let page = data::deliveries(&inbox, &query).await?;
/// assert!(page.edges.is_empty());
/// assert!(!page.page_info.has_next_page);
/// # Ok(())
/// # }
/// ```
pub async fn deliveries(
    inbox: &Inbox,
    query: &DeliveryQuery,
) -> Result<Connection<DeliverySummary>, DataError> {
    let started = Instant::now();
    let (mut found, mut page) = (Vec::new(), query.page());
    // A store looks through a bounded number of rows at a time.
    let next = loop {
        let listing = inbox.log(query.filter.clone(), page).await?;
        found.extend(listing.entries.into_iter().map(DeliverySummary::from));
        match listing.next {
            Some(next) if found.len() < query.first && started.elapsed() < PATIENCE => {
                page = Page::first(query.first - found.len()).after(next);
            }
            next => break next,
        }
    };
    Ok(Connection::new(found.into_iter().map(|delivery| (delivery.id, delivery)), next))
}

/// The time after which no more is looked for to fill a page.
const PATIENCE: Duration = Duration::from_millis(10);
